// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/stream/streamsettings.h"

namespace boxwatch {

/// What to ask for what follows \p state: only the parameters that a stream of \p type heeds.
EventsQuery eventsQuery(StreamType type, const StreamState &state);

/// Whether Box gave \p next as a place to go on from. Not what is empty, null or 0, which an empty chunk
/// can carry, nor `now`, which would skip events, nor what is no text or number at all.
bool isPlace(const StreamPosition &next);

/// Whether firstState() needs to know what time it is at Box, since \p now is only what this machine
/// takes for it.
bool startsByClock(const StreamSettings &settings, const QDateTime &now);

/// Where a stream with \p settings begins. \p serverNow is the time at Box.
///
/// "Now" is the position `now`, save for the enterprise history, which does not take it and begins two
/// minutes before \p serverNow. A start date is for the enterprise history, within the year before that;
/// other streams begin at their earliest event, and keep the date for whoever stores.
StreamState firstState(const StreamSettings &settings, const QDateTime &serverNow);

/// How far back Box has events of \p type at least, in whole seconds.
QDateTime oldestKept(StreamType type, const QDateTime &serverNow);

/// The oldest event that Box still has at \p serverNow, if \p settings ask for older ones.
std::optional<QDateTime> movedStart(const StreamSettings &settings, const QDateTime &serverNow);

/// \p startDate as Box takes it at \p serverNow: not more than a year ago, and not in the future.
QDateTime possibleStart(const QDateTime &startDate, const QDateTime &serverNow);

/// Where to go on after Box refused the position of \p state.
///
/// The enterprise history begins anew five minutes before \p newest, the time of the newest event that
/// is known (milliseconds since 1970; Event::noTime: none), though not more than a year before
/// \p serverNow, and not after it. The others begin at their earliest event. Repeats are dropped by whoever stores.
StreamState restartedState(
    StreamType type, const StreamState &state, qint64 newest, const QDateTime &serverNow);

} // namespace boxwatch
