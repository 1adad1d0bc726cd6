// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventtable.h"

#include <algorithm>
#include <mutex>

namespace boxwatch {

namespace {

/// Distinct triples of codes, with dense codes of their own; code 0 is the empty triple.
class TripleDictionary
{
public:
    using Code = EventTable::Code;
    using Triple = EventTable::Triple;

    TripleDictionary() : m_slots(1024, 0) { m_entries.append(Triple{}); }

    Code insert(const Triple &triple)
    {
        if (triple == Triple{})
            return 0;
        if (m_entries.size() * 3 > m_slots.size() * 2)
            grow();
        std::size_t slot = freeOrEqual(m_slots, triple);
        if (m_slots[slot] == 0) {
            m_slots[slot] = static_cast<Code>(m_entries.size());
            m_entries.append(triple);
        }
        return m_slots[slot];
    }

    const Triple &at(Code code) const { return m_entries[code]; }
    Code size() const { return static_cast<Code>(m_entries.size()); }

private:
    static std::size_t hash(const Triple &triple)
    {
        quint64 hash = triple.first * 0x9E3779B97F4A7C15U;
        hash = (hash ^ triple.second) * 0xC2B2AE3D27D4EB4FU;
        hash = (hash ^ triple.third) * 0x165667B19E3779F9U;
        return static_cast<std::size_t>(hash ^ (hash >> 31));
    }

    std::size_t freeOrEqual(const std::vector<Code> &places, const Triple &triple) const
    {
        const std::size_t mask = places.size() - 1;
        std::size_t slot = hash(triple) & mask;
        while (places[slot] != 0 && m_entries[places[slot]] != triple)
            slot = (slot + 1) & mask;
        return slot;
    }

    void grow()
    {
        std::vector<Code> places(m_slots.size() * 2, 0);
        for (Code code = 1; code < size(); ++code)
            places[freeOrEqual(places, m_entries[code])] = code;
        m_slots = std::move(places);
    }

    StableVector<Triple> m_entries;
    std::vector<Code> m_slots;
};

template<typename T>
std::unique_ptr<T[]> column()
{
    // Not zeroed: pages that no row has reached cost no memory.
    return std::make_unique_for_overwrite<T[]>(EventTable::rowsPerSegment);
}

} // namespace

/// The columns of up to rowsPerSegment rows. A cell is written once, before its row is published.
struct EventTable::Segment
{
    std::unique_ptr<EventId[]> id = column<EventId>();
    std::unique_ptr<qint64[]> createdAt = column<qint64>();
    std::unique_ptr<qint64[]> recordedAt = column<qint64>();
    std::unique_ptr<qint64[]> size = column<qint64>();
    std::unique_ptr<Code[]> type = column<Code>();
    std::unique_ptr<Code[]> actor = column<Code>();
    std::unique_ptr<Code[]> actingFor = column<Code>();
    std::unique_ptr<Code[]> target = column<Code>();
    std::unique_ptr<Code[]> owner = column<Code>();
    std::unique_ptr<Code[]> item = column<Code>();
    std::unique_ptr<Code[]> folder = column<Code>();
    std::unique_ptr<Code[]> address = column<Code>();
    std::unique_ptr<Code[]> service = column<Code>();
    std::unique_ptr<Code[]> session = column<Code>();
    std::unique_ptr<Code[]> sharedLink = column<Code>();
    std::unique_ptr<Code[]> classification = column<Code>();
    std::unique_ptr<qint8[]> risk = column<qint8>();
    std::unique_ptr<bool[]> readable = column<bool>();
};

struct EventTable::Data
{
    using Segments = std::vector<std::shared_ptr<Segment>>;

    Dictionary types;
    Dictionary texts;
    TripleDictionary persons;
    TripleDictionary items;
    TripleDictionary folders;
    StableVector<ChunkRange> chunks;

    // Only the writer.
    std::shared_ptr<Segments> segments = std::make_shared<Segments>();
    Row rows = 0;
    std::vector<Row> idSlots = std::vector<Row>(1024, 0); // row + 1 by hash of the id; 0 is free
    std::size_t idCount = 0;

