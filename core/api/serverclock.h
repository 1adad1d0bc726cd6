// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>

#include <chrono>

namespace boxwatch {

/// What time it is at Box, learned from the Date header of its answers: desktop clocks run fast, and
/// Box refuses times in the future.
class ServerClock
{
public:
    /// Ignores an invalid \p serverDate.
    void learn(const QDateTime &serverDate);

    bool isKnown() const { return m_known; }

    /// UTC. The local time as long as no answer has come.
    QDateTime now() const;

    /// How far Box's clock is ahead of ours; zero as long as no answer has come.
    std::chrono::milliseconds ahead() const { return std::chrono::milliseconds(m_offset); }

private:
    qint64 m_offset = 0; ///< milliseconds that Box is ahead
    bool m_known = false;
};

} // namespace boxwatch
