// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventmaker.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace boxwatch::sim {

/// Events that were made beforehand and are kept, about 900 bytes each: to serve them costs no more
/// than to copy them.
class RenderedEvents
{
public:
    /// Makes the first \p count events of \p maker, about a million a second.
    void render(const EventMaker &maker, std::uint64_t count);

    bool isEmpty() const { return m_ends.empty(); }
    bool contains(std::uint64_t event) const { return event < m_ends.size(); }

    /// The JSON of \p count events from \p first on, with commas between them. All of them are there.
    std::string_view run(std::uint64_t first, std::uint64_t count) const;

private:
    QByteArray m_bytes; ///< a comma behind each
    std::vector<std::uint64_t> m_ends; ///< of each event, before its comma
};

} // namespace boxwatch::sim
