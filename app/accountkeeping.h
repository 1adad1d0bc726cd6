// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accountstore.h"
#include "core/auth/keychainsecretstore.h"
#include "ui/uiservices.h"

#include <QHash>
#include <QSettings>

namespace boxwatch {

/// The accounts of the keychain, and those that a person signed in with for this run only. One object
/// for the whole application; main thread.
class AccountKeeping final : public AccountKeeper
{
public:
    AccountKeeping();

    QList<SessionOwner> accounts() const override;
    bool canKeep() const override;
    void token(
        const QString &accountId, QObject *context,
        std::function<void(const Result<Secret> &)> done) override;
    void remember(
        const SessionOwner &owner, const Secret &token, bool keep, QObject *context,
        std::function<void(const Result<void> &)> done) override;

private:
    struct Passing
    {
        SessionOwner owner;
        Secret token;
    };

    KeychainSecretStore m_keychain;
    QSettings m_settings;
    AccountStore m_kept;
    QHash<QString, Passing> m_passing; // by account id; for this run only
};

} // namespace boxwatch
