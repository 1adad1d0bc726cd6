// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/userevents.h"

#include "simulator/eventshapes.h"

namespace boxwatch::sim {

namespace {

constexpr std::uint32_t deskCount = 60; ///< folders that the person sees

void appendFullFolder(TextBuffer &out, const Enterprise::Folder &folder, std::uint64_t etag)
{
    out.append(R"({"type":"folder","id":")");
    out.append(folder.id);
    out.append(R"(","sequence_id":")");
    out.appendNumber(etag);
    out.append(R"(","etag":")");
    out.appendNumber(etag);
    out.append(R"(","name":)");
    out.append(folder.name);
    out.append('}');
}

void appendTime(TextBuffer &out, const Scene &scene, std::string_view name, std::int64_t later)
{
    out.append(name);
    out.appendTime(scene.time / 1000 + later, scene.offset);
    out.append("\",");
}

void appendPeople(TextBuffer &out, const Scene &scene)
{
    out.append("\"created_by\":");
    out.append(ownerOf(scene).json);
    out.append(",\"modified_by\":");
    out.append(scene.actor.json);
    out.append(",\"owned_by\":");
    out.append(ownerOf(scene).json);
}

void appendSha1(TextBuffer &out, const Scene &scene)
{
    out.append("\"sha1\":\"");
    out.appendHex(scene.file.draw, 16);
    out.appendHex(mixed(scene.file.draw), 16);
    out.appendHex(mixed(scene.file.draw + 1), 8);
    out.append('"');
}

void appendFullItem(TextBuffer &out, Scene &scene)
{
    const Enterprise::Folder &folder = scene.enterprise.folders()[scene.folder];
    const std::uint64_t etag = scene.file.draw % 7;
    const bool isFolder = scene.random.chance(150'000);
    const std::uint64_t id = scene.file.id;
    out.append(isFolder ? R"({"type":"folder","id":")" : R"({"type":"file","id":")");
    out.appendNumber(id);
    out.append(R"(","sequence_id":")");
    out.appendNumber(etag);
    out.append(R"(","etag":")");
    out.appendNumber(etag);
    out.append("\",");
    if (!isFolder) {
        appendSha1(out, scene);
        out.append(',');
    }
    out.append("\"name\":");
    if (isFolder)
        out.append(folder.name);
    else
        appendFileName(out, scene);
    out.append(R"(,"description":"","size":)");
    out.appendNumber(scene.file.size);
    if (!isFolder) {
        out.append(R"(,"file_version":{"type":"file_version","id":")");
        out.appendNumber(scene.file.versionId);
        out.append("\",");
        appendSha1(out, scene);
        out.append('}');
    }
    out.append(R"(,"path_collection":{"total_count":2,"entries":[{"type":"folder","id":"0",)"
               R"("sequence_id":null,"etag":null,"name":"All Files"},)");
    appendFullFolder(out, folder, 3);
    out.append("]},");
    appendTime(
        out, scene, "\"created_at\":\"", -static_cast<std::int64_t>(scene.file.draw % 900'000));
    appendTime(out, scene, "\"modified_at\":\"", 0);
    const bool isTrashed = scene.type.name == "ITEM_TRASH";
    if (isTrashed)
        appendTime(out, scene, "\"trashed_at\":\"", 0);
    else
        out.append("\"trashed_at\":null,");
    out.append("\"purged_at\":null,");
    appendTime(out, scene, "\"content_created_at\":\"", -90'000);
    appendTime(out, scene, "\"content_modified_at\":\"", -60);
    appendPeople(out, scene);
    out.append(",\"shared_link\":null,");
    if (isFolder)
        out.append("\"folder_upload_email\":null,");
    out.append("\"parent\":");
    appendFullFolder(out, folder, 3);
    out.append(
        isTrashed ? ",\"item_status\":\"trashed\",\"synced\":false}"
                  : ",\"item_status\":\"active\",\"synced\":false}");
}

void appendComment(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"type":"comment","id":")");
    out.appendNumber(902'000'000 + scene.index);
    out.append(R"(","is_reply_comment":false,"message":"Please check row 14.","created_by":)");
    out.append(scene.actor.json);
    out.append(R"(,"item":{"type":"file","id":")");
    out.appendNumber(scene.file.id);
    out.append("\"}}");
}

void appendCollaboration(TextBuffer &out, Scene &scene)
{
    out.append(R"({"type":"collaboration","id":")");
    out.appendNumber(55'000'000 + scene.index);
    out.append(R"(","created_by":)");
    out.append(scene.actor.json);
    out.append(R"(,"expires_at":null,"status":"accepted","accessible_by":)");
    out.append(ownerOf(scene).json);
    out.append(R"(,"role":"editor",)");
    appendTime(out, scene, "\"acknowledged_at\":\"", 0);
    out.append("\"item\":");
    appendFullFolder(out, scene.enterprise.folders()[scene.folder], 3);
    out.append('}');
}

void appendUserSource(TextBuffer &out, Scene &scene)
{
    switch (scene.type.shape) {
    case Shape::UserComment:
        appendComment(out, scene);
        return;
    case Shape::UserCollaboration:
        appendCollaboration(out, scene);
        return;
    case Shape::UserGroup: {
        const auto &groups = scene.enterprise.groups();
        const auto &group = groups[scene.file.draw % groups.size()];
        out.append(R"({"type":"group","id":")");
        out.append(group.id);
        out.append(R"(","name":)");
        out.append(group.name);
        out.append('}');
        return;
    }
    case Shape::UserNothing:
        out.append(scene.actor.json);
        return;
    default:
        appendFullItem(out, scene);
        return;
    }
}

} // namespace

UserEvents::UserEvents(
    const Enterprise &enterprise, const Timeline &timeline, std::uint64_t seed, std::uint32_t every)
    : m_enterprise(enterprise)
    , m_timeline(timeline)
    , m_types(EventTypes::ofUser())
    , m_seed(mixed(seed ^ 0x05e7U))
    , m_every(every)
{
}

std::uint32_t UserEvents::typeOf(std::uint64_t index) const
{
    return m_types.pick(mixed(m_seed ^ index));
}

bool UserEvents::hasId(std::uint64_t) const
{
    return true;
}

void UserEvents::appendId(TextBuffer &out, std::uint64_t index) const
{
    const std::uint64_t a = mixed(mixed(m_seed + 1) ^ index);
    const std::uint64_t b = mixed(mixed(m_seed + 2) ^ index);
    out.appendHex(a, 16);
    out.appendHex(b, 16);
    out.appendHex(mixed(a ^ b), 8);
}

void UserEvents::append(TextBuffer &out, std::uint64_t index) const
{
    Random random(mixed(mixed(m_seed + 3) ^ index));
    const std::int64_t time = timeOf(index);
    const auto &people = m_enterprise.people();
    const std::uint64_t desk = random.skewedBelow(deskCount);
    const auto folder = static_cast<std::uint32_t>(
        mixed(m_seed ^ desk) % m_enterprise.folders().size());
    const EventTypes::Type &type = m_types.at(typeOf(index));
    const bool isMine = random.chance(400'000);
    const auto &actor = isMine
        ? m_enterprise.me()
        : people[random.skewedBelow(static_cast<std::uint32_t>(people.size()))];
    const Enterprise::File file = type.name == "ITEM_UPLOAD"
        ? m_enterprise.newFile(folder, index)
        : m_enterprise.fileIn(folder, random.skewedBelow(Enterprise::filesPerFolder));
    Scene scene{index, m_enterprise,      type,  Oddity::None, random,
                time,  offsetOf(0, time), actor, folder,       file};

    const bool isOrphan = type.name == "LOCK_DESTROY" && scene.random.chance(300'000);
    out.append(R"({"type":"event","event_id":")");
    appendId(out, index);
    out.append(R"(","created_by":)");
    out.append(isOrphan ? std::string_view("null") : std::string_view(actor.json));
    out.append(',');
    appendTime(out, scene, "\"created_at\":\"", 0);
    appendTime(out, scene, "\"recorded_at\":\"", scene.random.below(3));
    out.append(type.json);
    out.append("\"session_id\":");
    if (type.shape == Shape::UserItem && !isOrphan) {
        out.append('"');
        out.appendHex(mixed(index / 20), 16);
        out.append("\",\"source\":");
    } else {
        out.append("null,\"source\":");
    }
    if (isOrphan)
        out.append("null");
    else
        appendUserSource(out, scene);
    out.append('}');
}

std::int64_t UserEvents::timeOf(std::uint64_t index) const
{
    return m_timeline.timeOf((index + 1) * m_every - 1);
}

std::uint64_t UserEvents::countUntil(std::int64_t time) const
{
    return m_timeline.countUntil(time) / m_every;
}

} // namespace boxwatch::sim
