// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventmaker.h"
#include "simulator/scene.h"
#include "simulator/timeline.h"

#include <array>

namespace boxwatch::sim {

/// The events of admin_logs and admin_logs_streaming: about 900 bytes each, in the order in which
/// they happened.
class EnterpriseEvents final : public EventMaker
{
public:
    /// \p oddShare from 0 to 1. Both references outlive this.
    EnterpriseEvents(
        const Enterprise &enterprise, const Timeline &timeline, std::uint64_t seed,
        double oddShare);

    const EventTypes &types() const override { return m_types; }
    std::uint32_t typeOf(std::uint64_t index) const override;
    bool hasId(std::uint64_t index) const override;
    void appendId(TextBuffer &out, std::uint64_t index) const override;
    void append(TextBuffer &out, std::uint64_t index) const override;
    std::int64_t timeOf(std::uint64_t index) const override;
    std::uint64_t countUntil(std::int64_t time) const override;

private:
    /// A stretch of events in which one person does one thing over and over.
    struct Burst
    {
        bool isOn = false;
        std::uint64_t seed = 0;
        std::uint32_t type = 0;
    };

    Burst burstAt(std::uint64_t index) const;
    Oddity oddityOf(std::uint64_t index) const;
    std::uint32_t typeOf(std::uint64_t index, Oddity oddity, Burst &burst) const;
    Scene sceneOf(std::uint64_t index) const;
    std::uint32_t personAt(std::int64_t time, Random &random) const;
    int offsetAt(const Enterprise::Person &person, std::int64_t time) const;
    void appendIdOf(TextBuffer &out, std::uint64_t index, Shape shape) const;
    static void appendActor(TextBuffer &out, const Scene &scene);
    static void appendAddress(TextBuffer &out, Scene &scene);
    static void appendTime(TextBuffer &out, Scene &scene);

    const Enterprise &m_enterprise;
    const Timeline &m_timeline;
    EventTypes m_types;
    std::uint64_t m_seed;
    std::uint32_t m_oddParts; ///< of a million
    std::array<std::array<std::uint8_t, 64>, 168>
        m_regions{}; ///< by hour of the week: who is awake
    std::array<std::uint32_t, 4> m_burstTypes{};

    mutable std::int64_t m_offsetsHour = -1;
    mutable std::array<int, regionCount> m_offsets{};
};

} // namespace boxwatch::sim
