// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/sortkey.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"

#include <Qt>

#include <atomic>
#include <optional>
#include <span>
#include <vector>

namespace boxwatch {

/// Puts rows in the order of a column.
///
/// Texts are in natural order: without regard to case and accents, and numbers in them by their value.
/// Rows without a value are last in either order. Rows that are equal keep their order of arrival, in
/// either order. Keeps nothing between calls, so it may be used in several threads.
class RowSorter
{
public:
    using Row = EventTable::Row;

    /// \p marks are only needed for SortKey::Mark.
    RowSorter(SortKey key, Qt::SortOrder order, RowSet marks = {});

    SortKey key() const { return m_key; }
    Qt::SortOrder order() const { return m_order; }

    /// \p rows, which are in order of arrival, sorted on all cores. Nothing if cancelled.
    std::optional<std::vector<Row>> sort(
        const TableSnapshot &table, std::span<const Row> rows,
        const std::atomic<bool> *cancelled = nullptr) const;

    /// Where the rows of \p fresh, themselves a result of sort(), go among \p sorted: for each, how many
    /// of \p sorted stand before it. Takes some µs for each. Nothing if cancelled.
    std::optional<std::vector<std::size_t>> places(
        const TableSnapshot &table, std::span<const Row> sorted, std::span<const Row> fresh,
        const std::atomic<bool> *cancelled = nullptr) const;

    /// \p sorted with the rows of \p fresh, which are in order of arrival, where they belong. Nothing if
    /// cancelled.
    std::optional<std::vector<Row>> merge(
        const TableSnapshot &table, std::span<const Row> sorted, std::span<const Row> fresh,
        const std::atomic<bool> *cancelled = nullptr) const;

private:
    SortKey m_key;
    Qt::SortOrder m_order;
    RowSet m_marks;
};

} // namespace boxwatch
