// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/queryvalue.h"

namespace boxwatch {

/// Turns tokens into a tree, by recursive descent of bounded depth. For Query::parse(), which checks the
/// length of the text.
///
///     or      = and { "or" and }
///     and     = unary { [ "and" ] unary }
///     unary   = { "-" | "not" } primary
///     primary = "(" or ")" | [ field [ operator ] ] ( value | "(" or ")" )
///
/// Inside the parentheses behind a field each value is one of that field.
class QueryParser
{
public:
    QueryParser(const QString &text, const QueryClock &clock);

    QueryNode parse();

    /// The first thing that is wrong, after parse().
    const std::optional<QueryError> &error() const { return m_error; }

private:
    using Kind = QueryToken::Kind;

    QueryNode parseOr(const QueryFieldWord &field);
    QueryNode parseAnd(const QueryFieldWord &field);
    QueryNode parseUnary(const QueryFieldWord &field);
    QueryNode parsePrimary(const QueryFieldWord &field);
    QueryNode parseField(const QueryFieldWord &outer);
    QueryNode parseOperator(const QueryFieldWord &field);
    QueryNode parseGroup(const QueryFieldWord &field);
    QueryNode parseValue(const QueryFieldWord &field, const QString &sign);
    bool takeNegations(const QueryFieldWord &field);
    bool startsRelativeTime(const QueryFieldWord &field) const;
    void checkWhatFollows(const QueryToken &value);
    bool checkForTraps(const QueryFieldWord &field, const QString &sign, const QueryToken &value);
    bool checkForSplitValue(const QueryFieldWord &field, const QueryToken &value);
    bool count(const QueryNode &node, const QueryToken &value);

    bool isAtEnd() const { return m_at >= m_tokens.size(); }
    bool is(Kind kind) const { return !isAtEnd() && m_tokens[m_at].kind == kind; }
    const QueryToken &token() const { return m_tokens[m_at]; }
    QueryNode fail(qsizetype position, qsizetype length, const QString &message);
    QueryNode failAt(const QueryToken &token, const QString &message);
    QueryNode failBehind(const QueryToken &token);
    QString textOf(const QueryToken &token) const;

    const QString &m_text;
    const QueryClock &m_clock;
    std::vector<QueryToken> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_terms = 0;
    int m_regexes = 0;
    std::optional<QueryError> m_error;
};

} // namespace boxwatch
