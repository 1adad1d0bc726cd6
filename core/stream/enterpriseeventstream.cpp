// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/enterpriseeventstream.h"

#include "core/stream/intervalwaiter.h"

#include <algorithm>
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
    const auto interval = settings.pollingInterval;
    const RetryPolicy usualRate{
        interval, std::max(interval, timing.retry.ceiling), timing.retry.jitter, interval};
    const RetryPolicy &retry = isOnePass ? timing.retry : usualRate;
    const auto slowest = settings.slowerWhenQuiet ? timing.slowestInterval : interval;
    return {
        {isOnePass ? emptyMovesOfOnePass : emptyMovesOfPoll, 1},
        timing.enterpriseGap,
        timing.hurriedGap,
        1,
        retry,
        retry,
        timing.plainInterval,
        std::make_unique<IntervalWaiter>(
            interval, slowest, timing.fetchDeadline + timing.silenceMargin)};
}

EnterpriseEventStream::EnterpriseEventStream(
    BoxApi &api, StreamSettings settings, const StreamTiming &timing, QObject *parent)
    : FetchingStream(api, settings, mannerOf(settings, timing), parent)
{
}

} // namespace boxwatch
