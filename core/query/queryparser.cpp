// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryparser.h"

#include "core/query/querytime.h"
#include "core/query/querytraps.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::Query)
};

const QueryFieldWord noField;

/// Puts \p part to the others of an And or an Or; one of the same kind is taken apart.
void append(QueryNode &whole, QueryNode part)
{
    if (part.kind != whole.kind) {
        whole.children.push_back(std::move(part));
        return;
    }
    for (QueryNode &child : part.children)
        whole.children.push_back(std::move(child));
}

/// A node of one child says no more than the child.
QueryNode simplified(QueryNode node)
{
    if (node.children.size() != 1)
        return node;
    QueryNode only = std::move(node.children.front());
    return only;
}

QueryNode negated(QueryNode node)
{
    if (node.kind == QueryNode::Kind::Not)
        return simplified(std::move(node));
    QueryNode result{.kind = QueryNode::Kind::Not};
    result.children.push_back(std::move(node));
    return result;
}

} // namespace

QueryParser::QueryParser(const QString &text, const QueryClock &clock)
    : m_text(text)
    , m_clock(clock)
    , m_tokens(queryTokens(text))
{
}

QueryNode QueryParser::fail(qsizetype position, qsizetype length, const QString &message)
{
    if (!m_error)
        m_error = QueryError{.position = position, .length = length, .message = message};
    m_at = m_tokens.size(); // nothing behind it is looked at
    return {};
}

QueryNode QueryParser::failAt(const QueryToken &token, const QString &message)
{
    return fail(token.position, token.length, message);
}

QueryNode QueryParser::failBehind(const QueryToken &token)
{
    return failAt(token, Words::tr("Nothing stands behind “%1”").arg(textOf(token)));
}

QString QueryParser::textOf(const QueryToken &token) const
{
    return clippedForMessage(m_text.mid(token.position, token.length));
}

QueryNode QueryParser::parse()
{
    if (m_tokens.empty())
        return {};
    QueryNode root = parseOr(noField);
    if (is(Kind::Close))
        failAt(token(), Words::tr("“)” stands here without a “(” before it"));
    return m_error ? QueryNode() : root;
}

QueryNode QueryParser::parseOr(const QueryFieldWord &field)
{
    QueryNode any{.kind = QueryNode::Kind::Or};
    append(any, parseAnd(field));
    while (is(Kind::Or)) {
        const QueryToken &word = m_tokens[m_at++];
        if (isAtEnd() || is(Kind::Close) || is(Kind::Or) || is(Kind::And))
            return failBehind(word);
        append(any, parseAnd(field));
    }
    return simplified(std::move(any));
}

QueryNode QueryParser::parseAnd(const QueryFieldWord &field)
{
    QueryNode all{.kind = QueryNode::Kind::And};
    if (is(Kind::And) || is(Kind::Or))
        return failAt(
            token(),
            Words::tr(
                "Nothing stands before “%1”. Put the word between quotation marks to look for it")
                .arg(textOf(token())));
    while (!isAtEnd() && !is(Kind::Close) && !is(Kind::Or)) {
        if (is(Kind::And)) {
            const QueryToken &word = m_tokens[m_at++];
            if (isAtEnd() || is(Kind::Close) || is(Kind::Or) || is(Kind::And))
                return failBehind(word);
        }
        append(all, parseUnary(field));
    }
    return simplified(std::move(all));
}

/// `after:(-2h or today)`: this minus excludes nothing.
bool QueryParser::startsRelativeTime(const QueryFieldWord &field) const
{
    if (!field.isTime() || !is(Kind::Minus) || m_at + 1 >= m_tokens.size())
        return false;
    const QueryToken &next = m_tokens[m_at + 1];
    return next.kind == Kind::Word && next.position == token().end()
        && parseQueryTime(u'-' + next.text, m_clock).has_value();
}

/// True if what follows is excluded.
bool QueryParser::takeNegations(const QueryFieldWord &field)
{
    bool excluded = false;
    while ((is(Kind::Minus) || is(Kind::Not)) && !startsRelativeTime(field)) {
        const QueryToken &sign = m_tokens[m_at++];
        excluded = !excluded;
        const bool touches = sign.kind == Kind::Not
            || (!isAtEnd() && token().position == sign.end());
        if (isAtEnd() || !touches || is(Kind::Close) || is(Kind::Or) || is(Kind::And))
            failBehind(sign);
    }
    return excluded;
}

QueryNode QueryParser::parseUnary(const QueryFieldWord &field)
{
    const bool excluded = takeNegations(field);
    if (isAtEnd())
        return {};
    QueryNode node = parsePrimary(field);
    return excluded && !m_error ? negated(std::move(node)) : node;
}

QueryNode QueryParser::parsePrimary(const QueryFieldWord &field)
{
    switch (token().kind) {
    case Kind::Open:
        return parseGroup(field);
    case Kind::Field:
        return parseField(field);
    case Kind::Operator:
        return parseOperator(field);
    default:
        return parseValue(field, {});
    }
}

QueryNode QueryParser::parseField(const QueryFieldWord &outer)
{
    const QueryToken &name = m_tokens[m_at++];
    const QueryFieldWord field = QueryFieldWord::find(name.text);
    if (outer.kind != QueryFieldWord::Kind::None)
        return failAt(
            name,
            Words::tr("“%1” cannot stand between the parentheses of “%2:”")
                .arg(textOf(name), outer.name));
    if (field.kind == QueryFieldWord::Kind::None) {
        const QString meant = similarQueryField(name.text);
        const QString advice = meant.isEmpty()
            ? Words::tr("Put a text with a colon between quotation marks")
            : Words::tr("Did you mean %1:?").arg(meant);
        return failAt(
            name,
            Words::tr("There is no field “%1”. %2").arg(clippedForMessage(name.text), advice));
    }
    if (isAtEnd() || !token().isValue)
        return failBehind(name);
    if (is(Kind::Operator))
        return parseOperator(field);
    if (is(Kind::Open))
        return parseGroup(field);
    if (is(Kind::Close))
        return failBehind(name);
    return parseValue(field, {});
}

