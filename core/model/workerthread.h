// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/background.h"

#include <QObject>
#include <QThread>

#include <atomic>
#include <memory>
#include <utility>

namespace boxwatch {

/// Set by who gives a job up, looked at by who does it.
using CancelFlag = std::shared_ptr<std::atomic<bool>>;

/// A thread in the background with one worker in it; both end with this object. Internal to core/model.
template<typename Worker>
class WorkerThread
{
public:
    /// The worker is made of \p arguments.
    template<typename... Arguments>
    explicit WorkerThread(const char *name, Arguments &&...arguments)
        : m_worker(new Worker(std::forward<Arguments>(arguments)...))
    {
        m_worker->moveToThread(&m_thread);
        QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
        QObject::connect(&m_thread, &QThread::started, m_worker, [] { workInBackground(); });
        m_thread.setObjectName(QLatin1StringView(name));
        m_thread.start();
    }

    /// Waits for the job that is being done: cancel it before.
    ~WorkerThread()
    {
        m_thread.quit();
        m_thread.wait();
    }

    WorkerThread(const WorkerThread &) = delete;
    WorkerThread &operator=(const WorkerThread &) = delete;

    Worker *worker() const { return m_worker; }

    /// Calls \p job with the worker, in its thread, after what was posted before.
    template<typename Job>
    void post(Job job)
    {
        QMetaObject::invokeMethod(
            m_worker, [worker = m_worker, job = std::move(job)]() mutable { job(*worker); });
    }

    /// Returns once all that was posted is done.
    void waitForAll()
    {
        QMetaObject::invokeMethod(
            m_worker, [] {}, Qt::BlockingQueuedConnection);
    }

private:
    QThread m_thread;
    Worker *m_worker; // lives in m_thread
};

} // namespace boxwatch
