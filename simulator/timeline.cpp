// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/timeline.h"

#include "simulator/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace boxwatch::sim {

namespace {

constexpr std::int64_t minute = 60'000;
constexpr std::int64_t day = 24 * 60 * minute;
constexpr std::int64_t maxSlices = 20'000;

enum class Summer { None, Usa, Europe };

struct Zone
{
    int offset; ///< minutes, in winter
    Summer summer;
    double share; ///< of the staff
};

// Pacific, Eastern, London, Berlin, Tel Aviv and Cairo, Sofia, Bengaluru, Shanghai, Tokyo, Brisbane.
constexpr std::array<Zone, regionCount> zones{{
    {-480, Summer::Usa, 0.20},
    {-300, Summer::Usa, 0.16},
    {0, Summer::Europe, 0.10},
    {60, Summer::Europe, 0.14},
    {120, Summer::Europe, 0.06},
    {120, Summer::Europe, 0.06},
    {330, Summer::None, 0.08},
    {480, Summer::None, 0.08},
    {540, Summer::None, 0.09},
    {600, Summer::None, 0.03},
}};

std::int64_t floorDiv(std::int64_t a, std::int64_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

/// Days since 1970 of a civil date.
std::int64_t daysOf(int year, int month, int dayOfMonth)
{
    const int y = month <= 2 ? year - 1 : year;
    const int era = y / 400;
    const int yearOfEra = y - era * 400;
    const int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1;
    const int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return std::int64_t{era} * 146097 + dayOfEra - 719468;
}

/// 0 is Sunday.
int weekday(std::int64_t days)
{
    return static_cast<int>(((days + 4) % 7 + 7) % 7);
}

std::int64_t firstSundayFrom(std::int64_t days)
{
    return days + (7 - weekday(days)) % 7;
}

bool isSummer(const Zone &zone, std::int64_t time)
{
    if (zone.summer == Summer::None)
        return false;
    const int year = 1970 + static_cast<int>(static_cast<double>(time) / (365.2425 * day));
    if (zone.summer == Summer::Usa) {
        const std::int64_t shift = (120 - zone.offset) * minute;
        const std::int64_t begin = firstSundayFrom(daysOf(year, 3, 8)) * day + shift;
        const std::int64_t end = firstSundayFrom(daysOf(year, 11, 1)) * day + shift - 60 * minute;
        return time >= begin && time < end;
    }
    const std::int64_t begin = firstSundayFrom(daysOf(year, 3, 25)) * day + 60 * minute;
    const std::int64_t end = firstSundayFrom(daysOf(year, 10, 25)) * day + 60 * minute;
    return time >= begin && time < end;
}

double localActivity(double hour, int dayOfWeek)
{
    if (dayOfWeek == 0 || dayOfWeek == 6)
        return 0.08;
    if (hour < 6 || hour >= 22)
        return 0.04;
    if (hour < 8)
        return 0.3;
    if (hour >= 12 && hour < 13)
        return 0.65;
    return hour < 18 ? 1.0 : 0.25;
}

} // namespace

int offsetOf(int region, std::int64_t time)
{
    const Zone &zone = zones[static_cast<std::size_t>(region)];
    return zone.offset + (isSummer(zone, time) ? 60 : 0);
}

double activityOf(int region, std::int64_t time)
{
    const std::int64_t local = time + offsetOf(region, time) * minute;
    const std::int64_t days = floorDiv(local, day);
    const double hour = static_cast<double>(local - days * day) / (60.0 * minute);
    return zones[static_cast<std::size_t>(region)].share * localActivity(hour, weekday(days));
}

Timeline::Timeline(const Settings &settings) : m_settings(settings)
{
    const std::int64_t length = std::max<std::int64_t>(
        1, settings.backlogEnd - settings.backlogBegin);
    m_sliceLength = std::max(minute, length / maxSlices + 1);
    const std::int64_t slices = (length + m_sliceLength - 1) / m_sliceLength;

    std::vector<double> sums{0};
    Random random(mixed(settings.seed ^ 0x7157U));
    for (std::int64_t i = 0; i < slices; ++i) {
        const double burst = random.chance(12'000) ? 4.0 : 0.7 + 0.6 * random.fraction();
        double activity = 0;
        for (int region = 0; region < regionCount; ++region)
            activity += activityOf(region, settings.backlogBegin + i * m_sliceLength);
        sums.push_back(sums.back() + burst * activity);
    }
    for (const double sum : sums) {
        m_firstInSlice.push_back(static_cast<std::uint64_t>(
            std::llround(static_cast<double>(settings.backlog) * (sum / sums.back()))));
    }
    m_stretches.push_back(
        {settings.backlog, std::numeric_limits<std::uint64_t>::max(), settings.liveBegin,
         settings.rate});
}

std::int64_t Timeline::timeOf(std::uint64_t index) const
{
    if (index < m_settings.backlog)
        return backlogTime(index);
    const auto after = std::upper_bound(
        m_stretches.begin(), m_stretches.end(), index,
        [](std::uint64_t i, const Stretch &stretch) { return i < stretch.first; });
    const Stretch &stretch = *(after - 1);
    return timeIn(stretch, index - stretch.first);
}

std::uint64_t Timeline::countUntil(std::int64_t time) const
{
    if (time < m_settings.backlogEnd) {
        std::uint64_t low = 0;
        std::uint64_t high = m_settings.backlog;
        while (low < high) {
            const std::uint64_t middle = low + (high - low) / 2;
            if (backlogTime(middle) <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
    for (auto stretch = m_stretches.rbegin(); stretch != m_stretches.rend(); ++stretch) {
        if (const std::uint64_t count = countIn(*stretch, time); count > 0)
            return stretch->first + count;
    }
    return m_settings.backlog;
}

std::int64_t Timeline::nextAfter(std::int64_t time) const
{
    const std::uint64_t next = countUntil(time);
    const Stretch &last = m_stretches.back();
    if (next >= last.first && last.rate <= 0)
        return std::numeric_limits<std::int64_t>::max();
    return timeOf(next);
}

void Timeline::insert(std::uint64_t count, std::int64_t now)
{
    if (count == 0)
        return;
    Stretch &open = m_stretches.back();
    open.count = countIn(open, now);
    const std::uint64_t first = open.first + open.count;
    if (open.count == 0)
        m_stretches.pop_back();
    m_stretches.push_back({first, count, now, 0});
    m_stretches.push_back(
        {first + count, std::numeric_limits<std::uint64_t>::max(), now, m_settings.rate});
}

std::int64_t Timeline::backlogTime(std::uint64_t index) const
{
    const auto after = std::upper_bound(m_firstInSlice.begin(), m_firstInSlice.end(), index);
    const auto slice = after - 1;
    const double nth = static_cast<double>(index - *slice)
        + Random(mixed(m_settings.seed ^ (index * 31 + 7))).fraction();
    const double within = nth / static_cast<double>(*after - *slice);
    const std::int64_t time = m_settings.backlogBegin
        + (slice - m_firstInSlice.begin()) * m_sliceLength
        + static_cast<std::int64_t>(within * static_cast<double>(m_sliceLength));
    return std::min(time, m_settings.backlogEnd - 1);
}

std::int64_t Timeline::timeIn(const Stretch &stretch, std::uint64_t nth)
{
    if (stretch.rate <= 0)
        return stretch.begin;
    return stretch.begin
        + static_cast<std::int64_t>(static_cast<double>(nth + 1) * 1000.0 / stretch.rate);
}

std::uint64_t Timeline::countIn(const Stretch &stretch, std::int64_t time) const
{
    if (time < stretch.begin)
        return 0;
    const bool endless = stretch.count == std::numeric_limits<std::uint64_t>::max();
    if (stretch.rate <= 0)
        return endless ? 0 : stretch.count;
    const double due = static_cast<double>(time - stretch.begin) * stretch.rate / 1000.0;
    auto count = static_cast<std::uint64_t>(due);
    // Rounding must not make an event count before its time, or not count at its time.
    while (count > 0 && timeIn(stretch, count - 1) > time)
        --count;
    while (timeIn(stretch, count) <= time)
        ++count;
    return std::min(count, stretch.count);
}

} // namespace boxwatch::sim
