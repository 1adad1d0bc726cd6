// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/usereventstream.h"
#include "stream/streamfixture.h"

namespace boxwatch {

/// A UserEventStream, and what Box and its realtime server are to say to it.
struct UserFixture : StreamFixture
{
    StreamSettings settings;
    StreamTiming timing = fastTiming();

    explicit UserFixture(StreamSettings::Start start = StreamSettings::Start::Now)
    {
        settings.type = StreamType::All;
        settings.start = start;
    }

    void begin()
    {
        watch(std::make_unique<UserEventStream>(api, settings, timing));
        stream->start();
    }

    /// The answer to OPTIONS, good for \p retries polls and one more.
    QByteArray realtime(int retries = 10) const
    {
        return realtimeJson(
            server.url(QStringLiteral("/subscribe?channel=c%2Bh&stream_type=all")), retries);
    }

    ReplyQueue &events() { return server.on(eventsRoute); }
    ReplyQueue &options() { return server.on(optionsRoute); }
    ReplyQueue &polls() { return server.on(pollRoute); }
    auto asked() const { return server.requests(eventsRoute); }
};

} // namespace boxwatch
