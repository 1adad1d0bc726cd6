// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventmaker.h"
#include "simulator/scene.h"
#include "simulator/timeline.h"

namespace boxwatch::sim {

/// The events of the user streams `all`, `changes` and `sync`, as the signed-in person gets them: own
/// ids and names, whole items, and a time of recording.
///
/// Event n happens with enterprise event (n + 1) * every - 1.
class UserEvents final : public EventMaker
{
public:
    /// Both references outlive this. \p every is at least 1.
    UserEvents(
        const Enterprise &enterprise, const Timeline &timeline, std::uint64_t seed,
        std::uint32_t every);

    const EventTypes &types() const override { return m_types; }
    std::uint32_t typeOf(std::uint64_t index) const override;
    bool hasId(std::uint64_t index) const override;
    void appendId(TextBuffer &out, std::uint64_t index) const override;
    void append(TextBuffer &out, std::uint64_t index) const override;
    std::int64_t timeOf(std::uint64_t index) const override;
    std::uint64_t countUntil(std::int64_t time) const override;

private:
    const Enterprise &m_enterprise;
    const Timeline &m_timeline;
    EventTypes m_types;
    std::uint64_t m_seed;
    std::uint32_t m_every;
};

} // namespace boxwatch::sim
