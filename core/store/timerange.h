// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

namespace boxwatch {

/// Whether a number from a file, in ms since 1970 UTC, can be a time: of the years 0 to 9999 that the API
/// can write, whatever the offset. The distance between two of them always fits a qint64.
constexpr bool isTimeInRange(qint64 time)
{
    constexpr qint64 day = 86'400'000;
    constexpr qint64 first = -719'528 * day; // 0000-01-01
    constexpr qint64 end = 2'932'897 * day; // 10000-01-01
    constexpr qint64 largestOffset = 5 * day; // two digits of hours, two of minutes
    return time >= first - largestOffset && time < end + largestOffset;
}

} // namespace boxwatch
