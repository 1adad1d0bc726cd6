// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/resultstep.h"

#include <algorithm>
#include <array>

namespace boxwatch {

std::optional<std::size_t> ShownRows::find(Row row) const
{
    if (places && row < places->size() && (*places)[row] != none)
        return (*places)[row];
    const auto arrived = rows.rows().subspan(sorted);
    const auto found = std::ranges::lower_bound(arrived, row);
    if (found == arrived.end() || *found != row)
        return std::nullopt;
    return sorted + static_cast<std::size_t>(found - arrived.begin());
}

std::size_t ShownRows::placeFor(const TableSnapshot &table, Row row) const
{
    if (const auto place = find(row))
        return *place;
    if (!sorter || row >= table.size()) {
        const auto arrived = rows.rows().subspan(sorted);
        const auto next = std::ranges::lower_bound(arrived, row);
        return sorted + static_cast<std::size_t>(next - arrived.begin());
    }
    return sorter->places(table, rows.rows().first(sorted), std::array{row})->front();
}

} // namespace boxwatch
