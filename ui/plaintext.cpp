// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/plaintext.h"

#include <QAction>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QMessageBox>
#include <QUrl>
#include <QWidget>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

bool isHarmful(QChar c)
{
    switch (c.category()) {
    case QChar::Other_Control:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        break;
    }
    // Marks that turn the direction of what follows: a file name must not reorder the line.
    const char16_t code = c.unicode();
    return code == 0x061c || code == 0x200e || code == 0x200f || (code >= 0x202a && code <= 0x202e)
        || (code >= 0x2066 && code <= 0x2069);
}

} // namespace

QString plainLine(QString text, qsizetype limit)
{
    if (text.size() > limit) {
        text.truncate(limit - 1);
        if (text.back().isHighSurrogate())
            text.chop(1);
        text += u'…';
    }
    for (QChar &c : text) {
        if (isHarmful(c))
            c = u' ';
    }
    return text;
}

QString plainTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    return u"<qt>"_s + plainLine(text).toHtmlEscaped() + u"</qt>"_s;
}

void setPlainTip(QWidget *widget, const QString &text)
{
    widget->setToolTip(plainTip(text));
}

void setPlainTip(QAction *action, const QString &text)
{
    action->setToolTip(plainTip(text));
}

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

QMessageBox *plainMessage(
    QWidget *parent, const QString &title, const QString &text, const QString &more)
{
    auto *box = new QMessageBox(parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(title);
    box->setTextFormat(Qt::PlainText);
    box->setText(text);
    box->setInformativeText(more);
    // The informative text is a label of its own, which guesses again.
    for (QLabel *label : box->findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    return box;
}

void showInFolder(const QString &file)
{
    const QFileInfo info(file);
    if (!file.isEmpty() && info.dir().exists())
        QDesktopServices::openUrl(QUrl::fromLocalFile(info.absolutePath()));
}

} // namespace boxwatch
