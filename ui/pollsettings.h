// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/capturesettings.h"
#include "ui/sessionview.h"

#include <chrono>
#include <optional>

namespace boxwatch {

/// What there is to watch.
enum class Watch {
    MyEvents,
    LiveAndHistory, ///< of the enterprise, both at once: the default
    History,
    Live,
};

/// How often Box is asked, for live and for history.
struct PollSettings
{
    std::chrono::milliseconds live = defaultPollingInterval(StreamType::AdminLogsStreaming);
    std::chrono::milliseconds history = defaultPollingInterval(StreamType::AdminLogs);
    bool slowerWhenQuiet = true;
    LookBackSettings lookBack;

    friend bool operator==(const PollSettings &, const PollSettings &) = default;
};

constexpr bool hasLive(Watch watch)
{
    return watch == Watch::LiveAndHistory || watch == Watch::Live;
}

constexpr bool hasHistory(Watch watch)
{
    return watch == Watch::LiveAndHistory || watch == Watch::History;
}

Watch watchOf(const CaptureSettings &capture);

/// What the person sees first: history is asked less often beside a live stream.
PollSettings defaultPolls(Watch watch);

/// Puts \p polls into the streams of \p capture, each its own.
void apply(const PollSettings &polls, CaptureSettings &capture);

/// The intervals that \p capture has; those that it lacks as in \p others.
PollSettings pollsOf(const CaptureSettings &capture, PollSettings others);

/// As kept in the session's file; nothing if that is not known.
std::optional<PollSettings> pollsFrom(const SessionView &view, Watch watch);
void store(const PollSettings &polls, SessionView &view, Watch watch);

/// Calls a day at these intervals, day and night. Catching up takes more.
qint64 callsPerDay(Watch watch, const PollSettings &polls);

/// The same, if all but forty hours of the week are quiet and Box is asked less often then.
qint64 callsPerQuietDay(Watch watch, const PollSettings &polls);

} // namespace boxwatch
