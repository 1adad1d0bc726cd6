// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accounts.h"
#include "core/auth/keychainsecretstore.h"
#include "ui/uiservices.h"

#include <QSettings>

namespace boxwatch {

/// The accounts of the keychain, and those that a person signed in with for this run only, for the
/// window. One object for the whole application; main thread.
class AccountKeeping final : public AccountKeeper
{
public:
    AccountKeeping();

    QList<AccountEntry> entries() const override;
    bool canKeep() const override;
    [[nodiscard]] std::unique_ptr<QObject> signIn(
        const SignInRequest &request, const Connection &where, StreamType type,
        SignInWaiting waiting, SignInDone done) override;
    void tokens(
        const QString &accountId, const Connection &where, QObject *context,
        std::function<void(const Result<TokenSourceFactory> &)> done) override;
    void signOut(
        const QString &accountId, const Connection &where, QObject *context,
        std::function<void(const Result<void> &)> done) override;
    void watchKeeping(QObject *context, KeepingNews news) override;

    /// The same accounts, for `boxwatch watch`.
    Accounts &all() { return m_accounts; }

    /// The keychain, for other secrets than tokens.
    SecretStore &secrets() { return m_keychain; }

private:
    KeychainSecretStore m_keychain;
    QSettings m_settings;
    Accounts m_accounts;
};

} // namespace boxwatch
