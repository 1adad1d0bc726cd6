// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/rowlist.h"
#include "core/store/rawevents.h"

#include <string>
#include <string_view>
#include <vector>

namespace boxwatch {

/// Raw events of rows that stand in any order. Internal to core/export.
///
/// Sorted rows lie in another chunk each, and a chunk takes as long to read as all of its events. So many
/// rows are read at once, chunk by chunk, before the first of them is handed out.
class RawAhead
{
public:
    /// \p raw and \p table outlive it.
    RawAhead(RawEvents &raw, const TableSnapshot &table, const RowList &rows);

    /// The JSON of the row at \p index of the rows; indices only ever rise. A view that is good until the
    /// next call.
    Result<std::string_view> raw(std::size_t index);

private:
    struct Piece
    {
        std::size_t offset = 0;
        std::size_t size = 0;
        bool isRead = false;
    };

    Result<void> readFrom(std::size_t first);

    RawEvents &m_raw;
    const TableSnapshot &m_table;
    RowList m_rows;
    std::size_t m_first = 0; // index of the first piece
    std::vector<Piece> m_pieces;
    std::string m_bytes;
};

} // namespace boxwatch