    // What readers are given, exchanged under the mutex.
    mutable std::mutex mutex;
    TableSnapshot published;

    const EventId &idOf(Row row) const
    {
        return (*segments)[row / rowsPerSegment]->id[row % rowsPerSegment];
    }

    /// The slot of \p id, or the free one where it belongs.
    std::size_t idSlot(const std::vector<Row> &places, const EventId &id) const
    {
        const std::size_t mask = places.size() - 1;
        std::size_t slot = id.hash() & mask;
        while (places[slot] != 0 && idOf(places[slot] - 1) != id)
            slot = (slot + 1) & mask;
        return slot;
    }

    void rememberId(Row row, const EventId &id)
    {
        if ((idCount + 1) * 3 > idSlots.size() * 2) {
            std::vector<Row> places(idSlots.size() * 2, 0);
            for (const Row entry : idSlots) {
                if (entry != 0)
                    places[idSlot(places, idOf(entry - 1))] = entry;
            }
            idSlots = std::move(places);
        }
        const std::size_t slot = idSlot(idSlots, id);
        if (idSlots[slot] == 0) {
            idSlots[slot] = row + 1;
            ++idCount;
        }
    }

    Code person(const Person &person)
    {
        return persons.insert(
            {texts.insert(person.id), texts.insert(person.name), texts.insert(person.login)});
    }

