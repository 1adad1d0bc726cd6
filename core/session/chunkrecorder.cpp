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

struct ChunkRecorder::Fresh
{
    EventChunk chunk; // owns what the events point into
    std::vector<Event> events;
    std::vector<EventId> ids;
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
    const EventChunk &chunk, StreamType type, const StreamState &after)
{
    Fresh fresh;
    fresh.chunk = chunk;
    fresh.events.reserve(chunk.events().size());
    fresh.ids.reserve(chunk.events().size());
    std::unordered_set<EventId, HashOfId> seen(chunk.events().size());
    for (const Event &event : chunk.events()) {
        if (isPastEnd(event, type, after))
            continue;
        const EventId id = m_table.packId(event);
        // An event without an id is never taken for another.
        if (!id.isEmpty() && (m_table.find(id) || !seen.insert(id).second)) {
            ++m_recorded.duplicates;
            continue;
        }
        fresh.events.push_back(event);
        fresh.ids.push_back(id);
    }
    return fresh;
}

void ChunkRecorder::record(
    const StoredStream &stream, const EventChunk &chunk, const StreamState &after,
    qint64 receivedAt)
{
    Q_ASSERT(!m_writing.isBusy());
    m_recorded = {.receivedAt = receivedAt};
    const auto fresh = std::make_shared<const Fresh>(withoutDuplicates(chunk, stream.type, after));
    m_recorded.fresh = static_cast<qsizetype>(fresh->events.size());

    m_writing.start([&file = m_file, stream = stream.id, after, receivedAt, fresh,
                     duplicates = m_recorded.duplicates] {
        return file.commit(
            {.stream = stream,
             .after = after,
             .receivedAt = receivedAt,
             .events = fresh->events,
             .duplicates = duplicates});
    });
    append(*fresh, static_cast<quint16>(stream.id));
}

void ChunkRecorder::append(const Fresh &fresh, quint16 stream)
{
    if (fresh.events.empty())
        return;
    m_table.beginChunk({.receivedAt = m_recorded.receivedAt, .stream = stream});
    for (std::size_t i = 0; i < fresh.events.size(); ++i) {
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
        m_table.setChunkId(*chunkId);
        m_table.publish();
    }
    emit recorded(m_recorded);
}

} // namespace boxwatch
