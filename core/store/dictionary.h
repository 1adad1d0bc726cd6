// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/hashindex.h"
#include "core/store/stablevector.h"

#include <array>
#include <functional>
#include <string_view>
#include <vector>

namespace boxwatch {

/// Distinct byte strings, each with a small number. Append-only.
///
/// One thread inserts. Any other may read the entries that it learnt of through a TableSnapshot: an
/// entry never moves and never changes.
class Dictionary
{
public:
    using Code = quint32;

    /// The code of the empty string, which is always there.
    static constexpr Code empty = 0;

    Dictionary();

    Code insert(std::string_view text);

    /// The same for several texts, whose codes go to \p codes. Most of the cost of a large dictionary
    /// is to wait for its memory; this waits for all of them at once.
    template<std::size_t count>
    void insert(const std::array<std::string_view, count> &texts, std::array<Code, count> &codes)
    {
        std::array<std::size_t, count> hashes;
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = std::hash<std::string_view>{}(texts[i]);
            m_index.prefetch(hashes[i]);
        }
        for (std::size_t i = 0; i < count; ++i)
            codes[i] = insert(texts[i], hashes[i]);
    }

    std::string_view at(Code code) const { return m_entries[code]; }
    Code size() const { return static_cast<Code>(m_entries.size()); }

private:
    Code insert(std::string_view text, std::size_t hash);
    std::string_view keep(std::string_view text);

    StableVector<std::string_view> m_entries;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    std::size_t m_blockLeft = 0;
    char *m_blockEnd = nullptr;
    HashIndex m_index; // of all but the empty string
};

} // namespace boxwatch
