// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/waiter.h"

#include <QTimer>

#include <chrono>

namespace boxwatch {

/// Looks again after a while: enterprise streams have no long poll.
///
/// The while doubles with each look that brings nothing, up to a limit, and is the shortest again as soon
/// as one brings something or somebody else looks.
class IntervalWaiter final : public Waiter
{
    Q_OBJECT

public:
    /// \p slowest is what \p interval may grow to; the same or less: it never grows. \p answerTime is
    /// how long an answer may take.
    IntervalWaiter(
        std::chrono::milliseconds interval, std::chrono::milliseconds slowest,
        std::chrono::milliseconds answerTime, QObject *parent = nullptr);

    void wait(const StreamPosition &position, bool found) override;
    void cancel() override;
    QDateTime due() const override;
    std::chrono::milliseconds longestSilence() const override;

private:
    std::chrono::milliseconds m_interval;
    std::chrono::milliseconds m_slowest;
    std::chrono::milliseconds m_answerTime;
    bool m_looked = false; ///< the last round ended with look()
    QTimer m_timer;
};

} // namespace boxwatch
