// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/query.h"
#include "core/query/querycompletion.h"
#include "core/query/querylexer.h"
#include "tests/fuzz/finding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

const QueryClock &noon()
{
    static const QueryClock clock{
        .now = QDateTime({2026, 10, 25}, {12, 0}, Qt::UTC), .zone = QTimeZone("Europe/Berlin")};
    return clock;
}

/// Knows a value that has to be quoted, whatever is asked.
class AnySource final : public QueryValueSource
{
public:
    std::vector<QueryValue> values(QueryField, const QString &typed, int most) const override
    {
        if (most < 1)
            return {};
        return {QueryValue{.text = typed + u" \"x\" (or) *"_s, .detail = {}, .count = 3}};
    }
};

void checkTokens(const QString &text)
{
    qsizetype end = 0;
    const auto onlySpace = [&text](qsizetype from, qsizetype to) {
        const QStringView between = QStringView(text).sliced(from, to - from);
        return std::all_of(between.begin(), between.end(), [](QChar c) { return c.isSpace(); });
    };
    for (const QueryToken &token : queryTokens(text)) {
        expect(token.position >= end && token.length > 0, "tokens stand in order");
        expect(token.end() <= text.size(), "tokens lie in the text");
        expect(onlySpace(end, token.position), "between tokens is white space only");
        end = token.end();
    }
    expect(
        text.size() > Query::maximumLength || onlySpace(end, text.size()), "tokens cover the text");
}

/// Whether a text is within what a query may have: one that was made from a tree can be longer, or deeper, than
/// the one that made the tree.
bool isWithinBounds(const QString &text)
{
    int depth = 0;
    int deepest = 0;
    for (const QueryToken &token : queryTokens(text)) {
        depth += token.kind == QueryToken::Kind::Open ? 1 : 0;
        depth -= token.kind == QueryToken::Kind::Close ? 1 : 0;
        deepest = std::max(deepest, depth);
    }
    return text.size() <= Query::maximumLength && deepest <= Query::maximumDepth;
}

void checkParsing(const QString &text)
{
    const ParsedQuery parsed = Query::parse(text, noon());
    if (const auto &error = parsed.error) {
        expect(!error->message.isEmpty(), "an error has words");
        expect(error->position >= 0 && error->length >= 0, "an error has a place");
        expect(error->position + error->length <= text.size(), "an error lies in the text");
        expect(parsed.query.isEmpty(), "an error gives no query");
        return;
    }
    const QString again = queryText(parsed.query.root());
    if (!isWithinBounds(again))
        return;
    const ParsedQuery reparsed = Query::parse(again, noon());
    expect(!reparsed.error, "the text of a tree is a query");
    expect(reparsed.query.root() == parsed.query.root(), "the text of a tree gives the same tree");
}

void checkCompletion(const QString &text, qsizetype cursor)
{
    static const AnySource source;
    const auto completion = QueryCompletion::at(text, cursor, &source, 20);
    expect(completion.position >= 0 && completion.length >= 0, "a completion has a place");
    expect(completion.position + completion.length <= text.size(), "a completion lies in the text");
    expect(completion.candidates.size() <= 20, "there are no more candidates than asked for");
}

void checkQuoting(const QString &value)
{
    const QString quoted = quotedForQuery(value);
    if (value.isEmpty() || quoted.size() + 5 > Query::maximumLength)
        return;
    const QueryNode bare = Query::parse(quoted, noon()).query.root();
    const QueryTerm any{.field = QueryField::Any, .text = value};
    expect(bare.kind == QueryNode::Kind::Term && bare.term == any, "a quoted value is itself");
    const QueryNode fielded = Query::parse(u"who:="_s + quoted, noon()).query.root();
    const QueryTerm who{.field = QueryField::Who, .test = QueryTerm::Test::Equals, .text = value};
    expect(fielded.term == who, "a quoted value is itself behind a field");
}

} // namespace

} // namespace boxwatch

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace boxwatch;

    const QString text = QString::fromUtf8(
        reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    checkTokens(text);
    checkParsing(text);
    checkQuoting(text);
    checkCompletion(text, text.size());
    if (size > 0)
        checkCompletion(text, text.size() * data[0] / 255);
    return 0;
}
