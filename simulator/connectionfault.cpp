// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/connectionfault.h"

#include "simulator/random.h"

#include <algorithm>

namespace boxwatch::sim {

namespace {

constexpr std::uint32_t fastestSlow = 100; // times FaultMix::slowest

std::uint32_t drawable(qint64 value)
{
    return static_cast<std::uint32_t>(std::clamp<qint64>(value, 1, 0x7fff'ffff));
}

} // namespace

ConnectionFault faultOf(const FaultMix &mix, std::uint64_t index)
{
    using End = ConnectionFault::End;
    Random random(mixed(mix.seed) ^ mixed(~index));
    int lot = static_cast<int>(random.below(1000));
    const auto drawn = [&lot](int parts) {
        lot -= parts;
        return lot < 0;
    };
    const qint64 after = random.skewedBelow(drawable(mix.furthest));
    if (drawn(mix.refused))
        return {End::Refuse};
    if (drawn(mix.silent))
        return {End::Silence, after};
    if (drawn(mix.cut))
        return {End::Cut, after};
    if (drawn(mix.reset))
        return {End::Reset, after};
    if (drawn(mix.delayed)) {
        const auto delay = random.below(drawable(mix.longestDelay.count())) + 1;
        return {End::Open, 0, std::chrono::milliseconds(delay)};
    }
    if (drawn(mix.slow))
        return {End::Open, 0, {}, mix.slowest * (1 + random.skewedBelow(fastestSlow))};
    return {};
}

} // namespace boxwatch::sim
