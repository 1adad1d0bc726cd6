// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/streamposition.h"

#include <QByteArrayList>
#include <QDateTime>
#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace boxwatch {

/// `stream_type` of GET /events.
enum class StreamType {
    All, ///< everything that concerns the signed-in user
    Changes, ///< only what changes the file tree
    Sync, ///< the same, for folders marked for sync
    AdminLogs, ///< the whole enterprise: complete, in order, about a minute late
    AdminLogsStreaming, ///< the whole enterprise: about 12 s late, may repeat and reorder
};

/// As the API spells it.
QByteArray streamTypeName(StreamType type);
std::optional<StreamType> streamTypeFromName(const QByteArray &name);
constexpr bool isEnterprise(StreamType type)
{
    return type == StreamType::AdminLogs || type == StreamType::AdminLogsStreaming;
}

/// All that a stream needs in order to go on after a restart; the names are those of Box's SDKs.
struct StreamState
{
    StreamPosition position; ///< follows exactly the events that were delivered; empty: none yet
    std::optional<QDateTime> startDate; ///< UTC; created_after
    std::optional<QDateTime> endDate; ///< UTC; created_before
    QByteArrayList eventTypes; ///< event_type; empty: all

    friend bool operator==(const StreamState &, const StreamState &) = default;
};

/// What a person chose when they started a stream.
struct StreamSettings
{
    enum class Start {
        Now,
        Earliest, ///< as far back as Box keeps events
        Position, ///< state.position
        Date, ///< state.startDate; only the enterprise history can, others bring older events too
        Resume, ///< where the session stopped, or `Now` if it never started
    };

    StreamType type = StreamType::AdminLogs;
    Start start = Start::Now;
    StreamState state;

    /// Time between polls once caught up; zero ends the stream when it has caught up. User streams
    /// long-poll instead and take only zero or not zero from it.
    std::chrono::milliseconds pollingInterval{60'000};

    /// Polls that bring nothing double the interval, up to five minutes; the first event sets it back.
    /// Enterprise streams only.
    bool slowerWhenQuiet = false;

    friend bool operator==(const StreamSettings &, const StreamSettings &) = default;
};

/// How often Box is asked if the person does not say: 60 s for history, 30 s for live.
std::chrono::milliseconds defaultPollingInterval(StreamType type);

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::StreamState)
Q_DECLARE_METATYPE(boxwatch::StreamSettings)
