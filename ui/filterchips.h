// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtypemodel.h"
#include "core/query/eventfilter.h"
#include "core/store/eventtable.h"

#include <QList>
#include <QString>
#include <QTimeZone>

namespace boxwatch {

/// One thing that hides rows, in words, and the filter without it.
struct FilterChip
{
    QString words; ///< "Type: not File previewed"
    bool excludes = false; ///< drawn with a dashed edge
    bool isText = false; ///< stands in the field already
    EventFilter without; ///< the filter once the chip is removed
};

/// All that \p filter hides rows by, in the order in which it is shown. Whole categories and "only
/// this" are one chip each. Times are told in \p zone, ids of persons with the names that \p table has for them.
QList<FilterChip> filterChips(
    const EventFilter &filter, const EventTypeModel &types,
    const QTimeZone &zone = QTimeZone::systemTimeZone(), const TableSnapshot &table = {});

} // namespace boxwatch
