// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/enterpriseeventstream.h"
#include "stream/streamfixture.h"

namespace boxwatch {

/// An EnterpriseEventStream of the history, and what Box is to say to it.
struct EnterpriseFixture : StreamFixture
{
    StreamSettings settings;
    StreamTiming timing = fastTiming();

    explicit EnterpriseFixture(
        StreamSettings::Start start = StreamSettings::Start::Earliest,
        std::chrono::milliseconds interval = std::chrono::seconds(60))
    {
        settings.type = StreamType::AdminLogs;
        settings.start = start;
        settings.pollingInterval = interval;
    }

    void begin()
    {
        watch(std::make_unique<EnterpriseEventStream>(api, settings, timing));
        stream->start();
    }

    ReplyQueue &events() { return server.on(eventsRoute); }
    auto asked() const { return server.requests(eventsRoute); }
};

/// A chunk without events.
inline QByteArray emptyChunk(const QByteArray &next)
{
    return chunkJson({}, next);
}

} // namespace boxwatch
