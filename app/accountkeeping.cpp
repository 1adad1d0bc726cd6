// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/accountkeeping.h"

#include <QCoreApplication>
#include <QPointer>

#include <utility>

namespace boxwatch {

namespace {

SessionOwner ownerFrom(const Account &account)
{
    return {
        .accountId = account.id,
        .login = account.login,
        .name = account.name,
        .enterpriseId = account.enterpriseId,
        .enterpriseName = account.enterpriseName};
}

Account accountFrom(const SessionOwner &owner)
{
    return {
        .id = owner.accountId,
        .name = owner.name,
        .login = owner.login,
        .role = {},
        .enterpriseId = owner.enterpriseId,
        .enterpriseName = owner.enterpriseName};
}

// The store answers whoever asked; nobody may be there any more.
template<typename Answer>
auto whileAlive(QObject *context, std::function<void(const Answer &)> done)
{
    return [guard = QPointer<QObject>(context), done = std::move(done)](const Answer &answer) {
        if (guard)
            done(answer);
    };
}

} // namespace

AccountKeeping::AccountKeeping()
    : m_keychain(QCoreApplication::applicationName())
    , m_kept(m_keychain, m_settings)
{
}

QList<SessionOwner> AccountKeeping::accounts() const
{
    QList<SessionOwner> owners;
    for (const Account &account : m_kept.accounts())
        owners.append(ownerFrom(account));
    for (const Passing &passing : m_passing) {
        if (!m_kept.find(passing.owner.accountId))
            owners.append(passing.owner);
    }
    return owners;
}

bool AccountKeeping::canKeep() const
{
    return !m_keychain.isBlocked();
}

void AccountKeeping::token(
    const QString &accountId, QObject *context, std::function<void(const Result<Secret> &)> done)
{
    if (const auto passing = m_passing.constFind(accountId); passing != m_passing.constEnd()) {
        done(passing->token);
        return;
    }
    m_kept.token(accountId, whileAlive<Result<Secret>>(context, std::move(done)));
}

void AccountKeeping::remember(
    const SessionOwner &owner, const Secret &token, bool keep, QObject *context,
    std::function<void(const Result<void> &)> done)
{
    // Also if it is to be kept: the keychain may refuse, and this run can go on all the same.
    m_passing.insert(owner.accountId, {owner, token});
    if (!keep) {
        done({});
        return;
    }
    m_kept.add(accountFrom(owner), token, whileAlive<Result<void>>(context, std::move(done)));
}

} // namespace boxwatch
