// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryvalue.h"

#include "core/query/queryregex.h"
#include "core/query/queryspan.h"
#include "core/query/querytime.h"

#include <QCoreApplication>

#include <algorithm>

#include <re2/re2.h>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Kind = QueryToken::Kind;
using Test = QueryTerm::Test;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::Query)
};

QueryValueResult trouble(const QString &words)
{
    return {.trouble = words};
}

QueryNode termNode(QueryTerm term)
{
    return {.kind = QueryNode::Kind::Term, .term = std::move(term), .children = {}};
}

/// One value behind one field.
class ValueReader
{
public:
    ValueReader(
        const QueryFieldWord &field, const QString &sign, const QueryToken &value,
        const QueryClock &clock)
        : m_field(field)
        , m_sign(sign)
        , m_value(value)
        , m_clock(clock)
    {
    }

    QueryValueResult read() const;

private:
    QueryField field() const { return m_field.info ? m_field.info->field : QueryField::Any; }
    QueryValueKind kind() const { return m_field.info ? m_field.info->kind : QueryValueKind::Text; }
    QString shownField() const { return m_field.name.toLower() + u':'; }
    QString shownValue() const { return clippedForMessage(m_value.text); }

    QueryValueResult readText() const;
    QueryValueResult readRegex() const;
    QueryValueResult readAddress() const;
    QueryValueResult readSpan() const;
    QueryValueResult readRange(const QString &from, const QString &to) const;
    QueryValueResult readAfterOrBefore() const;
    QueryValueResult readFlag() const;
    QueryValueResult readYesOrNo() const;
    QueryValueResult result(Test test, const QString &text) const;
    QueryValueResult compared(
        const QString &sign, const QString &text, const QuerySpan &span) const;
    std::optional<QuerySpan> spanOf(const QString &text) const;
    QString spanTrouble(const QString &text) const;

    const QueryFieldWord &m_field;
    const QString &m_sign;
    const QueryToken &m_value;
    const QueryClock &m_clock;
};

QueryValueResult ValueReader::read() const
{
    if (m_value.text.isEmpty())
        return trouble(
            m_value.kind == Kind::Regex ? Words::tr("Nothing stands between the slashes")
                                        : Words::tr("Nothing stands between the quotation marks"));
    switch (m_field.kind) {
    case QueryFieldWord::Kind::None:
        return readText();
    case QueryFieldWord::Kind::Is:
        return readFlag();
    case QueryFieldWord::Kind::After:
    case QueryFieldWord::Kind::Before:
        return readAfterOrBefore();
    case QueryFieldWord::Kind::Field:
        break;
    }
    switch (kind()) {
    case QueryValueKind::Text:
    case QueryValueKind::Id:
    case QueryValueKind::Type:
    case QueryValueKind::Category:
    case QueryValueKind::Raw:
        return readText();
    case QueryValueKind::Address:
        return readAddress();
    case QueryValueKind::Time:
    case QueryValueKind::Size:
    case QueryValueKind::Number:
    case QueryValueKind::Severity:
    case QueryValueKind::Stream:
        return readSpan();
    case QueryValueKind::Flag:
        return readYesOrNo();
    }
    return {};
}

QueryValueResult ValueReader::result(Test test, const QString &text) const
{
    return {
        .node = termNode(QueryTerm{.field = field(), .test = test, .text = text}), .trouble = {}};
}

QueryValueResult ValueReader::readRegex() const
{
    if (!m_sign.isEmpty())
        return trouble(Words::tr("“%1” does not go with a regular expression. Write %2/…/")
                           .arg(m_sign, m_field.info ? shownField() : QString()));
    const auto regex = compileQueryRegex(m_value.text);
    if (!regex->ok())
        return trouble(regexTrouble(*regex));
    return result(Test::Regex, m_value.text);
}

QueryValueResult ValueReader::readText() const
{
    if (m_value.kind == Kind::Regex)
        return readRegex();
    if (m_sign == "="_L1 && kind() != QueryValueKind::Raw)
        return result(Test::Equals, m_value.text);
    if (!m_sign.isEmpty())
        return trouble(
            Words::tr("“%1” does not go with “%2”, which is a text").arg(m_sign, shownField()));
    if (kind() == QueryValueKind::Raw)
        return result(Test::Contains, m_value.text);
    if (m_value.kind == Kind::Word && m_value.text.contains(u'*'))
        return result(Test::Wildcard, m_value.text);
    return result(kind() == QueryValueKind::Id ? Test::Equals : Test::Contains, m_value.text);
}

