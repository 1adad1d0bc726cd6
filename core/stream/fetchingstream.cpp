// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/fetchingstream.h"

#include "core/api/apierror.h"
#include "core/stream/streamquery.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

FetchingStream::FetchingStream(BoxApi &api, StreamSettings settings, Manner manner, QObject *parent)
    : EventStream(parent)
    , m_api(api)
    , m_settings(std::move(settings))
    , m_manner(std::move(manner))
    , m_rule(m_manner.limits)
    , m_stored(m_settings.state)
    , m_reached(m_settings.state)
    , m_filter(m_settings.type, m_settings.state.eventTypes)
    , m_gaps(m_settings.type)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { timedOut(); });
    m_silence.setSingleShot(true);
    connect(&m_silence, &QTimer::timeout, this, [this] { silent(); });
    connect(m_manner.waiter.get(), &Waiter::look, this, [this] { lookAgain(); });
    connect(m_manner.waiter.get(), &Waiter::failed, this, &FetchingStream::waitingFailed);
    connect(m_manner.waiter.get(), &Waiter::healed, this, [this] { heal(Troubles::Of::Waiting); });
    // Later, since the waiter is not through with the answer.
    connect(
        m_manner.waiter.get(), &Waiter::heard, this, [this] { heard(); }, Qt::QueuedConnection);
}

FetchingStream::~FetchingStream() = default;

bool FetchingStream::isRunning() const
{
    return m_state == State::Fetching || m_state == State::Waiting || m_state == State::BackingOff;
}

/// Leaves nothing of the old state running. Whoever calls this starts what \p next needs, and only
/// then announces it.
void FetchingStream::leaveFor(State next)
{
    m_call.reset();
    m_ahead.reset();
    m_timer.stop();
    m_state = next;
    // A long poll goes on while the stream looks for itself.
    if (!isRunning()) {
        m_manner.waiter->cancel();
        m_silence.stop();
    }
}

bool FetchingStream::announce()
{
    return tell([this] { emit stateChanged(m_state); });
}

void FetchingStream::start()
{
    if (isRunning() || m_state == State::Paused)
        return;
    m_troubles.startCounting(Troubles::Of::Fetching);
    m_troubles.startCounting(Troubles::Of::Waiting);
    restart();
}

void FetchingStream::restart()
{
    ++m_commands;
    leaveFor(State::Fetching);
    listen();
    begin();
    announce();
}

void FetchingStream::pause()
{
    if (!isRunning())
        return;
    ++m_commands;
    leaveFor(State::Paused);
    announce();
}

void FetchingStream::resume()
{
    if (m_state == State::SignedOut || m_state == State::Failed)
        start();
    else if (m_state == State::Paused)
        restart();
}

void FetchingStream::stop()
{
    if (m_state == State::Stopped)
        return;
    ++m_commands;
    leaveFor(State::Stopped);
    announce();
}

void FetchingStream::lookNow()
{
    if (!isRunning())
        return;
    // A chunk that is being stored, or is held until then, has come; what follows it is on its way.
    if (m_state == State::Fetching && (m_ahead || (m_handedOn && !m_call)))
        return;
    ++m_commands;
    const std::chrono::milliseconds sinceAsked(m_sinceAsked.isValid() ? m_sinceAsked.elapsed() : 0);
    auto rest = m_sinceAsked.isValid() ? m_manner.hurriedGap - sinceAsked : 0ms;
    rest = std::max(rest, std::chrono::milliseconds(m_notBefore.remainingTime()));
    if (m_state == State::BackingOff && rest > 0ms) {
        m_timer.start(std::min(rest, m_timer.remainingTimeAsDuration()));
        m_waitNext = false;
        return;
    }
    const bool isNew = m_state != State::Fetching;
    m_manner.waiter->cancel();
    m_found = m_found && !isNew;
    leaveFor(State::Fetching);
    if (rest > 0ms)
        m_timer.start(rest);
    else
        begin();
    if (isNew)
        announce();
}

void FetchingStream::setEventTypes(const QByteArrayList &types)
{
    m_settings.state.eventTypes = types;
    if (m_reached.eventTypes == types)
        return;
    ++m_commands;
    m_reached.eventTypes = types;
    m_filter = ServerFilter(m_settings.type, types);
    m_hasToldOfTypes = false;
    if (!m_begun)
        return;
    const bool wasAsking = m_state == State::Fetching && (m_call || m_ahead);
    if (wasAsking) {
        m_call.reset();
        m_ahead.reset();
        // So that a quick hand does not ask without a pause.
        m_plenty = false;
        m_sinceFetch.start();
    }
    // “now” is a place only once it is answered.
    const bool hasPlace = m_reached.position != StreamPosition::now();
    if (wasAsking && !hasPlace)
        fetch();
    else if (hasPlace && !m_handedOn && (isRunning() || isPaused() || m_state == State::SignedOut))
        handOnState();
}

