// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/textsearch.h"

#include <algorithm>

namespace boxwatch {

namespace {

constexpr char asciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isAscii(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

TextSearch::TextSearch(const QString &needle) : m_needle(needle.toCaseFolded())
{
    if (isAscii(m_needle))
        m_ascii = m_needle.toStdString();
}

bool TextSearch::isFoundIn(std::string_view text) const
{
    if (m_ascii.empty()) {
        return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()))
            .toCaseFolded()
            .contains(m_needle);
    }
    // No byte of a longer UTF-8 sequence looks like ASCII, so bytes can be compared as they are.
    return !std::ranges::search(text, m_ascii, {}, asciiLower).empty();
}

} // namespace boxwatch
