// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/parallel.h"

#include "core/base/background.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace boxwatch {

namespace {

/// Threads that call a function with their number, joined at the end. Starting one takes about 30 µs,
/// which is little beside work that is worth dividing, and leaves no threads behind that sleep. They work
/// in the background if who starts them does.
class Crew
{
public:
    Crew(std::size_t size, const std::function<void(std::size_t worker)> &run)
    {
        m_threads.reserve(size);
        for (std::size_t worker = 1; worker <= size; ++worker)
            m_threads.emplace_back([run, worker, background = worksInBackground()] {
                if (background)
                    workInBackground();
                run(worker);
            });
    }

    ~Crew()
    {
        for (std::thread &thread : m_threads)
            thread.join();
    }

    Crew(const Crew &) = delete;
    Crew &operator=(const Crew &) = delete;

private:
    std::vector<std::thread> m_threads;
};

bool isSet(const std::atomic<bool> *flag)
{
    return flag && flag->load(std::memory_order_relaxed);
}

/// The parts of inOrder(): who takes which, and which are done.
class Parts
{
public:
    Parts(std::size_t count, const std::atomic<bool> *cancelled)
        : m_done(count)
        , m_cancelled(cancelled)
    {
    }

    bool isStopped() const { return m_stopped || isSet(m_cancelled); }
    void stop() { m_stopped = true; }

    /// The next part that nobody has taken; false if there is none.
    bool take(std::size_t &part)
    {
        if (isStopped())
            return false;
        part = m_next++;
        return part < m_done.size();
    }

    void finish(std::size_t part)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_done[part] = 1;
        }
        m_news.notify_one();
    }

    bool isDone(std::size_t part)
    {
        const std::lock_guard lock(m_mutex);
        return m_done[part] != 0;
    }

    /// A part that somebody else took.
    void waitFor(std::size_t part)
    {
        std::unique_lock lock(m_mutex);
        m_news.wait(lock, [&] { return m_done[part] != 0; });
    }

private:
    std::atomic<std::size_t> m_next = 0;
    std::atomic<bool> m_stopped = false;
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::vector<char> m_done; // by part; under the mutex
    const std::atomic<bool> *m_cancelled;
};

} // namespace

std::size_t workerCount()
{
    static const std::size_t count = std::clamp(std::thread::hardware_concurrency(), 1U, 64U);
    return count;
}

bool inParallel(std::size_t parts, const PartWork &work, const std::atomic<bool> *cancelled)
{
    std::atomic<std::size_t> next = 0;
    const auto run = [&](std::size_t worker) {
        for (std::size_t part = next++; part < parts && !isSet(cancelled); part = next++)
            work(part, worker);
    };
    {
        const Crew crew(parts == 0 ? 0 : std::min(parts, workerCount()) - 1, run);
        run(0);
    }
    return !isSet(cancelled);
}

bool inOrder(
    std::size_t count, const PartWork &work, const std::function<bool(std::size_t part)> &deliver,
    const std::atomic<bool> *cancelled)
{
    if (count == 0)
        return !isSet(cancelled);
    Parts parts(count, cancelled);
    const Crew crew(std::min(count, workerCount()) - 1, [&](std::size_t worker) {
        for (std::size_t part = 0; parts.take(part);) {
            work(part, worker);
            parts.finish(part);
        }
    });

    for (std::size_t delivered = 0; delivered < count;) {
        if (parts.isDone(delivered)) {
            if (parts.isStopped() || !deliver(delivered)) {
                parts.stop();
                return false;
            }
            ++delivered;
        } else if (std::size_t part = 0; parts.take(part)) {
            work(part, 0);
            parts.finish(part);
        } else if (parts.isStopped()) {
            return false;
        } else {
            parts.waitFor(delivered);
        }
    }
    return true;
}

} // namespace boxwatch
