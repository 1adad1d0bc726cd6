// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"
#include "core/store/eventtable.h"

#include <QString>
#include <QTimeZone>

namespace boxwatch {

// Filters as people read them. All plain, one line, clipped.

/// "Who: Tom Becker", "Who: not Sync client 4.2" of a pick. One that is no clause stands there as it is.
/// An id that \p table has a name for is told with it: "Who: Ana Ruiz (24733628)".
QString pickInWords(const QString &pick, const TableSnapshot &table = {});

/// "Time: 13:56 – now", days where they are not today.
QString spanInWords(const TimeSpan &span, const QTimeZone &zone);

/// All of it but the span: "type:download · Who: Tom Becker · 3 types hidden".
QString filterInWords(const EventFilter &filter);

} // namespace boxwatch
