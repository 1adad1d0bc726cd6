// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/intervalwaiter.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

IntervalWaiter::IntervalWaiter(
    std::chrono::milliseconds interval, std::chrono::milliseconds slowest,
    std::chrono::milliseconds answerTime, QObject *parent)
    : Waiter(parent)
    , m_interval(interval)
    , m_slowest(std::max(interval, slowest))
    , m_answerTime(answerTime)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_looked = true;
        emit look();
    });
}

void IntervalWaiter::wait(const StreamPosition &, bool found)
{
    const bool wasQuiet = std::exchange(m_looked, false) && !found;
    m_timer.start(wasQuiet ? std::min(m_timer.intervalAsDuration() * 2, m_slowest) : m_interval);
}

void IntervalWaiter::cancel()
{
    m_timer.stop();
    m_looked = false;
}

std::chrono::milliseconds IntervalWaiter::longestSilence() const
{
    return 2 * std::max(m_interval, m_timer.intervalAsDuration()) + m_answerTime;
}

QDateTime IntervalWaiter::due() const
{
    if (!m_timer.isActive())
        return {};
    return QDateTime::currentDateTimeUtc().addMSecs(m_timer.remainingTime());
}

} // namespace boxwatch
