// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accountstore.h"

#include <QSettings>
#include <QTimer>
#include <QUuid>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// Before there were credentials an entry was a token and nothing else.
QString earlyKey(const QString &accountId)
{
    return accountId + u"/access-token"_s;
}

/// Windows looks at the key alone, so it says whose it is.
QString entryName(const QString &profile)
{
    return u"org.boxwatch.Boxwatch/%1/credentials"_s.arg(profile);
}

QString markerKey(const QString &profile, const QString &name)
{
    return u"credentials/%1/%2"_s.arg(profile, name);
}

/// Which desktop's keychain it was: one session may find libsecret and the next KWallet.
QString desktop()
{
    return qEnvironmentVariable("XDG_CURRENT_DESKTOP").left(64);
}

Error noSuchAccount()
{
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = u"there is no such account in the keychain"_s;
    return error;
}

} // namespace

AccountStore::AccountStore(SecretStore &secrets, QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_store(secrets)
    , m_secrets(secrets)
    , m_settings(settings)
{
}

QList<KeptAccount> AccountStore::accounts() const
{
    QList<KeptAccount> accounts;
    const int count = m_settings.beginReadArray(u"accounts"_s);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        const auto text = [this](const QString &name) { return m_settings.value(name).toString(); };
        const KeptAccount kept{
            {text(u"id"_s), text(u"name"_s), text(u"login"_s), text(u"role"_s),
             text(u"enterpriseId"_s), text(u"enterpriseName"_s)},
            signInMethodFrom(text(u"method"_s)).value_or(SignInMethod::DeveloperToken),
            text(u"profile"_s)};
        if (!kept.account.id.isEmpty())
            accounts << kept;
    }
    m_settings.endArray();
    return accounts;
}

void AccountStore::save(const QList<KeptAccount> &accounts)
{
    m_settings.remove(u"accounts"_s);
    m_settings.beginWriteArray(u"accounts"_s, static_cast<int>(accounts.size()));
    for (qsizetype i = 0; i < accounts.size(); ++i) {
        const KeptAccount &kept = accounts.at(i);
        m_settings.setArrayIndex(static_cast<int>(i));
        m_settings.setValue(u"id"_s, kept.account.id);
        m_settings.setValue(u"name"_s, kept.account.name);
        m_settings.setValue(u"login"_s, kept.account.login);
        m_settings.setValue(u"role"_s, kept.account.role);
        m_settings.setValue(u"enterpriseId"_s, kept.account.enterpriseId);
        m_settings.setValue(u"enterpriseName"_s, kept.account.enterpriseName);
        m_settings.setValue(u"method"_s, signInMethodName(kept.method));
        m_settings.setValue(u"profile"_s, kept.profile);
    }
    m_settings.endArray();
    m_settings.sync();
    emit changed();
}

