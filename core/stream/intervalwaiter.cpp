// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/intervalwaiter.h"

namespace boxwatch {

IntervalWaiter::IntervalWaiter(std::chrono::milliseconds interval, QObject *parent) : Waiter(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &Waiter::look);
}

void IntervalWaiter::wait(const StreamPosition &, bool)
{
    m_timer.start();
}

void IntervalWaiter::cancel()
{
    m_timer.stop();
}

QDateTime IntervalWaiter::due() const
{
    if (!m_timer.isActive())
        return {};
    return QDateTime::currentDateTimeUtc().addMSecs(m_timer.remainingTime());
}

} // namespace boxwatch
