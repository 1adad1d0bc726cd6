// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/chunkrecorder.h"

#include "core/session/chunkwriting.h"
#include "core/stream/serverfilter.h"

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace boxwatch {

LateSpan LateSpan::everything()
{
    return {
        .from = std::numeric_limits<qint64>::min(), .until = std::numeric_limits<qint64>::max()};
}

/// What a session wants of the events of a stream, made ready to be asked for each of them.
class ChunkRecorder::Wish
{
public:
    Wish(StreamType type, const StreamState &state)
        : m_types(state.eventTypes)
        , m_from(std::numeric_limits<qint64>::min())
        , m_until(std::numeric_limits<qint64>::max())
    {
        if (type == StreamType::AdminLogs)
            return; // the only one that can be told from when to when
        if (state.startDate)
            m_from = state.startDate->toMSecsSinceEpoch();
        if (state.endDate)
            m_until = state.endDate->toMSecsSinceEpoch();
    }

    bool includes(const Event &event) const
    {
        // What cannot be read cannot be judged: it is kept.
        return !event.readable
            || (isInTime(event.createdAt) && wantsEventType(m_types, event.type));
    }

private:
    bool isInTime(qint64 time) const
    {
        return time == Event::noTime || (m_from <= time && time < m_until);
    }

    const QByteArrayList &m_types;
    qint64 m_from;
    qint64 m_until;
};

/// What is new in a chunk. Nearly always all of it is, and then nothing is copied.
struct ChunkRecorder::Fresh
{
    EventChunk chunk; // owns what the events point into
    std::vector<Event> picked; // the late ones last; not used if the whole chunk is new and on time
    std::vector<EventId> ids;
    std::size_t onTime = 0;
    bool isWhole = false;

    std::span<const Event> events() const { return isWhole ? chunk.events() : picked; }
    std::span<const Event> eventsOnTime() const { return events().first(onTime); }
    std::span<const Event> lateEvents() const { return events().subspan(onTime); }
};

ChunkRecorder::ChunkRecorder(SessionFile &file, EventTable &table, QObject *parent)
    : QObject(parent)
    , m_file(file)
    , m_table(table)
    , m_keeper(file)
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

/// The ids of all events of \p chunk, wanted or not.
std::vector<EventId> ChunkRecorder::idsOf(const EventChunk &chunk)
{
    std::vector<EventId> ids;
    ids.reserve(chunk.events().size());
    for (const Event &event : chunk.events()) {
        ids.push_back(m_table.packId(event));
        m_table.prefetch(ids.back());
    }
    return ids;
}

/// Whether the table has an event with this id, or \p chunk has one before number \p index.
bool ChunkRecorder::isDuplicate(const std::vector<EventId> &ids, std::size_t index)
{
    const EventId &id = ids[index];
    if (id.isEmpty())
        return false; // never taken for another
    if (m_table.find(id))
        return true;
    const std::size_t hash = id.hash();
    if (m_seen.find(hash, [&](quint32 other) { return ids[other] == id; }) != HashIndex::none)
        return true;
    m_seen.insert(hash, static_cast<quint32>(index));
    return false;
}

ChunkRecorder::Fresh ChunkRecorder::withoutDuplicates(
    const EventChunk &chunk, const Wish &wish, const LateSpan &late)
{
    const std::vector<Event> &events = chunk.events();
    std::vector<EventId> ids = idsOf(chunk);
    std::vector<std::size_t> onTime;
    std::vector<std::size_t> tooLate;
    onTime.reserve(events.size());
    m_seen.clear();
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!wish.includes(events[i]))
            continue;
        if (isDuplicate(ids, i)) {
            ++m_recorded.duplicates;
            continue;
        }
        (late.contains(events[i].createdAt) ? tooLate : onTime).push_back(i);
    }

    Fresh fresh;
    fresh.chunk = chunk;
    fresh.onTime = onTime.size();
    fresh.isWhole = onTime.size() == events.size();
    if (fresh.isWhole) {
        fresh.ids = std::move(ids);
        return fresh;
    }
    onTime.insert(onTime.end(), tooLate.begin(), tooLate.end());
    fresh.picked.reserve(onTime.size());
    fresh.ids.reserve(onTime.size());
    for (const std::size_t i : onTime) {
        fresh.picked.push_back(events[i]);
        fresh.ids.push_back(ids[i]);
    }
    return fresh;
}

void ChunkRecorder::record(
    const StoredStream &stream, const EventChunk &chunk, const StreamState &after,
    qint64 receivedAt, const LateSpan &late, std::optional<qint64> coversFrom)
{
    Q_ASSERT(!m_writing.isBusy());
    m_recorded = {.receivedAt = receivedAt};
    const auto fresh = std::make_shared<const Fresh>(
        withoutDuplicates(chunk, Wish(stream.type, after), late));
    m_recorded.fresh = static_cast<qsizetype>(fresh->events().size());
    m_recorded.late = static_cast<qsizetype>(fresh->lateEvents().size());

    // What was left out cannot be taken out of what is compressed.
    ChunkPacker::Packing packing = m_packer.take(chunk);
    if (!fresh->isWhole)
        packing = {};
    m_writing.start([this, stream = stream.id, after, receivedAt, fresh, packing,
                     duplicates = m_recorded.duplicates, coversFrom] {
        const auto packed = packing.valid() ? packing.get() : nullptr;
        Result<qint64> written = writeChunk(
            m_file,
            {.stream = stream,
             .after = after,
             .receivedAt = receivedAt,
             .events = fresh->eventsOnTime(),
             .late = fresh->lateEvents(),
             .encoded = packed ? std::optional(packed->encoded()) : std::nullopt,
             .duplicates = duplicates,
             .coversFrom = coversFrom});
        if (written)
            m_keeper.keepNext(m_table.snapshot());
        return written;
    });
    append(*fresh, static_cast<quint16>(stream.id));
}

void ChunkRecorder::expect(const EventChunk &chunk)
{
    if (m_writing.isBusy() && !chunk.isEmpty())
        m_packer.begin(chunk);
}

void ChunkRecorder::append(const Fresh &fresh, quint16 stream)
{
    const std::span<const EventId> ids = fresh.ids;
    if (!fresh.eventsOnTime().empty()) {
        m_table.beginChunk({.receivedAt = m_recorded.receivedAt, .stream = stream});
        m_table.append(fresh.eventsOnTime(), ids.first(fresh.onTime));
    }
    if (!fresh.lateEvents().empty()) {
        m_table.beginChunk({.receivedAt = m_recorded.receivedAt, .stream = stream, .late = true});
        m_table.append(fresh.lateEvents(), ids.subspan(fresh.onTime));
    }
    for (const Event &event : fresh.events()) {
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
