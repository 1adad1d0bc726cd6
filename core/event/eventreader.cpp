// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventreader.h"

#include "core/event/timestamp.h"

#include <algorithm>
#include <array>
#include <utility>

namespace boxwatch {

using simdjson::ondemand::json_type;

namespace {

/// find_last_not_of() calls memchr() for each character, and there is hardly ever one to take off.
std::string_view trimmed(std::string_view token)
{
    while (!token.empty() && isJsonSpace(token.back()))
        token.remove_suffix(1);
    return token;
}

/// The inside of a string token; nothing if it is not one.
std::string_view withoutQuotes(std::string_view token)
{
    if (token.size() < 2 || token.front() != '"' || token.back() != '"')
        return {};
    return token.substr(1, token.size() - 2);
}

bool isNumber(std::string_view token)
{
    return !token.empty()
        && (token.front() == '-' || (token.front() >= '0' && token.front() <= '9'));
}

void setIfPresent(std::string_view &target, std::string_view value)
{
    if (!value.empty())
        target = value;
}

std::string_view firstOf(std::initializer_list<std::string_view> candidates)
{
    const auto *found = std::ranges::find_if(candidates, [](auto text) { return !text.empty(); });
    return found != candidates.end() ? *found : std::string_view{};
}

} // namespace

template<typename Visit>
bool EventReader::eachField(Value value, Visit visit)
{
    simdjson::ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return false;
    if (type != json_type::object)
        return true; // null, or something that nobody announced: nothing to read, nothing lost
    simdjson::ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS)
        return false;
    for (auto result : object) {
        simdjson::ondemand::field field;
        if (std::move(result).get(field) != simdjson::SUCCESS)
            return false;
        std::string_view key;
        if (!keyOf(field, key))
            return false;
        if (!visit(key, field.value()))
            return false;
    }
    return true;
}

std::string_view EventReader::text(Value value)
{
    const std::string_view token = trimmed(value.raw_json_token());
    if (isNumber(token))
        return token;
    const std::string_view inside = withoutQuotes(token);
    if (inside.find('\\') == std::string_view::npos)
        return inside;
    std::string_view unescaped;
    if (value.get_string().get(unescaped) != simdjson::SUCCESS)
        return inside; // e.g. half a surrogate pair: better its escapes than nothing
    return m_unescaped.emplace_back(unescaped);
}

std::int64_t EventReader::integer(Value value)
{
    std::int64_t number = -1;
    if (value.get_int64().get(number) == simdjson::SUCCESS)
        return number;
    if (value.get_int64_in_string().get(number) == simdjson::SUCCESS)
        return number;
    return -1;
}

bool EventReader::readPerson(Value value, Person &person)
{
    return eachField(value, [&](std::string_view key, Value field) {
        if (key == "id")
            person.id = text(field);
        else if (key == "name")
            person.name = text(field);
        else if (key == "login" || key == "email")
            person.login = text(field);
        return true;
    });
}

bool EventReader::readFolder(Value value, Folder &folder)
{
    return eachField(value, [&](std::string_view key, Value field) {
        if (key == "id")
            folder.id = text(field);
        else if (key == "name")
            folder.name = text(field);
        return true;
    });
}

bool EventReader::readItemReference(Value value, Item &item)
{
    return eachField(value, [&](std::string_view key, Value field) {
        if (key == "type")
            item.type = text(field);
        else if (key == "id")
            item.id = text(field);
        else if (key == "name")
            item.name = text(field);
        return true;
    });
}

bool EventReader::readName(Value value, std::string_view &name)
{
    json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS)
        return false;
    if (type == json_type::string) {
        name = text(value);
        return true;
    }
    return eachField(value, [&](std::string_view key, Value field) {
        if (key == "name")
            name = text(field);
        return true;
    });
}

