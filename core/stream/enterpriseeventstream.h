// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/fetchingstream.h"
#include "core/stream/streamtiming.h"

namespace boxwatch {

/// The events of a whole enterprise, as history (`admin_logs`) or live (`admin_logs_streaming`).
///
/// Caught up, it polls every StreamSettings::pollingInterval. It goes on through any error, never faster
/// than that, and at least once a minute unless Box says or the interval is otherwise. Needs an admin's
/// token (reference 3.6).
class EnterpriseEventStream final : public FetchingStream
{
    Q_OBJECT

public:
    /// \p api outlives the stream.
    EnterpriseEventStream(
        BoxApi &api, StreamSettings settings, const StreamTiming &timing = {},
        QObject *parent = nullptr);

private:
    static Manner mannerOf(const StreamSettings &settings, const StreamTiming &timing);
};

} // namespace boxwatch
