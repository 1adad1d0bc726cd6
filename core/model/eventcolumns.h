// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/sortkey.h"

#include <QByteArray>
#include <QString>
#include <QTimeZone>

namespace boxwatch {

// What EventTableModel says of its columns, each one of EventTableModel::Column. Internal to core/model.

QByteArray eventColumnKey(int column);
QString eventColumnTitle(int column); ///< translated

/// What stands above the column: the title, with the zone if it tells a time; nothing above one that is
/// too narrow for it.
QString eventColumnHeading(int column, const QTimeZone &zone);

SortKey eventColumnSortKey(int column);

} // namespace boxwatch
