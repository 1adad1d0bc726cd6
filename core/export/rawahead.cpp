// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/rawahead.h"

#include <algorithm>
#include <numeric>

namespace boxwatch {

namespace {

// 1,000,000 events are 2,000 chunks: each of them is read 16 times then, and not 500 times.
constexpr std::size_t rowsAtOnce = 65'536;

// Usual events of 900 bytes stay below this. What is too much is read when it is its turn.
constexpr std::size_t bytesAtOnce = std::size_t{64} << 20;

} // namespace

RawAhead::RawAhead(RawEvents &raw, const TableSnapshot &table, const RowList &rows)
    : m_raw(raw)
    , m_table(table)
    , m_rows(rows)
{
}

Result<std::string_view> RawAhead::raw(std::size_t index)
{
    if (index >= m_first + m_pieces.size()) {
        if (auto read = readFrom(index); !read)
            return read.error();
    }
    const Piece &piece = m_pieces[index - m_first];
    if (!piece.isRead)
        return m_raw.raw(m_table, m_rows[index]);
    return std::string_view(m_bytes).substr(piece.offset, piece.size);
}

Result<void> RawAhead::readFrom(std::size_t first)
{
    const auto all = m_rows.rows().subspan(first);
    const auto rows = all.first(std::min(all.size(), rowsAtOnce));
    m_first = first;
    m_pieces.assign(rows.size(), {});
    m_bytes.clear();
    std::vector<quint32> order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [rows](quint32 place) { return rows[place]; });
    for (const quint32 place : order) {
        if (rows[place] >= m_table.size() || m_bytes.size() >= bytesAtOnce)
            break;
        const Result<std::string_view> json = m_raw.raw(m_table, rows[place]);
        if (!json)
            return json.error();
        m_pieces[place] = {.offset = m_bytes.size(), .size = json->size(), .isRead = true};
        m_bytes += *json;
    }
    return {};
}

} // namespace boxwatch
