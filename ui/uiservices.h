// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/signin.h"
#include "core/base/result.h"
#include "core/session/session.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QUrl>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace boxwatch {

/// What Box says about a token before a stream is started with it.
struct AccountAnswer
{
    SessionOwner owner; ///< who the token belongs to
    QString role; ///< "admin", "coadmin", "user"; empty if Box did not say
    std::optional<Error> streamRefused; ///< Box does not give this account the stream asked for
    std::chrono::milliseconds took{0}; ///< time of the first answer
};

/// An account that a person has signed in to.
struct AccountEntry
{
    SessionOwner owner;
    SignInMethod method = SignInMethod::DeveloperToken;
    bool kept = false; ///< in the keychain, not for this run only
};

/// What a sign-in came to.
struct SignedIn
{
    AccountAnswer answer;
    TokenSourceFactory tokens; ///< for Connection
    std::optional<Error>
        notKept; ///< the keychain did not take it, and it is good for this run only
};

/// The accounts that a person signed in with before. Knows where their tokens are kept; the window
/// never sees one.
///
/// Used in the window's thread. Each callback comes at most once, later or at once, and never after
/// \p context is gone.
class AccountKeeper
{
public:
    virtual ~AccountKeeper() = default;

    virtual QList<AccountEntry> entries() const = 0;

    /// Whether there is a keychain to keep tokens in.
    virtual bool canKeep() const = 0;

    using SignInDone = std::function<void(const Result<SignedIn> &)>;

    /// The page that the browser shows, with OAuth: for a person whose browser did not open. Holds no
    /// secret that is of use to anybody else.
    using SignInWaiting = std::function<void(const QUrl &consentPage)>;

    /// Signs in, and asks Box whose token it got and whether it may have the stream. OAuth opens the
    /// browser, says with \p waiting where, perhaps before this returns, and waits for it up to five
    /// minutes. What this returns owns the attempt: destroying it ends it without an answer.
    [[nodiscard]] virtual std::unique_ptr<QObject> signIn(
        const SignInRequest &request, const Connection &where, StreamType type,
        SignInWaiting waiting, SignInDone done) = 0;

    /// The tokens of an account in entries(), which renew themselves. Keychain if it is locked.
    virtual void tokens(
        const QString &accountId, const Connection &where, QObject *context,
        std::function<void(const Result<TokenSourceFactory> &)> done) = 0;

    /// Revokes what can be revoked, and forgets the account. What Box or the keychain did not do is the
    /// error; the account is gone from entries() unless the keychain refused.
    virtual void signOut(
        const QString &accountId, const Connection &where, QObject *context,
        std::function<void(const Result<void> &)> done) = 0;

    using KeepingNews =
        std::function<void(const QString &accountId, const std::optional<Error> &trouble)>;

    /// Tells \p news when the keychain has not taken a renewed token, which is lost with the end of this
    /// run until it does, and then without trouble when it has. As often as that happens.
    virtual void watchKeeping(QObject *context, KeepingNews news) = 0;
};

/// A demo that is ready to be started.
struct Demo
{
    QString path; ///< of the session file to make
    CaptureSettings settings;
    Connection connection;
};

/// What the window needs from outside, put together by main(): ui/ itself knows no network.
struct UiServices
{
    /// Asks Box who the token of \p connection belongs to and whether it may have the stream. Answers
    /// in the window's thread, once, unless \p context is gone.
    std::function<void(
        const Connection &connection, StreamType type, QObject *context,
        std::function<void(const Result<AccountAnswer> &)> done)>
        checkAccount;

    AccountKeeper *accounts = nullptr; ///< outlives the window

    /// Starts the simulator if it does not run, and says how to reach it.
    std::function<Result<Demo>()> startDemo;

    /// Where Box is; the token is added by the window, which also changes the network as a person asks.
    Connection connection;

    /// Keeps the network settings for the next run: the password of a proxy in the keychain, the rest
    /// in the settings. An error is of the keychain; the rest was kept all the same.
    std::function<void(
        const NetworkSettings &network, QObject *context,
        std::function<void(const Result<void> &)> done)>
        keepNetwork;
};

} // namespace boxwatch
