// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/tokenrefresh.h"

#include "core/base/log.h"

#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

/// Transient, unlike other trouble with the keychain: whoever waits for the token just waits longer.
Error renewalWaits(const Error &reason)
{
    Error error = reason;
    error.kind = Error::Kind::Keychain;
    error.code = u"renewal_waits"_s;
    return error;
}

/// What an unreadable keychain means for a renewal.
Error unreadable(const Error &reason)
{
    if (reason.kind == Error::Kind::Usage) { // signed out, in another process
        Error error = reason;
        error.kind = Error::Kind::Unauthorized;
        error.code = u"signed_out"_s;
        return error;
    }
    return reason.code == "damaged"_L1 ? reason : renewalWaits(reason);
}

bool isFresh(const Credentials &credentials)
{
    return !credentials.goodUntil.isValid()
        || credentials.goodUntil > QDateTime::currentDateTimeUtc();
}

} // namespace

TokenRefresh::TokenRefresh(
    TokenEndpoint &endpoint, AccountStore *store, QString accountId, const QString &lockFile,
    AccountStore::Kept current, RenewalTiming timing, Done done)
    : m_endpoint(endpoint)
    , m_store(store)
    , m_accountId(std::move(accountId))
    , m_kept(std::move(current))
    , m_worn(m_kept.credentials.accessToken)
    , m_timing(timing)
    , m_done(std::move(done))
    , m_lock(lockFile)
    , m_pause(timing.firstPause)
{
    // Only a lock of a process that is gone may be broken, however long ago it was taken.
    m_lock.setStaleLockTime(0);
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(this, [this] {
        if (!m_stored)
            this->store();
        else if (m_store)
            takeLock();
        else
            ask();
    });
    m_timer.start(0ms);
}

void TokenRefresh::takeLock()
{
    if (m_lock.tryLock(0)) {
        readAgain();
        return;
    }
    Error error;
    if (m_lock.error() != QLockFile::LockFailedError) {
        error.kind = Error::Kind::File;
        error.message = u"the lock of the account cannot be made"_s;
        end(error);
    } else if (m_waited >= m_timing.lockPatience) {
        error.kind = Error::Kind::Timeout;
        error.message = u"another Boxwatch is renewing the token of this account"_s;
        end(error);
    } else {
        m_waited += m_timing.lockPoll;
        m_timer.start(m_timing.lockPoll);
    }
}

void TokenRefresh::readAgain()
{
    m_store->read(
        m_accountId, [this, guard = QPointer(this)](const Result<AccountStore::Kept> &read) {
            if (!guard)
                return;
            if (!read) {
                // Using up the refresh token now would leave the new one without a place.
                end(unreadable(read.error()));
                return;
            }
            // Not by the generation, which begins anew with a sign-in after a sign-out.
            if (read->credentials != m_kept.credentials || read->generation > m_kept.generation) {
                m_kept = *read;
                if (m_kept.credentials.accessToken != m_worn && isFresh(m_kept.credentials)) {
                    end(m_kept);
                    return;
                }
            }
            ask();
        });
}

void TokenRefresh::ask()
{
    m_asked = true;
    if (m_store) {
        m_wasRenewing = m_store->isRenewing(m_accountId);
        m_store->setRenewing(m_accountId, true);
    }
    m_call = m_endpoint.refresh(
        m_kept.credentials.client, m_kept.credentials.refreshToken,
        [this](const Result<TokenGrant> &grant) { answered(grant); });
}

void TokenRefresh::answered(const Result<TokenGrant> &grant)
{
    if (!grant) {
        if (grant.error().kind == Error::Kind::Unauthorized && m_store)
            refused(grant.error());
        else
            end(grant.error()); // with the mark left: whether Box has used it up is unknown
        return;
    }
    m_kept.credentials.take(*grant);
    if (!m_store) {
        end(m_kept);
        return;
    }
    m_stored = false;
    store();
}

void TokenRefresh::refused(const Error &error)
{
    // One that does not know the lock may have been faster.
    m_store->read(
        m_accountId, [this, error, guard = QPointer(this)](const Result<AccountStore::Kept> &read) {
            if (!guard)
                return;
            // Unread, it may hold the pair of that one: no reason yet to ask the person.
            if (!read && read.error().code != "damaged"_L1) {
                end(unreadable(read.error()));
                return;
            }
            m_store->setRenewing(m_accountId, false);
            if (read && read->credentials != m_kept.credentials) {
                end(*read);
                return;
            }
            Error told = error;
            if (m_wasRenewing)
                told.message += u"; an earlier renewal was interrupted"_s;
            end(told);
        });
}

void TokenRefresh::pause()
{
    m_paused = true;
    if (!m_stored)
        m_timer.stop();
}

void TokenRefresh::resume()
{
    if (std::exchange(m_paused, false) && isWaitingToStore())
        m_timer.start(0ms);
}

void TokenRefresh::store()
{
    m_writing = true;
    m_store->write(
        m_accountId, m_kept.credentials, [this, guard = QPointer(this)](const Result<void> &done) {
            if (!guard)
                return;
            m_writing = false;
            if (!done) {
                storeLater(done.error());
                return;
            }
            ++m_kept.generation;
            m_stored = true;
            m_store->setRenewing(m_accountId, false);
            // What Box gives again for a used refresh token is the pair of then, which may have ended.
            if (std::exchange(m_wasRenewing, false) && m_done) {
                ask();
                return;
            }
            m_asked = false;
            m_lock.unlock();
            if (m_done)
                end(m_kept);
            else
                emit stored();
        });
}

void TokenRefresh::storeLater(const Error &error)
{
    qCWarning(logAuth) << "the keychain does not take the renewed token; trying again";
    if (!m_paused)
        m_timer.start(m_pause);
    m_pause = std::min(m_pause * 2, m_timing.longestPause);
    const QPointer guard(this);
    emit notStored(error);
    // For this run it is good; the lock stays with us.
    if (const Done done = guard ? std::exchange(m_done, nullptr) : nullptr)
        done(m_kept);
}

void TokenRefresh::end(const Result<AccountStore::Kept> &kept)
{
    m_asked = false;
    m_lock.unlock();
    // The callback may destroy this, so nothing may follow it.
    if (const Done done = std::exchange(m_done, nullptr))
        done(kept);
}

} // namespace boxwatch
