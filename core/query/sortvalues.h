// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/sortkey.h"
#include "core/store/eventid.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace boxwatch {

/// What rows are compared by, for one column of one snapshot: numbers, or texts. May be read in any
/// thread.
class SortValues
{
public:
    using Row = EventTable::Row;
    using Code = EventTable::Code;

    /// Larger than any number() there is: the row has none.
    static constexpr quint64 missing = std::numeric_limits<quint64>::max();

    SortValues(const TableSnapshot &table, SortKey key, const RowSet &marks);

    bool isText() const { return m_isText; }

    /// Compares as the row's value does. Not for texts.
    quint64 number(Row row) const;

    /// The same for many rows, which should be in order.
    void numbers(std::span<const Row> rows, quint64 *values) const;

    /// Whether the row's text stands in the dictionary of texts, or for Type in that of types; then entry()
    /// tells which it is.
    bool hasEntries() const { return m_isText && m_key != SortKey::EventId; }
    Code entryCount() const;
    Code entry(Row row) const;
    void entries(std::span<const Row> rows, Code *codes) const; ///< which should be in order

    /// Appends bytes that compare as the text does; nothing if there is none.
    void appendEntryKey(Code entry, std::string &key) const;
    void appendRowKey(Row row, std::string &key) const;

    /// For EventId: the row's id as it is packed in lower case, if it is one of those that Box sends: a UUID or
    /// 40 hex digits; otherwise an empty one.
    EventId hexId(Row row) const;

private:
    std::string idText(Row row) const;
    CodeColumn column() const;
    Code shown(Code code) const;
    quint64 chunkNumber(const EventTable::ChunkRange &chunk, Row row) const;
    quint64 cellNumber(std::size_t segment, std::size_t cell) const;
    std::size_t chunkOf(Row row) const;
    bool isOfChunk() const;

    const TableSnapshot &m_table;
    SortKey m_key;
    bool m_isText;
    RowSet m_marks;
    quint8 m_uuidForm; // EventId::form()
    quint8 m_hexForm;
    std::vector<quint8> m_severities; // by type code
    std::vector<std::string> m_labels; // by type code
};

} // namespace boxwatch
