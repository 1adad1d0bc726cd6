// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/dictionary.h"

#include <algorithm>
#include <cstring>

namespace boxwatch {

namespace {

constexpr std::size_t blockSize = std::size_t{256} * 1024;

} // namespace

Dictionary::Dictionary()
{
    m_entries.append(std::string_view{});
}

Dictionary::Code Dictionary::insert(std::string_view text)
{
    return insert(text, std::hash<std::string_view>{}(text));
}

Dictionary::Code Dictionary::insert(std::string_view text, std::size_t hash)
{
    if (text.empty())
        return empty;
    const Code known = m_index.find(hash, [&](Code code) { return m_entries[code] == text; });
    if (known != HashIndex::none)
        return known;
    const Code code = size();
    m_entries.append(keep(text));
    m_index.insert(hash, code);
    return code;
}

std::string_view Dictionary::keep(std::string_view text)
{
    if (text.size() > m_blockLeft) {
        const std::size_t capacity = std::max(blockSize, text.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(capacity));
        m_blockEnd = m_blocks.back().get();
        m_blockLeft = capacity;
    }
    char *place = m_blockEnd;
    std::memcpy(place, text.data(), text.size());
    m_blockEnd += text.size();
    m_blockLeft -= text.size();
    return {place, text.size()};
}

} // namespace boxwatch
