// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/lookbacksettings.h"
#include "core/stream/streamsettings.h"
#include "core/stream/streamtiming.h"

#include <QMetaType>

#include <vector>

namespace boxwatch {

/// What a person wants a session to capture: one stream, or an enterprise's live stream and its history
/// together. The two share the ids of their events, so each is stored once, whichever brings it first.
struct CaptureSettings
{
    std::vector<StreamSettings>
        streams; ///< of different types; the first is the one people look at
    LookBackSettings lookBack; ///< for `admin_logs`, if it is among the streams
    StreamTiming timing; ///< all other times that the streams go by

    CaptureSettings() = default;
    CaptureSettings(StreamSettings stream) // NOLINT: one stream is a capture
    {
        streams.push_back(std::move(stream));
    }

    bool isLiveAndHistory() const { return streams.size() > 1; }
};

/// Live and history from the same moment: \p start with all that goes with it (date, end, types). A
/// position is good for one stream only and so is not a moment. The polling interval of \p start is
/// that of the live stream; \p historyInterval may be longer, since live is there in time.
CaptureSettings liveAndHistory(
    const StreamSettings &start,
    std::chrono::milliseconds historyInterval = std::chrono::minutes(5));

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::CaptureSettings)
