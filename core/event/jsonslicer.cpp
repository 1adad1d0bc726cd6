// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/jsonslicer.h"

#include <algorithm>

namespace boxwatch {

namespace {

/// Walks over JSON values. Every function that finds nothing it can use leaves the walker failed.
class Walker
{
public:
    explicit Walker(std::string_view text) : m_text(text) { }

    bool take(char wanted)
    {
        skipSpace();
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }

    bool atEnd()
    {
        skipSpace();
        return m_at == m_text.size();
    }

    /// The bytes of the value that comes next; empty if there is none that ends.
    std::string_view value()
    {
        skipSpace();
        const std::size_t start = m_at;
        if (start >= m_text.size())
            return {};
        const char first = m_text[start];
        if (first == '"')
            skipString();
        else if (first == '{' || first == '[')
            skipNested();
        else
            skipScalar();
        return m_at <= m_text.size() ? m_text.substr(start, m_at - start) : std::string_view{};
    }

private:
    static constexpr std::size_t unclosed = std::string_view::npos;

    void skipSpace()
    {
        while (m_at < m_text.size()
               && (m_text[m_at] == ' ' || m_text[m_at] == '\n' || m_text[m_at] == '\r'
                   || m_text[m_at] == '\t'))
            ++m_at;
    }

    void skipString()
    {
        ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2U : 1U;
        m_at = m_at < m_text.size() ? m_at + 1 : unclosed;
    }

    void skipNested()
    {
        std::size_t depth = 0;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                skipString();
                continue;
            }
            ++m_at;
            if (c == '{' || c == '[')
                ++depth;
            else if ((c == '}' || c == ']') && --depth == 0)
                return;
        }
        m_at = unclosed;
    }

    void skipScalar() { m_at = std::min(m_text.find_first_of(",}] \n\r\t", m_at), m_text.size()); }

    std::string_view m_text;
    std::size_t m_at = 0;
};

std::optional<std::vector<std::string_view>> sliceArray(std::string_view text)
{
    Walker walker(text);
    std::vector<std::string_view> elements;
    if (!walker.take('['))
        return {};
    if (walker.take(']'))
        return elements;
    do {
        const std::string_view element = walker.value();
        if (element.empty())
            return {};
        elements.push_back(element);
    } while (walker.take(','));
    if (!walker.take(']'))
        return {};
    return elements;
}

} // namespace

std::optional<ChunkSlices> sliceChunk(std::string_view body)
{
    Walker walker(body);
    if (!walker.take('{'))
        return {};

    ChunkSlices slices;
    bool hasEntries = false;
    if (!walker.take('}')) {
        do {
            const std::string_view key = walker.value();
            if (key.empty() || key.front() != '"' || !walker.take(':'))
                return {};
            const std::string_view value = walker.value();
            if (value.empty())
                return {};
            if (key == "\"next_stream_position\"") {
                slices.nextPosition = value;
            } else if (key == "\"entries\"") {
                auto entries = sliceArray(value);
                if (!entries)
                    return {};
                slices.entries = std::move(*entries);
                hasEntries = true;
            }
        } while (walker.take(','));
        if (!walker.take('}'))
            return {};
    }
    if (!hasEntries || !walker.atEnd())
        return {};
    return slices;
}

} // namespace boxwatch
