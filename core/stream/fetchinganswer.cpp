// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a FetchingStream does with an answer, until it is stored.

#include "core/stream/fetchingstream.h"
#include "core/stream/streamquery.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

/// What an answer tells beside its events.
void FetchingStream::learn(const EventChunk &chunk)
{
    m_hasSucceeded = true;
    m_hasStartedOver = false;
    m_hasMovedStart = false;
    listen();

    const bool wasSilent = m_troubles.heal(Troubles::Of::Silence);
    if (m_troubles.heal(Troubles::Of::Fetching) || wasSilent)
        m_news.push_back([this] { emit recovered(); });
    if (const auto gap = m_gaps.answered(chunk, m_api.clock().now()))
        m_news.push_back([this, gap = *gap] { emit gapNoticed(gap); });
    if (const auto refusal = m_filter.confirm())
        m_news.push_back([this, error = *refusal] { emit filterRefused(error); });

    const auto note = [this](StreamNote::Kind kind, const QByteArrayList &types) {
        m_news.push_back(
            [this, note = StreamNote{kind, m_settings.type, {}, types}] { emit noted(note); });
    };
    if (m_filter.isUnsendable() && !std::exchange(m_hasToldOfTypes, true))
        note(StreamNote::Kind::AllTypesAsked, m_reached.eventTypes);
    const bool lacksPosition = !chunk.isEmpty() && !isPlace(chunk.next());
    if (lacksPosition && !m_lacksPosition)
        note(StreamNote::Kind::NoPosition, {});
    if (!chunk.isEmpty())
        m_lacksPosition = lacksPosition;
}

bool FetchingStream::tellNews()
{
    while (!m_news.empty()) {
        const auto next = std::move(m_news.front());
        m_news.pop_front();
        if (!tell(next))
            return false;
    }
    return true;
}

/// Hands \p chunk on, having asked for what follows it if it looks as if there were more.
void FetchingStream::take(const EventChunk &chunk)
{
    HandedOn handedOn;
    handedOn.before = m_reached;
    handedOn.chunk = chunk;
    if (isPlace(chunk.next()))
        m_reached.position = chunk.next();
    handedOn.after = m_reached;

    const bool moved = handedOn.after.position != handedOn.before.position;
    const auto entries = static_cast<qsizetype>(chunk.events().size());
    if (entries == 0 && m_reached == m_stored) {
        m_plenty = false;
        goOn(m_rule.after({handedOn.before.position, m_reached.position, 0, 0, 0}));
        return;
    }
    if (moved && m_plenty && entries >= m_manner.plenty)
        fetch();
    // A copy, since a receiver may destroy this object before the next one is told.
    const StreamState after = handedOn.after;
    m_handedOn = std::move(handedOn);
    emit received(chunk, after);
}

/// Has the state stored where only the event types have changed.
void FetchingStream::handOnState()
{
    m_handedOn = HandedOn{.before = m_reached, .after = m_reached, .isChunk = false};
    const StreamState after = m_reached;
    emit received(EventChunk(), after);
}

void FetchingStream::stored(qsizetype fresh)
{
    if (!m_handedOn)
        return;
    const HandedOn done = *std::exchange(m_handedOn, std::nullopt);
    const bool changed = m_stored != done.after;
    m_stored = done.after;
    const auto next = done.isChunk ? afterStored(done, fresh) : CatchUpRule::Next::GoOn;

    if (changed && m_state != State::Stopped
        && !tell([this, state = m_stored] { emit newStreamState(state); }))
        return;
    const bool hasPlace = m_reached.position != StreamPosition::now();
    if (m_reached.eventTypes != m_stored.eventTypes && hasPlace && (isRunning() || isPaused())) {
        handOnState();
        return;
    }
    if (m_state != State::Fetching || m_call || m_timer.isActive())
        return;
    if (m_ahead)
        take(*std::exchange(m_ahead, std::nullopt));
    else
        goOn(next);
}

CatchUpRule::Next FetchingStream::afterStored(const HandedOn &done, qsizetype fresh)
{
    m_newest = std::max(m_newest, newestOf(done.chunk, m_api.clock().now()));
    m_gaps.setNewest(m_newest);
    m_plenty = fresh >= m_manner.plenty;
    const auto entries = static_cast<qsizetype>(done.chunk.events().size());
    const qsizetype news = m_recent.add(done.chunk);
    m_found = m_found || fresh > 0 || news > 0;
    auto next = m_rule.after({done.before.position, done.after.position, entries, fresh, news});
    if (done.before.position == StreamPosition::now())
        next = CatchUpRule::Next::CaughtUp;
    noteStandstill(done, fresh);
    return next;
}

void FetchingStream::notStored()
{
    if (!m_handedOn)
        return;
    m_reached = m_handedOn->before;
    m_reached.eventTypes = m_settings.state.eventTypes;
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

} // namespace boxwatch
