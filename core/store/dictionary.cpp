// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/dictionary.h"

#include <algorithm>
#include <cstring>

namespace boxwatch {

Dictionary::Dictionary()
{
    add({});
}

Dictionary::Code Dictionary::insert(std::string_view text, std::size_t hash)
{
    if (text.empty())
        return empty;
    if (m_indexed < size())
        indexAll();
    const Code known = m_index.find(hash, [&](Code code) { return at(code) == text; });
    if (known != HashIndex::none)
        return known;
    const Code code = size();
    add(text);
    m_index.insert(hash, code);
    m_indexed = size();
    return code;
}

void Dictionary::extend(std::span<const std::string_view> texts)
{
    for (const std::string_view text : texts)
        add(text);
}

void Dictionary::indexAll()
{
    m_index.reserve(m_entries.size());
    for (; m_indexed < size(); ++m_indexed) {
        const std::string_view text = at(m_indexed);
        const std::size_t hash = hashOf(text);
        if (m_index.find(hash, [&](Code code) { return at(code) == text; }) == HashIndex::none)
            m_index.insert(hash, m_indexed);
    }
}

void Dictionary::add(std::string_view text)
{
    const std::string_view kept = text.substr(0, maximumLength);
    if (kept.size() > m_left || m_entries.size() == 0)
        makeRoom(kept.size());
    if (!kept.empty())
        std::memcpy(m_free, kept.data(), kept.size());
    m_entries.append(m_place << lengthBits | kept.size());
    m_free += kept.size();
    m_place += kept.size();
    m_left -= kept.size();
}

void Dictionary::makeRoom(std::size_t size)
{
    const std::size_t blocks = std::max<std::size_t>(1, (size + blockSize - 1) / blockSize);
    m_memory.push_back(std::make_unique_for_overwrite<char[]>(blocks * blockSize));
    m_free = m_memory.back().get();
    m_place = m_blocks.size() * blockSize;
    m_left = blocks * blockSize;
    for (std::size_t i = 0; i < blocks; ++i)
        m_blocks.append(m_free + i * blockSize);
}

} // namespace boxwatch
