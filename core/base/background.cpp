// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/background.h"

#include <QThread>

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
    inBackground = true;
#ifdef Q_OS_LINUX
    // A tenth of what a thread gets that is not nice. The call can only fail where a nicer thread would
    // have to become less so.
    constexpr int nice = 10;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), nice);
#else
    QThread::currentThread()->setPriority(QThread::LowPriority);
#endif
}

bool worksInBackground()
{
    return inBackground;
}

} // namespace boxwatch
