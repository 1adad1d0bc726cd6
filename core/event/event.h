// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace boxwatch {

/// A user as an event mentions one: any part may be missing.
struct Person
{
    std::string_view id;
    std::string_view name;
    std::string_view login;

    bool isEmpty() const { return id.empty() && name.empty() && login.empty(); }
};

/// What an event is about: a file, folder, web link, user, group, application, …
struct Item
{
    std::string_view type; ///< "file", "folder", "user", …; empty if Box does not say
    std::string_view id;
    std::string_view name;
};

/// The folder that an item lies in.
struct Folder
{
    std::string_view id;
    std::string_view name;
};

/// The fields of one event that people look at and filter by, as views.
///
/// The views point into the chunk that the event came with (EventChunk) and live as long as that.
/// Texts are UTF-8, unescaped, as Box sent them: unbounded and untrusted. A field that is missing, or
/// of a type that nobody expects, is empty; `raw` always has all of it. Times are milliseconds since
/// 1970 UTC (reference: 2.3 to 2.6 of the Box events API).
struct Event
{
    /// A time that is missing or cannot be read.
    static constexpr std::int64_t noTime = INT64_MIN;

    std::string_view raw; ///< the JSON of the event, byte for byte
    bool readable = true; ///< false: not even JSON; only raw is there

    std::string_view id; ///< event_id; a number in the JSON appears as its digits
    std::string_view type; ///< event_type, e.g. "DOWNLOAD"
    std::int64_t createdAt = noTime; ///< when it happened
    std::int64_t recordedAt = noTime; ///< when Box stored it; user streams only

    Person actor; ///< created_by; for a Shield alert the person whom it is about
    Person actingFor; ///< action_by: the admin who did it for the actor
    Person target; ///< accessible_by, or the invited address: whose access is concerned
    Person owner; ///< owned_by of the item
    Item item;
    Folder folder; ///< parent of the item
    std::string_view address; ///< ip_address as sent, also "Unknown IP"
    std::string_view service; ///< additional_details.service_name, or service_id
    std::string_view session; ///< session_id
    std::string_view sharedLink; ///< additional_details.shared_link_id
    std::string_view classification;
    std::int64_t size = -1; ///< bytes, -1 if not said
    int risk = -1; ///< 0 to 100, -1 if not said
};

} // namespace boxwatch
