// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timelinezoom.h"

#include <algorithm>
#include <cmath>

namespace boxwatch {

namespace {

constexpr qint64 leastWidth = 10'000;

} // namespace

std::optional<TimeRange> zoomed(
    const TimeRange &shown, qint64 around, double factor, const TimeRange &whole)
{
    const auto width = static_cast<double>(shown.second - shown.first);
    const auto all = static_cast<double>(whole.second - whole.first);
    const double wanted = std::max<double>(leastWidth, width * factor);
    if (wanted >= all || width <= 0)
        return std::nullopt;
    const double share = static_cast<double>(around - shown.first) / width;
    const auto from = around - static_cast<qint64>(std::llround(share * wanted));
    const auto to = from + static_cast<qint64>(std::llround(wanted));
    return panned({from, to}, 0, whole);
}

TimeRange panned(const TimeRange &shown, qint64 by, const TimeRange &whole)
{
    const qint64 width = std::min(shown.second - shown.first, whole.second - whole.first);
    const qint64 from = std::clamp(shown.first + by, whole.first, whole.second - width);
    return {from, from + width};
}

} // namespace boxwatch
