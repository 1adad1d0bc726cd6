// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimeZone>

#include <array>
#include <cstdint>
#include <limits>
#include <string>

namespace boxwatch {

/// Writes times as ISO 8601, fast where they come roughly in order: 2026-03-02T16:14:05Z, with
/// milliseconds only if there are any.
///
/// Times are milliseconds since 1970 UTC. A time that is missing, or outside the years 0 to 9999,
/// gives nothing. One object per thread.
class TimeText
{
public:
    explicit TimeText(const QTimeZone &zone = QTimeZone::systemTimeZone());

    void appendUtc(std::string &out, std::int64_t time);

    /// With the offset of the zone at that time: 2026-03-02T17:14:05+01:00.
    void appendLocal(std::string &out, std::int64_t time);

private:
    bool appendClock(std::string &out, std::int64_t time);
    int offsetMinutes(std::int64_t time);

    QTimeZone m_zone;
    std::int64_t m_day = std::numeric_limits<std::int64_t>::min();
    std::array<char, 10> m_date{};
    std::int64_t m_quarter = std::numeric_limits<std::int64_t>::min();
    int m_offset = 0;
};

} // namespace boxwatch
