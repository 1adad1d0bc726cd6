// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/jobpacer.h"

#include <utility>

using namespace std::chrono_literals;

namespace boxwatch {

JobPacer::JobPacer(std::function<void()> start) : m_start(std::move(start))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(100ms);
    QObject::connect(&m_pause, &QTimer::timeout, &m_pause, [this] { startIfDue(); });
}

void JobPacer::request()
{
    m_wanted = true;
    startIfDue();
}

void JobPacer::requestAtOnce()
{
    m_pause.stop();
    request();
}

void JobPacer::finished()
{
    m_busy = false;
    startIfDue();
}

void JobPacer::forget()
{
    m_wanted = false;
}

void JobPacer::startIfDue()
{
    if (!m_wanted || m_busy || m_pause.isActive())
        return;
    m_wanted = false;
    m_busy = true;
    m_pause.start();
    m_start();
}

} // namespace boxwatch
