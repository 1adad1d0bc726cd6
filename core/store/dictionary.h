// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/hashindex.h"
#include "core/store/stablevector.h"

#include <functional>
#include <memory>
#include <span>
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

    /// No text may be longer: 128 MiB, which is more than a chunk can hold.
    static constexpr std::size_t maximumLength = (std::size_t{1} << 27) - 1;

    Dictionary();

    static std::size_t hashOf(std::string_view text) { return std::hash<std::string_view>{}(text); }

    Code insert(std::string_view text) { return insert(text, hashOf(text)); }

    /// \p hash is hashOf(text); for whoever had to know it before, to call prefetch().
    Code insert(std::string_view text, std::size_t hash);

    /// Asks for the memory that insert() will look at, so that other work can be done until it is there.
    void prefetch(std::size_t hash) const { m_index.prefetch(hash); }

    /// Adds texts that were a dictionary's before: none is empty. One that is there already gets a code
    /// of its own, but insert() gives the first.
    /// What insert() needs is made when it is called next.
    void extend(std::span<const std::string_view> texts);

    std::string_view at(Code code) const
    {
        const quint64 entry = m_entries[code];
        const quint64 place = entry >> lengthBits;
        return {
            m_blocks[place / blockSize] + place % blockSize,
            static_cast<std::size_t>(entry & maximumLength)};
    }
    Code size() const { return static_cast<Code>(m_entries.size()); }

private:
    static constexpr int lengthBits = 27;
    static constexpr std::size_t blockSize = std::size_t{1} << 20;

    void add(std::string_view text);
    void makeRoom(std::size_t size);
    void indexAll();

    // Place and length in 8 bytes: of most texts, a string_view would be the larger part.
    StableVector<quint64> m_entries;
    StableVector<const char *>
        m_blocks; // by place; several in a row for a text that is longer than one
    std::vector<std::unique_ptr<char[]>> m_memory;
    char *m_free = nullptr;
    quint64 m_place = 0; // of m_free
    std::size_t m_left = 0;
    HashIndex m_index; // of all but the empty string, or of the first of them
    Code m_indexed = 1; // entries that were looked at for it
};

} // namespace boxwatch