QueryNode QueryParser::parseOperator(const QueryFieldWord &field)
{
    const QueryToken &sign = m_tokens[m_at++];
    if (field.kind == QueryFieldWord::Kind::None)
        return failAt(
            sign,
            Words::tr("“%1” needs a field before it, as in size:>10mb. Put a text with it "
                      "between quotation marks")
                .arg(sign.text));
    if (isAtEnd() || !token().isValue || is(Kind::Close))
        return failBehind(sign);
    if (is(Kind::Open))
        return failAt(
            token(),
            Words::tr("Parentheses cannot stand behind “%1”. Write it before each value")
                .arg(sign.text));
    return parseValue(field, sign.text);
}

QueryNode QueryParser::parseGroup(const QueryFieldWord &field)
{
    const QueryToken &open = m_tokens[m_at++];
    if (m_depth >= Query::maximumDepth)
        return failAt(
            open,
            Words::tr("There are too many parentheses inside each other. At most %1 are possible")
                .arg(Query::maximumDepth));
    if (is(Kind::Close))
        return fail(
            open.position, token().end() - open.position,
            Words::tr("Nothing stands between the parentheses"));
    ++m_depth;
    QueryNode node = parseOr(field);
    --m_depth;
    if (m_error)
        return {};
    if (!is(Kind::Close)) {
        const QueryToken &last = m_tokens.back();
        return fail(
            open.position, last.end() - open.position,
            Words::tr("“)” is missing after “%1”").arg(textOf(last)));
    }
    ++m_at;
    return node;
}

QueryNode QueryParser::parseValue(const QueryFieldWord &field, const QString &sign)
{
    QueryToken value = m_tokens[m_at++];
    if (value.kind == Kind::Minus) { // of a relative time
        const QueryToken &rest = m_tokens[m_at++];
        value.kind = Kind::Word;
        value.length += rest.length;
        value.text = u'-' + rest.text;
    }
    if (!value.isClosed)
        return failAt(
            value,
            value.kind == Kind::Phrase
                ? Words::tr("The quotation mark is not closed")
                : Words::tr("The “/” at the end of the regular expression is missing. Put a text "
                            "that begins with “/” between quotation marks"));
    if (!checkForTraps(field, sign, value) || !checkForSplitValue(field, value))
        return {};
    QueryValueResult read = readQueryValue(field, sign, value, m_clock);
    if (!read.trouble.isEmpty())
        return failAt(value, read.trouble);
    checkWhatFollows(value);
    if (m_error || !count(read.node, value))
        return {};
    return std::move(read.node);
}

/// `report(1).pdf` and `/Finance/Reports` are texts for the person who types them, but would be two
/// terms each.
void QueryParser::checkWhatFollows(const QueryToken &value)
{
    if (isAtEnd() || token().position != value.end() || is(Kind::Close))
        return;
    if (value.kind == Kind::Regex)
        fail(
            value.position, token().end() - value.position,
            Words::tr(
                "A space is missing behind the regular expression. Put a text that begins with "
                "“/” between quotation marks"));
    else if (value.kind == Kind::Word && is(Kind::Open))
        fail(
            value.position, token().end() - value.position,
            Words::tr("Put a text with parentheses between quotation marks"));
}

/// False if it is something that another language would understand.
bool QueryParser::checkForTraps(
    const QueryFieldWord &field, const QString &sign, const QueryToken &value)
{
    if (value.kind != Kind::Word)
        return true;
    const bool isQuotedBehind = is(Kind::Phrase) && token().position == value.end();
    const qsizetype length = isQuotedBehind ? token().end() - value.position : value.length;
    const QString trap = queryTrap(field, sign, value, m_text.mid(value.position, length));
    if (!trap.isEmpty())
        fail(value.position, length, trap);
    return trap.isEmpty();
}

/// `after:2026-03-02 08:20`: nobody looks for the text 08:20.
bool QueryParser::checkForSplitValue(const QueryFieldWord &field, const QueryToken &value)
{
    std::size_t last = m_at;
    if (is(Kind::Minus) && m_at + 1 < m_tokens.size()
        && m_tokens[m_at + 1].position == token().end())
        ++last;
    if (last >= m_tokens.size() || m_tokens[last].kind != Kind::Word || m_tokens[last].isValue)
        return true;
    const qsizetype begin = token().position;
    const qsizetype end = m_tokens[last].end();
    const QString trap = querySplitTrap(field, value, m_text.mid(begin, end - begin), m_clock);
    if (!trap.isEmpty())
        fail(value.position, end - value.position, trap);
    return trap.isEmpty();
}

bool QueryParser::count(const QueryNode &node, const QueryToken &value)
{
    const auto terms = node.kind == QueryNode::Kind::And ? static_cast<int>(node.children.size())
                                                         : 1;
    m_terms += terms;
    if (node.term.test == QueryTerm::Test::Regex)
        ++m_regexes;
    if (m_terms > Query::maximumTerms)
        failAt(
            value,
            Words::tr("The query has too many terms. At most %1 are possible")
                .arg(Query::maximumTerms));
    else if (m_regexes > Query::maximumRegexes)
        failAt(
            value,
            Words::tr("The query has too many regular expressions. At most %1 are possible")
                .arg(Query::maximumRegexes));
    return !m_error;
}

} // namespace boxwatch
