// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/renderedevents.h"

#include <algorithm>

namespace boxwatch::sim {

namespace {

constexpr qsizetype usualSize = 880;
constexpr std::uint64_t sample = 10'000;

} // namespace

void RenderedEvents::render(const EventMaker &maker, std::uint64_t count)
{
    // Doubling a gigabyte would need three for a moment: the first few tell how much all of them take.
    TextBuffer first(static_cast<qsizetype>(std::min(count, sample)) * usualSize);
    for (std::uint64_t event = 0; event < std::min(count, sample); ++event)
        maker.append(first, event);
    const std::uint64_t each = count == 0
        ? 0
        : static_cast<std::uint64_t>(first.size()) / std::min(count, sample) + 8;

    TextBuffer out(static_cast<qsizetype>(count * (each + 1) + 4096));
    m_ends.clear();
    m_ends.reserve(count);
    for (std::uint64_t event = 0; event < count; ++event) {
        maker.append(out, event);
        m_ends.push_back(static_cast<std::uint64_t>(out.size()));
        out.append(',');
    }
    m_bytes = out.take();
}

std::string_view RenderedEvents::run(std::uint64_t first, std::uint64_t count) const
{
    if (count == 0)
        return {};
    const std::uint64_t begin = first == 0 ? 0 : m_ends[first - 1] + 1;
    return {m_bytes.constData() + begin, m_ends[first + count - 1] - begin};
}

} // namespace boxwatch::sim
