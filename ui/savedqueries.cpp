// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/savedqueries.h"

#include "core/query/query.h"
#include "ui/filterjson.h"
#include "ui/plaintext.h"

#include <QJsonDocument>
#include <QSettings>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

const QString savedArray = u"savedQueries"_s;
constexpr auto recentKey = "recentQueries"_L1;

void write(const QList<SavedQuery> &queries)
{
    QSettings settings;
    settings.remove(savedArray);
    settings.beginWriteArray(savedArray, static_cast<int>(queries.size()));
    for (int i = 0; i < queries.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue("name", queries.at(i).name);
        settings.setValue(
            "query",
            QString::fromUtf8(
                QJsonDocument(filterToJson(queries.at(i).filter)).toJson(QJsonDocument::Compact)));
    }
    settings.endArray();
}

bool isNamed(const SavedQuery &query, const QString &name)
{
    return query.name.compare(name, Qt::CaseInsensitive) == 0;
}

} // namespace

QString SavedQueries::cleanName(const QString &name)
{
    return plainLine(name.simplified(), longestName).trimmed();
}

QList<SavedQuery> SavedQueries::saved()
{
    QSettings settings;
    QList<SavedQuery> queries;
    const int count = qMin(mostSaved, settings.beginReadArray(savedArray));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        SavedQuery query;
        query.name = cleanName(settings.value("name").toString());
        query.filter = filterFromJson(
            QJsonDocument::fromJson(settings.value("query").toString().toUtf8()).object());
        query.filter.span.reset();
        const bool known = std::ranges::any_of(
            queries, [&](const SavedQuery &other) { return isNamed(other, query.name); });
        if (!query.name.isEmpty() && !known)
            queries += query;
    }
    std::ranges::sort(queries, [](const SavedQuery &a, const SavedQuery &b) {
        return a.name.localeAwareCompare(b.name) < 0;
    });
    return queries;
}

bool SavedQueries::save(const SavedQuery &query)
{
    SavedQuery kept{cleanName(query.name), query.filter};
    kept.filter.span.reset();
    QList<SavedQuery> queries = saved();
    queries.removeIf([&](const SavedQuery &other) { return isNamed(other, kept.name); });
    if (kept.name.isEmpty() || queries.size() >= mostSaved)
        return false;
    queries += kept;
    write(queries);
    return true;
}

void SavedQueries::remove(const QString &name)
{
    QList<SavedQuery> queries = saved();
    queries.removeIf([&](const SavedQuery &other) { return isNamed(other, name); });
    write(queries);
}

bool SavedQueries::rename(const QString &name, const QString &newName)
{
    const QString clean = cleanName(newName);
    QList<SavedQuery> queries = saved();
    const auto named = [&queries](const QString &wanted) {
        return std::ranges::find_if(
            queries, [&](const SavedQuery &query) { return isNamed(query, wanted); });
    };
    const auto query = named(name);
    const auto other = named(clean);
    if (query == queries.end() || clean.isEmpty() || (other != queries.end() && other != query))
        return false;
    query->name = clean;
    write(queries);
    return true;
}

QStringList SavedQueries::recent()
{
    QStringList texts;
    const QStringList kept = QSettings().value(recentKey).toStringList();
    for (const QString &text : kept) {
        if (text.trimmed().isEmpty() || text.size() > Query::maximumLength
            || texts.size() == mostRecent)
            continue;
        texts += plainLine(text, Query::maximumLength);
    }
    return texts;
}

void SavedQueries::remember(const QString &text)
{
    const QString line = text.trimmed();
    if (line.isEmpty() || line.size() > Query::maximumLength)
        return;
    QStringList texts = recent();
    if (!texts.isEmpty() && line.startsWith(texts.constFirst()))
        texts.removeFirst();
    texts.removeAll(line);
    texts.prepend(line);
    QSettings().setValue(
        recentKey, QStringList(texts.first(qMin<qsizetype>(texts.size(), mostRecent))));
}

void SavedQueries::forgetRecent()
{
    QSettings().remove(recentKey);
}

} // namespace boxwatch
