// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sessionview.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostTypes = 10'000;
constexpr qsizetype longestName = 200;
constexpr qsizetype longestFilter = 4'000;

} // namespace

QByteArray SessionView::toJson() const
{
    QStringList types;
    for (const QByteArray &type : hiddenTypes)
        types += QString::fromUtf8(type);
    types.sort();
    QJsonArray shownColumns;
    for (const Column &column : columns)
        shownColumns.append(QJsonObject{
            {u"key"_s, QString::fromLatin1(column.key)},
            {u"width"_s, column.width},
            {u"shown"_s, column.shown}});
    const QJsonObject view{
        {u"version"_s, 1},
        {u"hiddenTypes"_s, QJsonArray::fromStringList(types)},
        {u"filter"_s, filter},
        {u"columns"_s, shownColumns},
        {u"following"_s, following},
        {u"pollSeconds"_s, pollSeconds},
        {u"historySeconds"_s, historySeconds},
        {u"slowerWhenQuiet"_s, slowerWhenQuiet},
        {u"lookBackSeconds"_s, lookBackSeconds},
        {u"lookBackEvery"_s, lookBackEvery}};
    return QJsonDocument(view).toJson(QJsonDocument::Compact);
}

SessionView SessionView::fromJson(const QByteArray &json)
{
    SessionView result;
    const QJsonObject view = QJsonDocument::fromJson(json).object();
    const QJsonArray types = view.value("hiddenTypes"_L1).toArray();
    for (const QJsonValue &type : types) {
        const QString name = type.toString();
        if (!name.isEmpty() && name.size() <= longestName && result.hiddenTypes.size() < mostTypes)
            result.hiddenTypes.insert(name.toUtf8());
    }
    result.filter = view.value("filter"_L1).toString().left(longestFilter);
    result.following = view.value("following"_L1).toBool(true);
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
