// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

#include <array>
#include <atomic>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace boxwatch {

/// How many events happened when.
struct Histogram
{
    struct Bin
    {
        std::array<quint32, 4> bySeverity{}; ///< by Severity

        quint32 total() const
        {
            return bySeverity[0] + bySeverity[1] + bySeverity[2] + bySeverity[3];
        }
        friend bool operator==(const Bin &, const Bin &) = default;
    };

    qint64 from = 0; ///< ms since 1970 UTC: start of the first bin
    qint64 step = 1000; ///< ms: width of a bin
    std::vector<Bin> bins; ///< without gaps; empty if there is no event with a time

    qint64 to() const { return from + step * static_cast<qint64>(bins.size()); }
    friend bool operator==(const Histogram &, const Histogram &) = default;
};

/// Counts events over time. Rows are added as they come; a histogram of any span and step can be had
/// at any moment, in a few ms for each million of events, or less if it only goes on from the last one.
///
/// A time that no event of Box can have, before 1970 or after 2105, does not count. Not thread-safe.
class HistogramCounts
{
public:
    using Row = EventTable::Row;

    /// Adds \p rows, each once, on all cores. False, with an unusable count, if cancelled.
    bool add(
        const TableSnapshot &table, std::span<const Row> rows,
        const std::atomic<bool> *cancelled = nullptr);

    /// Of the events from \p from to just before \p to, in ms since 1970 UTC; without one of them, from
    /// the earliest and to the latest event. The step is the smallest usual one (1, 2, 5, 10, 15 or 30
    /// seconds or minutes, 1, 2, 3, 6 or 12 hours, 1, 2, 7, 14, 28, … days) with which \p maximumBins are
    /// enough. Bins begin at whole multiples of it, by the clock of a time zone that is \p zoneOffset ms
    /// ahead of UTC, weeks on Mondays; so the first and the last may reach beyond the span.
    Histogram histogram(
        int maximumBins, std::optional<qint64> from = {}, std::optional<qint64> to = {},
        qint64 zoneOffset = 0);

    qint64 count() const { return m_count; } ///< events that have a time

    /// The earliest and the latest time, ms since 1970 UTC, in whole seconds; nothing if there is none.
    std::optional<std::pair<qint64, qint64>> extent() const;

private:
    void learn(const TableSnapshot &table);
    void count(Histogram &histogram, std::size_t first) const;

    // Whole seconds are enough for a picture, and 5 bytes an event let the step change at any time.
    std::vector<quint32> m_seconds; // since 1970 UTC
    std::vector<quint8> m_severities; // beside them
    std::vector<quint8> m_severityOf; // by type code
    qint64 m_count = 0;
    quint32 m_earliest = 0;
    quint32 m_latest = 0;

    Histogram m_last; // the last answer
    std::size_t m_lastCounted = 0; // the events that are in there, if they are in its span
    bool m_lastHasAll = false; // none of them was beyond its end
};

} // namespace boxwatch
