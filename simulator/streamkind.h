// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace boxwatch::sim {

/// The five values of `stream_type`.
enum class StreamKind : std::uint8_t { All, Changes, Sync, AdminLogs, AdminLogsStreaming };

inline constexpr std::array<std::string_view, 5> streamKindNames{
    "all", "changes", "sync", "admin_logs", "admin_logs_streaming"};

constexpr std::string_view nameOf(StreamKind kind)
{
    return streamKindNames[static_cast<std::size_t>(kind)];
}

constexpr std::optional<StreamKind> streamKindOf(std::string_view name)
{
    for (std::size_t i = 0; i < streamKindNames.size(); ++i) {
        if (streamKindNames[i] == name)
            return static_cast<StreamKind>(i);
    }
    return std::nullopt;
}

constexpr bool isOfEnterprise(StreamKind kind)
{
    return kind >= StreamKind::AdminLogs;
}

} // namespace boxwatch::sim
