// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/account.h"
#include "core/auth/secretstore.h"

#include <QList>
#include <QObject>

class QSettings;

namespace boxwatch {

/// The accounts that a person has kept, each with its token.
///
/// Who they are stands in the settings, the token in the secret store and nowhere else. The entry in
/// the settings also remembers that there is a token: a locked keychain says "no such entry", and that
/// must never look like being signed out. Main thread only.
class AccountStore final : public QObject
{
    Q_OBJECT

public:
    using TokenCallback = std::function<void(const Result<Secret> &)>;
    using DoneCallback = SecretStore::DoneCallback;

    /// Both outlive this object.
    AccountStore(SecretStore &secrets, QSettings &settings, QObject *parent = nullptr);

    /// In the order in which they were added.
    QList<Account> accounts() const;

    /// By id or, without regard to case, by login.
    std::optional<Account> find(const QString &idOrLogin) const;

    /// Keeps \p token for \p account, in place of an earlier one. On an error of the secret store
    /// nothing is remembered that was not before.
    void add(const Account &account, const Secret &token, DoneCallback callback);

    /// Usage if there is no such account; Keychain, with the code `locked`, if its token is not where
    /// it was put.
    void token(const QString &accountId, TokenCallback callback);

    /// Forgets token and account. On an error of the secret store both stay.
    void remove(const QString &accountId, DoneCallback callback);

signals:
    void changed();

private:
    void save(const QList<Account> &accounts);
    static QString keyOf(const QString &accountId);

    SecretStore &m_secrets;
    QSettings &m_settings;
};

} // namespace boxwatch
