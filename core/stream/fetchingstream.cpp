// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/fetchingstream.h"

#include "core/api/apierror.h"
#include "core/base/log.h"
#include "core/stream/streamquery.h"

#include <QPointer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr int triesOfOnePass = 5;
constexpr int standstillsToStartOver = 3;

// From here on each retry also fetches, so that a dead realtime server does not hide events.
constexpr int waitFailuresToLook = 4;

qint64 newestOf(const EventChunk &chunk)
{
    qint64 newest = Event::noTime;
    for (const Event &event : chunk.events())
        newest = std::max<qint64>(newest, event.createdAt);
    return newest;
}

} // namespace

FetchingStream::FetchingStream(BoxApi &api, StreamSettings settings, Manner manner, QObject *parent)
    : EventStream(parent)
    , m_api(api)
    , m_settings(std::move(settings))
    , m_manner(std::move(manner))
    , m_rule(m_manner.limits)
    , m_stored(m_settings.state)
    , m_reached(m_settings.state)
    , m_newest(Event::noTime)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { timedOut(); });
    connect(m_manner.waiter.get(), &Waiter::look, this, [this] { lookAgain(); });
    connect(m_manner.waiter.get(), &Waiter::failed, this, &FetchingStream::waitingFailed);
    connect(m_manner.waiter.get(), &Waiter::healed, this, [this] { heal(m_waitTrouble); });
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
    if (!isRunning())
        m_manner.waiter->cancel();
}

/// Runs \p emitSignal. False if a receiver has destroyed, stopped or paused the stream meanwhile, in
/// which case the caller must not touch it any more.
template<typename Emit>
bool FetchingStream::tell(Emit emitSignal)
{
    const QPointer<FetchingStream> self(this);
    const int commands = m_commands;
    emitSignal();
    return self && m_commands == commands;
}

bool FetchingStream::announce()
{
    return tell([this] { emit stateChanged(m_state); });
}

void FetchingStream::start()
{
    if (isRunning() || m_state == State::Paused)
        return;
    ++m_commands;
    m_fetchTrouble.attempts = 0;
    m_waitTrouble.attempts = 0;
    leaveFor(State::Fetching);
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
    if (m_state == State::SignedOut || m_state == State::Failed) {
        start();
        return;
    }
    if (m_state != State::Paused)
        return;
    ++m_commands;
    leaveFor(State::Fetching);
    begin();
    announce();
}

void FetchingStream::stop()
{
    if (m_state == State::Stopped)
        return;
    ++m_commands;
    leaveFor(State::Stopped);
    announce();
}

QDateTime FetchingStream::nextAttempt() const
{
    if (m_state == State::BackingOff)
        return QDateTime::currentDateTimeUtc().addMSecs(m_timer.remainingTime());
    return m_state == State::Waiting ? m_manner.waiter->due() : QDateTime();
}

void FetchingStream::setNewestStored(const QDateTime &time)
{
    if (time.isValid())
        m_newest = std::max(m_newest, time.toMSecsSinceEpoch());
}

void FetchingStream::begin()
{
    if (!m_begun) {
        if (startsByClock(m_settings) && !m_api.clock().isKnown()) {
            m_call = m_api.me([this](const Result<Account> &account) {
                m_call.reset();
                if (!account && !m_api.clock().isKnown())
                    fetchFailed(account.error());
                else
                    begin();
            });
            return;
        }
        m_reached = firstState(m_settings, m_api.clock().now());
        m_begun = true;
    }
    fetch();
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
    m_call = m_api.events(eventsQuery(m_settings.type, m_reached), [this](Result<QByteArray> body) {
        fetched(std::move(body));
    });
}

