// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/texttest.h"

#include "core/query/queryregex.h"

#include <QStringList>

#include <re2/re2.h>

namespace boxwatch {

namespace {

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

TextTest::TextTest(QueryTerm::Test test, const QString &text)
    : m_test(test)
    , m_search(test == QueryTerm::Test::Contains ? text : QString())
{
    const QByteArray typed = text.toUtf8();
    m_isAscii = isAscii(viewOf(typed));
    const QByteArray wanted = m_isAscii ? typed : caseFolded(viewOf(typed));
    if (test == QueryTerm::Test::Equals)
        m_whole = wanted.toStdString();
    if (test == QueryTerm::Test::Regex)
        m_regex = compileQueryRegex(text);
    if (test == QueryTerm::Test::Wildcard) {
        for (const QByteArray &piece : wanted.split('*'))
            m_pieces.emplace_back(viewOf(piece));
    }
}

bool TextTest::passes(std::string_view text) const
{
    if (text.empty())
        return false;
    switch (m_test) {
    case QueryTerm::Test::Contains:
        return m_search.isFoundIn(text);
    case QueryTerm::Test::Equals:
        return equals(text);
    case QueryTerm::Test::Wildcard:
        if (m_isAscii)
            return matchesPattern(text);
        return matchesPattern(viewOf(caseFolded(text)));
    case QueryTerm::Test::Regex:
        return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *m_regex);
    default:
        return false;
    }
}

bool TextTest::equals(std::string_view text) const
{
    if (m_isAscii)
        return text.size() == m_whole.size() && equalsIgnoringAsciiCase(text, m_whole);
    return viewOf(caseFolded(text)) == m_whole;
}

/// The first piece at the start, the last at the end, the others between them in this order. To take
/// each as early as it comes is never wrong, so there is no going back.
bool TextTest::matchesPattern(std::string_view text) const
{
    const ByteSearch &head = m_pieces.front();
    const ByteSearch &tail = m_pieces.back();
    if (m_pieces.size() == 1)
        return text.size() == head.size() && head.isAt(text, 0);
    if (text.size() < head.size() + tail.size() || !head.isAt(text, 0)
        || !tail.isAt(text, text.size() - tail.size()))
        return false;
    const std::string_view middle = text.substr(0, text.size() - tail.size());
    std::size_t place = head.size();
    for (std::size_t i = 1; i + 1 < m_pieces.size(); ++i) {
        place = m_pieces[i].find(middle, place);
        if (place == ByteSearch::npos)
            return false;
        place += m_pieces[i].size();
    }
    return true;
}

int TextTest::cost() const
{
    if (m_test == QueryTerm::Test::Regex)
        return 30;
    if (!m_isAscii)
        return 20;
    return m_test == QueryTerm::Test::Equals ? 1 : 4;
}

const ByteSearch *TextTest::bytes() const
{
    return m_test == QueryTerm::Test::Contains ? m_search.bytes() : nullptr;
}

} // namespace boxwatch
