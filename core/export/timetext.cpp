// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/timetext.h"

#include <QDateTime>

#include <chrono>
#include <cstdlib>

namespace boxwatch {

namespace {

constexpr std::int64_t msPerMinute = 60'000;
constexpr std::int64_t msPerDay = 86'400'000;
constexpr std::int64_t yearZero = -62'167'219'200'000;
constexpr std::int64_t yearTenThousand = 253'402'300'800'000;

void putDigits(char *to, std::int64_t value, int digits)
{
    for (int i = digits - 1; i >= 0; --i) {
        to[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

std::int64_t floorDiv(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

} // namespace

TimeText::TimeText(const QTimeZone &zone) : m_zone(zone)
{
}

void TimeText::appendUtc(std::string &out, std::int64_t time)
{
    if (appendClock(out, time))
        out += 'Z';
}

void TimeText::appendLocal(std::string &out, std::int64_t time)
{
    if (time < yearZero || time >= yearTenThousand)
        return;
    const int offset = offsetMinutes(time);
    if (!appendClock(out, time + offset * msPerMinute))
        return;

    std::array<char, 6> text{offset < 0 ? '-' : '+', '0', '0', ':', '0', '0'};
    putDigits(text.data() + 1, std::abs(offset) / 60, 2);
    putDigits(text.data() + 4, std::abs(offset) % 60, 2);
    out.append(text.data(), text.size());
}

bool TimeText::appendClock(std::string &out, std::int64_t time)
{
    if (time < yearZero || time >= yearTenThousand)
        return false;

    const std::int64_t day = floorDiv(time, msPerDay);
    if (day != m_day) {
        const std::chrono::year_month_day date{
            std::chrono::sys_days{std::chrono::days{static_cast<int>(day)}}};
        putDigits(m_date.data(), static_cast<int>(date.year()), 4);
        m_date[4] = m_date[7] = '-';
        putDigits(m_date.data() + 5, static_cast<unsigned>(date.month()), 2);
        putDigits(m_date.data() + 8, static_cast<unsigned>(date.day()), 2);
        m_day = day;
    }
    out.append(m_date.data(), m_date.size());

    const std::int64_t ofDay = time - day * msPerDay;
    std::array<char, 13> clock{'T', '0', '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0'};
    putDigits(clock.data() + 1, ofDay / 3'600'000, 2);
    putDigits(clock.data() + 4, ofDay / msPerMinute % 60, 2);
    putDigits(clock.data() + 7, ofDay / 1000 % 60, 2);
    putDigits(clock.data() + 10, ofDay % 1000, 3);
    out.append(clock.data(), ofDay % 1000 == 0 ? 9 : clock.size());
    return true;
}

int TimeText::offsetMinutes(std::int64_t time)
{
    // Clocks change at a quarter of an hour, so one look into the zone serves a whole quarter.
    const std::int64_t quarter = floorDiv(time, 15 * msPerMinute);
    if (quarter != m_quarter) {
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(time, Qt::UTC);
        m_offset = m_zone.isValid() ? m_zone.offsetFromUtc(when) / 60 : 0;
        m_quarter = quarter;
    }
    return m_offset;
}

} // namespace boxwatch