void FetchingStream::timedOut()
{
    if (m_state != State::BackingOff) {
        fetch();
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

void FetchingStream::fetched(Result<QByteArray> body)
{
    m_call.reset();
    m_sinceFetch.start();
    Result<EventChunk> chunk = body ? m_parser.parseChunk(std::move(*body))
                                    : Result<EventChunk>(body.error());
    // "now" is a question; there is no going on from it.
    if (chunk && m_reached.position == StreamPosition::now() && !chunk->next().isUsable())
        chunk = localError(Error::Kind::Malformed, u"the answer does not say where “now” is"_s);
    if (!chunk) {
        fetchFailed(chunk.error());
        return;
    }
    m_hasSucceeded = true;
    m_hasStartedOver = false;
    if (!heal(m_fetchTrouble))
        return;
    if (m_handedOn)
        m_ahead = std::move(*chunk);
    else
        take(*chunk);
}

/// Hands \p chunk on, having asked for what follows it if it looks as if there were more.
void FetchingStream::take(const EventChunk &chunk)
{
    HandedOn handedOn;
    handedOn.before = m_reached;
    handedOn.entries = static_cast<qsizetype>(chunk.events().size());
    handedOn.newest = newestOf(chunk);
    if (chunk.next().isUsable())
        m_reached.position = chunk.next();
    handedOn.after = m_reached;

    const bool moved = handedOn.after.position != handedOn.before.position;
    if (handedOn.entries == 0 && m_reached == m_stored) {
        m_plenty = false;
        goOn(m_rule.after({handedOn.before.position, m_reached.position, 0, 0}));
        return;
    }
    if (moved && m_plenty && handedOn.entries >= m_manner.plenty)
        fetch();
    // A copy, since a receiver may destroy this object before the next one is told.
    const StreamState after = handedOn.after;
    m_handedOn = std::move(handedOn);
    emit received(chunk, after);
}

void FetchingStream::stored(qsizetype fresh)
{
    if (!m_handedOn)
        return;
    const HandedOn done = *std::exchange(m_handedOn, std::nullopt);
    const bool changed = m_stored != done.after;
    m_stored = done.after;
    m_newest = std::max(m_newest, done.newest);
    m_plenty = fresh >= m_manner.plenty;
    m_found = m_found || fresh > 0;
    auto next = m_rule.after({done.before.position, done.after.position, done.entries, fresh});
    if (done.before.position == StreamPosition::now())
        next = CatchUpRule::Next::CaughtUp;
    noteStandstill(done, fresh);

    if (changed && m_state != State::Stopped
        && !tell([this, state = m_stored] { emit newStreamState(state); }))
        return;
    if (m_state != State::Fetching || m_call || m_timer.isActive())
        return;
    if (m_ahead)
        take(*std::exchange(m_ahead, std::nullopt));
    else
        goOn(next);
}

void FetchingStream::notStored()
{
    if (!m_handedOn)
        return;
    m_reached = m_handedOn->before;
    m_handedOn.reset();
    pause();
}

void FetchingStream::goOn(CatchUpRule::Next next)
{
    if (next == CatchUpRule::Next::GoOn)
        fetch();
    else
        catchUp();
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
    if (announce())
        emit caughtUp();
}

void FetchingStream::lookAgain()
{
    if (m_state != State::Waiting)
        return;
    m_found = false;
    m_waitTrouble.attempts = 0;
    leaveFor(State::Fetching);
    fetch();
    announce();
}

void FetchingStream::fetchFailed(Error error)
{
    qCInfo(logStream) << streamTypeName(m_settings.type) << "fetch failed: kind" << int(error.kind)
                      << "status" << error.status;
    if (error.kind == Error::Kind::Unauthorized) {
        signOut(error);
        return;
    }
    ++m_fetchTrouble.attempts;
    const bool startsOver = isPositionRefused(error);
    if (startsOver) {
        startOver();
        error.code = u"position_refused"_s;
    } else if (isOnePass() && (!error.isTransient() || m_fetchTrouble.attempts >= triesOfOnePass)) {
        fail(error);
        return;
    }
    m_waitNext = false;
    backOff(error, m_manner.retry.delayAfter(error, m_fetchTrouble.attempts), m_fetchTrouble);
}

void FetchingStream::waitingFailed(const Error &error, Waiter::Trouble trouble)
{
    if (m_state != State::Waiting)
        return;
    if (error.kind == Error::Kind::Unauthorized && trouble != Waiter::Trouble::Passing) {
        signOut(error);
        return;
    }
    auto delay = m_manner.waitRetry.delayAfter(error, ++m_waitTrouble.attempts);
    const bool blocked = trouble == Waiter::Trouble::Blocked;
    if (blocked)
        delay = std::max(delay, m_manner.blockedInterval);
    m_waitNext = !blocked && m_waitTrouble.attempts < waitFailuresToLook;
    Trouble quiet{error.kind, 0};
    backOff(error, delay, trouble == Waiter::Trouble::Passing ? quiet : m_waitTrouble);
}

void FetchingStream::backOff(const Error &error, std::chrono::milliseconds delay, Trouble &trouble)
{
    const bool isNews = trouble.reported != error.kind;
    trouble.reported = error.kind;
    leaveFor(State::BackingOff);
    m_timer.start(delay);
    if (announce() && isNews)
        emit failed(error);
}

void FetchingStream::signOut(const Error &error)
{
    m_fetchTrouble.reported = error.kind;
    leaveFor(State::SignedOut);
    if (announce())
        emit failed(error);
}

void FetchingStream::fail(const Error &error)
{
    m_fetchTrouble.reported = error.kind;
    leaveFor(State::Failed);
    if (announce())
        emit failed(error);
}

/// Ends \p trouble, and says so unless something else is wrong still. False as tell() is.
bool FetchingStream::heal(Trouble &trouble)
{
    const bool wasReported = trouble.reported.has_value();
    trouble = {};
    if (!wasReported || m_fetchTrouble.reported || m_waitTrouble.reported)
        return true;
    return tell([this] { emit recovered(); });
}

bool FetchingStream::isPositionRefused(const Error &error) const
{
    const StreamPosition &position = m_reached.position;
    const bool wasGoodOnce = m_hasSucceeded || m_settings.start == StreamSettings::Start::Resume;
    if (error.kind != Error::Kind::Refused || m_hasStartedOver || !wasGoodOnce
        || !position.isUsable() || position == StreamPosition::now())
        return false;
    const bool nothingElse = !m_reached.startDate && !m_reached.endDate
        && m_reached.eventTypes.isEmpty();
    return nothingElse || error.message.contains("position"_L1, Qt::CaseInsensitive);
}

void FetchingStream::startOver()
{
    m_hasStartedOver = true;
    m_reached = restartedState(m_settings.type, m_reached, m_newest, m_api.clock().now());
}

/// Three polls that bring fresh events and no new position: the stream will not get past that place.
void FetchingStream::noteStandstill(const HandedOn &chunk, qsizetype fresh)
{
    if (chunk.before.position != chunk.after.position || fresh == 0) {
        m_standstills = 0;
        return;
    }
    qCWarning(logStream) << streamTypeName(m_settings.type)
                         << "brings events without a new position";
    if (++m_standstills < standstillsToStartOver || m_settings.type != StreamType::AdminLogs)
        return;
    m_standstills = 0;
    startOver();
}

} // namespace boxwatch
