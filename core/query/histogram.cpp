// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/histogram.h"

#include "core/event/eventcatalogue.h"
#include "core/query/parallel.h"

#include <algorithm>
#include <limits>

namespace boxwatch {

namespace {

using Row = EventTable::Row;

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

constexpr std::array steps{1 * second,  2 * second,  5 * second, 10 * second, 15 * second,
                           30 * second, 1 * minute,  2 * minute, 5 * minute,  10 * minute,
                           15 * minute, 30 * minute, 1 * hour,   2 * hour,    3 * hour,
                           6 * hour,    12 * hour,   1 * day,    2 * day,     7 * day,
                           14 * day,    28 * day};

constexpr quint32 noSecond = std::numeric_limits<quint32>::max();
constexpr qint64 lastTime = qint64{noSecond} * second - 1;
constexpr std::size_t eventsPerPart = 131'072;

quint32 secondOf(qint64 time)
{
    return time < 0 || time > lastTime ? noSecond : static_cast<quint32>(time / second);
}

/// The multiple of \p step at or before \p time. 1970 began on a Thursday.
qint64 alignedDown(qint64 time, qint64 step, qint64 zoneOffset)
{
    constexpr qint64 monday = 4 * day;
    const qint64 local = time + zoneOffset - monday;
    const qint64 rest = local % step;
    return time - (rest < 0 ? rest + step : rest);
}

/// Bins without counts for a span that is not empty.
Histogram emptyHistogram(qint64 from, qint64 to, int maximumBins, qint64 zoneOffset)
{
    const qint64 most = std::max(maximumBins, 2); // one may not do, whatever the step
    Histogram histogram;
    const auto binsAt = [&](qint64 step) {
        histogram.step = step;
        histogram.from = alignedDown(from, step, zoneOffset);
        return (to - histogram.from + step - 1) / step;
    };
    qint64 bins = 0;
    for (const qint64 step : steps) {
        bins = binsAt(step);
        if (bins <= most)
            break;
    }
    while (bins > most)
        bins = binsAt(histogram.step * 2);
    histogram.bins.resize(static_cast<std::size_t>(bins));
    return histogram;
}

} // namespace

void HistogramCounts::learn(const TableSnapshot &table)
{
    for (auto code = static_cast<EventTable::Code>(m_severityOf.size()); code < table.typeCount();
         ++code) {
        const std::string_view name = table.typeName(code);
        const EventType type = EventCatalogue::instance().find(
            QByteArray(name.data(), static_cast<qsizetype>(name.size())));
        m_severityOf.push_back(static_cast<quint8>(type.severity));
    }
}

bool HistogramCounts::add(
    const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    struct Seen
    {
        qint64 count = 0;
        quint32 earliest = noSecond;
        quint32 latest = 0;
    };

    learn(table);
    const std::size_t before = m_seconds.size();
    m_seconds.resize(before + rows.size());
    m_severities.resize(before + rows.size());
    const std::size_t parts = (rows.size() + eventsPerPart - 1) / eventsPerPart;
    std::vector<Seen> seen(parts);
    const auto work = [&](std::size_t part, std::size_t) {
        Seen mine;
        const std::size_t end = std::min((part + 1) * eventsPerPart, rows.size());
        std::size_t segment = table.segmentCount(); // none yet
        NumberSpan times;
        CodeSpan types;
        for (std::size_t i = part * eventsPerPart; i < end; ++i) {
            if (const std::size_t of = rows[i] / EventTable::rowsPerSegment; of != segment) {
                segment = of;
                times = table.numbers(NumberColumn::CreatedAt, segment);
                types = table.codes(CodeColumn::Type, segment);
            }
            const std::size_t cell = rows[i] % EventTable::rowsPerSegment;
            const quint32 time = secondOf(times[cell]);
            m_seconds[before + i] = time;
            m_severities[before + i] = m_severityOf[types[cell]];
            if (time == noSecond)
                continue;
            ++mine.count;
            mine.earliest = std::min(mine.earliest, time);
            mine.latest = std::max(mine.latest, time);
        }
        seen[part] = mine;
    };
    if (!inParallel(parts, work, cancelled))
        return false;
    for (const Seen &part : seen) {
        if (part.count == 0)
            continue;
        m_earliest = m_count == 0 ? part.earliest : std::min(m_earliest, part.earliest);
        m_latest = m_count == 0 ? part.latest : std::max(m_latest, part.latest);
        m_count += part.count;
    }
    return true;
}

Histogram HistogramCounts::histogram(
    int maximumBins, std::optional<qint64> from, std::optional<qint64> to, qint64 zoneOffset)
{
    if (m_count == 0 && (!from || !to))
        return {};
    const qint64 begin = from ? std::clamp<qint64>(*from, 0, lastTime) : m_earliest * second;
    const qint64 end = to ? std::clamp<qint64>(*to, 0, lastTime + 1) : (m_latest + 1) * second;
    if (begin >= end)
        return {};

    Histogram histogram = emptyHistogram(begin, end, maximumBins, zoneOffset);
    const bool goesOn = histogram.from == m_last.from && histogram.step == m_last.step
        && (histogram.to() == m_last.to() || (m_lastHasAll && histogram.to() > m_last.to()));
    std::size_t counted = 0;
    if (goesOn) {
        std::ranges::copy(m_last.bins, histogram.bins.begin());
        counted = m_lastCounted;
    }
    count(histogram, counted);
    m_last = histogram;
    m_lastCounted = m_seconds.size();
    m_lastHasAll = m_count == 0 || m_latest * second < histogram.to();
    return histogram;
}

/// Adds the events from number \p first on.
void HistogramCounts::count(Histogram &histogram, std::size_t first) const
{
    // Time zones are whole seconds ahead of UTC, so each bin begins with a second.
    const qint64 from = histogram.from / second;
    const qint64 step = histogram.step / second;
    const auto width = static_cast<quint64>(step) * histogram.bins.size();
    const std::size_t parts = (m_seconds.size() - first + eventsPerPart - 1) / eventsPerPart;
    std::vector<std::vector<Histogram::Bin>> counts(workerCount());
    inParallel(parts, [&](std::size_t part, std::size_t worker) {
        std::vector<Histogram::Bin> &bins = counts[worker];
        bins.resize(histogram.bins.size());
        const std::size_t begin = first + part * eventsPerPart;
        const std::size_t end = std::min(begin + eventsPerPart, m_seconds.size());
        // Most events fall into the bin of the one before; that is cheaper to see than to divide.
        std::size_t bin = 0;
        quint64 binBegin = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const auto place = static_cast<quint64>(qint64{m_seconds[i]} - from);
            if (place >= width || m_seconds[i] == noSecond)
                continue;
            if (place - binBegin >= static_cast<quint64>(step)) {
                bin = static_cast<std::size_t>(place / static_cast<quint64>(step));
                binBegin = bin * static_cast<quint64>(step);
            }
            ++bins[bin].bySeverity[m_severities[i]];
        }
    });
    for (const std::vector<Histogram::Bin> &bins : counts) {
        for (std::size_t bin = 0; bin < bins.size(); ++bin) {
            for (std::size_t severity = 0; severity < bins[bin].bySeverity.size(); ++severity)
                histogram.bins[bin].bySeverity[severity] += bins[bin].bySeverity[severity];
        }
    }
}

std::optional<std::pair<qint64, qint64>> HistogramCounts::extent() const
{
    if (m_count == 0)
        return {};
    return std::pair(m_earliest * second, m_latest * second);
}

} // namespace boxwatch
