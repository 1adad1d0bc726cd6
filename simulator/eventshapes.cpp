// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/eventshapes.h"

#include <array>
#include <string_view>

namespace boxwatch::sim {

namespace {

constexpr std::array<std::string_view, 4> classifications{
    R"("classification":{"name":"Internal"},)", R"("classification":{"name":"Confidential"},)",
    R"("classification":{"name":"Public"},)", R"("classification":{"name":"社外秘"},)"};

/// Beyond 2^53, so that a program that goes through a double prints another one.
constexpr std::uint64_t hugeId = 9'007'199'254'740'993;

const Enterprise::Group &groupOf(const Scene &scene)
{
    const auto &groups = scene.enterprise.groups();
    return groups[scene.file.draw % groups.size()];
}

const Enterprise::Person &guestOf(const Scene &scene)
{
    const auto &guests = scene.enterprise.guests();
    return guests[scene.file.number % guests.size()];
}

const Enterprise::App &appOf(const Scene &scene)
{
    const auto &apps = scene.enterprise.apps();
    return apps[scene.actor.json.size() % apps.size()];
}

void appendId(TextBuffer &out, const Scene &scene, std::uint64_t id)
{
    if (scene.oddity == Oddity::NumericIds) {
        out.appendNumber(hugeId + 2 * id);
        return;
    }
    out.append('"');
    out.appendNumber(id);
    out.append('"');
}

void appendItem(TextBuffer &out, Scene &scene)
{
    const std::uint32_t kind = scene.random.below(100);
    const bool isFolder = kind < 12 && scene.type.shape == Shape::Item;
    if (scene.oddity == Oddity::WebLink)
        out.append(R"({"item_type":"web_link","item_id":)");
    else
        out.append(
            isFolder ? R"({"item_type":"folder","item_id":)" : R"({"item_type":"file","item_id":)");
    if (isFolder && scene.oddity != Oddity::NumericIds) {
        out.append('"');
        out.append(scene.enterprise.folders()[scene.folder].id);
        out.append('"');
    } else {
        appendId(out, scene, scene.file.id);
    }
    out.append(",\"item_name\":");
    if (isFolder)
        out.append(scene.enterprise.folders()[scene.folder].name);
    else
        appendFileName(out, scene);
    out.append(',');
    // A file is classified or it is not: its number decides, not the event.
    if (const std::uint64_t level = scene.file.draw >> 40U & 15U; level < 10)
        out.append(classifications[level % classifications.size()]);
    out.append("\"parent\":");
    if (isFolder)
        out.append(R"({"type":"folder","name":"All Files","id":"0"})");
    else if (scene.throughLink && kind < 50)
        out.append("null");
    else
        out.append(folderJson(scene));
    out.append(",\"owned_by\":");
    out.append(ownerOf(scene).json);
    out.append('}');
}

void appendCollaboration(TextBuffer &out, Scene &scene)
{
    const std::uint32_t kind = scene.random.below(8);
    if (kind < 6) {
        const Enterprise::Folder &folder = scene.enterprise.folders()[scene.folder];
        out.append(R"({"folder_id":")");
        out.append(folder.id);
        out.append(R"(","folder_name":)");
        out.append(folder.name);
    } else {
        out.append(R"({"file_id":)");
        appendId(out, scene, scene.file.id);
        out.append(R"(,"file_name":)");
        appendFileName(out, scene);
    }
    if (scene.type.name.starts_with("GROUP_") || kind == 0) {
        out.append(R"(,"group_id":")");
        out.append(groupOf(scene).id);
        out.append(R"(","group_name":)");
        out.append(groupOf(scene).name);
    } else if (kind < 4) {
        out.append(R"(,"user_id":")");
        out.append(guestOf(scene).id);
        out.append(R"(","user_name":)");
        const QByteArray name = quotedJson(guestOf(scene).name);
        out.append({name.constData(), static_cast<std::size_t>(name.size())});
    } else {
        out.append(R"(,"user_email":")");
        out.append(guestOf(scene).login);
        out.append('"');
    }
    out.append(R"(,"parent":)");
    out.append(
        kind < 6 ? std::string_view(R"({"type":"folder","name":"All Files","id":"0"})")
                 : std::string_view(folderJson(scene)));
    out.append(R"(,"owned_by":)");
    out.append(ownerOf(scene).json);
    out.append('}');
}

void appendUser(TextBuffer &out, const Scene &scene)
{
    if (scene.oddity == Oddity::NumericIds) {
        out.append(R"({"type":"user","id":)");
        out.append(scene.actor.id);
        out.append(R"(,"name":"Numeric Id","login":")");
        out.append(scene.actor.login);
        out.append(R"(","phone":15550100199})");
        return;
    }
    out.append(scene.actor.json);
}

void appendBarrier(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"barrier_id":)");
    out.appendNumber(700'000 + scene.file.draw % 40);
    const std::string_view name = scene.type.name;
    out.append(R"(,"barrier_status":")");
    out.append(name.substr(name.rfind('_') + 1));
    out.append(R"(","barrier_segments":[{"name":"Research","member_count":12},)"
               R"({"name":"Trading","member_count":9}]})");
}

void appendPolicy(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"policy":{"id":)");
    out.appendNumber(40'000 + scene.file.draw % 60);
    out.append(R"(,"policy_name":)");
    out.append(groupOf(scene).name);
    out.append(
        R"(,"retention_length":2555,"is_active":true,"assigned_to":{"type":"folder","id":")");
    out.append(scene.enterprise.folders()[scene.folder].id);
    out.append(R"("}}})");
}

