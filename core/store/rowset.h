// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <memory>
#include <span>
#include <vector>

namespace boxwatch {

/// A few rows out of many, such as those that a person marked. An immutable value, cheap to copy; may
/// be read in any thread.
class RowSet
{
public:
    using Row = EventTable::Row;

    RowSet() = default;
    explicit RowSet(std::vector<Row> rows); ///< in any order, each once or more often

    bool contains(Row row) const;
    bool isEmpty() const { return size() == 0; }
    std::size_t size() const { return rows().size(); }
    std::span<const Row> rows() const; ///< sorted; good as long as a copy of the set

    RowSet with(Row row) const;
    RowSet without(Row row) const;

    friend bool operator==(const RowSet &a, const RowSet &b);

private:
    std::shared_ptr<const std::vector<Row>> m_rows; // sorted; null if there are none
};

} // namespace boxwatch
