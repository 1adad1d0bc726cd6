// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/servicegrant.h"
#include "core/auth/sharedtoken.h"
#include "core/auth/tokenrefresh.h"

#include <QElapsedTimer>

#include <vector>

namespace boxwatch {

/// Keeps the access token of one account good, for all streams and windows that use it.
///
/// Renews it three minutes before it ends, by a clock that nobody can set, and when Box refuses it; once
/// for all who wait. Trouble that heals by itself is passed on while the old token is no good any
/// more, and Box is asked again only after a pause. What Box refuses for good is kept and said to
/// everybody without asking again, until adopt(). Lives in the main thread, with the keychain; the
/// sources that factory() makes live where they are used, and may outlive this.
class AccountTokens final : public QObject
{
    Q_OBJECT

public:
    using Callback = TokenSource::Callback;

    /// \p store outlives this; without one the account is for this run only. \p lockFile keeps other
    /// processes from renewing at the same time.
    AccountTokens(
        QString accountId, AccountStore *store, QString lockFile, AccountStore::Kept kept,
        NetworkSettings network, RenewalTiming timing = {});
    ~AccountTokens() override;

    TokenSourceFactory factory() const;

    /// Another sign-in to the same account.
    void adopt(const AccountStore::Kept &kept, const NetworkSettings &network);

    /// How to reach Box from now on. Takes effect with the next renewal, of which there is none after a
    /// proxy has refused our password until this is called.
    void setNetwork(const NetworkSettings &network);

    /// Where the account is kept from now on, as in the constructor. Takes effect with adopt().
    void setPlace(AccountStore *store, const QString &lockFile);

    /// Begins no renewal any more; one that Box has been asked for goes on, see isAtRisk(). Who asks for
    /// a token that is worn waits.
    void finish();

    /// As finish(), and lets the keychain alone, until release() or adopt(): somebody else is about to
    /// take the account's lock.
    void hold();
    void release();

    /// Whether the sign-in would be lost if this ended now: a renewal is between Box and the keychain.
    bool isAtRisk() const;

    /// Whether credentials() are newer than those in the keychain, which does not take them.
    bool hasUnstored() const;

    /// Whether that is why this has the account's lock, with nothing under way.
    bool holdsIdleLock() const;

    /// Whether only a new sign-in helps, as far as is known here.
    bool isHopeless() const { return m_hopeless.has_value(); }

    std::chrono::milliseconds tokenDeadline() const { return m_network.tokenDeadline; }

    const Credentials &credentials() const { return m_kept.credentials; }

    /// As TokenSource::withToken(), without a context. Main thread; others use factory().
    void request(Callback callback);

    /// As TokenSource::reject(). What is not the current token any more is not renewed for it.
    void reject(const Secret &token);

signals:
    /// The keychain has not taken a renewed token, which is good for this run only until stored().
    void notStored(const boxwatch::Error &error);
    void stored();

private:
    struct Line;

    bool isRenewable() const;
    bool isWorn() const;
    bool mayRenew() const;
    void renew();
    void renewed(const Result<AccountStore::Kept> &kept);
    void take(const AccountStore::Kept &kept);
    void publish();
    void answerAll(const Result<Secret> &token);

    QString m_accountId;
    AccountStore *m_store;
    QString m_lockFile;
    AccountStore::Kept m_kept;
    NetworkSettings m_network;
    RenewalTiming m_timing;
    std::shared_ptr<SharedToken> m_shared;

    QDeadlineTimer m_renewAt{QDeadlineTimer::Forever};
    QDeadlineTimer m_endsAt{QDeadlineTimer::Forever};
    QElapsedTimer m_age; ///< since the renewal that brought the token; invalid if there was none
    std::chrono::milliseconds m_freshFor{0}; ///< so long a refusal is no matter of age
    bool m_refused = false; ///< Box has refused the token that we have
    std::optional<Error> m_hopeless; ///< until a person signs in again

    std::vector<Callback> m_waiting;
    bool m_renewing = false;
    bool m_held = false;
    QDeadlineTimer m_quietUntil{0}; ///< after trouble
    std::chrono::milliseconds m_pause;
    Error m_trouble; ///< why it is quiet

    std::unique_ptr<Line> m_line; ///< to Box
    std::unique_ptr<ServiceGrant> m_grant;
    std::unique_ptr<TokenRefresh> m_refresh;
};

} // namespace boxwatch
