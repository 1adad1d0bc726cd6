// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/wakedetector.h"

#include "core/base/log.h"

#include <QCoreApplication>
#include <QNetworkInformation>
#include <QThread>

#include <utility>

#ifdef Q_OS_LINUX
#include <ctime>
#endif

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr auto watchInterval = 2s;

// Shorter sleep breaks no connection; a clock that is being corrected moves by less at a time.
constexpr auto noticeable = 5s;

// Several changes come at once when a network is left and another one found.
constexpr auto settleTime = 300ms;

#ifdef Q_OS_LINUX
std::chrono::milliseconds timeBy(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec)
        + std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::nanoseconds(time.tv_nsec));
}

WakeDetector::Clocks systemClocks()
{
    return {[] { return timeBy(CLOCK_MONOTONIC); }, [] { return timeBy(CLOCK_BOOTTIME); }};
}
#else
template<typename Clock>
std::chrono::milliseconds timeBy()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch());
}

// The time of day runs on during sleep. A person who sets it looks the same, which costs a connection.
WakeDetector::Clocks systemClocks()
{
    return {timeBy<std::chrono::steady_clock>, timeBy<std::chrono::system_clock>};
}
#endif

} // namespace

WakeDetector::WakeDetector() : WakeDetector(systemClocks(), watchInterval)
{
    watchNetwork();
}

WakeDetector::WakeDetector(Clocks clocks, std::chrono::milliseconds interval)
    : m_clocks(std::move(clocks))
    , m_asleep(m_clocks.always() - m_clocks.awake())
{
    m_watch.setInterval(interval);
    m_watch.setTimerType(Qt::CoarseTimer);
    connect(&m_watch, &QTimer::timeout, this, &WakeDetector::look);
    m_watch.start();
    m_soon.setSingleShot(true);
    m_soon.setInterval(settleTime);
    connect(&m_soon, &QTimer::timeout, this, &WakeDetector::woke);
}

void WakeDetector::watchNetwork()
{
    const QCoreApplication *application = QCoreApplication::instance();
    if (!application || application->thread() != QThread::currentThread()
        || !QNetworkInformation::loadDefaultBackend())
        return;
    const QNetworkInformation *network = QNetworkInformation::instance();
    connect(
        network, &QNetworkInformation::reachabilityChanged, this,
        [this](QNetworkInformation::Reachability reachability) {
            if (reachability == QNetworkInformation::Reachability::Online)
                announceSoon();
        });
    connect(
        network, &QNetworkInformation::transportMediumChanged, this, &WakeDetector::announceSoon);
}

void WakeDetector::look()
{
    const std::chrono::milliseconds asleep = m_clocks.always() - m_clocks.awake();
    const std::chrono::milliseconds jump = asleep - std::exchange(m_asleep, asleep);
    if (std::chrono::abs(jump) < noticeable)
        return;
    qCInfo(logNet) << "the machine slept for" << jump.count() << "ms";
    announceSoon();
}

void WakeDetector::announceSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

} // namespace boxwatch
