// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/rowset.h"

#include <algorithm>

namespace boxwatch {

RowSet::RowSet(std::vector<Row> rows)
{
    std::ranges::sort(rows);
    const auto repeated = std::ranges::unique(rows);
    rows.erase(repeated.begin(), repeated.end());
    if (!rows.empty())
        m_rows = std::make_shared<const std::vector<Row>>(std::move(rows));
}

bool RowSet::contains(Row row) const
{
    return std::ranges::binary_search(rows(), row);
}

std::span<const RowSet::Row> RowSet::rows() const
{
    return m_rows ? std::span<const Row>(*m_rows) : std::span<const Row>();
}

RowSet RowSet::with(Row row) const
{
    if (contains(row))
        return *this;
    std::vector<Row> rows(this->rows().begin(), this->rows().end());
    rows.push_back(row);
    return RowSet(std::move(rows));
}

RowSet RowSet::without(Row row) const
{
    if (!contains(row))
        return *this;
    std::vector<Row> rows(this->rows().begin(), this->rows().end());
    std::erase(rows, row);
    return RowSet(std::move(rows));
}

bool operator==(const RowSet &a, const RowSet &b)
{
    return std::ranges::equal(a.rows(), b.rows());
}

} // namespace boxwatch
