// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filterwords.h"

#include "core/event/eventcatalogue.h"
#include "core/query/queryfield.h"
#include "ui/plaintext.h"
#include "ui/timelineaxis.h"

#include <QCoreApplication>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::FilterWords)
};

/// What a term asks its field for.
QString valueInWords(const QueryTerm &term)
{
    using Test = QueryTerm::Test;
    if (term.field == QueryField::Type && term.test == Test::Equals) {
        const EventType type = EventCatalogue::instance().find(term.text.toUtf8());
        return type.known ? type.label : term.text;
    }
    switch (term.test) {
    case Test::Less:
        return u"< "_s + term.text;
    case Test::LessOrEqual:
        return u"≤ "_s + term.text;
    case Test::Greater:
        return u"> "_s + term.text;
    case Test::GreaterOrEqual:
        return u"≥ "_s + term.text;
    case Test::Regex:
        return u'/' + term.text + u'/';
    case Test::Is:
        return queryFieldTitle(term.field);
    default:
        return term.text;
    }
}

} // namespace

QString pickInWords(const QString &pick)
{
    constexpr qsizetype longest = 60;
    const Query query = Query::parse(pick).query;
    QueryNode node = query.root();
    bool excludes = false;
    if (node.kind == QueryNode::Kind::Not && node.children.size() == 1) {
        node = QueryNode(node.children.front());
        excludes = true;
    }
    if (node.kind != QueryNode::Kind::Term)
        return plainLine(pick, longest);
    const QString value = plainLine(valueInWords(node.term), longest);
    if (node.term.test == QueryTerm::Test::Is)
        return excludes ? Words::tr("Not %1").arg(value) : value;
    const QString title = node.term.field == QueryField::Any ? Words::tr("Anywhere")
                                                             : queryFieldTitle(node.term.field);
    return (excludes ? Words::tr("%1: not %2") : Words::tr("%1: %2")).arg(title, value);
}

QString spanInWords(const TimeSpan &span, const QTimeZone &zone)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    // From 1970 on: from the first event on.
    if (span.from <= 0 && span.to) {
        const QString words = spanWords({*span.to, std::nullopt}, zone, now);
        return Words::tr("Time: until %1").arg(words.section(u" – "_s, 0, 0));
    }
    return Words::tr("Time: %1").arg(spanWords(span, zone, now));
}

QString filterInWords(const EventFilter &filter)
{
    constexpr qsizetype longest = 200;
    QStringList parts;
    if (const QString text = filter.text.trimmed(); !text.isEmpty())
        parts += text;
    for (const QString &pick : filter.picks)
        parts += pickInWords(pick);
    if (filter.hiddenTypes.size() == 1)
        parts += Words::tr("1 type hidden");
    else if (!filter.hiddenTypes.isEmpty())
        parts += Words::tr("%1 types hidden").arg(filter.hiddenTypes.size());
    return plainLine(parts.join(u" · "_s), longest);
}

} // namespace boxwatch