std::optional<KeptAccount> AccountStore::find(const QString &idOrLogin) const
{
    const QList<KeptAccount> all = accounts();
    const auto found = std::ranges::find_if(all, [&](const KeptAccount &kept) {
        return kept.account.id == idOrLogin
            || kept.account.login.compare(idOrLogin, Qt::CaseInsensitive) == 0;
    });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

void AccountStore::add(
    const Account &account, const Credentials &credentials, DoneCallback callback)
{
    m_settings.sync();
    const auto before = find(account.id);
    const bool isEarly = before && before->profile.isEmpty();
    KeptAccount kept{account, credentials.method, before ? before->profile : QString()};
    if (kept.profile.isEmpty())
        kept.profile = QUuid::createUuid().toString(QUuid::WithoutBraces);

    const auto written = [this, kept, isEarly,
                          callback = std::move(callback)](const Result<qint64> &generation) {
        if (!generation) {
            callback(generation.error());
            return;
        }
        keepMarker(
            kept.profile, *generation); // and so knows what other processes have written since
        QList<KeptAccount> all = accounts();
        const auto known = std::ranges::find_if(
            all, [&](const KeptAccount &other) { return other.account.id == kept.account.id; });
        if (known == all.end())
            all << kept;
        else
            *known = kept;
        m_settings.remove(markerKey(kept.profile, u"renewing"_s));
        save(all);
        if (isEarly)
            m_store.remove(earlyKey(kept.account.id), this, [](const Result<void> &) {});
        callback({});
    };
    // Another process may have gone on to a newer generation, which this one has to follow.
    m_secrets.read(
        entryName(kept.profile),
        [this, kept, credentials, written](const Result<std::optional<ChunkedSecrets::Kept>> &) {
            m_secrets.write(entryName(kept.profile), serialized(credentials), written);
        });
}

void AccountStore::read(const QString &accountId, CredentialsCallback callback)
{
    m_settings.sync();
    const auto kept = find(accountId);
    if (!kept) {
        QTimer::singleShot(
            0, this, [callback = std::move(callback)] { callback(noSuchAccount()); });
        return;
    }
    if (kept->profile.isEmpty()) {
        readEarly(accountId, std::move(callback));
        return;
    }
    m_secrets.read(
        entryName(kept->profile),
        [this, profile = kept->profile,
         callback = std::move(callback)](const Result<std::optional<ChunkedSecrets::Kept>> &read) {
            if (!read) {
                callback(read.error());
                return;
            }
            const auto credentials = *read ? credentialsFrom((*read)->secret) : std::nullopt;
            if (credentials)
                callback(Kept{*credentials, (*read)->generation});
            else
                callback(missing(profile));
        });
}

void AccountStore::readEarly(const QString &accountId, CredentialsCallback callback)
{
    const bool isKnown = find(accountId).has_value();
    m_store.read(
        earlyKey(accountId), this,
        [this, isKnown, callback = std::move(callback)](const Result<std::optional<Secret>> &read) {
            if (!read) {
                callback(read.error());
            } else if (!isKnown) {
                callback(noSuchAccount());
            } else if (!read->has_value()) {
                callback(missing({}));
            } else {
                Kept kept;
                kept.credentials.accessToken = **read;
                callback(kept);
            }
        });
}

void AccountStore::write(
    const QString &accountId, const Credentials &credentials, DoneCallback callback)
{
    const auto kept = find(accountId);
    if (!kept || kept->profile.isEmpty()) {
        callback(noSuchAccount());
        return;
    }
    m_secrets.write(
        entryName(kept->profile), serialized(credentials),
        [this, profile = kept->profile,
         callback = std::move(callback)](const Result<qint64> &generation) {
            if (!generation) {
                callback(generation.error());
                return;
            }
            keepMarker(profile, *generation);
            callback({});
        });
}

void AccountStore::remove(const QString &accountId, DoneCallback callback)
{
    m_settings.sync();
    const auto kept = find(accountId);
    const QString profile = kept ? kept->profile : QString();
    const auto removed = [this, accountId,
                          callback = std::move(callback)](const Result<void> &done) {
        if (done)
            forget(accountId);
        callback(done);
    };
    if (profile.isEmpty())
        m_store.remove(earlyKey(accountId), this, removed);
    else
        m_secrets.remove(entryName(profile), removed);
}

void AccountStore::forget(const QString &accountId)
{
    m_settings.sync();
    const auto kept = find(accountId);
    if (!kept)
        return;
    QList<KeptAccount> all = accounts();
    all.removeIf([&](const KeptAccount &other) { return other.account.id == accountId; });
    if (!kept->profile.isEmpty())
        m_settings.remove(u"credentials/"_s + kept->profile);
    save(all);
}

bool AccountStore::isRenewing(const QString &accountId) const
{
    const auto kept = find(accountId);
    return kept && m_settings.value(markerKey(kept->profile, u"renewing"_s)).toBool();
}

void AccountStore::setRenewing(const QString &accountId, bool renewing)
{
    const auto kept = find(accountId);
    if (!kept || kept->profile.isEmpty())
        return;
    const QString key = markerKey(kept->profile, u"renewing"_s);
    if (renewing)
        m_settings.setValue(key, true);
    else
        m_settings.remove(key);
    m_settings.sync();
}

void AccountStore::keepMarker(const QString &profile, qint64 generation)
{
    m_settings.setValue(markerKey(profile, u"generation"_s), generation);
    m_settings.setValue(markerKey(profile, u"desktop"_s), desktop());
    m_settings.sync();
}

Error AccountStore::missing(const QString &profile) const
{
    Error error;
    error.kind = Error::Kind::Keychain;
    error.code = u"locked"_s;
    error.message =
        u"the keychain does not show what was put there: it is locked, or it is another "
        "one"_s;
    const QString then = m_settings.value(markerKey(profile, u"desktop"_s)).toString();
    if (!profile.isEmpty() && then != desktop())
        error.message += u"; it was that of the desktop %1"_s.arg(
            then.isEmpty() ? u"(none)"_s : then);
    return error;
}

} // namespace boxwatch
