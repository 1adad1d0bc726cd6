// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/processsetup.h"

#include "app/cli/messagehandler.h"

#include <QtGlobal>

#ifndef Q_OS_WIN
#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#endif

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace boxwatch {

void setUpProcess()
{
    redactMessages();
#ifndef Q_OS_WIN
    ::umask(S_IRWXG | S_IRWXO);

    // A core file would hold the token.
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);

    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
#endif
#ifdef Q_OS_LINUX
    // Nor may another program of the same user read it out of the memory.
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

} // namespace boxwatch