QDateTime FetchingStream::nextAttempt() const
{
    if (m_state == State::BackingOff)
        return QDateTime::currentDateTimeUtc().addMSecs(m_timer.remainingTime());
    return m_state == State::Waiting ? m_manner.waiter->due() : QDateTime();
}

void FetchingStream::setNewestStored(const QDateTime &time)
{
    if (!time.isValid())
        return;
    m_newest = std::max(m_newest, time.toMSecsSinceEpoch());
    m_gaps.setNewest(m_newest);
}

void FetchingStream::setLastAnswer(const QDateTime &time)
{
    m_gaps.setLastAnswer(time);
}

QDateTime FetchingStream::newestStored() const
{
    return m_newest == Event::noTime ? QDateTime()
                                     : QDateTime::fromMSecsSinceEpoch(m_newest, Qt::UTC);
}

void FetchingStream::begin()
{
    if (!m_begun) {
        const QDateTime now = m_api.clock().now();
        const bool isSure = m_api.clock().isKnown() || m_hasAskedForTheTime;
        if (!isSure && startsByClock(m_settings, now)) {
            askForTheTime();
            return;
        }
        m_reached = firstState(m_settings, now);
        m_begun = true;
        if (const auto moved = movedStart(m_settings, now))
            noteMovedStart(*moved);
    }
    fetch();
}

void FetchingStream::noteMovedStart(const QDateTime &start)
{
    const StreamNote note{StreamNote::Kind::StartMoved, m_settings.type, start, {}};
    m_news.push_back([this, note] { emit noted(note); });
}

void FetchingStream::askForTheTime()
{
    m_sinceAsked.start();
    m_call = m_api.me([this](const Result<Account> &account) {
        m_call.reset();
        // An answer without a date leaves the clock of this machine.
        m_hasAskedForTheTime = account || m_api.clock().isKnown();
        if (m_hasAskedForTheTime)
            begin();
        else
            fetchFailed(account.error());
    });
}

void FetchingStream::fetch()
{
    if (!m_plenty && m_sinceFetch.isValid()) {
        const auto rest = m_manner.gap - std::chrono::milliseconds(m_sinceFetch.elapsed());
        if (rest > 0ms) {
            m_timer.start(rest);
            return;
        }
    }
    ask();
}

void FetchingStream::ask()
{
    m_asked = eventsQuery(m_settings.type, m_reached);
    m_asked.eventTypes = m_filter.sent();
    // Box takes no date from more than a year ago, not even beside a position.
    if (auto &date = m_asked.createdAfter; date && m_api.clock().isKnown())
        date = std::max(*date, oldestKept(m_settings.type, m_api.clock().now()));
    m_sinceAsked.start();
    m_call = m_api.events(m_asked, [this](Result<QByteArray> body) { fetched(std::move(body)); });
}

void FetchingStream::timedOut()
{
    if (m_state != State::BackingOff) {
        begin();
        return;
    }
    if (std::exchange(m_waitNext, false)) {
        leaveFor(State::Waiting);
        m_manner.waiter->wait(m_reached.position, m_found);
    } else {
        leaveFor(State::Fetching);
        begin();
    }
    announce();
}

Result<EventChunk> FetchingStream::chunkOf(Result<QByteArray> body)
{
    if (!body)
        return body.error();
    Result<EventChunk> chunk = m_parser.parseChunk(std::move(*body));
    // "now" is a question; there is no going on from it.
    if (chunk && m_reached.position == StreamPosition::now() && !isPlace(chunk->next()))
        return localError(Error::Kind::Malformed, u"the answer does not say where “now” is"_s);
    return chunk;
}

void FetchingStream::fetched(Result<QByteArray> body)
{
    m_call.reset();
    m_sinceFetch.start();
    const Result<EventChunk> chunk = chunkOf(std::move(body));
    if (!chunk) {
        fetchFailed(chunk.error());
        return;
    }
    learn(*chunk);
    if (!tellNews())
        return;
    if (m_handedOn) {
        m_ahead = *chunk;
        emit fetchedAhead(*chunk);
    } else {
        take(*chunk);
    }
}

void FetchingStream::catchUp()
{
    if (isOnePass()) {
        leaveFor(State::Ended);
        if (announce() && tell([this] { emit caughtUp(); }))
            emit ended();
        return;
    }
    leaveFor(State::Waiting);
    m_manner.waiter->wait(m_reached.position, m_found);
    listen();
    if (announce())
        emit caughtUp();
}

void FetchingStream::lookAgain()
{
    if (m_state != State::Waiting)
        return;
    m_found = false;
    m_troubles.startCounting(Troubles::Of::Waiting);
    leaveFor(State::Fetching);
    fetch();
    announce();
}

} // namespace boxwatch
