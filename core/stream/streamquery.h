// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/stream/streamsettings.h"

namespace boxwatch {

/// What to ask for what follows \p state: only the parameters that a stream of \p type heeds.
EventsQuery eventsQuery(StreamType type, const StreamState &state);

/// Whether firstState() needs to know what time it is at Box.
bool startsByClock(const StreamSettings &settings);

/// Where a stream with \p settings begins. \p serverNow is the time at Box.
///
/// "Now" is the position `now`, save for the enterprise history, which does not take it and begins two
/// minutes before \p serverNow. A start date is for the enterprise history; other streams begin at
/// their earliest event.
StreamState firstState(const StreamSettings &settings, const QDateTime &serverNow);

/// Where to go on after Box refused the position of \p state.
///
/// The enterprise history begins anew five minutes before \p newest, the time of the newest event that
/// is known (milliseconds since 1970; Event::noTime: none), though not more than a year before
/// \p serverNow. The others begin at their earliest event. Repeats are dropped by whoever stores.
StreamState restartedState(
    StreamType type, const StreamState &state, qint64 newest, const QDateTime &serverNow);

} // namespace boxwatch
