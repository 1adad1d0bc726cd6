// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/signalwatcher.h"

#include <QSocketNotifier>

#include <array>

#ifdef Q_OS_WIN
#include <qt_windows.h>
#else
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>
#endif

namespace boxwatch {

namespace {

std::atomic<bool> endIsWanted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "used in a signal handler");

#ifdef Q_OS_WIN

std::atomic<SignalWatcher *> theWatcher = nullptr;

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (endIsWanted.exchange(true))
        return FALSE;
    if (SignalWatcher *const watcher = theWatcher)
        QMetaObject::invokeMethod(watcher, &SignalWatcher::endWanted, Qt::QueuedConnection);
    return TRUE;
}

#else

std::array<int, 2> wakePipe{-1, -1};

// Only what a signal handler may do: a flag, a byte into a pipe, or the end.
void onSignal(int number)
{
    if (endIsWanted.exchange(true))
        ::_exit(128 + number);
    const int savedErrno = errno;
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(wakePipe[1], &byte, 1);
    errno = savedErrno;
}

void watch(int number)
{
    struct sigaction action
    {
    };
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

bool isIgnored(int number)
{
    struct sigaction action
    {
    };
    return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

#endif

} // namespace

#ifdef Q_OS_WIN

SignalWatcher::SignalWatcher(QObject *parent) : QObject(parent)
{
    theWatcher = this;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

SignalWatcher::~SignalWatcher()
{
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    theWatcher = nullptr;
}

#else

SignalWatcher::SignalWatcher(QObject *parent) : QObject(parent)
{
    if (::pipe(wakePipe.data()) != 0)
        return;
    for (const int end : wakePipe) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    m_notifier = std::make_unique<QSocketNotifier>(wakePipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        emit endWanted();
    });

    watch(SIGINT);
    watch(SIGTERM);
    // Whoever starts a program with nohup wants it to outlive the terminal.
    if (!isIgnored(SIGHUP))
        watch(SIGHUP);
}

SignalWatcher::~SignalWatcher()
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        if (!isIgnored(number))
            std::signal(number, SIG_DFL);
    }
    for (int &end : wakePipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

#endif

const std::atomic<bool> &SignalWatcher::endWantedFlag()
{
    return endIsWanted;
}

} // namespace boxwatch
