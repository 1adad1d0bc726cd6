// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace boxwatch {

/// The fields whose most frequent values are counted.
enum class Facet { Who, Item, Folder, Address, Service, Type };
constexpr std::size_t facetCount = 6;

/// One value of a field, and how often it occurs.
struct FacetValue
{
    QString
        text; ///< what people call it: a name, an address, a type's label. As Box sent it, clipped
    QString
        detail; ///< a login, an id or a type's name, to tell apart what has the same text; may be empty
    QByteArray key; ///< stays the same as events arrive, also when the name changes
    qint64 count = 0;
    QString clause; ///< what to add to a query to see only these, e.g. who:="Ana Ruiz"

    friend bool operator==(const FacetValue &, const FacetValue &) = default;
};

/// Counts the values of fields over a set of rows. Rows are added as they come; an event without a value
/// does not count for that field.
///
/// People and things are told apart by their ids, or if they have none by login or name, so somebody who
/// changed her name is one, by her latest name. Not thread-safe.
class FacetCounts
{
public:
    using Row = EventTable::Row;

    FacetCounts();
    ~FacetCounts();
    FacetCounts(FacetCounts &&) noexcept;
    FacetCounts &operator=(FacetCounts &&) noexcept;

    /// Adds \p rows, in order and each once, on all cores. False, with an unusable count, if cancelled.
    bool add(
        const TableSnapshot &table, std::span<const Row> rows,
        const std::atomic<bool> *cancelled = nullptr);

    /// How many different values there are.
    qint64 distinct(Facet facet) const;

    /// The \p count most frequent values, most frequent first; of equally frequent ones first what the
    /// session has known longer. \p table is that of the last add().
    std::vector<FacetValue> top(Facet facet, int count, const TableSnapshot &table) const;

    /// The value with just this clause, also if it is in the table, that of the last add(), but in none
    /// of the rows. Looks through all values.
    std::optional<FacetValue> find(
        Facet facet, const QString &clause, const TableSnapshot &table) const;

private:
    class Values;

    std::vector<std::unique_ptr<Values>> m_values; // by Facet
};

} // namespace boxwatch
