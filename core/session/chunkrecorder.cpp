// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/chunkrecorder.h"

#include "core/session/chunkwriting.h"
#include "core/stream/serverfilter.h"

#include <algorithm>
#include <limits>
#include <span>
#include <unordered_set>

namespace boxwatch {

namespace {

struct HashOfId
{
    std::size_t operator()(const EventId &id) const { return id.hash(); }
};

/// Only `admin_logs` can be told from when to when.
bool isWithinDates(const Event &event, StreamType type, const StreamState &state)
{
    if (type == StreamType::AdminLogs || event.createdAt == Event::noTime)
        return true;
    return (!state.startDate || event.createdAt >= state.startDate->toMSecsSinceEpoch())
        && (!state.endDate || event.createdAt < state.endDate->toMSecsSinceEpoch());
}

} // namespace

LateSpan LateSpan::everything()
{
    return {
        .from = std::numeric_limits<qint64>::min(), .until = std::numeric_limits<qint64>::max()};
}

struct ChunkRecorder::Fresh
{
    EventChunk chunk; // owns what the events point into
    std::vector<Event> events; // the late ones last
    std::vector<EventId> ids;
    std::size_t onTime = 0;

    std::span<const Event> eventsOnTime() const { return {events.data(), onTime}; }
    std::span<const Event> lateEvents() const { return std::span(events).subspan(onTime); }
};

ChunkRecorder::ChunkRecorder(SessionFile &file, EventTable &table, QObject *parent)
    : QObject(parent)
    , m_file(file)
    , m_table(table)
    , m_writing([this](const Result<qint64> &chunkId) { written(chunkId); })
{
}

ChunkRecorder::~ChunkRecorder()
{
    finish();
}

void ChunkRecorder::finish()
{
    m_writing.finish();
}

ChunkRecorder::Fresh ChunkRecorder::withoutDuplicates(
    const EventChunk &chunk, StreamType type, const StreamState &after, const LateSpan &late)
{
    Fresh fresh;
    std::vector<Event> lateEvents;
    std::vector<EventId> lateIds;
    fresh.chunk = chunk;
    fresh.events.reserve(chunk.events().size());
    fresh.ids.reserve(chunk.events().size());
    std::unordered_set<EventId, HashOfId> seen(chunk.events().size());
    for (const Event &event : chunk.events()) {
        // What cannot be read cannot be judged: it is kept.
        const bool isWanted = !event.readable
            || (wantsEventType(after.eventTypes, event.type) && isWithinDates(event, type, after));
        if (!isWanted)
            continue;
        const EventId id = m_table.packId(event);
        // An event without an id is never taken for another.
        if (!id.isEmpty() && (m_table.find(id) || !seen.insert(id).second)) {
            ++m_recorded.duplicates;
            continue;
        }
        const bool isLate = late.contains(event.createdAt);
        (isLate ? lateEvents : fresh.events).push_back(event);
        (isLate ? lateIds : fresh.ids).push_back(id);
    }
    fresh.onTime = fresh.events.size();
    fresh.events.insert(fresh.events.end(), lateEvents.begin(), lateEvents.end());
    fresh.ids.insert(fresh.ids.end(), lateIds.begin(), lateIds.end());
    return fresh;
}

void ChunkRecorder::record(
    const StoredStream &stream, const EventChunk &chunk, const StreamState &after,
    qint64 receivedAt, const LateSpan &late, std::optional<qint64> coversFrom)
{
    Q_ASSERT(!m_writing.isBusy());
    m_recorded = {.receivedAt = receivedAt};
    const auto fresh = std::make_shared<const Fresh>(
        withoutDuplicates(chunk, stream.type, after, late));
    m_recorded.fresh = static_cast<qsizetype>(fresh->events.size());
    m_recorded.late = static_cast<qsizetype>(fresh->lateEvents().size());

    m_writing.start([&file = m_file, stream = stream.id, after, receivedAt, fresh,
                     duplicates = m_recorded.duplicates, coversFrom] {
        return writeChunk(
            file,
            {.stream = stream,
             .after = after,
             .receivedAt = receivedAt,
             .events = fresh->eventsOnTime(),
             .late = fresh->lateEvents(),
             .duplicates = duplicates,
             .coversFrom = coversFrom});
    });
    append(*fresh, static_cast<quint16>(stream.id));
}

void ChunkRecorder::append(const Fresh &fresh, quint16 stream)
{
    if (fresh.onTime > 0) {
        m_table.beginChunk({.receivedAt = m_recorded.receivedAt, .stream = stream});
        appendPart(fresh, 0, fresh.onTime);
    }
    if (fresh.onTime < fresh.events.size()) {
        m_table.beginChunk({.receivedAt = m_recorded.receivedAt, .stream = stream, .late = true});
        appendPart(fresh, fresh.onTime, fresh.events.size());
    }
}

void ChunkRecorder::appendPart(const Fresh &fresh, std::size_t first, std::size_t end)
{
    for (std::size_t i = first; i < end; ++i) {
        const Event &event = fresh.events[i];
        m_table.append(event, fresh.ids[i]);
        m_recorded.unreadable += event.readable ? 0 : 1;
        m_recorded.newestEvent = std::max<qint64>(m_recorded.newestEvent, event.createdAt);
    }
}

void ChunkRecorder::written(const Result<qint64> &chunkId)
{
    if (!chunkId) {
        m_table.discard();
        emit failed(chunkId.error());
        return;
    }
    if (m_recorded.fresh > 0) {
        m_table.setChunkIds(*chunkId);
        m_table.publish();
    }
    emit recorded(m_recorded);
}

} // namespace boxwatch
