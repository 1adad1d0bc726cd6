// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/query/rowlist.h"
#include "core/query/rowsorter.h"
#include "core/store/eventtable.h"

#include <QHash>

#include <memory>
#include <optional>
#include <vector>

namespace boxwatch {

/// Rows in the order in which they are shown: first those that are sorted, if any are, then others in
/// order of arrival. A value, cheap to copy. Internal to core/model.
struct ShownRows
{
    using Row = EventTable::Row;

    RowList rows;
    std::size_t sorted = 0; ///< how many of them are sorted
    std::shared_ptr<const RowSorter> sorter; ///< what they are sorted by; null in order of arrival
    std::shared_ptr<const std::vector<quint32>>
        places; ///< by row, where the sorted ones stand, or `none`

    static constexpr quint32 none = 0xFFFF'FFFF;

    /// Where \p row stands. In O(log n).
    std::optional<std::size_t> find(Row row) const;

    /// Where \p row would stand, at most rows.size().
    std::size_t placeFor(const TableSnapshot &table, Row row) const;
};

/// What became of a result since the step before it. Internal to core/model.
struct ResultStep
{
    enum class Change {
        Replaced, ///< other rows
        Added, ///< further rows at the end
        Merged, ///< further rows among the others: see `interim`
        Reordered, ///< the same rows in another order
    };

    quint64 question = 0; ///< which ResultWorker::Question this answers
    quint64 ordering = 0; ///< which ResultWorker::Ordering the rows follow
    Change change = Change::Replaced;
    ShownRows shown;
    RowList interim; ///< Merged: the rows that were shown before, and then the further ones
    RowList arrived; ///< the same rows in order of arrival
    QHash<QByteArray, qint64> typeCounts; ///< boxes aside; every type of the table
    TableSnapshot table;
    bool isComplete = false; ///< all rows of `table` were tested
    std::optional<Error> trouble; ///< raw events could not be read
};

} // namespace boxwatch
