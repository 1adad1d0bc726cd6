// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessionview.h"

#include "ui/filterjson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestName = 200;

} // namespace

QByteArray SessionView::toJson() const
{
    QJsonArray shownColumns;
    for (const Column &column : columns)
        shownColumns.append(QJsonObject{
            {u"key"_s, QString::fromLatin1(column.key)},
            {u"width"_s, column.width},
            {u"shown"_s, column.shown}});
    QJsonObject view = filterToJson({hiddenTypes, filter, picks, span});
    view.insert(u"version"_s, 1);
    view.insert(u"columns"_s, shownColumns);
    view.insert(u"following"_s, following);
    if (!sortColumn.isEmpty()) {
        view.insert(u"sortColumn"_s, QString::fromLatin1(sortColumn));
        view.insert(u"sortDescending"_s, sortDescending);
    }
    view.insert(u"newAtTheEnd"_s, newAtTheEnd);
    view.insert(u"pollSeconds"_s, pollSeconds);
    view.insert(u"historySeconds"_s, historySeconds);
    view.insert(u"slowerWhenQuiet"_s, slowerWhenQuiet);
    view.insert(u"lookBackSeconds"_s, lookBackSeconds);
    view.insert(u"lookBackEvery"_s, lookBackEvery);
    return QJsonDocument(view).toJson(QJsonDocument::Compact);
}

SessionView SessionView::fromJson(const QByteArray &json)
{
    SessionView result;
    const QJsonObject view = QJsonDocument::fromJson(json).object();
    const EventFilter kept = filterFromJson(view);
    result.hiddenTypes = kept.hiddenTypes;
    result.filter = kept.text;
    result.picks = kept.picks;
    result.span = kept.span;
    result.following = view.value("following"_L1).toBool(true);
    result.sortColumn = view.value("sortColumn"_L1).toString().left(longestName).toLatin1();
    result.sortDescending = !result.sortColumn.isEmpty()
        && view.value("sortDescending"_L1).toBool();
    result.newAtTheEnd = view.value("newAtTheEnd"_L1).toBool();
    const auto seconds = [&view](QLatin1StringView key, int least, int most) {
        return std::clamp(view.value(key).toInt(least), least, most);
    };
    result.pollSeconds = seconds("pollSeconds"_L1, 0, 86'400);
    result.historySeconds = seconds("historySeconds"_L1, 0, 86'400);
    result.slowerWhenQuiet = view.value("slowerWhenQuiet"_L1).toBool(true);
    result.lookBackSeconds = seconds("lookBackSeconds"_L1, -1, 14 * 86'400);
    result.lookBackEvery = seconds("lookBackEvery"_L1, 0, 86'400);
    const QJsonArray columns = view.value("columns"_L1).toArray();
    for (const QJsonValue &value : columns) {
        const QJsonObject column = value.toObject();
        const QByteArray key = column.value("key"_L1).toString().left(longestName).toLatin1();
        const bool known = std::any_of(
            result.columns.cbegin(), result.columns.cend(),
            [&key](const Column &c) { return c.key == key; });
        if (!key.isEmpty() && !known && result.columns.size() < 100)
            result.columns.append(
                {key, std::clamp(column.value("width"_L1).toInt(100), 0, 2'000),
                 column.value("shown"_L1).toBool(true)});
    }
    return result;
}

} // namespace boxwatch
