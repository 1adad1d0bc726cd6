// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/session/session.h"

#include <QList>
#include <QObject>
#include <QString>

#include <chrono>
#include <functional>
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

/// The accounts that a person signed in with before. Knows where their tokens are kept; the window
/// holds one only while it hands it on.
///
/// Used in the window's thread. Each callback comes at most once, later or at once, and never after
/// \p context is gone.
class AccountKeeper
{
public:
    virtual ~AccountKeeper() = default;

    virtual QList<SessionOwner> accounts() const = 0;

    /// Whether there is a keychain to keep tokens in.
    virtual bool canKeep() const = 0;

    virtual void token(
        const QString &accountId, QObject *context,
        std::function<void(const Result<Secret> &)> done) = 0;

    /// In the keychain if \p keep, else for this run only.
    virtual void remember(
        const SessionOwner &owner, const Secret &token, bool keep, QObject *context,
        std::function<void(const Result<void> &)> done) = 0;
};

/// A demo that is ready to be started.
struct Demo
{
    QString path; ///< of the session file to make
    StreamSettings settings;
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

    /// Where Box is; the token is added by the window.
    Connection connection;
};

} // namespace boxwatch
