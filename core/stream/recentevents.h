// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventchunk.h"

#include <QSet>

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
    QSet<std::size_t> m_known;
    std::vector<std::size_t> m_order; ///< a ring, as soon as it is full
    std::size_t m_oldest = 0;
};

} // namespace boxwatch
