// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/query/querydescription.h"

#include "core/query/queryfield.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

QString number(const QueryTerm &term, qint64 value)
{
    if (queryFieldInfo(term.field).kind != QueryValueKind::Time)
        return QString::number(value);
    return QDateTime::fromMSecsSinceEpoch(value, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

QString describe(const QueryTerm &term)
{
    const QString field = term.field == QueryField::Any ? u"any"_s : queryFieldName(term.field);
    const bool isText = queryFieldInfo(term.field).kind != QueryValueKind::Stream
        && term.numberEnd == 0;
    switch (term.test) {
    case QueryTerm::Test::Contains:
        return u"%1 contains <%2>"_s.arg(field, term.text);
    case QueryTerm::Test::Wildcard:
        return u"%1 like <%2>"_s.arg(field, term.text);
    case QueryTerm::Test::Equals:
        return isText ? u"%1 is <%2>"_s.arg(field, term.text)
                      : u"%1 in [%2, %3)"_s.arg(
                          field, number(term, term.number), number(term, term.numberEnd));
    case QueryTerm::Test::Regex:
        return u"%1 ~ <%2>"_s.arg(field, term.text);
    case QueryTerm::Test::Less:
        return u"%1 < %2"_s.arg(field, number(term, term.number));
    case QueryTerm::Test::LessOrEqual:
        return u"%1 <= %2"_s.arg(field, number(term, term.number));
    case QueryTerm::Test::Greater:
        return u"%1 > %2"_s.arg(field, number(term, term.number));
    case QueryTerm::Test::GreaterOrEqual:
        return u"%1 >= %2"_s.arg(field, number(term, term.number));
    case QueryTerm::Test::Within:
        return u"%1 within <%2>"_s.arg(field, term.text);
    case QueryTerm::Test::Is:
        return field;
    }
    return {};
}

} // namespace

QString describe(const QueryNode &node)
{
    QStringList parts;
    for (const QueryNode &child : node.children)
        parts.append(describe(child));
    const QString inside = u'(' + parts.join(u", "_s) + u')';
    switch (node.kind) {
    case QueryNode::Kind::All:
        return u"all"_s;
    case QueryNode::Kind::Term:
        return describe(node.term);
    case QueryNode::Kind::Not:
        return u"not"_s + inside;
    case QueryNode::Kind::And:
        return u"and"_s + inside;
    case QueryNode::Kind::Or:
        return u"or"_s + inside;
    }
    return {};
}

} // namespace boxwatch
