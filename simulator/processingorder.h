// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventmaker.h"

#include <cstdint>
#include <vector>

namespace boxwatch::sim {

/// The order in which admin_logs_streaming has its events: some late, some twice.
///
/// A slot is a place in that stream. Every 128 events fill one block of slots, so both directions
/// are arithmetic plus one block made from the seed. Not safe for several threads.
class ProcessingOrder
{
public:
    /// The rates are shares from 0 to 1. \p maker outlives this; events without an id are never sent
    /// twice, since no client could tell.
    ProcessingOrder(
        const EventMaker &maker, std::uint64_t seed, double repeatRate, double reorderRate);

    std::uint64_t eventAt(std::uint64_t slot) const;

    /// How many slots, from the first on, hold nothing but events below \p events.
    std::uint64_t slotsOf(std::uint64_t events) const;

    /// Whether \p event stands in one of the first \p count slots.
    bool contains(std::uint64_t count, std::uint64_t event) const;

    /// Nothing below \p events comes after anything from there on: without it, the last event
    /// before a long pause could be waiting for others to pass it.
    void seal(std::uint64_t events);

private:
    /// The first slot of the block that holds \p event.
    std::uint64_t blockOf(std::uint64_t event) const;
    const std::vector<std::uint8_t> &block(std::uint64_t number) const;

    const EventMaker &m_maker;
    std::uint64_t m_seed;
    std::uint32_t m_repeats; ///< per block
    std::uint32_t m_reorderParts; ///< of a million
    std::vector<std::uint64_t> m_seals; ///< ascending
    mutable std::uint64_t m_blockNumber = UINT64_MAX;
    mutable std::vector<std::uint8_t> m_block; ///< for each slot the event within the block
};

} // namespace boxwatch::sim
