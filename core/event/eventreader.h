// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/event.h"

#include <deque>
#include <string>

#include <simdjson.h>

namespace boxwatch {

/// Reads the fields of one event out of a parsed document.
///
/// Lenient field by field: what is missing or of another type than expected stays empty. Texts without
/// escapes are views into the document's bytes; the others are unescaped into `unescaped`.
/// Internal to core/event, since it shows simdjson.
class EventReader
{
public:
    explicit EventReader(std::deque<std::string> &unescaped) : m_unescaped(unescaped) { }

    /// Fills \p event. False if the document is not well-formed where it was looked at.
    bool read(simdjson::ondemand::object object, Event &event);

private:
    using Value = simdjson::ondemand::value;

    /// What `source` can hold; which shape it is only shows when all of it was seen.
    struct Source
    {
        std::string_view type, id, name, login, message;
        std::string_view itemType, itemId, itemName;
        std::string_view fileId, fileName, folderId, folderName;
        std::string_view groupId, groupName;
        std::string_view userId, userName, userEmail;
        std::string_view barrierId, barrierStatus, appItemType;
        Item innerItem;
        Person accessibleBy;

        /// Where the text with this key goes; null if nobody asks for it.
        std::string_view *find(std::string_view key);
    };

    bool readSource(Value value, Event &event);
    bool readItemReference(Value value, Item &item);
    bool readPerson(Value value, Person &person);
    bool readFolder(Value value, Folder &folder);
    bool readDetails(Value value, Event &event);
    bool readShieldAlert(Value value, Event &event);
    bool readName(Value value, std::string_view &name);

    static void applySource(const Source &source, Event &event);

    /// A string unescaped, or a number as its digits; empty for anything else.
    std::string_view text(Value value);
    static std::int64_t integer(Value value);

    template<typename Visit>
    static bool eachField(Value value, Visit visit);

    std::deque<std::string> &m_unescaped;
};

inline bool isJsonSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The key of a field. False if it holds an escape that cannot be read.
bool keyOf(simdjson::ondemand::field &field, std::string_view &key);

/// The value of `next_stream_position` as text: a string without its quotes, a number as its digits,
/// anything else empty. \p token is the value as it stands in the JSON.
std::string_view positionText(std::string_view token, std::deque<std::string> &unescaped);

} // namespace boxwatch
