// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/capturesettings.h"

namespace boxwatch {

CaptureSettings liveAndHistory(
    const StreamSettings &start, std::chrono::milliseconds historyInterval)
{
    CaptureSettings settings(start);
    settings.streams.front().type = StreamType::AdminLogsStreaming;
    StreamSettings history = start;
    history.type = StreamType::AdminLogs;
    history.pollingInterval = historyInterval;
    settings.streams.push_back(history);
    return settings;
}

} // namespace boxwatch
