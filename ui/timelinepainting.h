// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"
#include "core/query/histogram.h"
#include "ui/timelineaxis.h"

#include <QRect>

#include <optional>
#include <utility>

class QPainter;

namespace boxwatch {

/// Where a time is across the timeline. Times are ms UTC.
struct TimelineScale
{
    qint64 from = 0; ///< at the left edge
    qint64 to = 1; ///< at the right edge
    int left = 0;
    int width = 1;

    int x(qint64 time) const;
    qint64 time(int x) const; ///< within from and to

    friend bool operator==(const TimelineScale &, const TimelineScale &) = default;
};

/// All that there is to see of a timeline at a moment.
struct TimelinePicture
{
    QRect bars; ///< where they stand; the axis is below
    bool folded = false; ///< neither axis nor title
    TimelineScale scale;
    Histogram histogram;
    std::vector<AxisTick> ticks;
    QString title;
    std::optional<std::pair<qint64, qint64>> span; ///< that is chosen or being chosen
    QString spanLabel;
    std::optional<std::pair<qint64, qint64>> cursor; ///< the bin that the keyboard is at
};

void paintTimeline(QPainter &painter, const TimelinePicture &picture);

/// Half the width of what takes hold of an edge of the span, in px of the mock-ups.
constexpr int spanHandleReach = 6;

} // namespace boxwatch
