// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accountstore.h"

#include <QLockFile>
#include <QTimer>

#include <chrono>

namespace boxwatch {

/// How long the renewal of tokens waits for what.
struct RenewalTiming
{
    std::chrono::milliseconds margin{180'000}; ///< a token is renewed so long before it ends
    std::chrono::milliseconds firstPause{1000}; ///< after something that heals by itself; doubles
    std::chrono::milliseconds longestPause{60'000};
    std::chrono::milliseconds lockPoll{100};
    std::chrono::milliseconds lockPatience{120'000}; ///< for another process that is renewing
    std::chrono::milliseconds fresh{60'000}; ///< a token refused so soon is no matter of age
};

/// One use of a refresh token, which Box takes once only.
///
/// Across processes one at a time: takes the account's lock; reads the keychain again, where another
/// process may have put a newer pair, which is then the answer; leaves a mark in the settings; asks Box
/// once; and puts the new pair into the keychain before anybody uses it. After a crash or an answer
/// that did not arrive the keychain still holds the old refresh token, and the next one tries that
/// first: Box has been seen to take it again for a while, and to give the same pair, which is then
/// renewed once more. Only what Box then refuses needs a person.
///
/// If the keychain does not take the new pair, that is the answer all the same, for this run; this
/// object then keeps the lock and goes on trying until it isStored(), and nobody may use up the new
/// refresh token before.
///
/// Owning this is wanting its answer, which comes once and not from within the constructor. Main
/// thread.
class TokenRefresh final : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Result<AccountStore::Kept> &)>;

    /// \p endpoint and \p store outlive this; without a store there is neither lock nor keychain.
    TokenRefresh(
        TokenEndpoint &endpoint, AccountStore *store, QString accountId, const QString &lockFile,
        AccountStore::Kept current, RenewalTiming timing, Done done);

    /// False while there is a pair that the keychain has not taken.
    bool isStored() const { return m_stored; }

    /// Whether the refresh token has been sent to Box and what came of it is not in the keychain yet:
    /// to end this now is to lose the sign-in.
    bool isAtRisk() const { return m_asked; }

    /// Whether this holds the account's lock with nothing under way, for a pair that waits to be stored.
    bool isWaitingToStore() const { return !m_stored && !m_writing; }

    /// Does not try to store again until resume().
    void pause();
    void resume();

signals:
    void notStored(const boxwatch::Error &error);
    void stored(); ///< at last, after notStored()

private:
    void takeLock();
    void readAgain();
    void ask();
    void answered(const Result<TokenGrant> &grant);
    void refused(const Error &error);
    void store();
    void storeLater(const Error &error);
    void end(const Result<AccountStore::Kept> &kept);

    TokenEndpoint &m_endpoint;
    AccountStore *m_store;
    QString m_accountId;
    AccountStore::Kept m_kept;
    Secret m_worn; ///< the access token that is to be replaced
    RenewalTiming m_timing;
    Done m_done;
    QLockFile m_lock;
    std::chrono::milliseconds m_waited{0};
    std::chrono::milliseconds m_pause;
    bool m_wasRenewing = false; ///< an earlier refresh has left its mark
    bool m_stored = true;
    bool m_asked = false;
    bool m_writing = false;
    bool m_paused = false;
    QTimer m_timer;
    TokenEndpoint::Call m_call;
};

} // namespace boxwatch
