// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/uiservices.h"

#include <QObject>

#include <functional>

class QWidget;

namespace boxwatch {

class AccountsDialog;
class NetworkDialog;
class NewSessionDialog;
class SessionPage;

/// Opens the dialogs of the window that are about no session, or about one that is to be. None stops
/// the window from going on.
class WindowDialogs : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this object.
    WindowDialogs(UiServices &services, QWidget *window);

    /// Asks what to watch, for a new session or for \p page, which has no stream yet.
    NewSessionDialog *showNewSession(SessionPage *page);

    /// Asks for sessions to open, beginning in \p folder.
    void showOpen(const QString &folder);

    AccountsDialog *showAccounts();
    NetworkDialog *showNetwork();

    /// An export is running: \p go, if the person gives it up.
    void askToEndExport(const std::function<void()> &go);

signals:
    void newSession(
        const QString &file, const boxwatch::CaptureSettings &settings,
        const boxwatch::Connection &connection, const QString &account);
    void openFiles(const QStringList &files);
    void note(const QString &words);

private:
    void useNetwork(const NetworkSettings &network);

    UiServices &m_services;
    QWidget *m_window;
};

} // namespace boxwatch
