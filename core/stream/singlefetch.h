// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/event/eventchunk.h"
#include "core/stream/streamsettings.h"

#include <functional>
#include <memory>

namespace boxwatch {

/// One answer of GET /events.
struct FetchedChunk
{
    QByteArray body; ///< as Box sent it
    EventChunk chunk;

    /// Where to go on: what Box says, or, where it gives no place, the one that was asked for. Empty if
    /// there is none of either.
    StreamPosition next;
};

/// Reads one chunk of a stream without streaming, or asks where a stream is now.
///
/// As with ApiCall, owning it is wanting its answer: the callback runs once, never from within the
/// constructor, and not after this object was destroyed. One try; whoever wants more asks again.
class SingleFetch final
{
public:
    using Callback = std::function<void(Result<FetchedChunk>)>;

    /// At most \p limit events (1 to EventsQuery::largestLimit) from where \p settings start; their
    /// polling interval does not matter. With Start::Now the answer of a user stream, and of the live
    /// stream, is an empty chunk and the current position. The enterprise history has no current
    /// position: there it is the chunk of the last two minutes. \p api outlives this object.
    SingleFetch(BoxApi &api, const StreamSettings &settings, int limit, Callback done);
    ~SingleFetch();
    SingleFetch(const SingleFetch &) = delete;
    SingleFetch &operator=(const SingleFetch &) = delete;

    /// Whether Box tells the current position of a stream of \p type.
    static bool hasCurrentPosition(StreamType type) { return type != StreamType::AdminLogs; }

private:
    void askForTheTime();
    void ask();
    void answered(Result<QByteArray> body);
    void end(Result<FetchedChunk> result);

    BoxApi &m_api;
    StreamSettings m_settings;
    int m_limit;
    Callback m_done;
    StreamState m_state;
    std::unique_ptr<ApiCall> m_call;
};

} // namespace boxwatch
