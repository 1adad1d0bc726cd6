// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accounttokens.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

struct AccountTokens::Line
{
    explicit Line(const NetworkSettings &settings) : network(resolved(settings)) { }

    bool leads(const NetworkSettings &settings) const
    {
        return network.settings() == resolved(settings);
    }

    Network network;
    TokenEndpoint endpoint{network};
};

AccountTokens::AccountTokens(
    QString accountId, AccountStore *store, QString lockFile, AccountStore::Kept kept,
    NetworkSettings network, RenewalTiming timing)
    : m_accountId(std::move(accountId))
    , m_store(store)
    , m_lockFile(std::move(lockFile))
    , m_network(std::move(network))
    , m_timing(timing)
    , m_shared(std::make_shared<SharedToken>(this))
    , m_pause(timing.firstPause)
{
    take(kept);
}

AccountTokens::~AccountTokens()
{
    m_shared->letGo();
    Error error;
    error.kind = Error::Kind::Unauthorized;
    error.code = u"signed_out"_s;
    error.message = u"the account was signed out"_s;
    answerAll(error);
}

TokenSourceFactory AccountTokens::factory() const
{
    return [shared = m_shared] { return std::make_unique<SharedTokenSource>(shared); };
}

void AccountTokens::adopt(const AccountStore::Kept &kept, const NetworkSettings &network)
{
    m_refresh.reset();
    m_grant.reset();
    m_renewing = false;
    m_held = false;
    m_hopeless.reset();
    m_quietUntil.setRemainingTime(0ms);
    m_pause = m_timing.firstPause;
    setNetwork(network);
    take(kept);
    if (isWorn() && !m_waiting.empty())
        renew();
    else
        answerAll(m_kept.credentials.accessToken);
}

void AccountTokens::setNetwork(const NetworkSettings &network)
{
    // Whoever sets it wants to begin: the proxy may have another idea of the password now.
    if (m_trouble.code == "proxy_auth"_L1) {
        m_trouble = {};
        m_quietUntil.setRemainingTime(0ms);
        m_pause = m_timing.firstPause;
    }
    m_network = network;
}

void AccountTokens::setPlace(AccountStore *store, const QString &lockFile)
{
    m_store = store;
    m_lockFile = lockFile;
}

void AccountTokens::finish()
{
    m_held = true;
    if (m_refresh && m_refresh->isAtRisk())
        return;
    m_refresh.reset();
    m_grant.reset();
    m_renewing = false;
}

void AccountTokens::hold()
{
    finish();
    if (m_refresh)
        m_refresh->pause();
}

void AccountTokens::release()
{
    if (m_refresh)
        m_refresh->resume();
    if (!std::exchange(m_held, false) || m_renewing || m_waiting.empty())
        return;
    if (mayRenew())
        renew();
    else
        renewed(m_trouble);
}

bool AccountTokens::isAtRisk() const
{
    return m_store && m_refresh && m_refresh->isAtRisk();
}

bool AccountTokens::hasUnstored() const
{
    return m_refresh && !m_refresh->isStored();
}

bool AccountTokens::holdsIdleLock() const
{
    return m_refresh && m_refresh->isWaitingToStore();
}

/// A token without a known end is good until Box says otherwise.
void AccountTokens::take(const AccountStore::Kept &kept)
{
    m_kept = kept;
    m_refused = false;
    m_age.invalidate();
    m_freshFor = m_timing.fresh;
    m_renewAt = QDeadlineTimer(QDeadlineTimer::Forever);
    m_endsAt = m_renewAt;
    if (kept.credentials.goodUntil.isValid() && isRenewable()) {
        const std::chrono::milliseconds left(std::max<qint64>(
            QDateTime::currentDateTimeUtc().msecsTo(kept.credentials.goodUntil), 0));
        // Half of a life that is shorter than two margins.
        m_renewAt.setRemainingTime(left - std::min(m_timing.margin, left / 2));
        m_endsAt.setRemainingTime(left);
        m_freshFor = std::min(m_timing.fresh, left / 4);
    }
    publish();
}

void AccountTokens::publish()
{
    if (isWorn() || m_refused)
        m_shared->withdraw();
    else
        m_shared->publish(m_kept.credentials.accessToken, m_renewAt);
}

bool AccountTokens::isRenewable() const
{
    return m_kept.credentials.method != SignInMethod::DeveloperToken;
}

bool AccountTokens::isWorn() const
{
    return isRenewable()
        && (m_kept.credentials.accessToken.isEmpty() || m_refused || m_renewAt.hasExpired());
}

