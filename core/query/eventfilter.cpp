// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/eventfilter.h"

#include "core/query/queryfield.h"

#include <QDateTime>
#include <QHash>

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// `2026-02-20T08:12:31.250Z`
QString timeText(qint64 time)
{
    return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs);
}

/// A query that stands as one whole beside others.
QString grouped(const QString &query)
{
    return query.contains("or"_L1, Qt::CaseInsensitive) ? u'(' + query + u')' : query;
}

/// What a pick is about: somebody's name, login or id are all about the same person.
QString subjectOf(const QString &pick)
{
    const QString name = EventFilter::fieldOf(pick);
    const QueryFieldInfo *field = findQueryField(name);
    if (!field)
        return name;
    switch (field->field) {
    case QueryField::ActorId:
    case QueryField::ActorName:
    case QueryField::ActorLogin:
        return queryFieldName(QueryField::Who);
    case QueryField::ItemId:
    case QueryField::ItemName:
        return queryFieldName(QueryField::Item);
    case QueryField::FolderId:
    case QueryField::FolderName:
        return queryFieldName(QueryField::Folder);
    default:
        return field->name;
    }
}

/// The wanted picks as one clause for each subject, in the order in which they came first.
QStringList wantedClauses(const QStringList &picks)
{
    QStringList subjects;
    QHash<QString, QStringList> clauses;
    for (const QString &pick : picks) {
        if (EventFilter::isExclusion(pick))
            continue;
        const QString subject = subjectOf(pick);
        if (!clauses.contains(subject))
            subjects.append(subject);
        clauses[subject].append(pick);
    }
    QStringList result;
    for (const QString &subject : std::as_const(subjects)) {
        const QStringList &together = clauses[subject];
        if (subject.isEmpty() || together.size() == 1)
            result.append(together);
        else
            result.append(u'(' + together.join(" or "_L1) + u')');
    }
    return result;
}

} // namespace

QString EventFilter::fieldOf(const QString &pick)
{
    const QString clause = isExclusion(pick) ? pick.mid(1) : pick;
    const qsizetype colon = clause.indexOf(u':');
    const QString field = clause.left(colon).toLower();
    const bool isName = std::ranges::all_of(
        field, [](QChar c) { return c.isLetterOrNumber() || c == u'_'; });
    return colon > 0 && isName ? field : QString();
}

QString EventFilter::query() const
{
    QStringList clauses = wantedClauses(picks);
    std::ranges::copy_if(picks, std::back_inserter(clauses), isExclusion);
    if (span) {
        clauses.append("after:"_L1 + timeText(span->from));
        if (span->to)
            clauses.append("before:"_L1 + timeText(*span->to));
    }
    const QString typed = text.trimmed();
    if (!typed.isEmpty())
        clauses.prepend(clauses.isEmpty() ? typed : grouped(typed));
    return clauses.join(u' ');
}

bool EventFilter::isEmpty() const
{
    return hiddenTypes.isEmpty() && text.trimmed().isEmpty() && picks.isEmpty() && !span;
}

} // namespace boxwatch
