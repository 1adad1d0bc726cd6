// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/lookback.h"

#include "core/base/log.h"
#include "core/stream/streamquery.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr int emptyMoves = 2000;

// The history is a minute late. What happened before this, and was not there when it last looked, is
// behind it.
constexpr std::chrono::milliseconds lateness = 2min;

// The last event of the history itself, whether or not Box takes the end of a range for a part of it.
constexpr std::chrono::milliseconds inclusive = 1s;

} // namespace

LookBackStream::LookBackStream(
    BoxApi &api, FetchingStream &history, LookBackSettings settings, const StreamTiming &timing,
    QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_history(history)
    , m_settings(settings)
    , m_timing(timing)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_due = true;
        goOn();
    });
    m_gap.setSingleShot(true);
    connect(&m_gap, &QTimer::timeout, this, [this] { goOn(); });
    connect(&history, &EventStream::caughtUp, this, [this] { historyCaughtUp(); });
    connect(&history, &EventStream::stateChanged, this, &LookBackStream::historyChanged);
}

LookBackStream::~LookBackStream() = default;

void LookBackStream::setNotBefore(const QDateTime &time)
{
    if (!time.isValid() || (m_notBefore.isValid() && time <= m_notBefore))
        return;
    m_notBefore = time;
    if (!m_pass || time <= *m_pass->state.startDate)
        return;
    // Whether Box heeds another date beside a position is not said.
    m_call.reset();
    m_gap.stop();
    m_pass.reset();
    m_timer.start(0ms);
}

void LookBackStream::start()
{
    if (m_running || !m_settings.isOn())
        return;
    m_running = true;
    m_paused = false;
    m_timer.start(m_settings.interval);
}

void LookBackStream::pause()
{
    m_paused = true;
    m_call.reset();
    m_gap.stop();
}

void LookBackStream::resume()
{
    m_paused = false;
    goOn();
}

void LookBackStream::stop()
{
    m_running = false;
    m_due = false;
    m_call.reset();
    m_timer.stop();
    m_gap.stop();
    m_pass.reset();
}

bool LookBackStream::mayAsk() const
{
    return m_running && !m_paused && m_history.state() == EventStream::State::Waiting
        && m_caughtUp.isValid();
}

void LookBackStream::historyCaughtUp()
{
    m_caughtUp = m_api.clock().now();
    goOn();
}

void LookBackStream::historyChanged(EventStream::State state)
{
    // The history comes first; the chunk is asked for again.
    if (state != EventStream::State::Waiting)
        m_call.reset();
}

/// Does what is next, if anything is and it may be done now.
void LookBackStream::goOn()
{
    if (!mayAsk() || m_call || m_handedOn || m_gap.isActive())
        return;
    if (m_pass)
        ask();
    else if (std::exchange(m_due, false))
        beginPass();
}

void LookBackStream::beginPass()
{
    const QDateTime now = m_api.clock().now();
    const StreamState history = m_history.streamState();
    QDateTime from = now.addMSecs(-m_settings.span.count());
    for (const QDateTime &bound :
         {history.startDate.value_or(from), m_notBefore, oldestKept(StreamType::AdminLogs, now)})
        from = bound.isValid() ? std::max(from, bound) : from;
    QDateTime until = m_caughtUp.addMSecs(-lateness.count());
    if (const QDateTime newest = m_history.newestStored(); newest.isValid())
        until = std::max(until, std::min(newest, now).addMSecs(inclusive.count()));
    until = std::min(until, history.endDate.value_or(until));

    m_pass = Pass{{}, history.position, CatchUpRule({emptyMoves, 1})};
    if (from >= until) {
        endPass(true);
        return;
    }
    m_pass->state.startDate = from;
    m_pass->state.endDate = until;
    ask();
}

void LookBackStream::endPass(bool whole)
{
    const qsizetype late = m_pass->late;
    m_pass.reset();
    m_gap.stop();
    m_timer.start(m_settings.interval);
    qCInfo(logStream) << "looked back:" << late << "late," << (whole ? "whole" : "in part");
    if (whole)
        emit looked(late);
}

void LookBackStream::ask()
{
    EventsQuery query = eventsQuery(StreamType::AdminLogs, m_pass->state);
    query.eventTypes = m_history.sentEventTypes();
    m_call = m_api.events(query, [this](Result<QByteArray> body) { fetched(std::move(body)); });
}

void LookBackStream::fetched(Result<QByteArray> body)
{
    m_call.reset();
    const Result<EventChunk> chunk = body ? m_parser.parseChunk(std::move(*body))
                                          : Result<EventChunk>(body.error());
    if (!chunk) {
        qCInfo(logStream) << "look-back failed: kind" << int(chunk.error().kind);
        endPass(false);
        return;
    }
    StreamPosition &position = m_pass->state.position;
    const StreamPosition before = position;
    if (isPlace(chunk->next()))
        position = chunk->next();
    if (chunk->isEmpty()) {
        wentBy({before, position, 0, 0, 0});
        return;
    }
    m_handedOn = HandedOn{before, *chunk};
    emit received(*chunk);
}

void LookBackStream::stored(qsizetype fresh)
{
    if (!m_handedOn)
        return;
    const HandedOn done = *std::exchange(m_handedOn, std::nullopt);
    if (!m_pass) {
        goOn();
        return;
    }
    m_pass->late += fresh;
    const auto entries = static_cast<qsizetype>(done.chunk.events().size());
    wentBy({done.before, m_pass->state.position, entries, fresh, m_pass->recent.add(done.chunk)});
}

void LookBackStream::notStored()
{
    m_handedOn.reset();
    if (m_pass)
        endPass(false);
}

void LookBackStream::wentBy(const CatchUpRule::Outcome &outcome)
{
    const bool isThere = outcome.next == m_pass->cursor;
    if (m_pass->rule.after(outcome) == CatchUpRule::Next::CaughtUp || isThere) {
        endPass(true);
        return;
    }
    if (m_paused)
        return;
    m_gap.start(outcome.fresh > 0 ? m_timing.enterpriseGap : m_timing.lookBackGap);
}

} // namespace boxwatch
