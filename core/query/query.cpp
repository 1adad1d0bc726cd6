// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/query.h"

#include "core/query/queryfield.h"
#include "core/query/queryparser.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// Without quotation marks it may be taken for an address that is none, or for a range.
bool looksLikeAddress(const QString &value)
{
    return value.contains(u'.') && std::ranges::all_of(value, [](QChar c) {
               return (c >= u'0' && c <= u'9') || c == u'.' || c == u'-';
           });
}

bool isPlain(const QString &value)
{
    const auto plain = [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'@' || c == u'-'
            || c == u'+';
    };
    if (value.isEmpty() || !value.front().isLetterOrNumber() || value.contains(".."_L1))
        return false;
    for (const QLatin1StringView keyword : {"and"_L1, "or"_L1, "not"_L1}) {
        if (value.compare(keyword, Qt::CaseInsensitive) == 0)
            return false;
    }
    if (std::ranges::all_of(value, plain))
        return !looksLikeAddress(value) || Subnet::parse(value.toStdString()).has_value();
    const auto ofAddress = [](QChar c) {
        return c == u':' || c == u'.' || (c >= u'0' && c <= u'9')
            || (c.toLower() >= u'a' && c.toLower() <= u'f');
    };
    return std::ranges::all_of(value, ofAddress) && Subnet::parse(value.toStdString()).has_value();
}

/// What a line of text should not have in it. The joiners stay: emoji and several scripts need them.
bool isHidden(char32_t code)
{
    const QChar::Category category = QChar::category(code);
    const bool joiner = code == 0x200C || code == 0x200D;
    return !joiner
        && (category == QChar::Other_Control || category == QChar::Other_Format
            || category == QChar::Separator_Line || category == QChar::Separator_Paragraph);
}

char32_t codePointAt(const QString &text, qsizetype at)
{
    const QChar c = text[at];
    if (c.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate())
        return QChar::surrogateToUcs4(c, text[at + 1]);
    return c.unicode();
}

QString operatorText(const QueryTerm &term)
{
    switch (term.test) {
    case QueryTerm::Test::Equals:
        return u"="_s;
    case QueryTerm::Test::Less:
        return u"<"_s;
    case QueryTerm::Test::LessOrEqual:
        return u"<="_s;
    case QueryTerm::Test::Greater:
        return u">"_s;
    case QueryTerm::Test::GreaterOrEqual:
        return u">="_s;
    default:
        return {};
    }
}

QString termText(const QueryTerm &term)
{
    if (term.test == QueryTerm::Test::Is)
        return u"is:"_s + term.text;
    const QString field = term.field == QueryField::Any ? QString()
                                                        : queryFieldName(term.field) + u':';
    switch (term.test) {
    case QueryTerm::Test::Wildcard:
        return field + term.text;
    case QueryTerm::Test::Regex:
        return field + u'/' + term.text + u'/';
    default:
        return field + operatorText(term) + quotedForQuery(term.text);
    }
}

QString joined(const QueryNode &node, QLatin1StringView separator)
{
    QStringList parts;
    for (const QueryNode &child : node.children) {
        // `or` binds less than what stands side by side.
        const bool inner = node.kind == QueryNode::Kind::And && child.kind == QueryNode::Kind::Or;
        parts.append(inner ? u'(' + queryText(child) + u')' : queryText(child));
    }
    return parts.join(separator);
}

} // namespace

ParsedQuery Query::parse(const QString &text, const QueryClock &clock)
{
    ParsedQuery parsed;
    if (text.size() > maximumLength) {
        parsed.error = QueryError{
            .position = maximumLength,
            .length = text.size() - maximumLength,
            .message = QCoreApplication::translate(
                           "boxwatch::Query",
                           "The query is too long. At most %1 characters are possible")
                           .arg(QLocale().toString(maximumLength))};
        return parsed;
    }
    QueryParser parser(text, clock);
    QueryNode root = parser.parse();
    parsed.error = parser.error();
    if (!parsed.error) {
        parsed.query.m_text = text;
        parsed.query.m_root = std::move(root);
    }
    return parsed;
}

QString quotedForQuery(const QString &value)
{
    if (isPlain(value))
        return value;
    QString quoted = u"\""_s;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char32_t code = codePointAt(value, i);
        const qsizetype length = QChar::requiresSurrogates(code) ? 2 : 1;
        if (code == u'"' || code == u'\\')
            quoted += u'\\';
        if (isHidden(code))
            quoted += u"\\u{%1}"_s.arg(static_cast<uint>(code), 0, 16);
        else
            quoted += QStringView(value).sliced(i, length);
        i += length - 1;
    }
    return quoted + u'"';
}

QString queryText(const QueryNode &node)
{
    switch (node.kind) {
    case QueryNode::Kind::All:
        return {};
    case QueryNode::Kind::Term:
        return termText(node.term);
    case QueryNode::Kind::Not: {
        const QueryNode &child = node.children.front();
        const QString text = queryText(child);
        const bool isTerm = child.kind == QueryNode::Kind::Term;
        return isTerm ? QString(u'-' + text) : QString(u"-("_s + text + u')');
    }
    case QueryNode::Kind::And:
        return joined(node, " "_L1);
    case QueryNode::Kind::Or:
        return joined(node, " or "_L1);
    }
    return {};
}

} // namespace boxwatch
