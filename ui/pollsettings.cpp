// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pollsettings.h"

#include <algorithm>

namespace boxwatch {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::seconds slowest = 300s; // of "slower when quiet"

qint64 perDay(std::chrono::milliseconds interval)
{
    return interval.count() > 0 ? std::chrono::milliseconds(24h) / interval : 0;
}

qint64 sum(Watch watch, const PollSettings &polls, std::chrono::milliseconds least)
{
    qint64 calls = 0;
    if (hasLive(watch))
        calls += perDay(std::max(polls.live, least));
    if (hasHistory(watch))
        calls += perDay(std::max(polls.history, least));
    if (hasHistory(watch) && polls.lookBack.isOn())
        calls += perDay(polls.lookBack.interval);
    return calls;
}

int inSeconds(std::chrono::milliseconds time)
{
    return static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

} // namespace

Watch watchOf(const CaptureSettings &capture)
{
    const auto has = [&capture](StreamType type) {
        return std::ranges::any_of(
            capture.streams, [type](const StreamSettings &s) { return s.type == type; });
    };
    if (has(StreamType::AdminLogsStreaming))
        return has(StreamType::AdminLogs) ? Watch::LiveAndHistory : Watch::Live;
    return has(StreamType::AdminLogs) ? Watch::History : Watch::MyEvents;
}

PollSettings defaultPolls(Watch watch)
{
    PollSettings polls;
    if (watch == Watch::LiveAndHistory)
        polls.history = 5min;
    return polls;
}

void apply(const PollSettings &polls, CaptureSettings &capture)
{
    for (StreamSettings &stream : capture.streams) {
        const bool enterprise = isEnterprise(stream.type);
        stream.slowerWhenQuiet = enterprise && polls.slowerWhenQuiet;
        if (!enterprise)
            stream.pollingInterval = defaultPollingInterval(stream.type);
        else
            stream.pollingInterval = stream.type == StreamType::AdminLogs ? polls.history
                                                                          : polls.live;
    }
    capture.lookBack = polls.lookBack;
}

PollSettings pollsOf(const CaptureSettings &capture, PollSettings others)
{
    for (const StreamSettings &stream : capture.streams) {
        if (!isEnterprise(stream.type))
            continue;
        others.slowerWhenQuiet = stream.slowerWhenQuiet;
        (stream.type == StreamType::AdminLogs ? others.history
                                              : others.live) = stream.pollingInterval;
    }
    others.lookBack = capture.lookBack;
    return others;
}

std::optional<PollSettings> pollsFrom(const SessionView &view, Watch watch)
{
    if (view.pollSeconds == 0)
        return {};
    PollSettings polls = defaultPolls(watch);
    const std::chrono::seconds first(view.pollSeconds);
    if (hasLive(watch))
        polls.live = first;
    else if (hasHistory(watch))
        polls.history = first;
    if (watch == Watch::LiveAndHistory && view.historySeconds > 0)
        polls.history = std::chrono::seconds(view.historySeconds);
    polls.slowerWhenQuiet = view.slowerWhenQuiet;
    if (view.lookBackSeconds >= 0) {
        polls.lookBack.span = std::chrono::seconds(view.lookBackSeconds);
        polls.lookBack.interval = std::chrono::seconds(view.lookBackEvery);
    }
    return polls;
}

void store(const PollSettings &polls, SessionView &view, Watch watch)
{
    view.pollSeconds = inSeconds(hasLive(watch) ? polls.live : polls.history);
    view.historySeconds = watch == Watch::LiveAndHistory ? inSeconds(polls.history) : 0;
    view.slowerWhenQuiet = polls.slowerWhenQuiet;
    view.lookBackSeconds = polls.lookBack.isOn() ? inSeconds(polls.lookBack.span) : 0;
    view.lookBackEvery = polls.lookBack.isOn() ? inSeconds(polls.lookBack.interval) : 0;
}

qint64 callsPerDay(Watch watch, const PollSettings &polls)
{
    return sum(watch, polls, 0ms);
}

qint64 callsPerQuietDay(Watch watch, const PollSettings &polls)
{
    constexpr qint64 week = 7 * 24;
    constexpr qint64 busy = 40;
    return (sum(watch, polls, 0ms) * busy + sum(watch, polls, slowest) * (week - busy)) / week;
}

} // namespace boxwatch
