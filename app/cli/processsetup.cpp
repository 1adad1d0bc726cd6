// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/processsetup.h"

#include "app/cli/messagehandler.h"

#include <QtGlobal>

#include <openssl/crypto.h>

#ifndef Q_OS_WIN
#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>
#endif

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace boxwatch {

namespace {

/// Answers of half a megabyte come and go all the time. By default their memory goes back to the system
/// each time, and is zeroed before it comes again.
void keepMemoryForAnswers()
{
#ifdef __GLIBC__
    // NOLINTBEGIN(concurrency-mt-unsafe): this is before the first thread
    ::mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
    ::mallopt(M_TRIM_THRESHOLD, 2 * 1024 * 1024);
    // NOLINTEND(concurrency-mt-unsafe)
#endif
}

/// At exit OpenSSL frees what it keeps for each thread, also for one that is about to end and frees the same
/// at that moment: QThread::wait() does not wait for that. The system takes the memory back anyway.
void keepOpenSslToTheEnd()
{
    ::OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, nullptr);
}

} // namespace

void setUpProcess()
{
    keepOpenSslToTheEnd();
    keepMemoryForAnswers();
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
