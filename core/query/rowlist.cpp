// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rowlist.h"

#include <algorithm>

namespace boxwatch {

RowList::RowList(std::vector<Row> rows) : m_size(rows.size())
{
    const auto owner = std::make_shared<const std::vector<Row>>(std::move(rows));
    m_rows = std::shared_ptr<const Row[]>(owner, owner->data());
}

void RowListBuilder::append(std::span<const Row> rows)
{
    if (m_size + rows.size() > m_capacity)
        reserve(std::max({m_size + rows.size(), m_capacity + m_capacity / 2, std::size_t{1024}}));
    std::ranges::copy(rows, m_rows.get() + m_size);
    m_size += rows.size();
}

void RowListBuilder::assign(std::vector<Row> rows)
{
    const auto owner = std::make_shared<std::vector<Row>>(std::move(rows));
    m_rows = std::shared_ptr<Row[]>(owner, owner->data());
    m_size = owner->size();
    m_capacity = m_size;
}

/// Into new memory: somebody may be reading the old one.
void RowListBuilder::reserve(std::size_t size)
{
    const auto rows = std::make_shared_for_overwrite<Row[]>(size);
    std::ranges::copy(this->rows(), rows.get());
    m_rows = rows;
    m_capacity = size;
}

} // namespace boxwatch
