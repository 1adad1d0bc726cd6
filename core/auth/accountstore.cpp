// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountstore.h"

#include <QSettings>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

AccountStore::AccountStore(SecretStore &secrets, QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_settings(settings)
{
}

QString AccountStore::keyOf(const QString &accountId)
{
    return accountId + u"/access-token"_s;
}

QList<Account> AccountStore::accounts() const
{
    QList<Account> accounts;
    const int count = m_settings.beginReadArray(u"accounts"_s);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        const auto text = [this](const QString &name) { return m_settings.value(name).toString(); };
        const Account account{text(u"id"_s),   text(u"name"_s),         text(u"login"_s),
                              text(u"role"_s), text(u"enterpriseId"_s), text(u"enterpriseName"_s)};
        if (!account.id.isEmpty())
            accounts << account;
    }
    m_settings.endArray();
    return accounts;
}

void AccountStore::save(const QList<Account> &accounts)
{
    m_settings.remove(u"accounts"_s);
    m_settings.beginWriteArray(u"accounts"_s, static_cast<int>(accounts.size()));
    for (qsizetype i = 0; i < accounts.size(); ++i) {
        const Account &account = accounts.at(i);
        m_settings.setArrayIndex(static_cast<int>(i));
        m_settings.setValue(u"id"_s, account.id);
        m_settings.setValue(u"name"_s, account.name);
        m_settings.setValue(u"login"_s, account.login);
        m_settings.setValue(u"role"_s, account.role);
        m_settings.setValue(u"enterpriseId"_s, account.enterpriseId);
        m_settings.setValue(u"enterpriseName"_s, account.enterpriseName);
    }
    m_settings.endArray();
    m_settings.sync();
    emit changed();
}

std::optional<Account> AccountStore::find(const QString &idOrLogin) const
{
    const QList<Account> all = accounts();
    const auto found = std::ranges::find_if(all, [&](const Account &account) {
        return account.id == idOrLogin
            || account.login.compare(idOrLogin, Qt::CaseInsensitive) == 0;
    });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

void AccountStore::add(const Account &account, const Secret &token, DoneCallback callback)
{
    m_secrets.write(
        keyOf(account.id), token, this,
        [this, account, callback = std::move(callback)](const Result<void> &written) {
            if (written) {
                QList<Account> all = accounts();
                const auto known = std::ranges::find(all, account.id, &Account::id);
                if (known == all.end())
                    all << account;
                else
                    *known = account;
                save(all);
            }
            callback(written);
        });
}

void AccountStore::token(const QString &accountId, TokenCallback callback)
{
    const QList<Account> all = accounts();
    const bool isKnown = std::ranges::find(all, accountId, &Account::id) != all.end();
    m_secrets.read(
        keyOf(accountId), this,
        [isKnown, callback = std::move(callback)](const Result<std::optional<Secret>> &read) {
            if (!read) {
                callback(read.error());
                return;
            }
            if (read->has_value()) {
                callback(**read);
                return;
            }
            Error error;
            error.kind = isKnown ? Error::Kind::Keychain : Error::Kind::Usage;
            error.code = isKnown ? u"locked"_s : QString();
            error.message = isKnown
                ? u"the keychain does not show the token that was put there: it is locked, or it "
                  "is another one"_s
                : u"there is no such account in the keychain"_s;
            callback(error);
        });
}

void AccountStore::remove(const QString &accountId, DoneCallback callback)
{
    m_secrets.remove(
        keyOf(accountId), this,
        [this, accountId, callback = std::move(callback)](const Result<void> &removed) {
            if (removed) {
                QList<Account> all = accounts();
                all.removeIf([&](const Account &account) { return account.id == accountId; });
                save(all);
            }
            callback(removed);
        });
}

} // namespace boxwatch
