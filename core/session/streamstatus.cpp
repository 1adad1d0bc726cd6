// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/streamstatus.h"

#include <algorithm>
#include <array>

namespace boxwatch {

namespace {

using State = EventStream::State;

// Whatever stands first, and any of the streams is in, is the state of all.
constexpr std::array urgency{State::SignedOut, State::Failed,  State::Paused, State::BackingOff,
                             State::Fetching,  State::Waiting, State::Ended,  State::Stopped};

State mostUrgent(const std::vector<StreamStatus> &streams)
{
    for (const State state : urgency) {
        if (std::ranges::find(streams, state, &StreamStatus::state) != streams.end())
            return state;
    }
    return State::Stopped;
}

} // namespace

StreamStatus combined(const std::vector<StreamStatus> &streams)
{
    if (streams.empty())
        return {};
    StreamStatus all = streams.front();
    all.state = mostUrgent(streams);
    all.nextAttempt = {};
    all.since = {};
    for (const StreamStatus &stream : streams) {
        all.live = all.live && stream.live;
        if (!all.trouble)
            all.trouble = stream.trouble;
        if (stream.state != all.state)
            continue;
        all.since = std::max(all.since, stream.since);
        if (!all.nextAttempt.isValid() || stream.nextAttempt < all.nextAttempt)
            all.nextAttempt = stream.nextAttempt;
    }
    return all;
}

} // namespace boxwatch
