// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"
#include "core/store/eventtable.h"

#include <QString>

#include <optional>

namespace boxwatch {

/// `who:="Ana Ruiz"`: what asks for all events whose \p field is just \p value. Empty if that would be
/// too long for a query, or the value is.
QString clauseFor(QueryField field, const QString &value);

/// The clause that asks for all events that have in \p column (EventTableModel::Column) what \p row has
/// there, by the whole value, not by what of it is shown. Empty if there is nothing, or it would be too
/// long. For times see cellTime().
QString cellClause(const TableSnapshot &table, EventTable::Row row, int column);

/// A time of a cell, ms since 1970 UTC.
struct CellTime
{
    QueryField field = QueryField::Created; ///< or Recorded, Received
    qint64 time = 0;
};

/// Nothing if \p column does not show times, or there is none.
std::optional<CellTime> cellTime(const TableSnapshot &table, EventTable::Row row, int column);

/// `received:2026-10-14T05:13:24.000Z..2026-10-14T05:18:24.000Z` for a time other than that of the
/// event, which is filtered by a TimeSpan. Without \p to: from then on, without \p from: up to then.
QString timeClause(QueryField field, std::optional<qint64> from, std::optional<qint64> to);

} // namespace boxwatch
