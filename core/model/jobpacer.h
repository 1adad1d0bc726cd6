// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimer>

#include <functional>

namespace boxwatch {

/// Starts a job when there is news: one at a time, and not sooner than 100 ms after the last began, so
/// that what it computes changes at most ten times a second. Internal to core/model.
class JobPacer
{
public:
    explicit JobPacer(std::function<void()> start);

    void request(); ///< there is news
    void requestAtOnce(); ///< the same, without regard to when the last job began
    void finished(); ///< the job that was started is done, or was given up
    void forget(); ///< there is nothing to do any more

private:
    void startIfDue();

    std::function<void()> m_start;
    QTimer m_pause;
    bool m_wanted = false;
    bool m_busy = false;
};

} // namespace boxwatch