    /// A segment with room for one more row. Snapshots keep the list that they have.
    Segment &segmentForNextRow()
    {
        if (rows / rowsPerSegment == segments->size()) {
            segments = std::make_shared<Segments>(*segments);
            segments->push_back(std::make_shared<Segment>());
        }
        return *segments->back();
    }
};

EventTable::EventTable() : m_data(std::make_shared<Data>())
{
    publish();
}

EventTable::~EventTable() = default;

std::optional<EventTable::Row> EventTable::find(const EventId &id) const
{
    if (id.isEmpty())
        return {};
    const Row entry = m_data->idSlots[m_data->idSlot(m_data->idSlots, id)];
    if (entry == 0)
        return {};
    return entry - 1;
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
    Data &data = *m_data;
    Segment &segment = data.segmentForNextRow();
    const Row row = data.rows;
    const std::size_t cell = row % rowsPerSegment;

    segment.id[cell] = id;
    segment.createdAt[cell] = event.createdAt;
    segment.recordedAt[cell] = event.recordedAt;
    segment.size[cell] = event.size;
    segment.type[cell] = data.types.insert(event.type);
    segment.actor[cell] = data.person(event.actor);
    segment.actingFor[cell] = data.person(event.actingFor);
    segment.target[cell] = data.person(event.target);
    segment.owner[cell] = data.person(event.owner);
    segment.item[cell] = data.items.insert(
        {data.texts.insert(event.item.type), data.texts.insert(event.item.id),
         data.texts.insert(event.item.name)});
    segment.folder[cell] = data.folders.insert(
        {data.texts.insert(event.folder.id), data.texts.insert(event.folder.name), 0});
    segment.address[cell] = data.texts.insert(event.address);
    segment.service[cell] = data.texts.insert(event.service);
    segment.session[cell] = data.texts.insert(event.session);
    segment.sharedLink[cell] = data.texts.insert(event.sharedLink);
    segment.classification[cell] = data.texts.insert(event.classification);
    segment.risk[cell] = static_cast<qint8>(std::clamp(event.risk, -1, 100));
    segment.readable[cell] = event.readable;

    ++data.rows;
    if (!id.isEmpty())
        data.rememberId(row, id);
    return row;
}

void EventTable::publish()
{
    TableSnapshot next;
    // Without m_data, which snapshot() adds: it would keep itself alive.
    next.m_segments = m_data->segments;
    next.m_size = m_data->rows;
    next.m_types = m_data->types.size();
    next.m_texts = m_data->texts.size();
    next.m_persons = m_data->persons.size();
    next.m_items = m_data->items.size();
    next.m_folders = m_data->folders.size();
    next.m_chunks = m_data->chunks.size();
    const std::lock_guard lock(m_data->mutex);
    m_data->published = std::move(next);
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

template<typename T>
const T &TableSnapshot::cell(std::unique_ptr<T[]> EventTable::Segment::*column, Row row) const
{
    const EventTable::Segment &segment = *(*m_segments)[row / EventTable::rowsPerSegment];
    return (segment.*column)[row % EventTable::rowsPerSegment];
}

qint64 TableSnapshot::createdAt(Row row) const { return cell(&EventTable::Segment::createdAt, row); }
qint64 TableSnapshot::recordedAt(Row row) const { return cell(&EventTable::Segment::recordedAt, row); }
bool TableSnapshot::isReadable(Row row) const { return cell(&EventTable::Segment::readable, row); }
EventTable::Code TableSnapshot::type(Row row) const { return cell(&EventTable::Segment::type, row); }
EventTable::Code TableSnapshot::actor(Row row) const { return cell(&EventTable::Segment::actor, row); }
EventTable::Code TableSnapshot::actingFor(Row row) const { return cell(&EventTable::Segment::actingFor, row); }
EventTable::Code TableSnapshot::target(Row row) const { return cell(&EventTable::Segment::target, row); }
EventTable::Code TableSnapshot::owner(Row row) const { return cell(&EventTable::Segment::owner, row); }
EventTable::Code TableSnapshot::item(Row row) const { return cell(&EventTable::Segment::item, row); }
EventTable::Code TableSnapshot::folder(Row row) const { return cell(&EventTable::Segment::folder, row); }
EventTable::Code TableSnapshot::address(Row row) const { return cell(&EventTable::Segment::address, row); }
EventTable::Code TableSnapshot::service(Row row) const { return cell(&EventTable::Segment::service, row); }
EventTable::Code TableSnapshot::session(Row row) const { return cell(&EventTable::Segment::session, row); }
EventTable::Code TableSnapshot::sharedLink(Row row) const { return cell(&EventTable::Segment::sharedLink, row); }
EventTable::Code TableSnapshot::classification(Row row) const
{
    return cell(&EventTable::Segment::classification, row);
}
qint64 TableSnapshot::size(Row row) const { return cell(&EventTable::Segment::size, row); }
int TableSnapshot::risk(Row row) const { return cell(&EventTable::Segment::risk, row); }

const EventId &TableSnapshot::packedId(Row row) const { return cell(&EventTable::Segment::id, row); }

QByteArray TableSnapshot::eventId(Row row) const
{
    const EventId &id = packedId(row);
    const std::string_view kept = id.isReference() ? text(id.code()) : std::string_view{};
    if (!kept.empty())
        return {kept.data(), static_cast<qsizetype>(kept.size())};
    return QByteArray::fromStdString(id.text());
}

const EventTable::ChunkRange &TableSnapshot::chunkOf(Row row) const
{
    const StableVector<EventTable::ChunkRange> &chunks = m_data->chunks;
    std::size_t low = 0;
    std::size_t high = m_chunks;
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (chunks[middle].first <= row ? low : high) = middle;
    }
    return chunks[low];
}

qint64 TableSnapshot::receivedAt(Row row) const { return chunkOf(row).receivedAt; }
quint16 TableSnapshot::stream(Row row) const { return chunkOf(row).stream; }
qint64 TableSnapshot::chunkId(Row row) const { return chunkOf(row).chunkId; }
EventTable::Row TableSnapshot::firstRowOfChunk(Row row) const { return chunkOf(row).first; }

std::string_view TableSnapshot::typeName(Code type) const { return m_data->types.at(type); }
std::string_view TableSnapshot::text(Code code) const { return m_data->texts.at(code); }
const EventTable::Triple &TableSnapshot::person(Code person) const
{
    return m_data->persons.at(person);
}
const EventTable::Triple &TableSnapshot::itemEntry(Code item) const { return m_data->items.at(item); }
const EventTable::Triple &TableSnapshot::folderEntry(Code folder) const
{
    return m_data->folders.at(folder);
}

} // namespace boxwatch
