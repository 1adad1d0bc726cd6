// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventtable.h"

#include <algorithm>
#include <array>
#include <mutex>

namespace boxwatch {

namespace {

/// Distinct triples of codes, with dense codes of their own; code 0 is the empty triple.
class TripleDictionary
{
public:
    using Code = EventTable::Code;
    using Triple = EventTable::Triple;

    TripleDictionary() { m_entries.append(Triple{}); }

    Code insert(const Triple &triple)
    {
        if (triple == Triple{})
            return 0;
        const std::size_t hash = hashOf(triple);
        const Code known = m_index.find(hash, [&](Code code) { return m_entries[code] == triple; });
        if (known != HashIndex::none)
            return known;
        const Code code = size();
        m_entries.append(triple);
        m_index.insert(hash, code);
        return code;
    }

    const Triple &at(Code code) const { return m_entries[code]; }
    Code size() const { return static_cast<Code>(m_entries.size()); }

private:
    static std::size_t hashOf(const Triple &triple)
    {
        quint64 hash = triple.first * 0x9E3779B97F4A7C15U;
        hash = (hash ^ triple.second) * 0xC2B2AE3D27D4EB4FU;
        hash = (hash ^ triple.third) * 0x165667B19E3779F9U;
        return static_cast<std::size_t>(hash ^ (hash >> 31));
    }

    StableVector<Triple> m_entries;
    HashIndex m_index; // of all but the empty triple
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
    HashIndex ids; // rows by event id, published or not

    // What readers are given, exchanged under the mutex.
    mutable std::mutex mutex;
    TableSnapshot published;

    const EventId &idOf(Row row) const
    {
        return (*segments)[row / rowsPerSegment]->id[row % rowsPerSegment];
    }

    Row find(const EventId &id) const
    {
        return ids.find(id.hash(), [&](Row row) { return idOf(row) == id; });
    }

    /// A segment with room for one more row. Snapshots keep the list that they have.
    Segment &segmentForNextRow()
    {
        if (rows / rowsPerSegment == segments->size()) {
            segments = std::make_shared<Segments>(*segments);
            segments->push_back(std::make_shared<Segment>());
        }
        return *(*segments)[rows / rowsPerSegment]; // not the last one after discard()
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
    const Row row = m_data->find(id);
    return row == HashIndex::none ? std::nullopt : std::optional(row);
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

    const std::array texts{
        event.actor.id,       event.actor.name,      event.actor.login, event.actingFor.id,
        event.actingFor.name, event.actingFor.login, event.target.id,   event.target.name,
        event.target.login,   event.owner.id,        event.owner.name,  event.owner.login,
        event.item.type,      event.item.id,         event.item.name,   event.folder.id,
        event.folder.name,    event.address,         event.service,     event.session,
        event.sharedLink,     event.classification};
    std::array<Code, texts.size()> codes{};
    data.texts.insert(texts, codes);
    segment.actor[cell] = data.persons.insert({codes[0], codes[1], codes[2]});
    segment.actingFor[cell] = data.persons.insert({codes[3], codes[4], codes[5]});
    segment.target[cell] = data.persons.insert({codes[6], codes[7], codes[8]});
    segment.owner[cell] = data.persons.insert({codes[9], codes[10], codes[11]});
    segment.item[cell] = data.items.insert({codes[12], codes[13], codes[14]});
    segment.folder[cell] = data.folders.insert({codes[15], codes[16], Dictionary::empty});
    segment.address[cell] = codes[17];
    segment.service[cell] = codes[18];
    segment.session[cell] = codes[19];
    segment.sharedLink[cell] = codes[20];
    segment.classification[cell] = codes[21];
    segment.risk[cell] = static_cast<qint8>(std::clamp(event.risk, -1, 100));
    segment.readable[cell] = event.readable;

    ++data.rows;
    if (!id.isEmpty())
        data.ids.insert(id.hash(), row);
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
    data.ids.clear();
    for (Row row = 0; row < data.rows; ++row) {
        if (const EventId &id = data.idOf(row); !id.isEmpty())
            data.ids.insert(id.hash(), row);
    }
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

qint64 TableSnapshot::createdAt(Row row) const
{
    return cell(&EventTable::Segment::createdAt, row);
}
qint64 TableSnapshot::recordedAt(Row row) const
{
    return cell(&EventTable::Segment::recordedAt, row);
}
bool TableSnapshot::isReadable(Row row) const
{
    return cell(&EventTable::Segment::readable, row);
}
EventTable::Code TableSnapshot::type(Row row) const
{
    return cell(&EventTable::Segment::type, row);
}
EventTable::Code TableSnapshot::actor(Row row) const
{
    return cell(&EventTable::Segment::actor, row);
}
EventTable::Code TableSnapshot::actingFor(Row row) const
{
    return cell(&EventTable::Segment::actingFor, row);
}
EventTable::Code TableSnapshot::target(Row row) const
{
    return cell(&EventTable::Segment::target, row);
}
EventTable::Code TableSnapshot::owner(Row row) const
{
    return cell(&EventTable::Segment::owner, row);
}
EventTable::Code TableSnapshot::item(Row row) const
{
    return cell(&EventTable::Segment::item, row);
}
EventTable::Code TableSnapshot::folder(Row row) const
{
    return cell(&EventTable::Segment::folder, row);
}
EventTable::Code TableSnapshot::address(Row row) const
{
    return cell(&EventTable::Segment::address, row);
}
EventTable::Code TableSnapshot::service(Row row) const
{
    return cell(&EventTable::Segment::service, row);
}
EventTable::Code TableSnapshot::session(Row row) const
{
    return cell(&EventTable::Segment::session, row);
}
EventTable::Code TableSnapshot::sharedLink(Row row) const
{
    return cell(&EventTable::Segment::sharedLink, row);
}
EventTable::Code TableSnapshot::classification(Row row) const
{
    return cell(&EventTable::Segment::classification, row);
}
qint64 TableSnapshot::size(Row row) const
{
    return cell(&EventTable::Segment::size, row);
}
int TableSnapshot::risk(Row row) const
{
    return cell(&EventTable::Segment::risk, row);
}

const EventId &TableSnapshot::packedId(Row row) const
{
    return cell(&EventTable::Segment::id, row);
}

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

qint64 TableSnapshot::receivedAt(Row row) const
{
    return chunkOf(row).receivedAt;
}
quint16 TableSnapshot::stream(Row row) const
{
    return chunkOf(row).stream;
}
bool TableSnapshot::isLate(Row row) const
{
    return chunkOf(row).late;
}
qint64 TableSnapshot::chunkId(Row row) const
{
    return chunkOf(row).chunkId;
}
EventTable::Row TableSnapshot::firstRowOfChunk(Row row) const
{
    return chunkOf(row).first;
}

std::string_view TableSnapshot::typeName(Code type) const
{
    return m_data->types.at(type);
}
std::string_view TableSnapshot::text(Code code) const
{
    return m_data->texts.at(code);
}
const EventTable::Triple &TableSnapshot::person(Code person) const
{
    return m_data->persons.at(person);
}
const EventTable::Triple &TableSnapshot::itemEntry(Code item) const
{
    return m_data->items.at(item);
}
const EventTable::Triple &TableSnapshot::folderEntry(Code folder) const
{
    return m_data->folders.at(folder);
}

} // namespace boxwatch
