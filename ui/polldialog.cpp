// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/polldialog.h"

#include "ui/formrows.h"
#include "ui/plaintext.h"
#include "ui/style.h"
#include "ui/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace boxwatch {

PollDialog::PollDialog(Watch watch, const PollSettings &polls, QWidget *parent)
    : QDialog(parent)
    , m_form(new PollForm(this))
{
    setWindowTitle(tr("How often Box is asked"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(12));
    auto *rows = new QWidget;
    QGridLayout *grid = formGrid(rows);
    grid->setContentsMargins(0, 0, 0, 0);
    m_form->addRows(grid);
    m_form->setWatch(watch);
    m_form->setPolls(polls);
    layout->addWidget(rows);
    layout->addStretch(1);

    auto *foot = new QHBoxLayout;
    foot->setSpacing(u(8));
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *use = new QPushButton(tr("Use these"));
    for (QPushButton *button : {cancel, use})
        button->setMinimumWidth(u(88));
    setPrimary(use);
    foot->addStretch(1);
    foot->addWidget(cancel);
    foot->addWidget(use);
    layout->addLayout(foot);
    use->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(use, &QPushButton::clicked, this, &QDialog::accept);
    setMinimumWidth(u(640));
}

} // namespace boxwatch
