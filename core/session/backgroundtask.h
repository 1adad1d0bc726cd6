// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <mutex>
#include <optional>

namespace boxwatch {

/// Runs one task at a time in a thread of its own and brings the result back to the owner's.
///
/// Destroying it waits for the task and drops the result. Call finish() first to have it.
template<typename T>
class BackgroundTask
{
public:
    using Done = std::function<void(const Result<T> &)>;

    explicit BackgroundTask(Done done) : m_done(std::move(done))
    {
        m_pool.setMaxThreadCount(1);
        m_pool.setExpiryTimeout(-1); // a thread per chunk would cost more than the chunk
    }

    ~BackgroundTask() { m_pool.waitForDone(); }
    BackgroundTask(const BackgroundTask &) = delete;
    BackgroundTask &operator=(const BackgroundTask &) = delete;

    bool isBusy() const { return m_busy; }

    /// To be called only while not busy.
    void start(std::function<Result<T>()> task)
    {
        m_busy = true;
        m_pool.start([this, task = std::move(task)] {
            Result<T> result = task();
            const std::lock_guard lock(m_mutex);
            m_result = std::move(result);
            QMetaObject::invokeMethod(
                &m_receiver, [this] { deliver(); }, Qt::QueuedConnection);
        });
    }

    void finish()
    {
        m_pool.waitForDone();
        deliver();
    }

private:
    void deliver()
    {
        std::optional<Result<T>> result;
        {
            const std::lock_guard lock(m_mutex);
            result.swap(m_result);
        }
        if (!result)
            return; // finish() was quicker than the event loop
        m_busy = false;
        m_done(*result);
    }

    Done m_done;
    bool m_busy = false;
    QObject m_receiver; // in the owner's thread; what is queued for it dies with it
    std::mutex m_mutex;
    std::optional<Result<T>> m_result;
    QThreadPool m_pool;
};

} // namespace boxwatch
