// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QElapsedTimer>

#include <cstdint>

namespace boxwatch::sim {

/// The time in the simulation: starts where it is told, runs like any clock, jumps when advanced.
class SimulationClock
{
public:
    /// \p start in milliseconds since 1970 UTC; 0: \p offset after the real time.
    explicit SimulationClock(std::int64_t start, std::int64_t offset = 0)
        : m_start(start != 0 ? start : QDateTime::currentMSecsSinceEpoch() + offset)
    {
        m_running.start();
    }

    std::int64_t start() const { return m_start; }
    std::int64_t now() const { return m_start + m_running.elapsed() + m_advanced; }

    /// Negative values are ignored: events that have happened cannot be taken back.
    void advance(std::int64_t milliseconds)
    {
        if (milliseconds > 0)
            m_advanced += milliseconds;
    }

private:
    std::int64_t m_start;
    std::int64_t m_advanced = 0;
    QElapsedTimer m_running;
};

} // namespace boxwatch::sim