bool AccountTokens::mayRenew() const
{
    return m_quietUntil.hasExpired() && !(m_refresh && !m_refresh->isStored());
}

void AccountTokens::request(Callback callback)
{
    const Credentials &credentials = m_kept.credentials;
    if (m_hopeless) {
        callback(*m_hopeless);
        return;
    }
    if (!isWorn()) {
        callback(credentials.accessToken);
        return;
    }
    m_waiting.push_back(std::move(callback));
    if (m_renewing || m_held)
        return;
    if (mayRenew())
        renew();
    else
        renewed(m_trouble);
}

void AccountTokens::reject(const Secret &token)
{
    if (token != m_kept.credentials.accessToken || m_refused || !isRenewable())
        return;
    m_refused = true;
    m_shared->withdraw();
    if (m_renewing)
        return;
    // The age stands still while the machine sleeps, and the token ends all the same.
    const QDateTime &end = m_kept.credentials.goodUntil;
    const bool hasEnded = end.isValid() && end <= QDateTime::currentDateTimeUtc();
    if (hasEnded || !m_age.isValid() || m_age.elapsed() > m_freshFor.count())
        return;
    // Another one would be refused as well, and so on for ever.
    Error error;
    error.kind = Error::Kind::Unauthorized;
    error.code = u"fresh_token_refused"_s;
    error.message = u"a token that was just renewed is refused too"_s;
    m_hopeless = error;
}

void AccountTokens::renew()
{
    m_renewing = true;
    m_refresh.reset();
    m_grant.reset();
    if (m_line && !m_line->leads(m_network)) {
        // Later, since we may be in the answer to a call of it.
        QTimer::singleShot(0ms, this, [old = std::shared_ptr<Line>(std::move(m_line))] {});
    }
    if (!m_line)
        m_line = std::make_unique<Line>(m_network);
    if (m_kept.credentials.method != SignInMethod::OAuth) {
        m_grant = std::make_unique<ServiceGrant>(
            m_line->endpoint, m_kept.credentials, m_timing.firstPause,
            [this](const Result<TokenGrant> &grant) {
                if (!grant) {
                    renewed(grant.error());
                    return;
                }
                AccountStore::Kept kept = m_kept;
                kept.credentials.take(*grant);
                renewed(kept);
            });
        return;
    }
    m_refresh = std::make_unique<TokenRefresh>(
        m_line->endpoint, m_store, m_accountId, m_lockFile, m_kept, m_timing,
        [this](const Result<AccountStore::Kept> &kept) { renewed(kept); });
    connect(m_refresh.get(), &TokenRefresh::notStored, this, [this](const Error &error) {
        m_trouble = error;
        m_trouble.code = u"renewal_waits"_s;
        emit notStored(error);
    });
    connect(m_refresh.get(), &TokenRefresh::stored, this, [this] {
        ++m_kept.generation;
        emit stored();
    });
}

void AccountTokens::renewed(const Result<AccountStore::Kept> &kept)
{
    const bool tried = std::exchange(m_renewing, false);
    if (kept) {
        m_pause = m_timing.firstPause;
        take(*kept);
        m_age.start();
        answerAll(m_kept.credentials.accessToken);
        return;
    }
    const Error &error = kept.error();
    if (error.kind == Error::Kind::Unauthorized || error.kind == Error::Kind::Usage) {
        m_hopeless = error;
        m_hopeless->kind = Error::Kind::Unauthorized;
        m_shared->withdraw();
        answerAll(*m_hopeless);
        return;
    }
    if (tried) {
        m_trouble = error;
        m_quietUntil.setRemainingTime(std::max(m_pause, error.retryAfter.value_or(0ms)));
        m_pause = std::min(m_pause * 2, m_timing.longestPause);
        // The same password again and again would lock the account at the proxy.
        if (error.code == "proxy_auth"_L1)
            m_quietUntil = QDeadlineTimer(QDeadlineTimer::Forever);
    }
    // What is about to end is not at its end yet.
    const bool stillGood = !m_refused && !m_endsAt.hasExpired()
        && !m_kept.credentials.accessToken.isEmpty();
    if (stillGood)
        answerAll(m_kept.credentials.accessToken);
    else
        answerAll(m_trouble);
}

void AccountTokens::answerAll(const Result<Secret> &token)
{
    for (const Callback &callback : std::exchange(m_waiting, {}))
        callback(token);
}

} // namespace boxwatch
