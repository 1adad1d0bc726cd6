// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace boxwatch {

/// What rows can be sorted by: what people read in a column.
enum class SortKey {
    Mark, ///< marked rows first
    Severity,
    Created,
    Type, ///< by label
    Who, ///< by name, or login, or id: what the cell shows; so are Owner, Target and ActingFor
    Login,
    ActorId,
    Item, ///< by name, or id
    ItemType,
    ItemId,
    Folder, ///< by name
    FolderId,
    Address,
    Service,
    Owner,
    Target,
    ActingFor,
    Size,
    Risk,
    Recorded,
    Received,
    Classification,
    SharedLink,
    Session,
    Stream, ///< in the order in which the session got them
    Late, ///< by how late an event came; those in time are last
    EventId,
};
constexpr int sortKeyCount = 27;

} // namespace boxwatch
