// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filterwords.h"

#include "core/event/eventcatalogue.h"
#include "core/query/queryfield.h"
#include "ui/plaintext.h"
#include "ui/timelineaxis.h"

#include <QCoreApplication>

#include <string_view>

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

constexpr qsizetype longestValue = 60;

/// What people call the person with the id that a term asks for: the latest name, or login, that is not empty.
/// Only of persons: of items there can be as many as events.
QString nameById(const QueryTerm &term, const TableSnapshot &table)
{
    if (term.field != QueryField::ActorId || term.test != QueryTerm::Test::Equals)
        return {};
    const QByteArray id = term.text.toUtf8();
    const std::string_view wanted(id.constData(), static_cast<std::size_t>(id.size()));
    for (TableSnapshot::Code entry = table.personCount(); entry > 0; --entry) {
        const EventTable::Triple &person = table.person(entry - 1);
        if (table.text(person.first) != wanted)
            continue;
        const std::string_view name = table.text(
            person.second != Dictionary::empty ? person.second : person.third);
        if (!name.empty())
            return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
    }
    return {};
}

} // namespace

QString pickInWords(const QString &pick, const TableSnapshot &table)
{
    const Query query = Query::parse(pick).query;
    QueryNode node = query.root();
    bool excludes = false;
    if (node.kind == QueryNode::Kind::Not && node.children.size() == 1) {
        node = QueryNode(node.children.front());
        excludes = true;
    }
    if (node.kind != QueryNode::Kind::Term)
        return plainLine(pick, longestValue);
    QString value = plainLine(valueInWords(node.term), longestValue);
    // Two people may share a name, so the id stays in sight.
    if (const QString name = nameById(node.term, table); !name.isEmpty()) {
        value = u"%1 (%2)"_s.arg(plainLine(name, longestValue), plainLine(value, 20));
        node.term.field = QueryField::Who;
    }
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
