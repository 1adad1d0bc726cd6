// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/sortvalues.h"

#include "core/event/eventcatalogue.h"
#include "core/query/naturalkey.h"

#include <algorithm>

namespace boxwatch {

namespace {

/// In the same order, without a sign.
quint64 unsignedOf(qint64 number)
{
    return static_cast<quint64>(number) ^ (quint64{1} << 63);
}

bool isTextKey(SortKey key)
{
    switch (key) {
    case SortKey::Mark:
    case SortKey::Severity:
    case SortKey::Created:
    case SortKey::Size:
    case SortKey::Risk:
    case SortKey::Recorded:
    case SortKey::Received:
    case SortKey::Stream:
    case SortKey::Late:
        return false;
    default:
        return true;
    }
}

} // namespace

SortValues::SortValues(const TableSnapshot &table, SortKey key, const RowSet &marks)
    : m_table(table)
    , m_key(key)
    , m_isText(isTextKey(key))
    , m_marks(marks)
    , m_uuidForm(EventId::fromText("00000000-0000-0000-0000-000000000000").form())
    , m_hexForm(EventId::fromText("0000000000000000000000000000000000000000").form())
{
    if (key != SortKey::Severity && key != SortKey::Type)
        return;
    for (Code code = 0; code < table.typeCount(); ++code) {
        const std::string_view name = table.typeName(code);
        const EventType type = EventCatalogue::instance().find(
            QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        m_severities.push_back(static_cast<quint8>(type.severity));
        m_labels.push_back(name.empty() ? std::string() : type.label.toStdString());
    }
}

bool SortValues::isOfChunk() const
{
    return m_key == SortKey::Received || m_key == SortKey::Stream || m_key == SortKey::Late;
}

quint64 SortValues::chunkNumber(const EventTable::ChunkRange &chunk, Row row) const
{
    if (m_key == SortKey::Received)
        return unsignedOf(chunk.receivedAt);
    if (m_key == SortKey::Stream)
        return chunk.stream;
    if (!chunk.late)
        return missing;
    const qint64 created = m_table.createdAt(row);
    return created == Event::noTime
        ? 0
        : static_cast<quint64>(std::max<qint64>(0, chunk.receivedAt - created));
}

quint64 SortValues::cellNumber(std::size_t segment, std::size_t cell) const
{
    const auto time = [&](NumberColumn column) {
        const qint64 value = m_table.numbers(column, segment)[cell];
        return value == Event::noTime ? missing : unsignedOf(value);
    };
    const auto amount = [&](NumberColumn column) {
        const qint64 value = m_table.numbers(column, segment)[cell];
        return value < 0 ? missing : static_cast<quint64>(value);
    };
    switch (m_key) {
    case SortKey::Created:
        return time(NumberColumn::CreatedAt);
    case SortKey::Recorded:
        return time(NumberColumn::RecordedAt);
    case SortKey::Size:
        return amount(NumberColumn::Size);
    case SortKey::Risk:
        return amount(NumberColumn::Risk);
    case SortKey::Severity:
        return m_severities[m_table.codes(CodeColumn::Type, segment)[cell]];
    default: // Mark: marked ones first
        return m_marks.contains(static_cast<Row>(segment * EventTable::rowsPerSegment + cell)) ? 0
                                                                                               : 1;
    }
}

std::size_t SortValues::chunkOf(Row row) const
{
    std::size_t low = 0;
    std::size_t high = m_table.chunkCount();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (m_table.chunk(middle).first <= row ? low : high) = middle;
    }
    return low;
}

quint64 SortValues::number(Row row) const
{
    if (isOfChunk())
        return chunkNumber(m_table.chunk(chunkOf(row)), row);
    return cellNumber(row / EventTable::rowsPerSegment, row % EventTable::rowsPerSegment);
}

void SortValues::numbers(std::span<const Row> rows, quint64 *values) const
{
    if (!isOfChunk()) {
        std::ranges::transform(rows, values, [this](Row row) { return number(row); });
        return;
    }
    Row begin = 0;
    Row end = 0;
    std::size_t chunk = 0;
    for (const Row row : rows) {
        if (row < begin || row >= end) {
            chunk = chunkOf(row);
            begin = m_table.chunk(chunk).first;
            end = chunk + 1 < m_table.chunkCount() ? m_table.chunk(chunk + 1).first
                                                   : m_table.size();
        }
        *values++ = chunkNumber(m_table.chunk(chunk), row);
    }
}

CodeColumn SortValues::column() const
{
    switch (m_key) {
    case SortKey::Type:
        return CodeColumn::Type;
    case SortKey::Item:
    case SortKey::ItemType:
    case SortKey::ItemId:
        return CodeColumn::Item;
    case SortKey::Folder:
    case SortKey::FolderId:
        return CodeColumn::Folder;
    case SortKey::Address:
        return CodeColumn::Address;
    case SortKey::Service:
        return CodeColumn::Service;
    case SortKey::Owner:
        return CodeColumn::Owner;
    case SortKey::Target:
        return CodeColumn::Target;
    case SortKey::ActingFor:
        return CodeColumn::ActingFor;
    case SortKey::Classification:
        return CodeColumn::Classification;
    case SortKey::SharedLink:
        return CodeColumn::SharedLink;
    case SortKey::Session:
        return CodeColumn::Session;
    default:
        return CodeColumn::Actor;
    }
}

SortValues::Code SortValues::entryCount() const
{
    return m_key == SortKey::Type ? m_table.typeCount() : m_table.textCount();
}

/// The text that people read, of an entry of the column's own dictionary.
SortValues::Code SortValues::shown(Code code) const
{
    const auto named = [](Code name, Code otherwise) {
        return name != Dictionary::empty ? name : otherwise;
    };
    switch (m_key) {
    case SortKey::Login:
        return m_table.person(code).third;
    case SortKey::ActorId:
        return m_table.person(code).first;
    case SortKey::Who:
    case SortKey::Owner:
    case SortKey::Target:
    case SortKey::ActingFor: {
        const EventTable::Triple person = m_table.person(code);
        return named(person.second, named(person.third, person.first));
    }
    case SortKey::Item: {
        const EventTable::Triple item = m_table.itemEntry(code);
        return named(item.third, item.second);
    }
    case SortKey::ItemType:
        return m_table.itemEntry(code).first;
    case SortKey::ItemId:
        return m_table.itemEntry(code).second;
    case SortKey::Folder:
        return m_table.folderEntry(code).second;
    case SortKey::FolderId:
        return m_table.folderEntry(code).first;
    default:
        return code;
    }
}

SortValues::Code SortValues::entry(Row row) const
{
    const std::size_t segment = row / EventTable::rowsPerSegment;
    return shown(m_table.codes(column(), segment)[row % EventTable::rowsPerSegment]);
}

void SortValues::entries(std::span<const Row> rows, Code *codes) const
{
    std::size_t segment = m_table.segmentCount(); // none yet
    CodeSpan span;
    for (const Row row : rows) {
        if (const std::size_t of = row / EventTable::rowsPerSegment; of != segment) {
            segment = of;
            span = m_table.codes(column(), segment);
        }
        *codes++ = shown(span[row % EventTable::rowsPerSegment]);
    }
}

void SortValues::appendEntryKey(Code entry, std::string &key) const
{
    appendNaturalKey(
        m_key == SortKey::Type ? std::string_view(m_labels[entry]) : m_table.text(entry), key);
}

void SortValues::appendRowKey(Row row, std::string &key) const
{
    if (hasEntries()) {
        appendEntryKey(entry(row), key);
        return;
    }
    // Hex digits are no numbers that anybody would read as such.
    key += idText(row);
}

EventId SortValues::hexId(Row row) const
{
    EventId id = m_table.packedId(row);
    if (id.isReference()) // one in upper case is
        id = EventId::fromText(idText(row));
    if (id.form() != m_uuidForm && id.form() != m_hexForm)
        id = {};
    return id;
}

/// In lower case, and without zeros, which texts that are sorted must not have.
std::string SortValues::idText(Row row) const
{
    const EventId packed = m_table.packedId(row);
    std::string id = packed.isReference() ? m_table.eventId(row).toStdString() : packed.text();
    std::ranges::transform(id, id.begin(), [](char c) {
        if (c == '\0')
            return '\1';
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return id;
}

} // namespace boxwatch
