// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>

namespace boxwatch::sim {

/// Spreads the bits of \p x over all 64 (the finalizer of splitmix64). Same input, same output, on
/// every machine: all that the simulator makes up comes from here.
constexpr std::uint64_t mixed(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

/// A sequence of numbers that its seed decides.
class Random
{
public:
    explicit constexpr Random(std::uint64_t seed) : m_state(seed) { }

    constexpr std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15U;
        return mixed(m_state);
    }

    constexpr std::uint32_t next32() { return static_cast<std::uint32_t>(next() >> 32U); }

    /// 0 to \p bound - 1. \p bound is at least 1.
    constexpr std::uint32_t below(std::uint32_t bound)
    {
        return static_cast<std::uint32_t>((std::uint64_t{next32()} * bound) >> 32U);
    }

    /// As below(), but small numbers are far more likely: the square of an even draw.
    constexpr std::uint32_t skewedBelow(std::uint32_t bound)
    {
        const std::uint64_t draw = next32();
        return static_cast<std::uint32_t>((((draw * draw) >> 32U) * bound) >> 32U);
    }

    /// True in \p parts of a million cases.
    constexpr bool chance(std::uint32_t parts) { return below(1'000'000) < parts; }

    /// 0 up to but not including 1.
    constexpr double fraction() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

private:
    std::uint64_t m_state;
};

} // namespace boxwatch::sim
