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
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

Error noSuchAccount()
{
    return usageError(QCoreApplication::translate("Accounts", "There is no such account."));
}

bool isSameServer(const QUrl &one, const QUrl &other)
{
    const auto portOf = [](const QUrl &url) {
        return url.port(url.scheme() == "http"_L1 ? 80 : 443);
    };
    return one.scheme() == other.scheme() && one.host() == other.host()
        && portOf(one) == portOf(other);
}

/// Whether \p credentials may be sent to where \p network leads.
Result<void> checkPlace(const Credentials &credentials, const NetworkSettings &network)
{
    const NetworkSettings where = resolved(network);
    if (!credentials.apiUrl.isEmpty() && !isSameServer(credentials.apiUrl, where.apiUrl))
        return usageError(
            QCoreApplication::translate(
                "Accounts",
                "This account belongs to %1, and its tokens go nowhere else. Use that API "
                "address, or sign in anew.")
                .arg(credentials.apiUrl.adjusted(QUrl::RemovePath).toString()));
    if (credentials.tokenUrl.isEmpty() || credentials.tokenUrl == where.tokenUrl)
        return {};
    return usageError(
        QCoreApplication::translate(
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
    std::vector<Credentials> credentials; ///< to be revoked
    NetworkSettings settings;
    Lock lock;
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
        if (!live.kept && !m_store.find(id))
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
    live.kept = kept;
    AccountStore *store = kept ? &m_store : nullptr;
    // Streams that are running go on with what they began with.
    if (live.tokens) {
        live.tokens->setPlace(store, lockFile(account.id));
        live.tokens->adopt(credentials, network);
        return *live.tokens;
    }
    live.tokens = std::make_unique<AccountTokens>(
        account.id, store, lockFile(account.id), credentials, network, m_timing);
    connect(
        live.tokens.get(), &AccountTokens::notStored, this,
        [this, id = account.id](const Error &error) { emit notStored(id, error); });
    connect(live.tokens.get(), &AccountTokens::stored, this, [this, id = account.id] {
        emit stored(id);
    });
    return *live.tokens;
}

QString Accounts::lockFile(const QString &accountId) const
{
    const auto entry = m_store.find(accountId);
    const QString name = entry && !entry->profile.isEmpty()
        ? entry->profile
        : QString::fromLatin1(accountId.toUtf8().toPercentEncoding());
    return m_lockFolder + u'/' + name + u".lock"_s;
}

void Accounts::lock(const QString &accountId, LockCallback callback)
{
    const auto lock = std::make_shared<QLockFile>(lockFile(accountId));
    lock->setStaleLockTime(0); // only of a process that is gone, as in TokenRefresh
    tryLock(accountId, lock, QDeadlineTimer(m_timing.lockPatience), std::move(callback));
}

void Accounts::tryLock(
    const QString &accountId, const Lock &lock, QDeadlineTimer patience, LockCallback callback)
{
    const auto live = m_live.find(accountId);
    AccountTokens *const tokens = live == m_live.end() ? nullptr : live->second.tokens.get();
    if (tokens)
        tokens->hold();
    if ((tokens && tokens->holdsIdleLock()) || lock->tryLock(0)) {
        callback(lock);
        return;
    }
    Error error;
    if (lock->error() != QLockFile::LockFailedError) {
        error.kind = Error::Kind::File;
        error.message = u"the lock of the account cannot be made"_s;
    } else if (patience.hasExpired()) {
        error.kind = Error::Kind::Timeout;
        error.message = u"another Boxwatch is renewing the token of this account"_s;
    } else {
        QTimer::singleShot(
            m_timing.lockPoll, this,
            [this, accountId, lock, patience, callback = std::move(callback)] {
                tryLock(accountId, lock, patience, callback);
            });
        return;
    }
    release(accountId);
    callback(error);
}

void Accounts::release(const QString &accountId)
{
    if (const auto live = m_live.find(accountId); live != m_live.end())
        live->second.tokens->release();
}

void Accounts::add(
    const Account &account, const Credentials &credentials, bool keep,
    const NetworkSettings &network, std::function<void(const Added &)> done)
{
    const auto forThisRun = [this, account, credentials, network,
                             done](const std::optional<Error> &notKept) {
        const TokenSourceFactory tokens = live(account, false, {credentials, 0}, network).factory();
        emit changed();
        done({tokens, notKept});
    };
    // A renewal of what the keychain has is not to be broken off.
    const auto known = m_live.find(account.id);
    if (!keep && (known == m_live.end() || !known->second.kept)) {
        forThisRun({});
        return;
    }
    lock(account.id, [=, this](const Result<Lock> &lock) {
        if (!keep)
            forThisRun({});
        else if (!lock)
            forThisRun(lock.error());
        else
            this->keep(account, credentials, network, *lock, [=](const Added &added) {
                if (added.notKept)
                    forThisRun(added.notKept);
                else
                    done(added);
            });
    });
}

/// Gives either tokens or why it was not kept.
void Accounts::keep(
    const Account &account, const Credentials &credentials, const NetworkSettings &network,
    const Lock &lock, std::function<void(const Added &)> done)
{
    m_store.add(account, credentials, [=, this](const Result<void> &added) {
        if (!added) {
            lock->unlock();
            done({{}, added.error()});
            return;
        }
        m_store.read(account.id, [=, this](const Result<AccountStore::Kept> &kept) {
            lock->unlock();
            // It is there, whether it can be read at the moment or not.
            const AccountStore::Kept known = kept ? *kept : AccountStore::Kept{credentials, 0};
            done({live(account, true, known, network).factory(), {}});
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
        // Another process may have signed in anew.
        if (known->second.kept && tokens.isHopeless())
            readAgain(known->second.account, network, std::move(done));
        else
            done(tokens.factory());
        return;
    }
    const auto entry = m_store.find(accountId);
    if (entry)
        readAgain(entry->account, network, std::move(done));
    else
        done(noSuchAccount());
}

void Accounts::readAgain(
    const Account &account, const NetworkSettings &network,
    std::function<void(const Result<TokenSourceFactory> &)> done)
{
    m_store.read(account.id, [=, this](const Result<AccountStore::Kept> &kept) {
        const auto known = m_live.find(account.id);
        AccountTokens *const tokens = known == m_live.end() ? nullptr : known->second.tokens.get();
        if (!kept) {
            // Why it is hopeless says more.
            done(tokens ? Result(tokens->factory()) : kept.error());
            return;
        }
        const auto place = checkPlace(
            tokens && !tokens->isHopeless() ? tokens->credentials() : kept->credentials, network);
        if (!place) {
            done(place.error());
            return;
        }
        // Two may have asked at once.
        const bool isNew = !tokens
            || (tokens->isHopeless() && tokens->credentials() != kept->credentials);
        if (!isNew)
            tokens->setNetwork(network);
        done(isNew ? live(account, true, *kept, network).factory() : tokens->factory());
    });
}

void Accounts::remove(
    const QString &accountId, const NetworkSettings &network,
    std::function<void(const Result<void> &)> done)
{
    const auto entry = find(accountId);
    if (!entry) {
        done(noSuchAccount());
        return;
    }
    if (!entry->kept) {
        discard(entry->account.id, network, std::move(done));
        return;
    }
    const auto farewell = std::make_shared<Farewell>();
    farewell->accountId = entry->account.id;
    farewell->kept = true;
    farewell->settings = network;
    farewell->done = std::move(done);
    m_leaving.insert(farewell);
    lock(
        farewell->accountId, [this, farewell](const Result<Lock> &lock) { leave(farewell, lock); });
}

void Accounts::discard(
    const QString &accountId, const NetworkSettings &network,
    std::function<void(const Result<void> &)> done)
{
    const auto live = m_live.find(accountId);
    if (live == m_live.end() || live->second.kept) {
        done(noSuchAccount());
        return;
    }
    live->second.tokens->hold();
    const auto farewell = std::make_shared<Farewell>();
    farewell->accountId = accountId;
    farewell->settings = network;
    farewell->done = std::move(done);
    farewell->credentials.push_back(live->second.tokens->credentials());
    m_leaving.insert(farewell);
    revoke(farewell);
}

/// With the lock, so that nobody puts a renewed token behind what is removed.
void Accounts::leave(const FarewellPtr &farewell, const Result<Lock> &lock)
{
    if (!lock) {
        end(farewell, lock.error());
        return;
    }
    farewell->lock = *lock;
    m_store.read(farewell->accountId, [this, farewell](const Result<AccountStore::Kept> &kept) {
        if (!kept && kept.error().code != "damaged"_L1) {
            end(farewell, kept.error());
            return;
        }
        const auto found = m_live.find(farewell->accountId);
        const Live *const live = found == m_live.end() ? nullptr : &found->second;
        if (live && (!live->kept || !kept || live->tokens->hasUnstored()))
            farewell->credentials.push_back(live->tokens->credentials());
        // Those in the keychain have the newest refresh token, those here perhaps an access token.
        if (kept && !(live && live->tokens->hasUnstored())) {
            farewell->credentials.push_back(kept->credentials);
            Secret &access = farewell->credentials.back().accessToken;
            if (live && live->kept && access.isEmpty())
                access = live->tokens->credentials().accessToken;
        }
        revoke(farewell);
    });
}

void Accounts::revoke(const FarewellPtr &farewell)
{
    farewell->call.reset();
    while (!farewell->credentials.empty()) {
        const Credentials credentials = farewell->credentials.back();
        farewell->credentials.pop_back();
        const TokenClient client = clientOf(credentials);
        const Secret &token = credentials.refreshToken.isEmpty() ? credentials.accessToken
                                                                 : credentials.refreshToken;
        const auto place = checkPlace(credentials, farewell->settings);
        if (!place)
            farewell->revoked = place;
        // A developer token comes without the app that could revoke it, and ends by itself within the
        // hour.
        if (client.id.isEmpty() || token.isEmpty() || !place)
            continue;
        if (!farewell->network) {
            farewell->network = std::make_unique<Network>(resolved(farewell->settings));
            farewell->endpoint = std::make_unique<TokenEndpoint>(*farewell->network);
        }
        farewell->call = farewell->endpoint->revoke(
            client, token, [this, weak = std::weak_ptr(farewell)](const Result<void> &revoked) {
                const FarewellPtr leaving = weak.lock();
                if (!revoked)
                    leaving->revoked = revoked;
                // Not from within the call, which this destroys.
                QMetaObject::invokeMethod(
                    this, [this, leaving] { revoke(leaving); }, Qt::QueuedConnection);
            });
        return;
    }
    erase(farewell);
}

void Accounts::erase(const FarewellPtr &farewell)
{
    if (!farewell->kept) {
        m_live.erase(farewell->accountId);
        emit changed();
        end(farewell, farewell->revoked);
        return;
    }
    m_store.remove(farewell->accountId, [this, farewell](const Result<void> &removed) {
        if (removed) {
            m_live.erase(farewell->accountId);
            emit changed();
        }
        end(farewell, removed ? farewell->revoked : removed);
    });
}

void Accounts::end(const FarewellPtr &farewell, const Result<void> &result)
{
    m_leaving.erase(farewell);
    if (farewell->lock)
        farewell->lock->unlock();
    release(farewell->accountId);
    farewell->done(result);
}

bool Accounts::forget(const QString &accountId)
{
    const auto entry = find(accountId);
    if (!entry)
        return false;
    m_live.erase(entry->account.id);
    m_store.forget(entry->account.id);
    emit changed();
    return true;
}

bool Accounts::isAtRisk() const
{
    return !m_leaving.empty() || std::ranges::any_of(m_live, [](const auto &live) {
        return live.second.tokens->isAtRisk();
    });
}

void Accounts::finish(std::function<void()> done)
{
    QDeadlineTimer patience(0);
    for (const auto &[id, live] : m_live) {
        live.tokens->finish();
        patience = std::max(patience, QDeadlineTimer(live.tokens->tokenDeadline()));
    }
    for (const FarewellPtr &farewell : m_leaving)
        patience = std::max(patience, QDeadlineTimer(farewell->settings.tokenDeadline));
    finishLater(patience, std::move(done));
}

void Accounts::finishLater(QDeadlineTimer patience, std::function<void()> done)
{
    if (!isAtRisk() || patience.hasExpired())
        done();
    else
        QTimer::singleShot(
            20ms, this, [this, patience, done = std::move(done)] { finishLater(patience, done); });
}

} // namespace boxwatch
