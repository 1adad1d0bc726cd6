// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/secret.h"
#include "core/store/sessionfile.h"
#include "core/stream/eventstream.h"
#include "core/stream/streamsettings.h"

#include <QMetaType>

#include <optional>

namespace boxwatch {

/// Where Box is and who asks.
struct Connection
{
    QString apiUrl = QStringLiteral("https://api.box.com/2.0");
    QString tokenUrl; ///< empty: found from apiUrl
    QString caFile; ///< PEM of further authorities, empty: those of the system
    Secret token;
};

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
    int requests = 0; ///< made to Box in this run
    std::optional<Error> trouble; ///< until it heals
};

/// Numbers of a whole session.
struct SessionCounts
{
    qint64 events = 0;
    qint64 duplicates = 0;
    qint64 unreadable = 0;

    friend bool operator==(const SessionCounts &, const SessionCounts &) = default;
};

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::SessionOwner)
Q_DECLARE_METATYPE(boxwatch::SessionSummary)
Q_DECLARE_METATYPE(boxwatch::SessionCounts)
Q_DECLARE_METATYPE(boxwatch::StreamStatus)
