// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"

#include <optional>

namespace boxwatch {

/// What a time in a query stands for: a day, a minute, a moment. ms since 1970 UTC.
struct QueryTime
{
    qint64 begin = 0;
    qint64 end = 0; ///< the first moment behind it
    bool isRelative = false; ///< `-2h`: a moment, and from there to now is what people mean

    friend bool operator==(const QueryTime &, const QueryTime &) = default;
};

/// Reads `2026-03`, `2026-03-02`, `2026-03-02T08`, `…T08:20`, `…T08:20:15`, `…T08:20:15.250` (also with a space
/// instead of T), each of them with `Z` or `+01:00` if it has a time; `08:20` (today); `today`, `yesterday`,
/// `now`; `-90s`, `-30m`, `-2h`, `-7d`, `-1w`, `-1h30m`. Nothing if it is none of these, or no day
/// of the calendar.
std::optional<QueryTime> parseQueryTime(const QString &text, const QueryClock &clock);

/// The end \p to of a range that begins with \p from: `09:00` behind `2026-03-02T08:20` is on that day, and in
/// the same time zone unless it has one of its own. Anything else as it is.
QString onTheDayOf(const QString &from, const QString &to);

} // namespace boxwatch