std::string_view *EventReader::Source::find(std::string_view key)
{
    using Text = std::pair<std::string_view, std::string_view Source::*>;
    static constexpr std::array texts{
        Text{"id", &Source::id},
        Text{"type", &Source::type},
        Text{"name", &Source::name},
        Text{"login", &Source::login},
        Text{"message", &Source::message},
        Text{"item_id", &Source::itemId},
        Text{"file_id", &Source::fileId},
        Text{"user_id", &Source::userId},
        Text{"group_id", &Source::groupId},
        Text{"item_type", &Source::itemType},
        Text{"item_name", &Source::itemName},
        Text{"file_name", &Source::fileName},
        Text{"folder_id", &Source::folderId},
        Text{"user_name", &Source::userName},
        Text{"group_name", &Source::groupName},
        Text{"user_email", &Source::userEmail},
        Text{"barrier_id", &Source::barrierId},
        Text{"folder_name", &Source::folderName},
        Text{"app_item_type", &Source::appItemType},
        Text{"barrier_status", &Source::barrierStatus},
    };
    constexpr auto length = [](const Text &text) { return text.first.size(); };
    static_assert(std::ranges::is_sorted(texts, {}, length));
    // Only those that are as long are compared: of a dozen keys a source has, that is one or two each.
    auto text = std::ranges::lower_bound(texts, key.size(), {}, length);
    for (; text != texts.end() && length(*text) == key.size(); ++text) {
        if (text->first == key)
            return &(this->*text->second);
    }
    return nullptr;
}

bool EventReader::readSource(Value value, Event &event)
{
    Source source;
    const bool wellFormed = eachField(value, [&](std::string_view key, Value field) {
        if (key == "parent")
            return readFolder(field, event.folder);
        if (key == "owned_by")
            return readPerson(field, event.owner);
        if (key == "classification")
            return readName(field, event.classification);
        if (key == "accessible_by")
            return readPerson(field, source.accessibleBy);
        if (key == "item")
            return readItemReference(field, source.innerItem);
        if (key == "size") {
            event.size = integer(field);
            return true;
        }
        if (std::string_view *known = source.find(key))
            *known = text(field);
        return true;
    });
    applySource(source, event);
    return wellFormed;
}

void EventReader::applySource(const Source &source, Event &event)
{
    // In the order of the reference (2.5): some shapes are told only by what they lack.
    if (!source.itemType.empty()) {
        event.item = {.type = source.itemType, .id = source.itemId, .name = source.itemName};
    } else if (source.type == "comment") {
        event.item = {.type = source.type, .id = source.id, .name = source.message};
    } else if (source.type == "collaboration") {
        event.item = source.innerItem;
        event.target = source.accessibleBy;
    } else if (!source.type.empty()) {
        event.item = {
            .type = source.type,
            .id = source.id,
            .name = firstOf({source.name, source.login, source.appItemType})};
    } else if (!source.folderId.empty() || !source.fileId.empty()) {
        const bool folder = !source.folderId.empty();
        event.item = {
            .type = folder ? "folder" : "file",
            .id = folder ? source.folderId : source.fileId,
            .name = folder ? source.folderName : source.fileName};
        if (!source.userId.empty() || !source.userEmail.empty())
            event.target = {source.userId, source.userName, source.userEmail};
        else if (!source.groupId.empty())
            event.target = {.id = source.groupId, .name = source.groupName, .login = {}};
    } else if (!source.groupId.empty()) {
        event.item = {.type = "group", .id = source.groupId, .name = source.groupName};
    } else if (!source.userId.empty() || !source.userEmail.empty()) {
        event.item = {
            .type = "user",
            .id = source.userId,
            .name = firstOf({source.userName, source.login, source.userEmail})};
    } else if (!source.barrierId.empty()) {
        event.item = {.type = "barrier", .id = source.barrierId, .name = source.barrierStatus};
    } else {
        event.item = {.type = {}, .id = source.id, .name = firstOf({source.name, source.login})};
    }
}

