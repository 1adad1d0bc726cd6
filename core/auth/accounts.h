// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accounttokens.h"

#include <QString>

#include <map>
#include <set>

namespace boxwatch {

/// The accounts that a person has signed in to: those in the keychain, and those of this run only. One
/// object for the whole program; main thread. Each callback comes once, later or at once, while this
/// object lives.
class Accounts final : public QObject
{
    Q_OBJECT

public:
    struct Entry
    {
        Account account;
        SignInMethod method = SignInMethod::DeveloperToken;
        bool kept = false; ///< in the keychain, not for this run only
    };

    struct Added
    {
        TokenSourceFactory tokens;
        std::optional<Error>
            notKept; ///< the keychain did not take it: it is good for this run only
    };

    /// \p secrets and \p settings outlive this. The locks that keep two processes from renewing the
    /// same token are files in \p lockFolder, which is made.
    Accounts(
        SecretStore &secrets, QSettings &settings, QString lockFolder, RenewalTiming timing = {});
    ~Accounts() override;

    /// Where the locks are for this user.
    static QString usualLockFolder();

    QList<Entry> entries() const;

    /// By id or, without regard to case, by login.
    std::optional<Entry> find(const QString &idOrLogin) const;

    /// After a sign-in. An account that is there already goes on with the new credentials, also in the
    /// streams that are using it.
    void add(
        const Account &account, const Credentials &credentials, bool keep,
        const NetworkSettings &network, std::function<void(const Added &)> done);

    /// Tokens that renew themselves. Usage if there is no such account, or if it belongs to another
    /// server than \p network: tokens go only where they came from. Keychain if it is locked.
    void tokens(
        const QString &accountId, const NetworkSettings &network,
        std::function<void(const Result<TokenSourceFactory> &)> done);

    /// Revokes what can be revoked, and forgets the account, also for the streams that are using it. An
    /// error of the keychain leaves it here;
    /// after any other it is gone all the same.
    void remove(
        const QString &accountId, const NetworkSettings &network,
        std::function<void(const Result<void> &)> done);

    /// As remove(), of a sign-in for this run only; what the keychain has of the account stays.
    void discard(
        const QString &accountId, const NetworkSettings &network,
        std::function<void(const Result<void> &)> done);

    /// Forgets an account whose credentials are lost, or in a keychain that cannot be opened any more.
    /// Revokes nothing, and leaves the keychain alone. False if there is no such account.
    bool forget(const QString &accountId);

    /// To be called before the program ends. Says when what Box has been asked for is in the keychain, or
    /// after as long as the token endpoint may take: a refresh token can be used once. Begins no
    /// renewal any more.
    void finish(std::function<void()> done);

signals:
    void changed();

    /// The keychain has not taken a renewed token of the account; it is tried again.
    void notStored(const QString &accountId, const boxwatch::Error &error);

    /// After notStored(): the keychain has taken it at last.
    void stored(const QString &accountId);

private:
    struct Live
    {
        Account account;
        bool kept = false;
        std::unique_ptr<AccountTokens> tokens;
    };
    struct Farewell;
    using FarewellPtr = std::shared_ptr<Farewell>;
    using Lock = std::shared_ptr<QLockFile>;
    using LockCallback = std::function<void(const Result<Lock> &)>;

    AccountTokens &live(
        const Account &account, bool kept, const AccountStore::Kept &credentials,
        const NetworkSettings &network);
    QString lockFile(const QString &accountId) const;
    void lock(const QString &accountId, LockCallback callback);
    void tryLock(
        const QString &accountId, const Lock &lock, QDeadlineTimer patience, LockCallback callback);
    void release(const QString &accountId);
    void keep(
        const Account &account, const Credentials &credentials, const NetworkSettings &network,
        const Lock &lock, std::function<void(const Added &)> done);
    void readAgain(
        const Account &account, const NetworkSettings &network,
        std::function<void(const Result<TokenSourceFactory> &)> done);
    void leave(const FarewellPtr &farewell, const Result<Lock> &lock);
    void revoke(const FarewellPtr &farewell);
    void erase(const FarewellPtr &farewell);
    void end(const FarewellPtr &farewell, const Result<void> &result);
    bool isAtRisk() const;
    void finishLater(QDeadlineTimer patience, std::function<void()> done);

    AccountStore m_store;
    QString m_lockFolder;
    RenewalTiming m_timing;
    std::map<QString, Live> m_live; ///< by id
    std::set<FarewellPtr> m_leaving;
};

} // namespace boxwatch
