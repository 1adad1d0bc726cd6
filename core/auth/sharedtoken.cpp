// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/sharedtoken.h"

#include "core/auth/accounttokens.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

std::optional<Secret> SharedToken::current() const
{
    const QMutexLocker lock(&m_mutex);
    if (m_token.isEmpty() || m_renewAt.hasExpired())
        return std::nullopt;
    return m_token;
}

void SharedToken::publish(const Secret &token, QDeadlineTimer renewAt)
{
    const QMutexLocker lock(&m_mutex);
    m_token = token;
    m_renewAt = renewAt;
}

void SharedToken::withdraw(const Secret &token)
{
    const QMutexLocker lock(&m_mutex);
    if (m_token == token)
        m_token = {};
}

void SharedToken::withdraw()
{
    const QMutexLocker lock(&m_mutex);
    m_token = {};
}

bool SharedToken::post(std::function<void(AccountTokens &)> task) const
{
    // The keeper lets go under the same lock before it ends, and Qt drops what is posted to it.
    const QMutexLocker lock(&m_mutex);
    if (!m_keeper)
        return false;
    QMetaObject::invokeMethod(
        m_keeper, [keeper = m_keeper, task = std::move(task)] { task(*keeper); },
        Qt::QueuedConnection);
    return true;
}

void SharedToken::letGo()
{
    const QMutexLocker lock(&m_mutex);
    m_keeper = nullptr;
    m_token = {};
}

struct SharedTokenSource::Mailbox
{
    QMutex mutex;
    SharedTokenSource *owner;

    /// From any thread.
    void answer(int id, const Result<Secret> &token)
    {
        const QMutexLocker lock(&mutex);
        if (!owner)
            return;
        QMetaObject::invokeMethod(
            owner, [source = owner, id, token] { source->answer(id, token); },
            Qt::QueuedConnection);
    }

    void close()
    {
        const QMutexLocker lock(&mutex);
        owner = nullptr;
    }
};

namespace {

Error signedOut()
{
    Error error;
    error.kind = Error::Kind::Unauthorized;
    error.code = u"signed_out"_s;
    error.message = u"the account was signed out"_s;
    return error;
}

/// What a task that is dropped leaves behind is an answer all the same: whoever waits must not wait
/// for ever.
class Reply
{
public:
    explicit Reply(TokenSource::Callback callback) : m_callback(std::move(callback)) { }
    Reply(const Reply &) = delete;
    Reply &operator=(const Reply &) = delete;
    ~Reply() { give(signedOut()); }

    void give(const Result<Secret> &token)
    {
        if (const auto callback = std::exchange(m_callback, nullptr))
            callback(token);
    }

private:
    TokenSource::Callback m_callback;
};

} // namespace

SharedTokenSource::SharedTokenSource(std::shared_ptr<SharedToken> shared)
    : m_shared(std::move(shared))
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
}

SharedTokenSource::~SharedTokenSource()
{
    m_mailbox->close();
}

void SharedTokenSource::withToken(QObject *context, Callback callback)
{
    if (const auto token = m_shared->current()) {
        callback(*token);
        return;
    }
    const int id = m_nextId++;
    m_waiters.insert(id, {context, std::move(callback)});
    auto reply = std::make_shared<Reply>(
        [mailbox = m_mailbox, id](const Result<Secret> &token) { mailbox->answer(id, token); });
    m_shared->post([reply](AccountTokens &keeper) {
        keeper.request([reply](const Result<Secret> &token) { reply->give(token); });
    });
}

void SharedTokenSource::answer(int id, const Result<Secret> &token)
{
    const Waiter waiter = m_waiters.take(id);
    if (waiter.context && waiter.callback)
        waiter.callback(token);
}

void SharedTokenSource::reject(const Secret &token)
{
    m_shared->withdraw(token);
    m_shared->post([token](AccountTokens &keeper) { keeper.reject(token); });
}

} // namespace boxwatch
