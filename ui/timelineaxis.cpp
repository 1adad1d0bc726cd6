// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/timelineaxis.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::Timeline)
};

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 averageMonth = 61 * day / 2;

/// Steps within a day, by the clock on the wall.
constexpr std::array clockSteps{second,      2 * second,  5 * second, 10 * second, 15 * second,
                                30 * second, minute,      2 * minute, 5 * minute,  10 * minute,
                                15 * minute, 30 * minute, hour,       2 * hour,    3 * hour,
                                6 * hour,    12 * hour};
constexpr std::array daySteps{1, 2, 5, 10};
constexpr std::array monthSteps{1, 3, 6, 12, 24, 60, 120, 600, 1'200, 12'000};

QDateTime inZone(qint64 time, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(time, zone);
}

qint64 offsetAt(qint64 time, const QTimeZone &zone)
{
    return qint64{zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(time, Qt::UTC))} * second;
}

qint64 floorTo(qint64 value, qint64 step)
{
    const qint64 rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

/// The first time from \p time on at which the clocks of \p zone show a multiple of \p step.
qint64 clockCeiling(qint64 time, qint64 step, const QTimeZone &zone)
{
    const qint64 offset = offsetAt(time, zone);
    const qint64 wall = time + offset;
    const qint64 floor = floorTo(wall, step);
    return (floor == wall ? wall : floor + step) - offset;
}

std::vector<AxisTick> clockTicks(qint64 from, qint64 to, qint64 step, const QTimeZone &zone)
{
    std::vector<AxisTick> ticks;
    qint64 time = clockCeiling(from, step, zone);
    while (time < to) {
        const QDateTime wall = inZone(time, zone);
        const bool midnight = wall.time() == QTime(0, 0);
        ticks.push_back(
            {time,
             wall.toString(
                 midnight            ? u"yyyy-MM-dd"_s
                     : step < minute ? u"HH:mm:ss"_s
                                     : u"HH:mm"_s)});
        // Not just a step on: the clocks may have been changed in between.
        time = clockCeiling(time + std::max(second, step / 2), step, zone);
    }
    return ticks;
}

std::vector<AxisTick> dayTicks(qint64 from, qint64 to, int step, const QTimeZone &zone)
{
    std::vector<AxisTick> ticks;
    QDate date = inZone(from, zone).date();
    for (; ticks.size() < 1'000; date = date.addDays(1)) {
        // Counted anew in each month, so that the days are the same in all of them.
        if (step > 1 && ((date.day() - 1) % step != 0 || date.day() > 31 - step / 2))
            continue;
        const qint64 time = date.startOfDay(zone).toMSecsSinceEpoch();
        if (time >= to)
            break;
        if (time >= from)
            ticks.push_back({time, date.toString(u"yyyy-MM-dd"_s)});
    }
    return ticks;
}

std::vector<AxisTick> monthTicks(qint64 from, qint64 to, int step, const QTimeZone &zone)
{
    std::vector<AxisTick> ticks;
    const QDate first = inZone(from, zone).date();
    const int month = first.year() * 12 + first.month() - 1;
    QDate date = QDate(first.year(), first.month(), 1).addMonths(-(month % step));
    for (; date.isValid() && ticks.size() < 1'000; date = date.addMonths(step)) {
        const qint64 time = date.startOfDay(zone).toMSecsSinceEpoch();
        if (time >= to)
            break;
        if (time >= from)
            ticks.push_back({time, date.toString(step % 12 == 0 ? u"yyyy"_s : u"yyyy-MM"_s)});
    }
    return ticks;
}

} // namespace

std::vector<AxisTick> axisTicks(qint64 from, qint64 to, int most, const QTimeZone &zone)
{
    if (to <= from || most < 1)
        return {};
    const qint64 least = (to - from) / most;
    for (const qint64 step : clockSteps) {
        if (step >= least)
            return clockTicks(from, to, step, zone);
    }
    for (const int step : daySteps) {
        if (step * day >= least)
            return dayTicks(from, to, step, zone);
    }
    for (const int step : monthSteps) {
        if (step * averageMonth >= least)
            return monthTicks(from, to, step, zone);
    }
    return {};
}

QString stepWords(qint64 step)
{
    if (step % day == 0 && step == day)
        return Words::tr("Events per day");
    if (step % day == 0)
        return Words::tr("Events per %1 days").arg(step / day);
    if (step == hour)
        return Words::tr("Events per hour");
    if (step % hour == 0)
        return Words::tr("Events per %1 h").arg(step / hour);
    if (step == minute)
        return Words::tr("Events per minute");
    if (step % minute == 0)
        return Words::tr("Events per %1 min").arg(step / minute);
    return step == second ? Words::tr("Events per second")
                          : Words::tr("Events per %1 s").arg(step / second);
}

QString spanWords(const TimeSpan &span, const QTimeZone &zone, qint64 now)
{
    const QDateTime from = inZone(span.from, zone);
    const QDateTime to = inZone(span.to.value_or(now), zone);
    const QDate today = inZone(now, zone).date();
    const bool seconds = span.from % minute != 0 || (span.to && *span.to % minute != 0);
    // A span up to midnight is still one of the day before.
    const bool oneDay = from.date() == to.addMSecs(-1).date() || (!span.to && from.date() == today);
    const QString clock = seconds ? u"HH:mm:ss"_s : u"HH:mm"_s;
    const QString dated = u"yyyy-MM-dd "_s + clock;
    const QString first = from.toString(oneDay && from.date() == today ? clock : dated);
    const QString last = span.to ? to.toString(oneDay ? clock : dated) : Words::tr("now");
    return Words::tr("%1 – %2", "from a time to a time").arg(first, last);
}

} // namespace boxwatch
