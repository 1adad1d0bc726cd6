// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/exportcolumn.h"

#include <algorithm>
#include <array>

namespace boxwatch {

namespace {

constexpr auto columnCount = static_cast<std::size_t>(ExportColumn::Count);

constexpr std::array<std::string_view, columnCount> keys{
    "event_id",
    "created_at_utc",
    "created_at_local",
    "recorded_at_utc",
    "received_at_utc",
    "stream",
    "event_type",
    "event_label",
    "category",
    "severity",
    "actor_id",
    "actor_name",
    "actor_login",
    "action_by_id",
    "action_by_name",
    "action_by_login",
    "ip_address",
    "item_type",
    "item_id",
    "item_name",
    "parent_id",
    "parent_name",
    "owner_id",
    "owner_name",
    "owner_login",
    "target_user_id",
    "target_user_name",
    "target_user_login",
    "size_bytes",
    "service_name",
    "shared_link_id",
    "classification",
    "session_id",
    "risk",
    "late",
    "raw_json",
};
static_assert(!keys.back().empty(), "a key for each column");

} // namespace

std::string_view exportColumnKey(ExportColumn column)
{
    return keys[static_cast<std::size_t>(column)];
}

std::optional<ExportColumn> exportColumnFromKey(const QByteArray &key)
{
    const std::string_view wanted(key.constData(), static_cast<std::size_t>(key.size()));
    const auto found = std::find(keys.begin(), keys.end(), wanted);
    if (found == keys.end())
        return std::nullopt;
    return static_cast<ExportColumn>(found - keys.begin());
}

} // namespace boxwatch
