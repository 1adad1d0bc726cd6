// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/simulator.h"
#include "ui/mainwindow.h"
#include "ui/uiservices.h"

#include <QAction>
#include <QHash>
#include <QPointer>
#include <QTemporaryDir>

#include <memory>
#include <optional>
#include <vector>

namespace boxwatch::test {

/// Accounts in memory, answered at once.
class KeptAccounts final : public AccountKeeper
{
public:
    QList<AccountEntry> entries() const override { return known; }
    bool canKeep() const override { return keeps; }
    [[nodiscard]] std::unique_ptr<QObject> signIn(
        const SignInRequest &request, const Connection &where, StreamType type,
        SignInWaiting waiting, SignInDone done) override;
    void tokens(
        const QString &accountId, const Connection &where, QObject *context,
        std::function<void(const Result<TokenSourceFactory> &)> done) override;
    void signOut(
        const QString &accountId, const Connection &where, QObject *context,
        std::function<void(const Result<void> &)> done) override;
    void watchKeeping(QObject *context, KeepingNews news) override;

    /// Tells whoever watches that the keychain did not take the tokens of \p accountId, or did.
    void tellKeeping(const QString &accountId, const std::optional<Error> &trouble);

    /// Signed in with \p token, which is what tokens() gives.
    void add(const SessionOwner &owner, const Secret &token, bool kept = true);

    /// Answers the sign-in that is under way, which adds the account if it went well.
    void answer(const Result<SignedIn> &result);

    QList<AccountEntry> known;
    QHash<QString, Secret> held; ///< by account
    QStringList signedOut; ///< ids
    bool keeps = true;

    /// What a sign-in gives at once; nothing: it waits for answer().
    std::optional<Result<SignedIn>> next;
    std::optional<SignInRequest> asked; ///< by the latest sign-in
    QUrl consentPage; ///< what the browser is said to show, if any
    QPointer<QObject> attempt; ///< gone once the sign-in was given up
    std::optional<Error> lockedWith; ///< tokens() fails
    std::vector<NetworkSettings> networks; ///< that tokens() was asked for, the latest last

private:
    std::vector<std::pair<QPointer<QObject>, KeepingNews>> m_watchers;
    SignInDone m_done;
};

/// A source that knows one token.
TokenSourceFactory tokensOf(const Secret &token);

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
    CaptureSettings settings() const;
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
