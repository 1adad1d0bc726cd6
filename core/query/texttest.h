// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"
#include "core/query/textsearch.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
} // namespace re2

namespace boxwatch {

/// One test of a query, ready for any number of UTF-8 texts and threads.
class TextTest
{
public:
    /// Contains, Wildcard, Equals or Regex.
    TextTest(QueryTerm::Test test, const QString &text);

    /// False for the empty text: what an event does not have passes no test.
    bool passes(std::string_view text) const;

    /// Roughly how long a text takes, in tens of ns.
    int cost() const;

    /// For a test that only asks for bytes somewhere in the text: those; else nullptr.
    const ByteSearch *bytes() const;

private:
    bool equals(std::string_view text) const;
    bool matchesPattern(std::string_view text) const;

    QueryTerm::Test m_test;
    bool m_isAscii = false; // what was typed; otherwise both sides are folded
    TextSearch m_search; // Contains
    std::string m_whole; // Equals
    std::vector<ByteSearch> m_pieces; // Wildcard: what stands between the asterisks
    std::shared_ptr<const re2::RE2> m_regex;
};

} // namespace boxwatch
