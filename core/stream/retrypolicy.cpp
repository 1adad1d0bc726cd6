// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/retrypolicy.h"

#include <QRandomGenerator>

#include <algorithm>

namespace boxwatch {

std::chrono::milliseconds RetryPolicy::delayAfter(const Error &error, int attempt) const
{
    constexpr int mostDoublings = 20;
    const int doublings = std::clamp(attempt - 1, 0, mostDoublings);
    std::chrono::milliseconds delay = std::min<std::chrono::milliseconds>(
        first * (1LL << doublings), ceiling);
    if (jitter)
        delay = delay * (50 + QRandomGenerator::global()->bounded(101)) / 100;
    return std::max({delay, least, error.retryAfter.value_or(std::chrono::milliseconds::zero())});
}

} // namespace boxwatch
