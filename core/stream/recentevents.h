// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventchunk.h"

#include <cstddef>
#include <vector>

namespace boxwatch {

/// The last events that a stream has brought, so that it knows its own repeats: what is not new to a
/// session may be what another stream has brought, or what nobody wants, and is no repeat.
///
/// Keeps hashes of ids, or of the JSON where there is none, and so a bounded memory.
class RecentEvents
{
public:
    /// Of how many events it knows; what the SDKs of Box compare with is as much (reference 3.3).
    static constexpr std::size_t limit = 5000;

    /// How many events of \p chunk are not among the last ones. They are from now on.
    qsizetype add(const EventChunk &chunk);

private:
    /// Open addressing. What is no longer among the last ones is passed over, and put out when the table
    /// gets full: to take each out by itself would cost more than to look them all up.
    struct Slot
    {
        std::size_t hash = 0;
        quint64 number = 0; ///< from 1, in the order in which they came; 0: free
    };

    static constexpr std::size_t slotCount = 16'384;

    bool isRecent(const Slot &slot) const { return slot.number + limit > m_count; }
    Slot &slotFor(std::size_t hash);
    void putOut();

    std::vector<Slot> m_slots;
    std::size_t m_used = 0; ///< slots that are not free
    quint64 m_count = 0; ///< events that were new when they came
};

} // namespace boxwatch
