// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/emptystate.h"

#include "ui/chiprow.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/style.h"
#include "ui/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace boxwatch {

using namespace Qt::StringLiterals;

EmptyState::EmptyState(QWidget *parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(u(24), u(24), u(24), u(24));
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        if (m_icon)
            m_icon->setPixmap(iconPixmap(m_iconName, u(40), m_iconInk, devicePixelRatioF()));
    });
}

void EmptyState::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), color(Ink::Base));
}

bool EmptyState::begin(const QString &key)
{
    if (key == m_key)
        return false;
    m_key = key;
    delete m_content;
    m_words = nullptr;
    m_icon = nullptr;
    m_content = new QWidget(this);
    m_column = new QVBoxLayout(m_content);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(u(8));
    while (QLayoutItem *old = m_layout->takeAt(0))
        delete old;
    m_layout->addStretch(2);
    m_layout->addWidget(m_content, 0, Qt::AlignHCenter);
    m_layout->addStretch(3);
    return true;
}

void EmptyState::head(const QString &iconName, Ink ink, const QString &title, const QString &words)
{
    m_iconName = iconName;
    m_iconInk = ink;
    m_icon = plainLabel();
    m_icon->setPixmap(iconPixmap(iconName, u(40), ink, devicePixelRatioF()));
    m_column->addWidget(m_icon, 0, Qt::AlignHCenter);
    m_column->addSpacing(u(8));
    QLabel *heading = plainLabel(title);
    heading->setFont(Theme::instance().titleFont());
    heading->setAlignment(Qt::AlignCenter);
    m_column->addWidget(heading);
    m_words = plainLabel(words);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setMinimumWidth(u(360));
    m_words->setMaximumWidth(u(420));
    setTextInk(m_words, Ink::Text2);
    m_column->addWidget(m_words, 0, Qt::AlignHCenter);
    m_column->addSpacing(u(12));
}

QPushButton *EmptyState::addButton(QLayout *row, const QString &text, Signal clicked, bool primary)
{
    auto *button = new QPushButton(text);
    button->setMinimumHeight(u(32));
    if (primary)
        setPrimary(button);
    connect(button, &QPushButton::clicked, this, clicked);
    row->addWidget(button);
    return button;
}

void EmptyState::showNotConnected(bool mayConnect)
{
    if (!begin(u"not connected %1"_s.arg(mayConnect)))
        return;
    head(u"plug"_s, Ink::Text3, tr("Not connected"), tr("This session has no stream yet."));
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(u(8));
    if (mayConnect)
        addButton(buttons, tr("Connect to Box…"), &EmptyState::connectToBox, true)
            ->setMinimumWidth(u(232));
    addButton(buttons, tr("Open a session…"), &EmptyState::openSession)->setMinimumWidth(u(232));
    addButton(buttons, tr("Try the demo"), &EmptyState::tryDemo);
    auto *middle = new QHBoxLayout;
    middle->addStretch();
    middle->addLayout(buttons);
    middle->addStretch();
    m_column->addLayout(middle);
}

void EmptyState::showStopped()
{
    if (!begin(u"stopped"_s))
        return;
    head(
        u"stop"_s, Ink::Text3, tr("Stopped, nothing yet"),
        tr("Start goes on from where the stream stopped."));
    auto *middle = new QHBoxLayout;
    middle->addStretch();
    addButton(middle, tr("Start"), &EmptyState::start, true)->setMinimumWidth(u(88));
    middle->addStretch();
    m_column->addLayout(middle);
}

void EmptyState::showNothingYet(const QString &words)
{
    if (begin(u"nothing yet"_s))
        head(u"clock"_s, Ink::LiveText, tr("Connected, nothing yet"), words);
    else
        m_words->setText(words);
}

void EmptyState::showLoading(double fraction)
{
    const QString words = tr("%1 %").arg(
        static_cast<int>(std::floor(qBound(0.0, fraction, 1.0) * 100)));
    if (begin(u"loading"_s))
        head(u"open"_s, Ink::Text3, tr("Reading the session"), words);
    else
        m_words->setText(words);
}

void EmptyState::showTrouble(const QString &title, const QString &words)
{
    if (!begin(u"trouble "_s + title + words))
        return;
    head(u"warn"_s, Ink::CriticalText, title, plainLine(words, 2'000));
    auto *middle = new QHBoxLayout;
    middle->addStretch();
    addButton(middle, tr("Close"), &EmptyState::closeSession)->setMinimumWidth(u(88));
    middle->addStretch();
    m_column->addLayout(middle);
}

void EmptyState::showFilteredOut(qint64 total, const QList<FilterChip> &chips, bool canUndo)
{
    constexpr qsizetype most = 6;
    QString key = u"filtered %1 %2"_s.arg(total).arg(canUndo);
    for (const FilterChip &chip : chips)
        key += u'\n' + chip.words;
    if (!begin(key))
        return;
    head(
        u"funnel"_s, Ink::Text3, tr("All %1 events are filtered out").arg(grouped(total)),
        tr("Nothing is lost. These filters hide them:"));
    const QList<FilterChip> first = chips.first(qMin(most, chips.size()));
    for (const FilterChip &chip : first) {
        auto *button = new Chip(chip, m_content);
        button->setFixedHeight(u(24));
        button->setMaximumWidth(u(420));
        connect(button, &Chip::clicked, this, [this, without = chip.without] {
            emit filterChosen(without);
        });
        m_column->addWidget(button, 0, Qt::AlignHCenter);
    }
    if (chips.size() > most)
        m_column->addWidget(
            plainLabel(tr("and %1 more").arg(chips.size() - most)), 0, Qt::AlignHCenter);
    m_column->addSpacing(u(12));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(u(8));
    buttons->addStretch();
    addButton(buttons, tr("Show all"), &EmptyState::showAll, true);
    if (canUndo)
        addButton(buttons, tr("Undo last filter"), &EmptyState::undoFilter);
    buttons->addStretch();
    m_column->addLayout(buttons);
}

} // namespace boxwatch
