// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/fetchingstream.h"
#include "core/stream/streamtiming.h"

namespace boxwatch {

/// The events that concern one user (`all`, `changes`, `sync`).
///
/// Caught up, it waits at Box's realtime server, and looks anyway now and then since notifications
/// can get lost. After errors it backs off, up to a minute (reference 3.3).
class UserEventStream final : public FetchingStream
{
    Q_OBJECT

public:
    /// \p api outlives the stream.
    UserEventStream(
        BoxApi &api, StreamSettings settings, const StreamTiming &timing = {},
        QObject *parent = nullptr);

private:
    static Manner mannerOf(BoxApi &api, const StreamSettings &settings, const StreamTiming &timing);
};

} // namespace boxwatch