void appendGroup(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"group_id":")");
    out.append(groupOf(scene).id);
    out.append(R"(","group_name":)");
    out.append(groupOf(scene).name);
    out.append('}');
}

void appendApplication(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"type":"application","name":)");
    out.append(appOf(scene).name);
    out.append(R"(,"api_key":")");
    out.append(appOf(scene).apiKey);
    out.append(R"("})");
}

void appendAppItem(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"type":"app_item","id":")");
    out.appendNumber(880'000 + scene.file.draw % 5000);
    out.append(R"(","app_item_type":"hubs","user":)");
    out.append(scene.actor.json);
    out.append(R"(,"group":null})");
}

void appendUnknown(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"program":{"name":"Tango","seats":)");
    out.appendNumber(hugeId + scene.index);
    out.append(R"(,"nested":[1.5e300,-0,true,null,{"":"empty key"}]}})");
}

} // namespace

const std::string &folderJson(const Scene &scene)
{
    return scene.enterprise.folders()[scene.folder].json;
}

const Enterprise::Person &ownerOf(const Scene &scene)
{
    return scene.enterprise.people()[scene.file.owner];
}

void appendFileName(TextBuffer &out, const Scene &scene)
{
    if (scene.oddity == Oddity::LongName) {
        out.append('"');
        for (int i = 0; i < 120; ++i)
            out.append("very long 長い名前 ");
        out.append("\"");
    } else if (scene.oddity == Oddity::EscapedText) {
        out.append(R"("\u8b70\u4e8b\u9332 \ud83d\ude80 caf\u00e9\/menu\u0009.txt")");
    } else {
        scene.enterprise.appendName(out, scene.file);
    }
}

void appendSource(TextBuffer &out, Scene &scene)
{
    if (scene.oddity == Oddity::NoSource) {
        out.append("null");
        return;
    }
    switch (scene.type.shape) {
    case Shape::SignIn:
    case Shape::Device:
    case Shape::GroupMember:
    case Shape::User:
        appendUser(out, scene);
        return;
    case Shape::Collaboration:
        appendCollaboration(out, scene);
        return;
    case Shape::Group:
        appendGroup(out, scene);
        return;
    case Shape::Alert:
        out.append(scene.file.draw % 2 == 0 ? "null" : "{}");
        return;
    case Shape::Barrier:
        appendBarrier(out, scene);
        return;
    case Shape::Token:
    case Shape::Application:
        appendApplication(out, scene);
        return;
    case Shape::AppItem:
        appendAppItem(out, scene);
        return;
    case Shape::Policy:
        appendPolicy(out, scene);
        return;
    case Shape::Support:
        out.append("null");
        return;
    case Shape::Unknown:
        appendUnknown(out, scene);
        return;
    default:
        appendItem(out, scene);
        return;
    }
}

} // namespace boxwatch::sim
