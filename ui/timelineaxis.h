// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QString>
#include <QTimeZone>

#include <vector>

namespace boxwatch {

/// One mark of the time axis with its label.
struct AxisTick
{
    qint64 time = 0; ///< ms UTC
    QString label;

    friend bool operator==(const AxisTick &, const AxisTick &) = default;
};

/// Marks from \p from (ms UTC) up to \p to, on whole seconds to years as \p zone counts them: as close
/// as they can be while there are at most \p most. A mark at midnight is labelled with its day.
std::vector<AxisTick> axisTicks(qint64 from, qint64 to, int most, const QTimeZone &zone);

/// "Events per 30 s", of the width of a bar in ms.
QString stepWords(qint64 step);

/// "13:56 – now"; seconds where they matter, days where a span is not within that of \p now (ms UTC).
QString spanWords(const TimeSpan &span, const QTimeZone &zone, qint64 now);

} // namespace boxwatch
