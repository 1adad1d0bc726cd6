// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme.h"
#include "ui/uiservices.h"

#include <QWidget>

namespace boxwatch {

/// What was learned of a connection, line by line: whether Box was reached, whose token it is, and what
/// it may not do.
class ConnectionReport : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionReport(QWidget *parent = nullptr);

    void showNothing();
    void showHint(const QString &words); ///< nothing was asked yet
    void showAsking(const QString &host);
    void showAnswer(const QString &host, const AccountAnswer &answer, StreamType type);
    void showError(const QString &host, const Error &error);

    /// One more line below the others.
    void addWarning(const QString &words);

private:
    void clear();
    void addLine(
        const QString &iconName, Ink ink, const QString &words, const QString &more = {},
        bool bold = false);
    void addRefusal(const AccountAnswer &answer);

    QWidget *m_content = nullptr;
};

} // namespace boxwatch
