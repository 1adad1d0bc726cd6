// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventtable.h"

#include "core/store/eventtabledata.h"
#include "core/store/unpackedsegment.h"

#include <algorithm>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace boxwatch {

namespace {

/// Columns and indices come and go in blocks of megabytes. glibc keeps such blocks once one was freed, for
/// the next that fits, which made up 13 of 137 bytes an event; with a threshold of our own it gives them
/// back.
void giveLargeBlocksBack()
{
#if defined(__GLIBC__)
    static const int done = mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    Q_UNUSED(done)
#endif
}

} // namespace

GrowingSegment &EventTable::Data::segmentForNextRow()
{
    const std::size_t index = rows / rowsPerSegment; // not that of the last one after discard()
    if (index == segments->size()) {
        growing.push_back(std::make_shared<GrowingSegment>(keep == Keep::Columns));
        put(index, growing.back());
    }
    return *growing[index - sealedSegments];
}

void EventTable::Data::put(std::size_t index, std::shared_ptr<const Segment> segment)
{
    auto next = std::make_shared<Segments>(*segments);
    next->resize(std::max(next->size(), index + 1));
    (*next)[index] = std::move(segment);
    segments = std::move(next);
}

void EventTable::Data::seal()
{
    while (!growing.empty() && (sealedSegments + 1) * rowsPerSegment <= rows) {
        put(sealedSegments, sealed(*growing.front(), dictionarySizes()));
        growing.erase(growing.begin());
        ++sealedSegments;
    }
}

void EventTable::Data::indexIds()
{
    if (indexedRows == rows)
        return;
    ids.reserve(rows);
    for (; indexedRows < rows; ++indexedRows)
        indexId(idOf(indexedRows), indexedRows);
}

void EventTable::Data::indexId(const EventId &id, Row row)
{
    if (id.isEmpty())
        return;
    // A file may hold one id a million times, and the index is slow for that.
    const std::size_t hash = id.hash();
    const Row first = ids.find(hash, [&](Row candidate) { return idOf(candidate) == id; });
    if (first == HashIndex::none)
        ids.insert(hash, row);
}

void EventTable::Data::forgetIndex()
{
    if (indexedRows > 0)
        ids.clear();
    indexedRows = 0;
}

EventTable::EventTable(Keep keep) : m_data(std::make_shared<Data>(keep))
{
    giveLargeBlocksBack();
    publish();
}

EventTable::~EventTable() = default;

bool EventTable::keepsColumns() const
{
    return m_data->keep == Keep::Columns;
}

std::optional<EventTable::Row> EventTable::find(const EventId &id) const
{
    if (id.isEmpty())
        return {};
    m_data->indexIds();
    const Row row = m_data->ids.find(
        id.hash(), [&](Row candidate) { return m_data->idOf(candidate) == id; });
    return row == HashIndex::none ? std::nullopt : std::optional(row);
}

void EventTable::prefetch(const EventId &id) const
{
    m_data->ids.prefetch(id.hash());
}

EventId EventTable::packId(const Event &event)
{
    const EventId id = EventId::fromText(event.id);
    if (id.isEmpty() && !event.id.empty())
        return EventId::reference(m_data->texts.insert(event.id));
    return id;
}

void EventTable::beginChunk(const ChunkRange &chunk)
{
    ChunkRange range = chunk;
    range.first = m_data->rows;
    m_data->chunks.append(range);
}

EventTable::Row EventTable::append(const Event &event, const EventId &id)
{
    append({&event, 1}, {&id, 1});
    return m_data->rows - 1;
}

void EventTable::append(std::span<const Event> events, std::span<const EventId> ids)
{
    m_data->append(events, ids);
}

void EventTable::append(UnpackedSegment stored, std::span<const ChunkRange> chunks)
{
    Data &data = *m_data;
    data.types.extend(stored.types);
    data.texts.extend(stored.texts);
    data.persons.extend(stored.persons);
    data.items.extend(stored.items);
    data.folders.extend(stored.folders);
    for (const ChunkRange &chunk : chunks)
        data.chunks.append(chunk);
    data.put(data.sealedSegments, std::move(stored.segment));
    ++data.sealedSegments;
    data.rows += rowsPerSegment;
}

void EventTable::setIds(std::size_t segment, std::span<const EventId> ids, bool right)
{
    auto with = std::make_shared<Segment>(*(*m_data->segments)[segment]);
    with->ids = IdColumn::packed(ids);
    with->token = right ? with->token : 0;
    m_data->put(segment, std::move(with));
    m_data->forgetIndex();
}

void EventTable::publish()
{
    m_data->seal();
    TableSnapshot next;
    // Without m_data, which snapshot() adds: it would keep itself alive.
    next.m_segments = m_data->segments;
    next.m_size = m_data->rows;
    next.m_hasIds = std::ranges::all_of(
        *m_data->segments, [](const auto &segment) { return segment->ids.isThere(); });
    next.m_types = m_data->types.size();
    next.m_texts = m_data->texts.size();
    next.m_persons = m_data->persons.size();
    next.m_items = m_data->items.size();
    next.m_folders = m_data->folders.size();
    next.m_chunks = m_data->chunks.size();
    const std::lock_guard lock(m_data->mutex);
    m_data->published = std::move(next);
}

void EventTable::setChunkIds(qint64 first)
{
    Data &data = *m_data;
    for (std::size_t i = data.published.m_chunks; i < data.chunks.size(); ++i)
        data.chunks.mutableAt(i).chunkId = first++;
}

void EventTable::discard()
{
    Data &data = *m_data;
    data.rows = data.published.m_size; // only this thread publishes: no lock needed to read it
    data.chunks.truncate(data.published.m_chunks);
    data.forgetIndex();
}

TableSnapshot EventTable::snapshot() const
{
    TableSnapshot snapshot;
    {
        const std::lock_guard lock(m_data->mutex);
        snapshot = m_data->published;
    }
    snapshot.m_data = m_data;
    return snapshot;
}

EventTable::Row EventTable::size() const
{
    const std::lock_guard lock(m_data->mutex);
    return m_data->published.m_size;
}

} // namespace boxwatch
