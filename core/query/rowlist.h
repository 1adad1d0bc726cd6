// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace boxwatch {

/// Row numbers in some order. An immutable value that is handed over without being copied, however long
/// it is; may be read in any thread.
class RowList
{
public:
    using Row = EventTable::Row;

    RowList() = default;
    RowList(std::vector<Row> rows); ///< takes them over

    std::size_t size() const { return m_size; }
    bool isEmpty() const { return m_size == 0; }
    Row operator[](std::size_t index) const { return m_rows.get()[index]; }

    /// Good as long as a copy of the list.
    std::span<const Row> rows() const { return {m_rows.get(), m_size}; }

private:
    friend class RowListBuilder;
    RowList(std::shared_ptr<const Row[]> rows, std::size_t size)
        : m_rows(std::move(rows))
        , m_size(size)
    {
    }

    std::shared_ptr<const Row[]> m_rows;
    std::size_t m_size = 0;
};

/// Makes a list longer, while other threads read it as it was. For one thread.
class RowListBuilder
{
public:
    using Row = EventTable::Row;

    void append(std::span<const Row> rows);
    void assign(std::vector<Row> rows); ///< takes them over, in place of what there was
    void clear() { m_size = 0, m_capacity = 0, m_rows.reset(); }

    std::size_t size() const { return m_size; }
    std::span<const Row> rows() const { return {m_rows.get(), m_size}; }

    /// What there is so far. Shares its memory with the builder, which only writes behind it.
    RowList list() const { return {m_rows, m_size}; }

private:
    void reserve(std::size_t size);

    std::shared_ptr<Row[]> m_rows;
    std::size_t m_size = 0;
    std::size_t m_capacity = 0;
};

} // namespace boxwatch
