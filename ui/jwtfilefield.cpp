// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/jwtfilefield.h"

#include "ui/formrows.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace boxwatch {

namespace {

// Box's own are about 2 KB; a video that was chosen by mistake is not read into memory.
constexpr qint64 largest = 64 * 1024;

bool readByOthers(const QFileInfo &info)
{
    return info.permission(QFile::ReadOther) || info.permission(QFile::ReadGroup);
}

} // namespace

JwtFileField::JwtFileField(QWidget *parent)
    : QWidget(parent)
    , m_path(new QLineEdit)
    , m_note(formParagraph())
{
    m_path->setAccessibleName(tr("JSON file of the app"));
    auto *choose = new QPushButton(tr("Choose…"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(u(4));
    layout->addWidget(formLine({m_path, choose}));
    layout->addWidget(m_note);
    setTextInk(m_note, Ink::WarnText);
    m_note->hide();
    setFocusProxy(m_path);
    connect(choose, &QPushButton::clicked, this, &JwtFileField::choose);
    connect(m_path, &QLineEdit::textEdited, this, [this] {
        m_content = {};
        m_note->hide();
        emit changed();
    });
    connect(m_path, &QLineEdit::editingFinished, this, [this] {
        if (m_content.isEmpty() && !m_path->text().trimmed().isEmpty())
            read(QDir::fromNativeSeparators(m_path->text().trimmed()));
    });
}

void JwtFileField::choose()
{
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Configuration of a Box app"), {}, tr("JSON files (*.json);;All files (*)"));
    if (!file.isEmpty())
        read(file);
}

void JwtFileField::read(const QString &path)
{
    m_path->setText(QDir::toNativeSeparators(path));
    m_content = {};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        say(tr("This file cannot be read."));
    } else if (file.size() > largest) {
        say(tr("This is no configuration of a Box app: it is too large."));
    } else {
        m_content = Secret(file.read(largest));
        if (!m_content.reveal().contains("boxAppSettings")) {
            m_content = {};
            say(tr("This is no configuration of a Box app."));
        } else if (readByOthers(QFileInfo(path))) {
            say(tr("Others on this computer can read this file, and with it sign in as the app. "
                   "Delete it, or take their right away."));
        } else {
            m_note->hide();
        }
    }
    emit changed();
}

void JwtFileField::say(const QString &words)
{
    m_note->setText(words);
    m_note->show();
}

void JwtFileField::clear()
{
    m_content = {};
    m_path->clear();
    m_note->hide();
}

} // namespace boxwatch
