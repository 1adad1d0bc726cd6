// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/tokensource.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QMutex>
#include <QObject>
#include <QPointer>

namespace boxwatch {

class AccountTokens;

/// Where the threads that use an account's token meet the main thread, which renews it.
///
/// While the token is good nobody has to wait for the main thread. Any thread; AccountTokens lets go
/// of it when it ends, after which there is no token any more.
class SharedToken
{
public:
    explicit SharedToken(AccountTokens *keeper) : m_keeper(keeper) { }

    /// The token, while it is known to be good.
    std::optional<Secret> current() const;

    void publish(const Secret &token, QDeadlineTimer renewAt);

    /// Not to be given out any more, if it is still that one.
    void withdraw(const Secret &token);
    void withdraw();

    /// Runs \p task in the keeper's thread, later; false if there is no keeper any more, and then never.
    bool post(std::function<void(AccountTokens &)> task) const;

    void letGo();

private:
    mutable QMutex m_mutex;
    AccountTokens *m_keeper;
    Secret m_token;
    QDeadlineTimer m_renewAt;
};

/// The token of an account for the calls of one thread. Lives there; asks the main thread only when the
/// token is to be renewed.
class SharedTokenSource final : public QObject, public TokenSource
{
public:
    explicit SharedTokenSource(std::shared_ptr<SharedToken> shared);
    ~SharedTokenSource() override;

    void withToken(QObject *context, Callback callback) override;
    void reject(const Secret &token) override;

private:
    struct Mailbox;
    struct Waiter
    {
        QPointer<QObject> context;
        Callback callback;
    };

    void answer(int id, const Result<Secret> &token);

    std::shared_ptr<SharedToken> m_shared;
    std::shared_ptr<Mailbox> m_mailbox; ///< what the main thread answers to; may outlive this
    QHash<int, Waiter> m_waiters;
    int m_nextId = 0;
};

} // namespace boxwatch
