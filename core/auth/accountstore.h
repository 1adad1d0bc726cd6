// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/account.h"
#include "core/auth/chunkedsecrets.h"
#include "core/auth/credentials.h"

#include <QList>
#include <QObject>

class QSettings;

namespace boxwatch {

/// An account that a person has kept.
struct KeptAccount
{
    Account account;
    SignInMethod method = SignInMethod::DeveloperToken;

    /// Names the entry of the keychain; made anew for each account, so that it says nothing about whom
    /// it belongs to. Empty for one that was kept by an early version.
    QString profile;
};

/// The accounts that a person has kept, each with its credentials.
///
/// Who they are stands in the settings, the credentials in the secret store and nowhere else. The
/// settings also remember that there are credentials, of which generation and on which desktop: a
/// locked keychain, or another one, says "no such entry", and that must never look like being signed
/// out. Main thread only; answers later, once, while this object lives.
class AccountStore final : public QObject
{
    Q_OBJECT

public:
    struct Kept
    {
        Credentials credentials;
        qint64 generation = 0; ///< grows with each change; 0: of an early version
    };

    using CredentialsCallback = std::function<void(const Result<Kept> &)>;
    using DoneCallback = SecretStore::DoneCallback;

    /// Both outlive this object.
    AccountStore(SecretStore &secrets, QSettings &settings, QObject *parent = nullptr);

    /// In the order in which they were added.
    QList<KeptAccount> accounts() const;

    /// By id or, without regard to case, by login.
    std::optional<KeptAccount> find(const QString &idOrLogin) const;

    /// Keeps \p credentials for \p account, in place of earlier ones. On an error of the secret store
    /// nothing is remembered that was not before.
    void add(const Account &account, const Credentials &credentials, DoneCallback callback);

    /// The newest ones. Usage if there is no such account; Keychain, with the code `locked`, if they
    /// are not where they were put.
    void read(const QString &accountId, CredentialsCallback callback);

    /// Newer credentials of an account, as the next generation after what read() gave last.
    void write(const QString &accountId, const Credentials &credentials, DoneCallback callback);

    /// Forgets credentials and account. On an error of the secret store both stay.
    void remove(const QString &accountId, DoneCallback callback);

    /// Forgets the account alone, at once: for one whose credentials are lost, or in a keychain that
    /// cannot be opened any more. What the keychain has of it stays there.
    void forget(const QString &accountId);

    /// Whether a refresh token was sent to Box and no answer to it has been kept since, in whatever
    /// process that was.
    bool isRenewing(const QString &accountId) const;
    void setRenewing(const QString &accountId, bool renewing);

signals:
    void changed();

private:
    void save(const QList<KeptAccount> &accounts);
    void readEarly(const QString &accountId, CredentialsCallback callback);
    void keepMarker(const QString &profile, qint64 generation);
    Error missing(const QString &profile) const;

    SecretStore &m_store;
    ChunkedSecrets m_secrets;
    QSettings &m_settings;
};

} // namespace boxwatch
