// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/querytime.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qint64 second = 1000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

constexpr qsizetype longestTime = 64;

QTimeZone zoneOf(const QueryClock &clock)
{
    return clock.zone.isValid() ? clock.zone : QTimeZone::utc();
}

/// The days from \p first up to and without \p behind.
std::optional<QueryTime> days(const QDate &first, const QDate &behind, const QTimeZone &zone)
{
    const QDateTime begin = first.startOfDay(zone);
    const QDateTime end = behind.startOfDay(zone);
    if (!begin.isValid() || !end.isValid())
        return std::nullopt;
    return QueryTime{.begin = begin.toMSecsSinceEpoch(), .end = end.toMSecsSinceEpoch()};
}

std::optional<QueryTime> namedTime(const QString &text, const QueryClock &clock)
{
    const QTimeZone zone = zoneOf(clock);
    const QDate today = clock.now.toTimeZone(zone).date();
    if (text == "today"_L1)
        return days(today, today.addDays(1), zone);
    if (text == "yesterday"_L1)
        return days(today.addDays(-1), today, zone);
    const qint64 now = clock.now.toMSecsSinceEpoch();
    if (text == "now"_L1)
        return QueryTime{.begin = now, .end = now + 1};
    return std::nullopt;
}

qint64 unitLength(QStringView unit)
{
    if (unit == "s"_L1)
        return second;
    if (unit == "h"_L1)
        return hour;
    if (unit == "d"_L1)
        return day;
    return unit == "w"_L1 ? 7 * day : minute;
}

std::optional<QueryTime> relativeTime(const QString &text, const QueryClock &clock)
{
    static const QRegularExpression whole(u"^-(?:\\d{1,6}(?:s|min|m|h|d|w))+$"_s);
    static const QRegularExpression part(u"(\\d+)([a-z]+)"_s);
    if (!whole.match(text).hasMatch())
        return std::nullopt;
    qint64 ago = 0;
    for (const auto &match : part.globalMatch(text))
        ago += match.capturedView(1).toLongLong() * unitLength(match.capturedView(2));
    const qint64 moment = clock.now.toMSecsSinceEpoch() - ago;
    return QueryTime{.begin = moment, .end = moment + 1, .isRelative = true};
}

QTimeZone writtenZone(const QString &text, const QTimeZone &otherwise)
{
    if (text.isEmpty())
        return otherwise;
    if (text == "z"_L1)
        return QTimeZone::utc();
    const int hours = text.mid(1, 2).toInt();
    const int minutes = text.right(text.size() - 3).remove(u':').toInt();
    const int offset = (hours * 60 + minutes) * 60;
    return QTimeZone(text.front() == u'-' ? -offset : offset);
}

/// How long what a time names is, by how exactly it is written.
qint64 lengthOf(const QRegularExpressionMatch &match)
{
    if (match.capturedLength(5) > 0)
        return 1;
    if (match.capturedLength(4) > 0)
        return second;
    return match.capturedLength(3) > 0 ? minute : hour;
}

std::optional<QueryTime> writtenTime(const QString &text, const QueryClock &clock)
{
    static const QRegularExpression whole(
        u"^(?:(\\d{4}-\\d{2}-\\d{2})[t ])?(\\d{1,2})(?::(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?)?"
        "(z|[+-]\\d{2}(?::?\\d{2})?)?$"_s);
    const auto match = whole.match(text);
    const bool hasDate = match.capturedLength(1) > 0;
    // Two digits alone are no time of the day.
    if (!match.hasMatch() || (!hasDate && match.capturedLength(3) == 0))
        return std::nullopt;

    const QTimeZone zone = writtenZone(match.captured(6), zoneOf(clock));
    if (!zone.isValid())
        return std::nullopt;
    const QDate date = hasDate ? QDate::fromString(match.captured(1), Qt::ISODate)
                               : clock.now.toTimeZone(zone).date();
    const int milliseconds = match.captured(5).leftJustified(3, u'0', true).toInt();
    const QTime time(
        match.captured(2).toInt(), match.captured(3).toInt(), match.captured(4).toInt(),
        milliseconds);
    const QDateTime moment(date, time, zone);
    if (!date.isValid() || !time.isValid() || !moment.isValid())
        return std::nullopt;
    const qint64 begin = moment.toMSecsSinceEpoch();
    return QueryTime{.begin = begin, .end = begin + lengthOf(match)};
}

std::optional<QueryTime> writtenDate(const QString &text, const QueryClock &clock)
{
    static const QRegularExpression whole(u"^\\d{4}-\\d{2}(-\\d{2})?$"_s);
    const auto match = whole.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const bool isMonth = match.capturedLength(1) <= 0;
    const QDate date = QDate::fromString(isMonth ? text + u"-01"_s : text, Qt::ISODate);
    if (!date.isValid())
        return std::nullopt;
    return days(date, isMonth ? date.addMonths(1) : date.addDays(1), zoneOf(clock));
}

} // namespace

std::optional<QueryTime> parseQueryTime(const QString &text, const QueryClock &clock)
{
    const QString written = text.trimmed().toLower();
    if (written.size() > longestTime)
        return std::nullopt;
    if (const auto time = namedTime(written, clock))
        return time;
    if (const auto time = relativeTime(written, clock))
        return time;
    if (const auto time = writtenTime(written, clock))
        return time;
    return writtenDate(written, clock);
}

QString onTheDayOf(const QString &from, const QString &to)
{
    static const QRegularExpression day(
        u"^(\\d{4}-\\d{2}-\\d{2})(?:[tT ].*?([zZ]|[+-]\\d{2}(?::?\\d{2})?)?)?$"_s);
    static const QRegularExpression timeOfDay(
        u"^\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?([zZ]|[+-]\\d{2}(?::?\\d{2})?)?$"_s);
    const auto begin = day.match(from.left(longestTime));
    const auto end = timeOfDay.match(to.left(longestTime));
    if (!begin.hasMatch() || !end.hasMatch())
        return to;
    const QString zone = end.capturedLength(1) > 0 ? QString() : begin.captured(2);
    return begin.captured(1) + u'T' + to + zone;
}

} // namespace boxwatch
