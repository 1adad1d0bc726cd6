// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/accountkeeping.h"

#include "app/accountprobe.h"
#include "core/auth/signinattempt.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QPointer>

#include <utility>

namespace boxwatch {

namespace {

Account accountFrom(const SessionOwner &owner, const QString &role = {})
{
    return {
        .id = owner.accountId,
        .name = owner.name,
        .login = owner.login,
        .role = role,
        .enterpriseId = owner.enterpriseId,
        .enterpriseName = owner.enterpriseName};
}

// The accounts answer whoever asked; nobody may be there any more.
template<typename Answer>
auto whileAlive(QObject *context, std::function<void(const Answer &)> done)
{
    return [guard = QPointer<QObject>(context), done = std::move(done)](const Answer &answer) {
        if (guard)
            done(answer);
    };
}

/// A sign-in that is under way: Box's token first, then whose it is, then its place.
class SignInUnderWay final : public QObject
{
public:
    SignInUnderWay(
        Accounts &accounts, const SignInRequest &request, const Connection &where, StreamType type,
        AccountKeeper::SignInWaiting waiting, AccountKeeper::SignInDone done)
        : m_accounts(accounts)
        , m_keep(request.keep)
        , m_where(where)
        , m_type(type)
        , m_done(std::move(done))
    {
        m_where.tokens = nullptr;
        m_attempt = std::make_unique<SignInAttempt>(
            request, where.network,
            [waiting = std::move(waiting)](const QUrl &page) { show(page, waiting); },
            [this](const Result<Credentials> &credentials) { askWho(credentials); });
    }

private:
    static void show(const QUrl &page, const AccountKeeper::SignInWaiting &waiting)
    {
        if (waiting)
            waiting(page);
        if (checkUrl(page))
            QDesktopServices::openUrl(page);
    }

    void askWho(const Result<Credentials> &credentials)
    {
        if (!credentials) {
            m_done(credentials.error());
            return;
        }
        m_credentials = *credentials;
        m_where.token = m_credentials.accessToken;
        AccountProbe::start(
            m_where, m_type, this, [this](const Result<AccountAnswer> &answer) { keep(answer); });
    }

    void keep(const Result<AccountAnswer> &answer)
    {
        if (!answer) {
            m_done(answer.error());
            return;
        }
        const QString id = answer->owner.accountId;
        const bool isNew = !m_accounts.find(id);
        m_accounts.add(
            accountFrom(answer->owner, answer->role), m_credentials, m_keep, m_where.network,
            [guard = QPointer(this), answer = *answer, id, isNew, network = m_where.network,
             accounts = &m_accounts](const Accounts::Added &added) {
                if (guard)
                    guard->m_done(SignedIn{answer, added.tokens, added.notKept});
                else if (isNew) // the person did not want it after all
                    accounts->remove(id, network, [](const Result<void> &) {});
            });
    }

    Accounts &m_accounts;
    bool m_keep;
    Connection m_where;
    StreamType m_type;
    AccountKeeper::SignInDone m_done;
    Credentials m_credentials;
    std::unique_ptr<SignInAttempt> m_attempt;
};

} // namespace

AccountKeeping::AccountKeeping()
    : m_keychain(QCoreApplication::applicationName())
    , m_accounts(m_keychain, m_settings, Accounts::usualLockFolder())
{
    m_keychain.probe();
}

QList<AccountEntry> AccountKeeping::entries() const
{
    QList<AccountEntry> entries;
    for (const Accounts::Entry &entry : m_accounts.entries())
        entries.append({ownerFrom(entry.account), entry.method, entry.kept});
    return entries;
}

bool AccountKeeping::canKeep() const
{
    return m_keychain.isUsable();
}

std::unique_ptr<QObject> AccountKeeping::signIn(
    const SignInRequest &request, const Connection &where, StreamType type, SignInWaiting waiting,
    SignInDone done)
{
    return std::make_unique<SignInUnderWay>(
        m_accounts, request, where, type, std::move(waiting), std::move(done));
}

void AccountKeeping::tokens(
    const QString &accountId, const Connection &where, QObject *context,
    std::function<void(const Result<TokenSourceFactory> &)> done)
{
    m_accounts.tokens(
        accountId, where.network, whileAlive<Result<TokenSourceFactory>>(context, std::move(done)));
}

void AccountKeeping::signOut(
    const QString &accountId, const Connection &where, QObject *context,
    std::function<void(const Result<void> &)> done)
{
    m_accounts.remove(accountId, where.network, whileAlive<Result<void>>(context, std::move(done)));
}

void AccountKeeping::watchKeeping(QObject *context, KeepingNews news)
{
    QObject::connect(
        &m_accounts, &Accounts::notStored, context,
        [news](const QString &accountId, const Error &error) { news(accountId, error); });
    QObject::connect(&m_accounts, &Accounts::stored, context, [news](const QString &accountId) {
        news(accountId, std::nullopt);
    });
}

} // namespace boxwatch
