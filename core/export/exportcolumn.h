// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArrayList>

#include <optional>
#include <string_view>

namespace boxwatch {

/// What a cell of a CSV can tell. In the order of the file, which never changes: docs/csv.md.
enum class ExportColumn {
    EventId,
    CreatedAtUtc,
    CreatedAtLocal,
    RecordedAtUtc,
    ReceivedAtUtc,
    Stream,
    EventType,
    EventLabel,
    Category,
    Severity,
    ActorId,
    ActorName,
    ActorLogin,
    ActionById,
    ActionByName,
    ActionByLogin,
    IpAddress,
    ItemType,
    ItemId,
    ItemName,
    ParentId,
    ParentName,
    OwnerId,
    OwnerName,
    OwnerLogin,
    TargetUserId,
    TargetUserName,
    TargetUserLogin,
    SizeBytes,
    ServiceName,
    SharedLinkId,
    Classification,
    SessionId,
    Risk,
    Late,
    RawJson,
    Count
};

/// The name in the first line of the file, e.g. "event_id".
std::string_view exportColumnKey(ExportColumn column);
std::optional<ExportColumn> exportColumnFromKey(const QByteArray &key);

} // namespace boxwatch
