// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/accounts.h"

#include "core/auth/jwtconfiguration.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

Error usage(const QString &message)
{
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = message;
    return error;
}

/// Whether \p credentials may be sent to where \p network leads.
Result<void> checkPlace(const Credentials &credentials, const NetworkSettings &network)
{
    if (credentials.tokenUrl.isEmpty() || credentials.tokenUrl == resolved(network).tokenUrl)
        return {};
    return usage(QCoreApplication::translate(
                     "Accounts",
                     "This account belongs to %1, and its tokens go nowhere else. Use that API "
                     "address, or sign in anew.")
                     .arg(credentials.tokenUrl.adjusted(QUrl::RemovePath).toString()));
}

/// The app that may revoke a token; without an id if there is none.
TokenClient clientOf(const Credentials &credentials)
{
    if (credentials.method != SignInMethod::Jwt)
        return credentials.client;
    const auto configuration = parseJwtConfiguration(credentials.jwtConfiguration);
    return configuration ? TokenClient{configuration->clientId, configuration->clientSecret}
                         : TokenClient();
}

} // namespace

/// A sign-out that is under way.
struct Accounts::Farewell
{
    QString accountId;
    bool kept = false;
    Credentials credentials;
    NetworkSettings settings;
    std::function<void(const Result<void> &)> done;
    Result<void> revoked;
    std::unique_ptr<Network> network;
    std::unique_ptr<TokenEndpoint> endpoint;
    TokenEndpoint::Call call;
};

Accounts::Accounts(
    SecretStore &secrets, QSettings &settings, QString lockFolder, RenewalTiming timing)
    : m_store(secrets, settings)
    , m_lockFolder(std::move(lockFolder))
    , m_timing(timing)
{
    QDir().mkpath(m_lockFolder);
    connect(&m_store, &AccountStore::changed, this, &Accounts::changed);
}

Accounts::~Accounts() = default;

QString Accounts::usualLockFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + u"/locks"_s;
}

QList<Accounts::Entry> Accounts::entries() const
{
    QList<Entry> entries;
    for (const KeptAccount &kept : m_store.accounts())
        entries.append({kept.account, kept.method, true});
    for (const auto &[id, live] : m_live) {
        if (!live.kept)
            entries.append({live.account, live.tokens->credentials().method, false});
    }
    return entries;
}

std::optional<Accounts::Entry> Accounts::find(const QString &idOrLogin) const
{
    const QList<Entry> all = entries();
    const auto found = std::ranges::find_if(all, [&](const Entry &entry) {
        return entry.account.id == idOrLogin
            || entry.account.login.compare(idOrLogin, Qt::CaseInsensitive) == 0;
    });
    return found == all.end() ? std::nullopt : std::optional(*found);
}

AccountTokens &Accounts::live(
    const Account &account, bool kept, const AccountStore::Kept &credentials,
    const NetworkSettings &network)
{
    Live &live = m_live[account.id];
    live.account = account;
    // What waits for the keychain goes on with what it began with.
    if (live.tokens && live.kept == kept) {
        live.tokens->adopt(credentials, network);
        return *live.tokens;
    }
    live.kept = kept;
    const auto entry = m_store.find(account.id);
    const QString lock = entry && !entry->profile.isEmpty() ? entry->profile : account.id;
    live.tokens = std::make_unique<AccountTokens>(
        account.id, kept ? &m_store : nullptr, m_lockFolder + u'/' + lock + u".lock"_s, credentials,
        network, m_timing);
    connect(
        live.tokens.get(), &AccountTokens::notStored, this,
        [this, id = account.id](const Error &error) { emit notStored(id, error); });
    return *live.tokens;
}

void Accounts::add(
    const Account &account, const Credentials &credentials, bool keep,
    const NetworkSettings &network, std::function<void(const Added &)> done)
{
    const auto forThisRun = [this, account, credentials, network] {
        return live(account, false, {credentials, 0}, network).factory();
    };
    if (!keep) {
        const TokenSourceFactory tokens = forThisRun();
        emit changed();
        done({tokens, {}});
        return;
    }
    m_store.add(
        account, credentials,
        [this, account, network, forThisRun, done = std::move(done)](const Result<void> &added) {
            if (!added) {
                done({forThisRun(), added.error()});
                return;
            }
            m_store.read(
                account.id,
                [this, account, network, forThisRun, done](const Result<AccountStore::Kept> &kept) {
                    if (kept)
                        done({live(account, true, *kept, network).factory(), {}});
                    else
                        done({forThisRun(), kept.error()});
                });
        });
}