bool EventReader::readShieldAlert(Value value, Event &event)
{
    std::string_view category;
    std::string_view rule;
    std::string_view id;
    const bool wellFormed = eachField(value, [&](std::string_view key, Value field) {
        if (key == "user") {
            Person about;
            const bool ok = readPerson(field, about);
            if (!about.isEmpty())
                event.actor = about;
            return ok;
        }
        if (key == "risk_score")
            event.risk = static_cast<int>(std::clamp<std::int64_t>(integer(field), -1, 100));
        else if (key == "rule_category")
            category = text(field);
        else if (key == "rule_name")
            rule = text(field);
        else if (key == "alert_id")
            id = text(field);
        return true;
    });
    if (event.item.name.empty())
        event.item = {.type = "alert", .id = id, .name = firstOf({category, rule})};
    return wellFormed;
}

bool EventReader::readDetails(Value value, Event &event)
{
    return eachField(value, [&](std::string_view key, Value field) {
        if (key == "size")
            event.size = integer(field);
        else if (key == "service_name")
            setIfPresent(event.service, text(field));
        else if (key == "service_id" && event.service.empty())
            event.service = text(field);
        else if (key == "shared_link_id")
            event.sharedLink = text(field);
        else if (key == "shield_alert")
            return readShieldAlert(field, event);
        return true;
    });
}

bool EventReader::read(simdjson::ondemand::object object, Event &event)
{
    Person alertSubject;
    for (auto result : object) {
        simdjson::ondemand::field field;
        std::string_view key;
        if (std::move(result).get(field) != simdjson::SUCCESS || !keyOf(field, key))
            return false;
        Value value = field.value();

        bool wellFormed = true;
        if (key == "event_id")
            event.id = text(value);
        else if (key == "event_type")
            event.type = text(value);
        else if (key == "created_at")
            event.createdAt = parseTimestamp(text(value));
        else if (key == "recorded_at")
            event.recordedAt = parseTimestamp(text(value));
        else if (key == "created_by")
            wellFormed = readPerson(value, event.actor);
        else if (key == "action_by")
            wellFormed = readPerson(value, event.actingFor);
        else if (key == "accessible_by")
            wellFormed = readPerson(value, event.target);
        else if (key == "ip_address")
            event.address = text(value);
        else if (key == "session_id")
            event.session = text(value);
        else if (key == "source")
            wellFormed = readSource(value, event);
        else if (key == "additional_details") {
            // Kept apart, since created_by may still follow and would replace it.
            Event details;
            wellFormed = readDetails(value, details);
            alertSubject = details.actor;
            setIfPresent(event.service, details.service);
            setIfPresent(event.sharedLink, details.sharedLink);
            if (details.size >= 0)
                event.size = details.size;
            event.risk = details.risk;
            if (!details.item.name.empty())
                event.item = details.item;
        }
        if (!wellFormed)
            return false;
    }
    if (!alertSubject.isEmpty())
        event.actor = alertSubject;
    return true;
}

bool keyOf(simdjson::ondemand::field &field, std::string_view &key)
{
    // Keys of Box have no escapes: looking for the quote is cheaper than unescaping each of them.
    const char *start = field.key().raw();
    const char *end = start;
    while (*end != '"') {
        if (*end == '\\')
            return field.unescaped_key().get(key) == simdjson::SUCCESS;
        ++end;
    }
    key = {start, static_cast<std::size_t>(end - start)};
    return true;
}

std::string_view positionText(std::string_view token, std::deque<std::string> &unescaped)
{
    token = trimmed(token);
    if (isNumber(token))
        return token;
    const std::string_view inside = withoutQuotes(token);
    if (inside.find('\\') == std::string_view::npos)
        return inside;
    // Rare enough to let a parser of its own take the escapes out.
    simdjson::ondemand::parser parser;
    const simdjson::padded_string padded(token);
    simdjson::ondemand::document document;
    std::string_view text;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS
        || document.get_string().get(text) != simdjson::SUCCESS)
        return {};
    return unescaped.emplace_back(text);
}

} // namespace boxwatch
