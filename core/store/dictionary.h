// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/stablevector.h"

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

    std::string_view at(Code code) const { return m_entries[code]; }
    Code size() const { return static_cast<Code>(m_entries.size()); }

    /// What the entries and the index over them occupy, in bytes.
    qint64 memory() const;

private:
    std::string_view keep(std::string_view text);
    void grow();

    StableVector<std::string_view> m_entries;
    std::vector<std::unique_ptr<char[]>> m_blocks;
    std::size_t m_blockLeft = 0;
    char *m_blockEnd = nullptr;
    qint64 m_bytes = 0;
    std::vector<Code> m_slots; // open addressing; 0 is free, since the empty string needs no slot
};

} // namespace boxwatch
