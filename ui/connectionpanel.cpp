// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/connectionpanel.h"

#include "ui/connectionreport.h"
#include "ui/icons.h"
#include "ui/plaintext.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace boxwatch {

using namespace Qt::StringLiterals;

ConnectionPanel::ConnectionPanel(QWidget *parent)
    : QWidget(parent)
    , m_test(new QPushButton(tr("Test"), this))
    , m_report(new ConnectionReport(this))
{
    setMinimumWidth(u(280));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(u(16), u(16), u(16), u(16));
    layout->setSpacing(u(8));
    auto *top = new QHBoxLayout;
    QLabel *title = plainLabel(tr("Connection test"));
    QFont bold = title->font();
    bold.setBold(true);
    title->setFont(bold);
    m_test->setIcon(icon(u"retry"_s));
    top->addWidget(title, 1);
    top->addWidget(m_test);
    layout->addLayout(top);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setBackgroundRole(QPalette::Base);
    scroll->setFocusPolicy(Qt::NoFocus); // its buttons scroll into sight by themselves
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_report);
    column->addStretch(1);
    scroll->setWidget(content);
    layout->addWidget(scroll, 1);
    connect(m_test, &QPushButton::clicked, this, &ConnectionPanel::test);
    showIdle();
}

void ConnectionPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(Ink::Base));
    painter.fillRect(QRect(0, 0, 1, height()), color(Ink::Line));
}

void ConnectionPanel::setCanTest(bool can)
{
    m_test->setEnabled(can);
}

void ConnectionPanel::showIdle()
{
    m_test->setText(tr("Test"));
    m_report->showHint(tr("Choose an account or add one. Who it is stands here before anything "
                          "starts."));
}

void ConnectionPanel::showTesting(const QString &host)
{
    m_report->showAsking(host);
}

void ConnectionPanel::showError(const QString &host, const Error &error)
{
    m_test->setText(tr("Test again"));
    m_report->showError(host, error);
}

void ConnectionPanel::showAnswer(const QString &host, const AccountAnswer &answer, StreamType type)
{
    m_test->setText(tr("Test again"));
    m_report->showAnswer(host, answer, type);
}

void ConnectionPanel::addWarning(const QString &words)
{
    m_report->addWarning(words);
}

} // namespace boxwatch
