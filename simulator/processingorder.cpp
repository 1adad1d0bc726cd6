// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/processingorder.h"

#include "simulator/random.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace boxwatch::sim {

namespace {

constexpr std::uint32_t blockEvents = 128;

std::uint32_t share(double rate, double of)
{
    return static_cast<std::uint32_t>(std::lround(std::clamp(rate, 0.0, 1.0) * of));
}

} // namespace

ProcessingOrder::ProcessingOrder(
    const EventMaker &maker, std::uint64_t seed, double repeatRate, double reorderRate)
    : m_maker(maker)
    , m_seed(mixed(seed ^ 0x02deU))
    , m_repeats(share(repeatRate, blockEvents))
    , m_reorderParts(share(reorderRate, 1'000'000))
{
    if (repeatRate > 0 && m_repeats == 0)
        m_repeats = 1;
}

std::uint64_t ProcessingOrder::eventAt(std::uint64_t slot) const
{
    const std::uint64_t length = blockEvents + m_repeats;
    const std::uint64_t number = slot / length;
    return number * blockEvents + block(number)[slot % length];
}

std::uint64_t ProcessingOrder::slotsOf(std::uint64_t events) const
{
    const std::uint64_t there = events % blockEvents;
    std::uint64_t count = blockOf(events);
    if (there == 0)
        return count;
    for (const std::uint8_t event : block(events / blockEvents)) {
        if (event >= there)
            break;
        ++count;
    }
    return count;
}

bool ProcessingOrder::contains(std::uint64_t count, std::uint64_t event) const
{
    const std::uint64_t first = blockOf(event);
    if (count >= first + blockEvents + m_repeats || count <= first)
        return count > first;
    const auto &order = block(event / blockEvents);
    const auto end = order.begin() + static_cast<std::ptrdiff_t>(count - first);
    return std::find(order.begin(), end, event % blockEvents) != end;
}

void ProcessingOrder::seal(std::uint64_t events)
{
    m_seals.push_back(events);
    m_blockNumber = UINT64_MAX;
}

std::uint64_t ProcessingOrder::blockOf(std::uint64_t event) const
{
    return event / blockEvents * (blockEvents + m_repeats);
}

const std::vector<std::uint8_t> &ProcessingOrder::block(std::uint64_t number) const
{
    if (number == m_blockNumber)
        return m_block;
    Random random(mixed(m_seed ^ number));

    // A late event lets up to eight others pass. Nothing is late beyond the end of a block, or
    // blocks would have to know each other.
    std::array<std::uint32_t, blockEvents> due{};
    for (std::uint32_t i = 0; i < blockEvents; ++i)
        due[i] = i * 16 + (random.chance(m_reorderParts) ? 8 + 16 * (1 + random.below(8)) : 0);
    const std::uint64_t first = number * blockEvents;
    for (auto seal = std::upper_bound(m_seals.begin(), m_seals.end(), first);
         seal != m_seals.end() && *seal < first + blockEvents; ++seal) {
        const auto end = static_cast<std::uint32_t>(*seal - first);
        for (std::uint32_t i = 0; i < end; ++i)
            due[i] = std::min(due[i], end * 16 - 1);
    }
    m_block.resize(blockEvents);
    std::iota(m_block.begin(), m_block.end(), std::uint8_t{0});
    std::stable_sort(m_block.begin(), m_block.end(), [&due](std::uint8_t a, std::uint8_t b) {
        return due[a] < due[b];
    });

    for (std::uint32_t i = 0; i < m_repeats; ++i) {
        std::uint32_t event = random.below(blockEvents);
        while (!m_maker.hasId(first + event))
            event = (event + 1) % blockEvents;
        const auto at = std::find(m_block.begin(), m_block.end(), event);
        const auto later = std::min<std::ptrdiff_t>(m_block.end() - at, 1 + random.below(6));
        m_block.insert(at + later, static_cast<std::uint8_t>(event));
    }
    m_blockNumber = number;
    return m_block;
}

} // namespace boxwatch::sim
