// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/simulator.h"
#include "ui/mainwindow.h"
#include "ui/uiservices.h"

#include <QAction>
#include <QTemporaryDir>

#include <memory>

namespace boxwatch::test {

/// Accounts in memory, answered at once.
class KeptAccounts final : public AccountKeeper
{
public:
    QList<SessionOwner> accounts() const override { return owners; }
    bool canKeep() const override { return keeps; }
    void token(
        const QString &accountId, QObject *context,
        std::function<void(const Result<Secret> &)> done) override;
    void remember(
        const SessionOwner &owner, const Secret &token, bool keep, QObject *context,
        std::function<void(const Result<void> &)> done) override;

    QList<SessionOwner> owners;
    QHash<QString, Secret> tokens;
    QHash<QString, bool> kept; ///< in the keychain, by account
    bool keeps = true;
};

/// A real window on a simulator of Box, both in this process.
class WindowFixture
{
public:
    explicit WindowFixture(std::uint64_t backlog = 400);
    ~WindowFixture();

    /// Starts a stream of the whole history and waits until it has caught up.
    SessionPage *capture(const QString &name = QStringLiteral("s"));

    /// Ends the window, as closing it does, and opens another with the file.
    SessionPage *openAgain(const QString &name = QStringLiteral("s"));

    QString path(const QString &name = QStringLiteral("s")) const;
    StreamSettings settings() const;
    Connection connection() const;
    MainWindow &window() { return *m_window; }
    QAction *action(const QString &text) const;

    Simulator simulator;
    KeptAccounts accounts;
    UiServices services;
    Result<AccountAnswer> answer = AccountAnswer{}; ///< of the connection test
    int asked = 0; ///< how many connection tests there were

private:
    void showWindow();

    QTemporaryDir m_folder;
    std::unique_ptr<MainWindow> m_window;
};

} // namespace boxwatch::test
