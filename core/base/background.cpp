// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/background.h"

#include <QThread>

#include <algorithm>
#include <utility>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <unistd.h>
#endif

namespace boxwatch {

namespace {

thread_local bool inBackground = false;

} // namespace

void workInBackground()
{
    if (std::exchange(inBackground, true))
        return;
#ifdef Q_OS_LINUX
    // A tenth of what the program's other threads get, however nice it was started.
    constexpr int nicer = 10;
    constexpr int nicest = 19;
    const auto thread = static_cast<id_t>(::gettid());
    ::setpriority(
        PRIO_PROCESS, thread, std::min(::getpriority(PRIO_PROCESS, thread) + nicer, nicest));
#else
    QThread::currentThread()->setPriority(QThread::LowPriority);
#endif
}

bool worksInBackground()
{
    return inBackground;
}

} // namespace boxwatch
