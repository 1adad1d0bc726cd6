// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/maintoolbar.h"

#include "ui/mainactions.h"
#include "ui/plaintext.h"
#include "ui/switchbuttons.h"
#include "ui/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace boxwatch {

MainToolBar::MainToolBar(MainActions &actions, QWidget *parent) : QWidget(parent)
{
    setFixedHeight(u(40));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(u(8), 0, u(12), 1);
    row->setSpacing(u(4));
    const auto addLine = [row] {
        auto *line = new QFrame;
        line->setFixedSize(1, u(20));
        line->setAutoFillBackground(true);
        line->setBackgroundRole(QPalette::Mid);
        row->addSpacing(u(4));
        row->addWidget(line);
        row->addSpacing(u(4));
    };
    for (QAction *action : {actions.start, actions.stop, actions.pause, actions.resume})
        addButton(row, action);
    addLine();
    m_followSwitch = new SwitchButtons({actions.follow, actions.hold});
    row->addWidget(m_followSwitch);
    addLine();
    addButton(row, actions.mark);
    addLine();
    addButton(row, actions.exportEvents);

    auto *lines = new QVBoxLayout;
    lines->setContentsMargins(u(16), u(2), 0, u(2));
    lines->setSpacing(0);
    m_account = plainLabel();
    m_account->setAlignment(Qt::AlignRight | Qt::AlignBottom);
    m_account->setAccessibleName(tr("Account"));
    m_stream = plainLabel();
    m_stream->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_stream->setFont(Theme::instance().smallFont());
    setTextInk(m_stream, Ink::Text3);
    for (QLabel *label : {m_account, m_stream}) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        lines->addWidget(label);
    }
    row->addLayout(lines, 1);
}

void MainToolBar::addButton(QHBoxLayout *row, QAction *action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setFixedHeight(u(28));
    button->setVisible(action->isVisible());
    connect(action, &QAction::visibleChanged, button, [action, button] {
        button->setVisible(action->isVisible());
    });
    row->addWidget(button);
    m_buttons += button;
}

void MainToolBar::setAccount(const QString &account, const QString &stream)
{
    m_account->setText(plainLine(account, 80));
    m_stream->setText(stream);
}

void MainToolBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool narrow = width() < u(760);
    for (QToolButton *button : std::as_const(m_buttons))
        button->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_followSwitch->setIconsOnly(narrow);
}

} // namespace boxwatch