void Accounts::tokens(
    const QString &accountId, const NetworkSettings &network,
    std::function<void(const Result<TokenSourceFactory> &)> done)
{
    if (const auto known = m_live.find(accountId); known != m_live.end()) {
        AccountTokens &tokens = *known->second.tokens;
        if (const auto place = checkPlace(tokens.credentials(), network); !place) {
            done(place.error());
            return;
        }
        tokens.setNetwork(network);
        done(tokens.factory());
        return;
    }
    const auto entry = m_store.find(accountId);
    if (!entry) {
        done(usage(QCoreApplication::translate("Accounts", "There is no such account.")));
        return;
    }
    m_store.read(
        entry->account.id,
        [this, account = entry->account, network,
         done = std::move(done)](const Result<AccountStore::Kept> &kept) {
            if (!kept) {
                done(kept.error());
                return;
            }
            if (const auto place = checkPlace(kept->credentials, network); !place) {
                done(place.error());
                return;
            }
            // Two may have asked at once.
            const auto known = m_live.find(account.id);
            if (known != m_live.end())
                done(known->second.tokens->factory());
            else
                done(live(account, true, *kept, network).factory());
        });
}

void Accounts::remove(
    const QString &accountId, const NetworkSettings &network,
    std::function<void(const Result<void> &)> done)
{
    const auto entry = find(accountId);
    if (!entry) {
        done(usage(QCoreApplication::translate("Accounts", "There is no such account.")));
        return;
    }
    auto farewell = std::make_shared<Farewell>();
    farewell->accountId = entry->account.id;
    farewell->kept = entry->kept;
    farewell->settings = network;
    farewell->done = std::move(done);

    const auto live = m_live.find(farewell->accountId);
    if (live != m_live.end())
        farewell->credentials = live->second.tokens->credentials();
    if (!entry->kept) {
        revoke(farewell);
        return;
    }
    m_store.read(farewell->accountId, [this, farewell](const Result<AccountStore::Kept> &kept) {
        if (!kept && kept.error().code != "damaged"_L1) {
            farewell->done(kept.error());
            return;
        }
        // Those in the keychain have the newest refresh token, those here perhaps an access token.
        if (kept) {
            const Secret access = farewell->credentials.accessToken;
            farewell->credentials = kept->credentials;
            if (farewell->credentials.accessToken.isEmpty())
                farewell->credentials.accessToken = access;
        }
        revoke(farewell);
    });
}

void Accounts::revoke(const std::shared_ptr<Farewell> &farewell)
{
    const Credentials &credentials = farewell->credentials;
    const TokenClient client = clientOf(credentials);
    const Secret &token = credentials.refreshToken.isEmpty() ? credentials.accessToken
                                                             : credentials.refreshToken;
    farewell->revoked = checkPlace(credentials, farewell->settings);
    // A developer token comes without the app that could revoke it, and ends by itself within the hour.
    if (client.id.isEmpty() || token.isEmpty() || !farewell->revoked) {
        forget(farewell);
        return;
    }
    m_leaving[farewell->accountId] = farewell;
    farewell->network = std::make_unique<Network>(resolved(farewell->settings));
    farewell->endpoint = std::make_unique<TokenEndpoint>(*farewell->network);
    farewell->call = farewell->endpoint->revoke(
        client, token, [this, id = farewell->accountId](const Result<void> &revoked) {
            const auto leaving = m_leaving.extract(id).mapped();
            leaving->revoked = revoked;
            // Not from within the call, which the end of the farewell destroys.
            QMetaObject::invokeMethod(
                this, [this, leaving] { forget(leaving); }, Qt::QueuedConnection);
        });
}

void Accounts::forget(const std::shared_ptr<Farewell> &farewell)
{
    if (!farewell->kept) {
        m_live.erase(farewell->accountId);
        emit changed();
        farewell->done(farewell->revoked);
        return;
    }
    m_store.remove(farewell->accountId, [this, farewell](const Result<void> &removed) {
        if (removed) {
            m_live.erase(farewell->accountId);
            emit changed();
        }
        farewell->done(removed ? farewell->revoked : removed);
    });
}

} // namespace boxwatch
