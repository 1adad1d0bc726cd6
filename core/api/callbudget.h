// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/net/networksettings.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace boxwatch {

/// How often Box may be asked on behalf of one account, by all streams and sessions together.
///
/// All functions may be called from any thread.
class CallBudget
{
public:
    explicit CallBudget(const CallLimits &limits);

    /// The one budget of an account at \p apiUrl in this process, as long as somebody has it. The
    /// \p limits are those of the first who asks.
    static std::shared_ptr<CallBudget> ofAccount(
        const QUrl &apiUrl, const QString &accountId, const CallLimits &limits);

    /// Zero if a call may be made now, which is then counted; else how long to wait before asking
    /// again. Nothing is kept for whoever waits.
    std::chrono::milliseconds take();

    /// Box has asked that nobody calls for \p time (429, or 503 with Retry-After).
    void keepQuiet(std::chrono::milliseconds time);

    /// RateLimited with what is left of that time; nothing if it is over.
    std::optional<Error> mustWait() const;

private:
    std::chrono::milliseconds untilRoom(
        int calls, std::chrono::milliseconds window, qint64 now) const;

    const CallLimits m_limits;
    mutable std::mutex m_mutex;
    QElapsedTimer m_clock;
    std::deque<qint64> m_calls; ///< when, by m_clock, oldest first; no more than a minute's
    QDeadlineTimer m_quietUntil{0};
};

} // namespace boxwatch
