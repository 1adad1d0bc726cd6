// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filterjson.h"

#include "core/query/query.h"
#include "ui/plaintext.h"

#include <QJsonArray>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostTypes = 2'000;
constexpr qsizetype longestName = 200;
constexpr qsizetype mostPicks = 100;
constexpr qsizetype longestPick = 1'000;
constexpr qint64 year2200 = 7'258'118'400'000;

/// One line, and no mark that would show it in another order than it is read.
QString queryLine(const QJsonValue &value, qsizetype longest)
{
    const QString text = value.toString();
    // Cut, it would be another query.
    return text.size() > longest ? QString() : plainLine(text, longest);
}

std::optional<TimeSpan> spanFromJson(const QJsonObject &json)
{
    const qint64 none = -1;
    const qint64 from = json.value("from"_L1).toInteger(none);
    if (from < 0 || from > year2200)
        return std::nullopt;
    if (!json.contains("to"_L1))
        return TimeSpan{from};
    const qint64 to = json.value("to"_L1).toInteger(none);
    if (to <= from || to > year2200)
        return std::nullopt;
    return TimeSpan{from, to};
}

} // namespace

QJsonObject filterToJson(const EventFilter &filter)
{
    QStringList types;
    for (const QByteArray &type : filter.hiddenTypes)
        types += QString::fromUtf8(type);
    types.sort();
    QJsonObject json{
        {u"hiddenTypes"_s, QJsonArray::fromStringList(types)}, {u"filter"_s, filter.text}};
    if (!filter.picks.isEmpty())
        json.insert(u"picks"_s, QJsonArray::fromStringList(filter.picks));
    if (filter.span) {
        QJsonObject span{{u"from"_s, filter.span->from}};
        if (filter.span->to)
            span.insert(u"to"_s, *filter.span->to);
        json.insert(u"span"_s, span);
    }
    return json;
}

EventFilter filterFromJson(const QJsonObject &json)
{
    EventFilter filter;
    const QJsonArray types = json.value("hiddenTypes"_L1).toArray();
    for (const QJsonValue &type : types) {
        const QString name = type.toString();
        if (!name.isEmpty() && name.size() <= longestName && filter.hiddenTypes.size() < mostTypes)
            filter.hiddenTypes.insert(name.toUtf8());
    }
    filter.text = queryLine(json.value("filter"_L1), Query::maximumLength);
    const QJsonArray picks = json.value("picks"_L1).toArray();
    for (const QJsonValue &value : picks) {
        const QString pick = queryLine(value, longestPick);
        if (!pick.isEmpty() && !filter.picks.contains(pick) && filter.picks.size() < mostPicks)
            filter.picks += pick;
    }
    filter.span = spanFromJson(json.value("span"_L1).toObject());
    return filter;
}

} // namespace boxwatch
