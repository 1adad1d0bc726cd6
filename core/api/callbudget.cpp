// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/callbudget.h"

#include "core/api/apierror.h"

#include <algorithm>
#include <map>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

struct Registry
{
    std::mutex mutex;
    std::map<std::pair<QString, QString>, std::weak_ptr<CallBudget>> budgets;
};

Registry &registry()
{
    static Registry registry;
    return registry;
}

} // namespace

CallBudget::CallBudget(const CallLimits &limits) : m_limits(limits)
{
    m_clock.start();
}

std::shared_ptr<CallBudget> CallBudget::ofAccount(
    const QUrl &apiUrl, const QString &accountId, const CallLimits &limits)
{
    const std::pair key(apiUrl.authority().toLower(), accountId);
    Registry &all = registry();
    const std::lock_guard lock(all.mutex);
    std::erase_if(all.budgets, [](const auto &entry) { return entry.second.expired(); });
    std::weak_ptr<CallBudget> &known = all.budgets[key];
    std::shared_ptr<CallBudget> budget = known.lock();
    if (!budget) {
        budget = std::make_shared<CallBudget>(limits);
        known = budget;
    }
    return budget;
}

std::chrono::milliseconds CallBudget::take()
{
    const std::lock_guard lock(m_mutex);
    const qint64 now = m_clock.elapsed();
    while (!m_calls.empty() && now - m_calls.front() >= 60'000)
        m_calls.pop_front();
    const auto wait = std::max(
        untilRoom(m_limits.perSecond, 1s, now), untilRoom(m_limits.perMinute, 60s, now));
    if (wait == 0ms && (m_limits.perSecond > 0 || m_limits.perMinute > 0))
        m_calls.push_back(now);
    return wait;
}

/// How long until fewer than \p calls of those made are younger than \p window.
std::chrono::milliseconds CallBudget::untilRoom(
    int calls, std::chrono::milliseconds window, qint64 now) const
{
    if (calls <= 0 || m_calls.size() < static_cast<std::size_t>(calls))
        return 0ms;
    const qint64 oldest = m_calls[m_calls.size() - static_cast<std::size_t>(calls)];
    return std::max(0ms, std::chrono::milliseconds(oldest - now) + window);
}

void CallBudget::keepQuiet(std::chrono::milliseconds time)
{
    const std::lock_guard lock(m_mutex);
    // A shorter wish that comes later does not undo a longer one.
    if (time.count() > m_quietUntil.remainingTime())
        m_quietUntil.setRemainingTime(time);
}

std::optional<Error> CallBudget::mustWait() const
{
    const std::lock_guard lock(m_mutex);
    if (m_quietUntil.hasExpired())
        return std::nullopt;
    Error error = localError(Error::Kind::RateLimited, u"Box has asked to wait"_s);
    error.retryAfter = std::chrono::milliseconds(m_quietUntil.remainingTime() + 1);
    return error;
}

} // namespace boxwatch
