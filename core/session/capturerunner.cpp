// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/capturerunner.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr int attemptsOfOnePass = 5;

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
                "CaptureRunner",
                "This session holds the events of %1, but the token belongs to %2. Use a token "
                "of the same account, or begin a new session.")
                .arg(named(owner), named(account))};
}

} // namespace

CaptureRunner::CaptureRunner(
    const CaptureSettings &settings, const Connection &connection, SessionOwner owner,
    std::vector<StreamFeed::Past> pasts, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_owner(std::move(owner))
    , m_pasts(std::move(pasts))
    , m_network(std::make_unique<Network>(resolved(connection.network)))
    , m_tokens(tokenSourceOf(connection))
    , m_api(std::make_unique<BoxApi>(*m_network, *m_tokens))
{
    m_pasts.resize(m_settings.streams.size());
    m_settings.timing.fetchDeadline = connection.network.fetchDeadline;
    m_retryTimer.setSingleShot(true);
    connect(&m_retryTimer, &QTimer::timeout, this, &CaptureRunner::askWho);
}

CaptureRunner::~CaptureRunner() = default;

bool CaptureRunner::isOnePass() const
{
    return m_settings.streams.front().pollingInterval.count() == 0;
}

void CaptureRunner::start()
{
    m_attempts = 0;
    askWho();
}

void CaptureRunner::askWho()
{
    m_retryTimer.stop();
    m_call = m_api->me([this](const Result<Account> &account) { learnWho(account); });
    setState(EventStream::State::Fetching);
}

void CaptureRunner::learnWho(const Result<Account> &account)
{
    if (!account) {
        retryOrGiveUp(account.error());
        return;
    }
    const SessionOwner found = ownerFrom(*account);
    const bool may = std::ranges::all_of(m_settings.streams, [&](const StreamSettings &stream) {
        return mayGoOn(m_owner, found, stream.type);
    });
    if (!may) {
        setTrouble(foreignAccount(m_owner, found));
        setState(EventStream::State::Failed);
        return;
    }
    m_attempts = 0;
    setTrouble({});
    emit accountFound(found);
    startStreams();
}

void CaptureRunner::retryOrGiveUp(const Error &error)
{
    // A token can be good for events and yet not for /users/me, and a server can lack the endpoint. A
    // session that has no owner yet takes nothing away from anybody.
    const bool unanswerable = error.kind == Error::Kind::Forbidden || error.status == 404;
    if (unanswerable && m_owner.isEmpty()) {
        setTrouble({});
        startStreams();
        return;
    }
    setTrouble(error);
    ++m_attempts;
    if (error.kind == Error::Kind::Unauthorized)
        setState(EventStream::State::SignedOut);
    else if (!error.isTransient() || (isOnePass() && m_attempts >= attemptsOfOnePass))
        setState(EventStream::State::Failed);
    else {
        m_retryTimer.start(m_retry.delayAfter(error, m_attempts));
        setState(EventStream::State::BackingOff);
    }
}

void CaptureRunner::startStreams()
{
    makeFeeds();
    makeLookBack();
    if (m_paused)
        return;
    for (const auto &feed : m_feeds)
        feed->start();
}

void CaptureRunner::makeFeeds()
{
    for (std::size_t i = 0; i < m_settings.streams.size(); ++i) {
        auto feed = std::make_unique<StreamFeed>(
            *m_api, m_settings.streams[i], m_settings.timing, m_pasts[i]);
        const int source = static_cast<int>(i);
        const StreamType type = feed->type();
        connect(
            feed.get(), &StreamFeed::received, this,
            [this, source](const EventChunk &chunk, const StreamState &after) {
                emit received(source, chunk, after);
            });
        connect(feed.get(), &StreamFeed::fetchedAhead, this, &CaptureRunner::fetchedAhead);
        connect(
            feed.get(), &StreamFeed::newStreamState, this,
            [this, type](const StreamState &state) { emit newStreamState(state, type); });
        connect(feed.get(), &StreamFeed::gapNoticed, this, [this, source](const StreamGap &gap) {
            emit gapNoticed(source, gap);
        });
        connect(feed.get(), &StreamFeed::statusChanged, this, &CaptureRunner::statusChanged);
        connect(feed.get(), &StreamFeed::failed, this, [this](const Error &error) {
            // The network is away for both: that is one piece of news.
            const auto alike = std::ranges::count_if(m_feeds, [&error](const auto &other) {
                const std::optional<Error> trouble = other->status().trouble;
                return trouble && trouble->kind == error.kind;
            });
            if (alike <= 1)
                emit failed(error);
        });
        connect(feed.get(), &StreamFeed::filterRefused, this, [this](const Error &error) {
            // Both streams are asked for the same types, and refused alike.
            if (!std::exchange(m_filterRefused, true))
                emit filterRefused(error);
        });
        connect(feed.get(), &StreamFeed::noted, this, [this](const StreamNote &note) {
            const bool isForBoth = note.kind == StreamNote::Kind::AllTypesAsked;
            if (!isForBoth || std::exchange(m_typesTold, note.eventTypes) != note.eventTypes)
                emit noted(note);
        });
        connect(feed.get(), &StreamFeed::caughtUp, this, &CaptureRunner::onCaughtUp);
        m_feeds.push_back(std::move(feed));
    }
}

void CaptureRunner::makeLookBack()
{
    const auto history = std::ranges::find(
        m_feeds, StreamType::AdminLogs, [](const auto &feed) { return feed->type(); });
    if (history == m_feeds.end() || isOnePass() || !m_settings.lookBack.isOn())
        return;
    m_lookBack = std::make_unique<LookBackStream>(
        *m_api, (*history)->stream(), m_settings.lookBack, m_settings.timing);
    connect(m_lookBack.get(), &LookBackStream::received, this, [this](const EventChunk &chunk) {
        emit received(fromLookBack, chunk, {});
    });
    // What a session did not want at its start it does not want later. A start date counts by itself.
    const auto index = static_cast<std::size_t>(history - m_feeds.begin());
    if (m_pasts[index].coversFrom.isValid())
        m_lookBack->setNotBefore(m_pasts[index].coversFrom);
    else if (m_settings.streams[index].start == StreamSettings::Start::Position)
        m_lookBack->setNotBefore(now());
    m_lookBack->start();
    if (m_paused)
        m_lookBack->pause();
}

void CaptureRunner::onCaughtUp()
{
    if (std::ranges::all_of(m_feeds, [](const auto &feed) { return feed->isLive(); }))
        emit caughtUp();
}

void CaptureRunner::wake()
{
    m_api->dropConnections();
    if (m_paused)
        return;
    for (const auto &feed : m_feeds)
        feed->lookNow();
    if (m_feeds.empty() && m_state == EventStream::State::BackingOff)
        askWho();
}

void CaptureRunner::pause()
{
    m_paused = true;
    m_retryTimer.stop();
    if (m_lookBack)
        m_lookBack->pause();
    for (const auto &feed : m_feeds)
        feed->pause();
    if (m_feeds.empty()) {
        m_call.reset();
        setState(EventStream::State::Paused);
    } else {
        emit statusChanged();
    }
}

void CaptureRunner::resume()
{
    m_paused = false;
    if (m_feeds.empty()) {
        askWho();
        return;
    }
    for (const auto &feed : m_feeds)
        feed->resume();
    if (m_lookBack)
        m_lookBack->resume();
}

bool CaptureRunner::setEventTypes(const QByteArrayList &types)
{
    const bool changes = std::ranges::any_of(m_settings.streams, [&](const StreamSettings &stream) {
        return stream.state.eventTypes != types;
    });
    if (!changes)
        return false;
    m_filterRefused = false;
    for (StreamFeed::Past &past : m_pasts) {
        if (past.coversFrom.isValid())
            past.coversFrom = now();
    }
    if (m_lookBack)
        m_lookBack->setNotBefore(now());
    for (StreamSettings &stream : m_settings.streams)
        stream.state.eventTypes = types;
    for (const auto &feed : m_feeds)
        feed->setEventTypes(types);
    return true;
}

std::vector<QDateTime> CaptureRunner::lastAnswers() const
{
    std::vector<QDateTime> answers;
    for (const auto &feed : m_feeds)
        answers.push_back(feed->lastAnswer());
    answers.resize(m_settings.streams.size());
    return answers;
}

void CaptureRunner::stored(int source, qsizetype fresh)
{
    if (source == fromLookBack)
        m_lookBack->stored(fresh);
    else
        m_feeds[static_cast<std::size_t>(source)]->stored(fresh);
}

void CaptureRunner::notStored(int source)
{
    if (source == fromLookBack)
        m_lookBack->notStored();
    else
        m_feeds[static_cast<std::size_t>(source)]->notStored();
}

qint64 CaptureRunner::liveCompleteUntil() const
{
    const auto live = std::ranges::find(
        m_feeds, StreamType::AdminLogsStreaming, [](const auto &feed) { return feed->type(); });
    return live == m_feeds.end() ? qint64{Event::noTime} : (*live)->completeUntil();
}

void CaptureRunner::setState(EventStream::State state)
{
    m_state = state;
    m_since = QDateTime::currentDateTimeUtc();
    emit statusChanged();
}

void CaptureRunner::setTrouble(const std::optional<Error> &error)
{
    const bool changed = error && (!m_trouble || m_trouble->kind != error->kind);
    m_trouble = error;
    if (changed)
        emit failed(*error);
    emit statusChanged();
}

std::vector<StreamStatus> CaptureRunner::statuses() const
{
    std::vector<StreamStatus> statuses;
    for (std::size_t i = 0; i < m_settings.streams.size(); ++i) {
        StreamStatus status;
        if (i < m_feeds.size()) {
            status = m_feeds[i]->status();
        } else {
            status.type = m_settings.streams[i].type;
            status.state = m_state;
            status.since = m_since;
            status.trouble = m_trouble;
            if (m_retryTimer.isActive())
                status.nextAttempt = QDateTime::currentDateTimeUtc().addMSecs(
                    m_retryTimer.remainingTime());
        }
        status.requests = m_network->requestCount();
        statuses.push_back(std::move(status));
    }
    return statuses;
}

} // namespace boxwatch
