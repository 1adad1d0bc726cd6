// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/dictionary.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace boxwatch {

namespace {

constexpr std::size_t blockSize = std::size_t{256} * 1024;

} // namespace

Dictionary::Dictionary() : m_slots(1024, empty)
{
    m_entries.append(std::string_view{});
}

Dictionary::Code Dictionary::insert(std::string_view text)
{
    if (text.empty())
        return empty;
    if (m_entries.size() * 3 > m_slots.size() * 2)
        grow();

    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = std::hash<std::string_view>{}(text) & mask;
    while (m_slots[slot] != empty) {
        if (m_entries[m_slots[slot]] == text)
            return m_slots[slot];
        slot = (slot + 1) & mask;
    }
    const Code code = size();
    m_entries.append(keep(text));
    m_slots[slot] = code;
    return code;
}

std::string_view Dictionary::keep(std::string_view text)
{
    if (text.size() > m_blockLeft) {
        const std::size_t capacity = std::max(blockSize, text.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(capacity));
        m_blockEnd = m_blocks.back().get();
        m_blockLeft = capacity;
        m_bytes += static_cast<qint64>(capacity);
    }
    char *place = m_blockEnd;
    std::memcpy(place, text.data(), text.size());
    m_blockEnd += text.size();
    m_blockLeft -= text.size();
    return {place, text.size()};
}

void Dictionary::grow()
{
    std::vector<Code> places(m_slots.size() * 2, empty);
    const std::size_t mask = places.size() - 1;
    for (Code code = 1; code < size(); ++code) {
        std::size_t slot = std::hash<std::string_view>{}(m_entries[code]) & mask;
        while (places[slot] != empty)
            slot = (slot + 1) & mask;
        places[slot] = code;
    }
    m_slots = std::move(places);
}

qint64 Dictionary::memory() const
{
    return m_bytes + static_cast<qint64>(m_entries.size() * sizeof(std::string_view))
        + static_cast<qint64>(m_slots.size() * sizeof(Code));
}

} // namespace boxwatch
