// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sessionfile.h"
#include "core/stream/eventstream.h"
#include "core/stream/streamsettings.h"

#include <QMetaType>

#include <optional>
#include <vector>

namespace boxwatch {

/// What a running stream is doing, for people and for --progress.
struct StreamStatus
{
    EventStream::State state = EventStream::State::Stopped;
    StreamType type = StreamType::AdminLogs;
    bool live = false; ///< has caught up since it started
    QDateTime nextAttempt; ///< UTC; of the next poll or retry, invalid if none is due
    QDateTime since; ///< UTC; when `state` began
    QDateTime lastAnswer; ///< UTC
    qint64 newestEvent = Event::noTime; ///< created_at of the newest event of this run
    qint64 lag = -1; ///< ms from the newest event's created_at to its arrival, -1 if unknown
    int requests = 0; ///< made in this run, of whatever kind
    CallCounts calls; ///< those that count against the enterprise's plan; of the session
    std::optional<Error> trouble; ///< until it heals
};

/// What several streams of one capture are doing, as one: the state that a person has to know of first.
/// Live only if all are; the trouble is the first one that there is.
StreamStatus combined(const std::vector<StreamStatus> &streams);

/// Numbers of a whole session.
struct SessionCounts
{
    qint64 events = 0;
    qint64 duplicates = 0;
    qint64 unreadable = 0;
    qint64 late = 0; ///< see TableSnapshot::isLate()

    friend bool operator==(const SessionCounts &, const SessionCounts &) = default;
};

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::SessionOwner)
Q_DECLARE_METATYPE(boxwatch::SessionSummary)
Q_DECLARE_METATYPE(boxwatch::SessionCounts)
Q_DECLARE_METATYPE(boxwatch::StreamStatus)
