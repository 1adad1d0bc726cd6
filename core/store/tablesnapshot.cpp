// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventtabledata.h"

#include <algorithm>

namespace boxwatch {

const Segment &TableSnapshot::segmentOf(Row row) const
{
    return *(*m_segments)[row / EventTable::rowsPerSegment];
}

EventTable::Code TableSnapshot::code(CodeColumn column, Row row) const
{
    return segmentOf(row).codes[static_cast<std::size_t>(column)][row % EventTable::rowsPerSegment];
}

qint64 TableSnapshot::number(NumberColumn column, Row row) const
{
    return segmentOf(row)
        .numbers[static_cast<std::size_t>(column)][row % EventTable::rowsPerSegment];
}

qint64 TableSnapshot::createdAt(Row row) const
{
    return number(NumberColumn::CreatedAt, row);
}
qint64 TableSnapshot::recordedAt(Row row) const
{
    return number(NumberColumn::RecordedAt, row);
}
qint64 TableSnapshot::size(Row row) const
{
    return number(NumberColumn::Size, row);
}
int TableSnapshot::risk(Row row) const
{
    return static_cast<int>(number(NumberColumn::Risk, row));
}
bool TableSnapshot::isReadable(Row row) const
{
    return segmentOf(row).readable[row % EventTable::rowsPerSegment] != 0;
}
EventTable::Code TableSnapshot::type(Row row) const
{
    return code(CodeColumn::Type, row);
}
EventTable::Code TableSnapshot::actor(Row row) const
{
    return code(CodeColumn::Actor, row);
}
EventTable::Code TableSnapshot::actingFor(Row row) const
{
    return code(CodeColumn::ActingFor, row);
}
EventTable::Code TableSnapshot::target(Row row) const
{
    return code(CodeColumn::Target, row);
}
EventTable::Code TableSnapshot::owner(Row row) const
{
    return code(CodeColumn::Owner, row);
}
EventTable::Code TableSnapshot::item(Row row) const
{
    return code(CodeColumn::Item, row);
}
EventTable::Code TableSnapshot::folder(Row row) const
{
    return code(CodeColumn::Folder, row);
}
EventTable::Code TableSnapshot::address(Row row) const
{
    return code(CodeColumn::Address, row);
}
EventTable::Code TableSnapshot::service(Row row) const
{
    return code(CodeColumn::Service, row);
}
EventTable::Code TableSnapshot::session(Row row) const
{
    return code(CodeColumn::Session, row);
}
EventTable::Code TableSnapshot::sharedLink(Row row) const
{
    return code(CodeColumn::SharedLink, row);
}
EventTable::Code TableSnapshot::classification(Row row) const
{
    return code(CodeColumn::Classification, row);
}

EventId TableSnapshot::packedId(Row row) const
{
    return segmentOf(row).ids.at(row % EventTable::rowsPerSegment);
}

QByteArray TableSnapshot::eventId(Row row) const
{
    const EventId id = packedId(row);
    const std::string_view kept = id.isReference() ? text(id.code()) : std::string_view{};
    if (!kept.empty())
        return {kept.data(), static_cast<qsizetype>(kept.size())};
    return QByteArray::fromStdString(id.text());
}

std::size_t TableSnapshot::segmentCount() const
{
    return (std::size_t{m_size} + EventTable::rowsPerSegment - 1) / EventTable::rowsPerSegment;
}

const Segment &TableSnapshot::segment(std::size_t index) const
{
    return *(*m_segments)[index];
}

std::size_t TableSnapshot::sealedCount() const
{
    const std::size_t full = m_size / EventTable::rowsPerSegment;
    std::size_t sealed = 0;
    while (sealed < full && segment(sealed).isSealed())
        ++sealed;
    return sealed;
}

std::size_t TableSnapshot::rowsOf(std::size_t segment) const
{
    return std::min<std::size_t>(
        EventTable::rowsPerSegment, m_size - segment * EventTable::rowsPerSegment);
}

CodeSpan TableSnapshot::codes(CodeColumn column, std::size_t segment) const
{
    return this->segment(segment).codes[static_cast<std::size_t>(column)].first(rowsOf(segment));
}

NumberSpan TableSnapshot::numbers(NumberColumn column, std::size_t segment) const
{
    return this->segment(segment).numbers[static_cast<std::size_t>(column)].first(rowsOf(segment));
}

CodeSpan TableSnapshot::readable(std::size_t segment) const
{
    return this->segment(segment).readable.first(rowsOf(segment));
}

const EventTable::ChunkRange &TableSnapshot::chunk(std::size_t index) const
{
    return m_data->chunks[index];
}

std::size_t TableSnapshot::chunkIndex(Row row) const
{
    const StableVector<EventTable::ChunkRange> &chunks = m_data->chunks;
    std::size_t low = 0;
    std::size_t high = m_chunks;
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (chunks[middle].first <= row ? low : high) = middle;
    }
    return low;
}

const EventTable::ChunkRange &TableSnapshot::chunkOf(Row row) const
{
    return m_data->chunks[chunkIndex(row)];
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
