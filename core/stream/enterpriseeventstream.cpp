// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/enterpriseeventstream.h"

#include "core/stream/intervalwaiter.h"

#include <utility>

namespace boxwatch {

namespace {

// A run that ends by itself must not end early, while a poll comes back anyway.
constexpr int emptyMovesOfPoll = 20;
constexpr int emptyMovesOfOnePass = 2000;

} // namespace

FetchingStream::Manner EnterpriseEventStream::mannerOf(
    const StreamSettings &settings, const StreamTiming &timing)
{
    const bool isOnePass = settings.pollingInterval.count() == 0;
    const RetryPolicy usualRate{settings.pollingInterval, settings.pollingInterval, false};
    const RetryPolicy &retry = isOnePass ? timing.retry : usualRate;
    return {
        {isOnePass ? emptyMovesOfOnePass : emptyMovesOfPoll, true},
        timing.enterpriseGap,
        1,
        retry,
        retry,
        timing.plainInterval,
        std::make_unique<IntervalWaiter>(settings.pollingInterval)};
}

EnterpriseEventStream::EnterpriseEventStream(
    BoxApi &api, StreamSettings settings, const StreamTiming &timing, QObject *parent)
    : FetchingStream(api, settings, mannerOf(settings, timing), parent)
{
}

} // namespace boxwatch
