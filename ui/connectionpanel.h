// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/uiservices.h"

#include <QWidget>

class QPushButton;

namespace boxwatch {

class ConnectionReport;

/// Says, before a stream starts, whether Box was reached, whose token it is, and what it may not do.
class ConnectionPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionPanel(QWidget *parent = nullptr);

    void showIdle(); ///< nothing to test yet
    void showTesting(const QString &host);
    void showAnswer(const QString &host, const AccountAnswer &answer, StreamType type);
    void showError(const QString &host, const Error &error);
    void addWarning(const QString &words); ///< below what is shown
    void setCanTest(bool can);

signals:
    void test();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QPushButton *m_test;
    ConnectionReport *m_report;
};

} // namespace boxwatch