/// Of digits and dots alone, and yet no part of any address.
bool isBrokenAddress(const QString &text)
{
    const QStringList groups = text.split(u'.');
    const bool looksLikeOne = groups.size() > 1
        && std::all_of(text.begin(), text.end(),
                       [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
    if (!looksLikeOne)
        return false;
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const bool atEdge = i == 0 || i == groups.size() - 1;
        if (groups[i].isEmpty() ? !atEdge : groups[i].size() > 3 || groups[i].toInt() > 255)
            return true;
    }
    return groups.size() > 4;
}

QueryValueResult ValueReader::readAddress() const
{
    const bool isText = m_value.kind != Kind::Regex && (m_sign.isEmpty() || m_sign == "="_L1);
    if (!isText)
        return readText();
    // What Box sent is made a value so, whatever it is: `ip:="n/a"`.
    const bool isWord = m_value.kind == Kind::Word;
    const bool isLiteral = !isWord && m_sign == "="_L1;
    const std::string text = m_value.text.trimmed().toStdString();
    auto subnet = isLiteral && m_value.text.contains(u'/') ? std::nullopt : Subnet::parse(text);
    if (!subnet && m_sign.isEmpty())
        subnet = Subnet::fromBeginning(text);
    if (subnet) {
        auto found = result(Test::Within, m_value.text);
        found.node.term.subnet = *subnet;
        return found;
    }
    if (isWord && m_value.text.contains(u'/'))
        return trouble(
            Words::tr("“%1” is no range of addresses. Write one like 10.20.0.0/16 or 2001:db8::/32")
                .arg(shownValue()));
    if (isWord && isBrokenAddress(m_value.text))
        return trouble(Words::tr("There is no address “%1”").arg(shownValue()));
    return readText();
}

QueryValueResult ValueReader::readSpan() const
{
    const QString fieldName = shownField();
    if (m_value.kind == Kind::Regex)
        return trouble(Words::tr("A regular expression does not go with “%1”, which is no text")
                           .arg(fieldName));
    const bool ordered = kind() != QueryValueKind::Stream;
    if (!ordered && !m_sign.isEmpty() && m_sign != "="_L1)
        return trouble(Words::tr("“%1” does not go with “%2”").arg(m_sign, fieldName));

    const QString text = m_value.text;
    const qsizetype dots = ordered && m_value.kind == Kind::Word ? text.indexOf(".."_L1) : -1;
    if (dots >= 0 && m_sign.isEmpty()) {
        const QString from = text.left(dots);
        const QString to = text.mid(dots + 2);
        return readRange(from, kind() == QueryValueKind::Time ? onTheDayOf(from, to) : to);
    }
    const auto span = spanOf(text);
    if (!span)
        return trouble(spanTrouble(text));
    // `time:-2h` is said of the last two hours, and not of one moment.
    const bool relative = kind() == QueryValueKind::Time && text.trimmed().startsWith(u'-');
    const QString sign = !m_sign.isEmpty() ? m_sign : relative ? u">="_s : u"="_s;
    return compared(sign, text, *span);
}

QueryValueResult ValueReader::readRange(const QString &from, const QString &to) const
{
    if (from.isEmpty() && to.isEmpty())
        return trouble(Words::tr("Something must stand before or behind “..”"));
    QueryNode both{.kind = QueryNode::Kind::And};
    std::optional<QuerySpan> low;
    if (!from.isEmpty()) {
        low = spanOf(from);
        if (!low)
            return trouble(spanTrouble(from));
        both.children.push_back(compared(u">="_s, from, *low).node);
    }
    if (!to.isEmpty()) {
        const auto high = spanOf(to);
        if (!high)
            return trouble(spanTrouble(to));
        if (low && high->end <= low->begin)
            return trouble(Words::tr("“%1” comes after “%2”")
                               .arg(clippedForMessage(from), clippedForMessage(to)));
        both.children.push_back(compared(u"<="_s, to, *high).node);
    }
    if (both.children.size() == 1) {
        QueryNode only = std::move(both.children.front());
        return {.node = std::move(only), .trouble = {}};
    }
    return {.node = std::move(both), .trouble = {}};
}

QueryValueResult ValueReader::compared(
    const QString &sign, const QString &text, const QuerySpan &span) const
{
    QueryTerm term{.field = field(), .text = text};
    if (sign == "="_L1) {
        term.test = Test::Equals;
        term.number = span.begin;
        term.numberEnd = span.end;
    } else if (sign == ">="_L1) {
        term.test = Test::GreaterOrEqual;
        term.number = span.begin;
    } else if (sign == ">"_L1) { // a day: after its end
        term.test = Test::Greater;
        term.number = span.end - 1;
    } else if (sign == "<="_L1) {
        term.test = Test::LessOrEqual;
        term.number = span.end - 1;
    } else {
        term.test = Test::Less;
        term.number = span.begin;
    }
    return {.node = termNode(std::move(term)), .trouble = {}};
}

QueryValueResult ValueReader::readAfterOrBefore() const
{
    if (!m_sign.isEmpty())
        return trouble(Words::tr("“%1” does not go with “%2”").arg(m_sign, shownField()));
    if (m_value.kind == Kind::Regex)
        return trouble(Words::tr("A regular expression does not go with “%1”, which is no text")
                           .arg(shownField()));
    const auto span = spanOf(m_value.text);
    if (!span)
        return trouble(spanTrouble(m_value.text));
    const bool after = m_field.kind == QueryFieldWord::Kind::After;
    return compared(after ? u">="_s : u"<"_s, m_value.text, *span);
}

QueryValueResult ValueReader::readFlag() const
{
    if (m_value.kind != Kind::Regex) {
        for (const QueryFlagInfo &flag : queryFlags()) {
            if (m_value.text.compare(flag.name, Qt::CaseInsensitive) != 0)
                continue;
            if (!m_sign.isEmpty())
                return trouble(
                    Words::tr("“%1” does not go with “is:”. Write is:%2").arg(m_sign, flag.name));
            return {
                .node = termNode(
                    QueryTerm{.field = flag.field, .test = Test::Is, .text = flag.name}),
                .trouble = {}};
        }
    }
    return trouble(
        Words::tr("“is:” does not know “%1”. It takes late, marked, unknown or unreadable")
            .arg(shownValue()));
}

QueryValueResult ValueReader::readYesOrNo() const
{
    const QString word = m_value.text.toLower();
    const bool plain = m_value.kind != Kind::Regex && (m_sign.isEmpty() || m_sign == "="_L1);
    const bool yes = word == "yes"_L1 || word == "true"_L1;
    if (!plain || (!yes && word != "no"_L1 && word != "false"_L1))
        return trouble(Words::tr("“%1” takes yes or no").arg(shownField()));
    QueryNode term = termNode(
        QueryTerm{.field = field(), .test = Test::Is, .text = m_field.info->name});
    if (yes)
        return {.node = std::move(term), .trouble = {}};
    QueryNode negated{.kind = QueryNode::Kind::Not};
    negated.children.push_back(std::move(term));
    return {.node = std::move(negated), .trouble = {}};
}

std::optional<QuerySpan> ValueReader::spanOf(const QString &text) const
{
    switch (kind()) {
    case QueryValueKind::Time:
        if (const auto time = parseQueryTime(text, m_clock))
            return QuerySpan{.begin = time->begin, .end = time->end};
        return std::nullopt;
    case QueryValueKind::Size:
        return parseQuerySize(text);
    case QueryValueKind::Number:
        return parseQueryNumber(text);
    case QueryValueKind::Severity:
        return parseQuerySeverity(text);
    case QueryValueKind::Stream:
        return parseQueryStream(text);
    default:
        return std::nullopt;
    }
}

QString ValueReader::spanTrouble(const QString &text) const
{
    const QString shown = clippedForMessage(text);
    switch (kind()) {
    case QueryValueKind::Time:
        return Words::tr(
                   "“%1” is no time. Write 2026-03-02, 2026-03-02T08:20, -2h, today or yesterday")
            .arg(shown);
    case QueryValueKind::Size:
        return Words::tr("“%1” is no size. Write one like 500kb, 10mb or 1.5gb").arg(shown);
    case QueryValueKind::Severity:
        return Words::tr("There is no severity “%1”. It is info, notice, warning or critical")
            .arg(shown);
    case QueryValueKind::Stream:
        return Words::tr("There is no stream “%1”. It is live, history, user, changes or sync")
            .arg(shown);
    default:
        return Words::tr("“%1” is no number").arg(shown);
    }
}

} // namespace

QueryFieldWord QueryFieldWord::find(const QString &name)
{
    QueryFieldWord word{.name = name};
    const auto is = [&](QLatin1StringView other) {
        return name.compare(other, Qt::CaseInsensitive) == 0;
    };
    if (is("is"_L1)) {
        word.kind = Kind::Is;
    } else if (is("after"_L1) || is("before"_L1)) {
        word.kind = is("after"_L1) ? Kind::After : Kind::Before;
        word.info = &queryFieldInfo(QueryField::Created);
    } else if (const QueryFieldInfo *info = findQueryField(name)) {
        word.kind = Kind::Field;
        word.info = info;
    }
    return word;
}

QueryValueResult readQueryValue(
    const QueryFieldWord &field, const QString &sign, const QueryToken &value,
    const QueryClock &clock)
{
    return ValueReader(field, sign, value, clock).read();
}

QString clippedForMessage(const QString &text)
{
    constexpr qsizetype most = 40;
    if (text.size() <= most)
        return text;
    QString clipped = text.left(most);
    if (clipped.back().isHighSurrogate())
        clipped.chop(1);
    return clipped + u'…';
}

} // namespace boxwatch
