// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/streamrunner.h"

#include "core/auth/fixedtoken.h"
#include "core/stream/enterpriseeventstream.h"
#include "core/stream/usereventstream.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int attemptsOfOnePass = 5;

NetworkSettings networkSettings(const Connection &connection)
{
    NetworkSettings settings;
    settings.apiUrl = QUrl(connection.apiUrl);
    settings.tokenUrl = connection.tokenUrl.isEmpty() ? tokenUrlFor(settings.apiUrl)
                                                      : QUrl(connection.tokenUrl);
    settings.caFile = connection.caFile;
    return settings;
}

SessionOwner ownerFrom(const Account &account)
{
    return SessionOwner{
        .accountId = account.id,
        .login = account.login,
        .name = account.name,
        .enterpriseId = account.enterpriseId,
        .enterpriseName = account.enterpriseName};
}

/// Any admin may go on with the log of their enterprise; a user's own events are theirs alone.
bool mayGoOn(const SessionOwner &owner, const SessionOwner &account, StreamType type)
{
    if (owner.isEmpty() || owner.accountId == account.accountId)
        return true;
    return isEnterprise(type) && !owner.enterpriseId.isEmpty()
        && owner.enterpriseId == account.enterpriseId;
}

Error foreignAccount(const SessionOwner &owner, const SessionOwner &account)
{
    const auto named = [](const SessionOwner &who) {
        return who.enterpriseName.isEmpty() ? who.login
                                            : u"%1 (%2)"_s.arg(who.login, who.enterpriseName);
    };
    return Error{
        .kind = Error::Kind::Usage,
        .message =
            QCoreApplication::translate(
                "StreamRunner",
                "This session holds the events of %1, but the token belongs to %2. Use a token "
                "of the same account, or begin a new session.")
                .arg(named(owner), named(account))};
}

} // namespace

StreamRunner::StreamRunner(
    const StreamSettings &settings, const Connection &connection, SessionOwner owner,
    QDateTime newestStored, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_owner(std::move(owner))
    , m_newestStored(std::move(newestStored))
    , m_network(std::make_unique<Network>(networkSettings(connection)))
    , m_tokens(std::make_unique<FixedToken>(connection.token))
    , m_api(std::make_unique<BoxApi>(*m_network, *m_tokens))
{
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &StreamRunner::askWho);
}

StreamRunner::~StreamRunner() = default;

void StreamRunner::start()
{
    m_attempts = 0;
    askWho();
}

void StreamRunner::askWho()
{
    m_retryTimer.stop();
    m_call = m_api->me([this](const Result<Account> &account) { learnWho(account); });
    setState(EventStream::State::Fetching);
}

void StreamRunner::learnWho(const Result<Account> &account)
{
    if (!account) {
        retryOrGiveUp(account.error());
        return;
    }
    const SessionOwner found = ownerFrom(*account);
    if (!mayGoOn(m_owner, found, m_settings.type)) {
        setTrouble(foreignAccount(m_owner, found));
        setState(EventStream::State::Failed);
        return;
    }
    m_attempts = 0;
    setTrouble({});
    emit accountFound(found);
    startStream();
}

void StreamRunner::retryOrGiveUp(const Error &error)
{
    // A token can be good for events and yet not for /users/me, and a server can lack the endpoint. A
    // session that has no owner yet takes nothing away from anybody.
    const bool unanswerable = error.kind == Error::Kind::Forbidden || error.status == 404;
    if (unanswerable && m_owner.isEmpty()) {
        setTrouble({});
        startStream();
        return;
    }
    setTrouble(error);
    ++m_attempts;
    const bool onePass = m_settings.pollingInterval.count() == 0;
    if (error.kind == Error::Kind::Unauthorized)
        setState(EventStream::State::SignedOut);
    else if (!error.isTransient() || (onePass && m_attempts >= attemptsOfOnePass))
        setState(EventStream::State::Failed);
    else {
        m_retryTimer.start(m_retry.delayAfter(error, m_attempts));
        setState(EventStream::State::BackingOff);
    }
}

void StreamRunner::startStream()
{
    if (isEnterprise(m_settings.type))
        m_stream = std::make_unique<EnterpriseEventStream>(*m_api, m_settings);
    else
        m_stream = std::make_unique<UserEventStream>(*m_api, m_settings);

    FetchingStream *stream = m_stream.get();
    stream->setNewestStored(m_newestStored);
    connect(stream, &EventStream::stateChanged, this, &StreamRunner::setState);
    connect(stream, &EventStream::received, this, &StreamRunner::received);
    connect(stream, &EventStream::newStreamState, this, &StreamRunner::newStreamState);
    connect(stream, &EventStream::failed, this, &StreamRunner::setTrouble);
    connect(stream, &EventStream::recovered, this, [this] { setTrouble({}); });
    connect(stream, &EventStream::caughtUp, this, [this] {
        m_live = true;
        emit caughtUp();
    });
    if (!m_paused)
        stream->start();
}

void StreamRunner::pause()
{
    m_paused = true;
    m_retryTimer.stop();
    if (m_stream) {
        m_stream->pause();
    } else {
        m_call.reset();
        setState(EventStream::State::Paused);
    }
}

void StreamRunner::resume()
{
    m_paused = false;
    if (!m_stream)
        askWho();
    else if (m_stream->state() == EventStream::State::Stopped)
        m_stream->start();
    else
        m_stream->resume();
}

void StreamRunner::stored(qsizetype fresh)
{
    m_stream->stored(fresh);
}

void StreamRunner::notStored()
{
    m_stream->notStored();
}

void StreamRunner::setState(EventStream::State state)
{
    m_state = state;
    m_since = QDateTime::currentDateTimeUtc();
    emit statusChanged();
}

void StreamRunner::setTrouble(const std::optional<Error> &error)
{
    const bool changed = error && (!m_trouble || m_trouble->kind != error->kind);
    m_trouble = error;
    if (changed)
        emit failed(*error);
    emit statusChanged();
}

StreamStatus StreamRunner::status() const
{
    StreamStatus status;
    status.state = m_state;
    status.type = m_settings.type;
    status.live = m_live;
    status.since = m_since;
    status.trouble = m_trouble;
    status.requests = m_network->requestCount();
    if (m_stream)
        status.nextAttempt = m_stream->nextAttempt();
    else if (m_retryTimer.isActive())
        status.nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(m_retryTimer.remainingTime());
    return status;
}

} // namespace boxwatch
