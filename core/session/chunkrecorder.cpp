// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/chunkrecorder.h"

#include <algorithm>
#include <unordered_set>

namespace boxwatch {

namespace {

struct HashOfId
{
    std::size_t operator()(const EventId &id) const { return id.hash(); }
};

/// Only `admin_logs` can be told an end by the server.
bool isPastEnd(const Event &event, StreamType type, const StreamState &state)
{
    return type != StreamType::AdminLogs && state.endDate && event.createdAt != Event::noTime
        && event.createdAt >= state.endDate->toMSecsSinceEpoch();
}

} // namespace

ChunkRecorder::Fresh ChunkRecorder::withoutDuplicates(
    const EventChunk &chunk, StreamType type, const StreamState &after)
{
    Fresh fresh;
    fresh.events.reserve(chunk.events().size());
    fresh.ids.reserve(chunk.events().size());
    std::unordered_set<EventId, HashOfId> seen(chunk.events().size());
    for (const Event &event : chunk.events()) {
        if (isPastEnd(event, type, after))
            continue;
        const EventId id = m_table.packId(event);
        // An event without an id is never taken for another.
        if (!id.isEmpty() && (m_table.find(id) || !seen.insert(id).second)) {
            ++fresh.duplicates;
            continue;
        }
        fresh.events.push_back(event);
        fresh.ids.push_back(id);
    }
    return fresh;
}

Result<Recorded> ChunkRecorder::record(
    const StoredStream &stream, const EventChunk &chunk, const StreamState &after, qint64 receivedAt)
{
    const Fresh fresh = withoutDuplicates(chunk, stream.type, after);
    const Result<qint64> chunkId = m_file.commit(
        {.stream = stream.id,
         .after = after,
         .receivedAt = receivedAt,
         .events = fresh.events,
         .duplicates = fresh.duplicates});
    if (!chunkId)
        return chunkId.error();

    Recorded recorded;
    recorded.fresh = static_cast<qsizetype>(fresh.events.size());
    recorded.duplicates = fresh.duplicates;
    if (fresh.events.empty())
        return recorded;

    m_table.beginChunk(
        {.chunkId = *chunkId,
         .receivedAt = receivedAt,
         .stream = static_cast<quint16>(stream.id)});
    for (std::size_t i = 0; i < fresh.events.size(); ++i) {
        const Event &event = fresh.events[i];
        m_table.append(event, fresh.ids[i]);
        recorded.unreadable += event.readable ? 0 : 1;
        recorded.newestEvent = std::max<qint64>(recorded.newestEvent, event.createdAt);
    }
    m_table.publish();
    return recorded;
}

} // namespace boxwatch
