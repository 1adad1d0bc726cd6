// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme.h"
#include "ui/uiservices.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace boxwatch {

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
    void setCanTest(bool can);

signals:
    void test();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void clear();
    void addLine(
        const QString &iconName, Ink ink, const QString &words, const QString &more = {},
        bool bold = false);
    void addRefusal(const AccountAnswer &answer);

    QPushButton *m_test;
    QVBoxLayout *m_lines;
    QWidget *m_content = nullptr;
};

} // namespace boxwatch
