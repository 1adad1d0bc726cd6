// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/streamsettings.h"

#include <array>
#include <utility>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr std::array<std::pair<StreamType, const char *>, 5> names{{
    {StreamType::All, "all"},
    {StreamType::Changes, "changes"},
    {StreamType::Sync, "sync"},
    {StreamType::AdminLogs, "admin_logs"},
    {StreamType::AdminLogsStreaming, "admin_logs_streaming"},
}};

} // namespace

QByteArray streamTypeName(StreamType type)
{
    for (const auto &[known, name] : names) {
        if (known == type)
            return name;
    }
    return {};
}

std::optional<StreamType> streamTypeFromName(const QByteArray &name)
{
    for (const auto &[type, known] : names) {
        if (name == known)
            return type;
    }
    return std::nullopt;
}

std::chrono::milliseconds defaultPollingInterval(StreamType type)
{
    return type == StreamType::AdminLogsStreaming ? 30s : 60s;
}

} // namespace boxwatch
