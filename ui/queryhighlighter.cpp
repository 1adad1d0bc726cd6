// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/queryhighlighter.h"

#include "core/query/querylexer.h"
#include "ui/theme.h"

#include <algorithm>

namespace boxwatch {

namespace {

std::optional<Ink> inkOf(const QueryToken &token)
{
    using Kind = QueryToken::Kind;
    switch (token.kind) {
    case Kind::Word:
        return std::nullopt;
    case Kind::Phrase:
        return Ink::JsonString;
    case Kind::Regex:
        return Ink::JsonLiteral;
    case Kind::Field:
        return Ink::JsonKey;
    case Kind::Operator:
    case Kind::Minus:
    case Kind::Open:
    case Kind::Close:
    case Kind::And:
    case Kind::Or:
    case Kind::Not:
        return Ink::Text3;
    }
    return std::nullopt;
}

} // namespace

void QueryHighlighter::setError(const std::optional<QueryError> &error)
{
    if (error == m_error)
        return;
    m_error = error;
    rehighlight();
}

void QueryHighlighter::highlightBlock(const QString &text)
{
    for (const QueryToken &token : queryTokens(text)) {
        if (const auto ink = inkOf(token))
            setFormat(
                static_cast<int>(token.position), static_cast<int>(token.length), color(*ink));
    }
    if (!m_error || text.isEmpty())
        return;
    // What is missing at the end is shown at what stands before it.
    const qsizetype position = std::min(m_error->position, text.size() - 1);
    const qsizetype end = std::clamp(
        m_error->position + m_error->length, position + 1, text.size());
    for (qsizetype at = position; at < end; ++at) {
        QTextCharFormat wrong = format(static_cast<int>(at));
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(color(Ink::CriticalFill));
        setFormat(static_cast<int>(at), 1, wrong);
    }
}

} // namespace boxwatch
