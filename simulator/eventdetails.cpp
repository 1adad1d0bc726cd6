// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/eventshapes.h"

#include <array>
#include <string_view>

namespace boxwatch::sim {

namespace {

using Text = std::string_view;

constexpr std::array<Text, 5> roles{
    "Editor", "Viewer", "Co-owner", "Previewer Uploader", "Uploader"};

constexpr std::int64_t linkedSince = 1'700'000'000; ///< seconds since 1970

const Enterprise::App &appOf(Scene &scene)
{
    return scene.enterprise.apps()[scene.random.skewedBelow(
        static_cast<std::uint32_t>(scene.enterprise.apps().size()))];
}

void appendUuid(TextBuffer &out, std::uint64_t a, std::uint64_t b)
{
    out.appendHex(a >> 32U, 8);
    out.append('-');
    out.appendHex(a >> 16U, 4);
    out.append("-4");
    out.appendHex(a, 3);
    out.append("-8");
    out.appendHex(b >> 48U, 3);
    out.append('-');
    out.appendHex(b, 12);
}

void appendTimeOf(TextBuffer &out, const Scene &scene, std::int64_t seconds)
{
    out.append('"');
    out.appendTime(scene.time / 1000 + seconds, scene.offset);
    out.append('"');
}

/// `"size":…,"ekm_id":…,"version_id":…,"service_id":…,"service_name":…` and what goes with a link.
void appendContent(TextBuffer &out, Scene &scene)
{
    out.append("{\"size\":");
    out.appendNumber(scene.file.size);
    // Keys of KeySafe belong to a file version, so they come back with it.
    if ((scene.file.draw >> 50U & 3U) != 0) {
        out.append(",\"ekm_id\":\"");
        appendUuid(out, mixed(scene.file.draw), mixed(scene.file.draw + 1));
        out.append('"');
    }
    out.append(",\"version_id\":\"");
    out.appendNumber(scene.file.versionId);
    out.append("\",");
    out.append(appOf(scene).service);
    const bool hasLink = (scene.file.draw >> 52U & 7U) < 4;
    if (hasLink || scene.throughLink || scene.type.shape == Shape::Shared) {
        out.append(",\"shared_link_id\":\"");
        out.appendHex(scene.file.draw, 10);
        out.append(R"(","security_information":{"accessFromSharedObject":{"sharedId":)");
        out.appendNumber(scene.file.id);
        out.append(",\"sharedName\":\"");
        out.appendHex(scene.file.draw, 10);
        out.append(R"(","passwordSet":false,"accessLevel":"open","createdAt":)");
        out.append('"');
        out.appendTime(linkedSince + static_cast<std::int64_t>(scene.file.draw % 31'536'000), 0);
        out.append("\"}}");
    }
    out.append('}');
}

void appendCollaboration(TextBuffer &out, Scene &scene)
{
    out.append(R"({"type":"box://event/additional_details/collaboration","collab_id":")");
    out.appendNumber(55'600'000 + scene.index);
    out.append("\",\"role\":\"");
    out.append(roles[scene.random.skewedBelow(roles.size())]);
    out.append("\",\"is_performed_by_admin\":");
    out.append(scene.random.chance(50'000) ? "true}" : "false}");
}

void appendGroupMember(TextBuffer &out, const Scene &scene)
{
    const auto &groups = scene.enterprise.groups();
    const auto &group = groups[scene.file.draw % groups.size()];
    out.append("{\"group_id\":\"");
    out.append(group.id);
    out.append("\",\"group_name\":");
    out.append(group.name);
    out.append('}');
}

void appendPeriod(TextBuffer &out, const Scene &scene, std::int64_t days, std::uint64_t count)
{
    out.append(R"({"date_range":{"start_date":)");
    appendTimeOf(out, scene, -(days + 7) * 86400);
    out.append(R"(,"end_date":)");
    appendTimeOf(out, scene, -days * 86400);
    out.append(R"(},"download_size":")");
    out.appendNumber(count * 3);
    out.append(R"( Mb","downloaded_files_count":)");
    out.appendNumber(count);
    out.append('}');
}

void appendAlertSummary(TextBuffer &out, Scene &scene, std::uint32_t category)
{
    out.append(R"({"description":"Unlike anything seen before",)");
    switch (category) {
    case 0:
    case 1:
        out.append(R"("alert_activities":[{"occurred_at":)");
        appendTimeOf(out, scene, -60);
        out.append(R"(,"event_type":"Download","item_name":)");
        appendFileName(out, scene);
        out.append(R"(,"item_type":"file","item_id":")");
        out.appendNumber(scene.file.id);
        out.append(R"(","ip_info":{"ip":)");
        out.append(scene.actor.home);
        out.append(R"(,"latitude":"37.5095","longitude":"-122.2061","country_code":"US"},)"
                   R"("service_name":"Box Web App"}]})");
        return;
    case 2:
        out.append(R"("download_delta_size":"310 Mb","download_delta_percent":5200,)"
                   R"("historical_period":)");
        appendPeriod(out, scene, 7, 4);
        out.append(R"(,"anomaly_period":)");
        appendPeriod(out, scene, 0, 211);
        out.append(R"(,"download_ips":[{"ip":)");
        out.append(scene.actor.home);
        out.append("}]}");
        return;
    case 3:
        out.append(R"("upload_activity":{"item_name":)");
        appendFileName(out, scene);
        out.append(R"(,"item_type":"file","service_name":"Box Web App"}})");
        return;
    default:
        out.append(R"("total_files_affected":431,"suspicious_file_extensions":["locked","zzz"],)"
                   R"("ip_details":[{"ip":)");
        out.append(scene.actor.home);
        out.append(R"(,"registrant":"Example Net","country_code":"DE"}]})");
    }
}

void appendAlert(TextBuffer &out, Scene &scene)
{
    constexpr std::array<Text, 5> categories{
        "Suspicious Locations", "Suspicious Sessions", "Anomalous Download", "Malicious Content",
        "Ransomware Activity"};
    const std::uint32_t category = scene.random.below(categories.size());
    out.append(R"({"shield_alert":{"rule_category":")");
    out.append(categories[category]);
    out.append(category == 4 ? R"(","rule_id":"4415")" : R"(","rule_id":4411)");
    out.append(R"(,"rule_name":"Rule of the security team","rule_response_action":)");
    out.append(
        category == 0 ? (scene.index % 2 == 0 ? R"({"restrict_user":true})" : "true") : "null");
    out.append(R"(,"risk_score":)");
    out.appendNumber(scene.random.below(101));
    out.append(R"(,"alert_summary":)");
    appendAlertSummary(out, scene, category);
    if (category == 3)
        out.append(R"(,"malware_info":{"family":"Emotet","type":"trojan","tags":["macro"]})");
    out.append(R"(,"alert_id":)");
    out.appendNumber(90'000 + scene.index);
    out.append(R"(,"priority":")");
    out.append(std::array<Text, 3>{"low", "medium", "high"}[scene.random.below(3)]);
    out.append(R"(","user":{"id":)");
    out.append(scene.actor.id);
    out.append(R"(,"name":)");
    const QByteArray name = quotedJson(scene.actor.name);
    out.append({name.constData(), static_cast<std::size_t>(name.size())});
    out.append(R"(,"email":")");
    out.append(scene.actor.login);
    out.append(R"("},"link":"https:\/\/app.box.com\/master\/shield\/alerts\/)");
    out.appendNumber(90'000 + scene.index);
    out.append(R"(","created_at":)");
    out.append('"');
    out.appendTime(scene.time / 1000, 600);
    out.append(R"("}})");
}

void appendItem(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"type":"file","id":)");
    out.appendNumber(scene.file.id);
    out.append(R"(,"name":)");
    appendFileName(out, scene);
    out.append(R"(,"file_version_id":)");
    out.appendNumber(scene.file.versionId);
    out.append(R"(,"size":)");
    out.appendNumber(scene.file.size);
    out.append(R"(,"sha1":")");
    out.appendHex(scene.file.draw, 16);
    out.appendHex(mixed(scene.file.draw), 16);
    out.appendHex(mixed(scene.file.draw + 1), 8);
    out.append("\"}");
}

void appendBlocked(TextBuffer &out, Scene &scene)
{
    out.append(R"({"shield_download_enforcement":{"item":)");
    appendItem(out, scene);
    out.append(R"(,"access_user":)");
    out.append(scene.actor.json);
    out.append(R"(,"service":)");
    out.append(std::array<Text, 3>{
        R"("esign-connector")", "null",
        R"({"service":"2046","name":"Box Web App"})"}[scene.random.below(3)]);
    out.append(R"(,"additional_info":"","created_at":)");
    appendTimeOf(out, scene, 0);
    out.append(R"(,"classification":"Confidential","controlMode":")");
    out.append(scene.random.chance(500'000) ? "monitoring\"}}" : "enforced\"}}");
}

void appendOutside(TextBuffer &out, Scene &scene)
{
    const auto &guests = scene.enterprise.guests();
    const auto &guest = guests[scene.file.number % guests.size()];
    out.append(R"({"shield_external_collab_enforcement":{"item":)");
    appendItem(out, scene);
    out.append(R"(,"inviter":)");
    out.append(scene.actor.json);
    out.append(R"(,"invitee":)");
    out.append(guest.json);
    out.append(R"(,"accessUser":null,"service":"Box Web App","additionalInfo":"","createdAt":)");
    appendTimeOf(out, scene, 0);
    out.append(R"(,"justification":)");
    out.append(
        scene.random.chance(500'000) ? "null" : R"({"id":"71","description":"Agreed by Legal"})");
    out.append(R"(,"classification":null,"controlMode":"enforced"}})");
}

void appendJustification(TextBuffer &out, const Scene &scene)
{
    out.append(R"({"shield_justification":{"justification_id":)");
    out.appendNumber(7'000 + scene.index % 1000);
    out.append(R"(,"request_at":)");
    out.appendNumber(static_cast<std::uint64_t>(scene.time / 1000 - 900));
    out.append(R"(,"action_at":)");
    out.appendNumber(static_cast<std::uint64_t>(scene.time / 1000));
    out.append(R"(,"requested_by":)");
    out.append(ownerOf(scene).json);
    out.append(R"(,"request_type":"external_collaboration","item":)");
    appendItem(out, scene);
    out.append(R"(,"user":null,"title":"Audit","description":"Needed by the auditors",)"
               R"("approved_by":)");
    out.append(scene.actor.json);
    out.append(R"(,"action":"approved"}})");
}

void appendSign(TextBuffer &out, const Scene &scene)
{
    const auto &guests = scene.enterprise.guests();
    const std::uint64_t a = mixed(scene.index);
    const std::uint64_t b = mixed(scene.index + 1);
    out.append(R"({"sign_request":{"sign_request_id":")");
    appendUuid(out, a, b);
    out.append(R"(","sign_request_short_id":")");
    out.appendHex(b, 12);
    out.append(R"(","status":"sent","signer_ip_address":"","requestor_ip_address":"",)"
               R"("files":[{"id":")");
    out.appendNumber(scene.file.id);
    out.append(R"(","type":"file","name":)");
    appendFileName(out, scene);
    out.append(R"(,"parent":{"id":")");
    out.append(scene.enterprise.folders()[scene.folder].id);
    out.append(R"(","type":"folder"}}],"expires":null,"requestor":)");
    out.append(scene.actor.json);
    out.append(R"(,"signer":)");
    out.append(guests[scene.file.number % guests.size()].json);
    out.append(R"(,"template":null,"batch_send":null,"redirection":null,"ready_sign_link":null,)"
               R"("sender_message":{"subject":"","message":""},"forward":null}})");
}

void appendToken(TextBuffer &out, Scene &scene)
{
    out.append(R"({"access_token_identifier":")");
    const std::uint64_t token = mixed(scene.index);
    out.appendHex(token, 16);
    out.appendHex(mixed(token), 16);
    out.append("\",");
    out.append(appOf(scene).service);
    out.append('}');
}

void appendTask(TextBuffer &out, Scene &scene)
{
    out.append(R"({"task":{"id":)");
    out.appendNumber(31'000'000 + scene.file.number);
    out.append(R"(,"message":"Please review until Friday","due_at":)");
    appendTimeOf(out, scene, 3 * 86400);
    out.append(R"(,"created_by":{"id":)");
    out.append(scene.actor.id);
    out.append(R"(,"login":")");
    out.append(scene.actor.login);
    out.append(R"("}},"task_assignment":{"assigned_to":{"id":)");
    out.append(ownerOf(scene).id);
    out.append(R"(,"login":")");
    out.append(ownerOf(scene).login);
    out.append(R"("},"status":"incomplete","message":"Bitte prüfen"},)");
    out.append(appOf(scene).service);
    out.append('}');
}

void appendComment(TextBuffer &out, Scene &scene)
{
    constexpr std::array<Text, 5> messages{
        R"("Please check row 14.")", R"("了解です。確認します")",
        R"("Line one\nline two\n\"quoted\"")", R"("<script>alert('x')</script>")", R"("👍👍")"};
    out.append(R"({"comment_id":)");
    out.appendNumber(902'000'000 + scene.index);
    out.append(R"(,"message":)");
    out.append(messages[scene.random.skewedBelow(messages.size())]);
    if (scene.type.name.starts_with("ANNOTATION"))
        out.append(R"(,"annotation_id":"48331")");
    out.append(',');
    out.append(appOf(scene).service);
    out.append('}');
}

void appendDeep(TextBuffer &out, const Scene &scene)
{
    const int depth = 10 + static_cast<int>(scene.file.draw % 100);
    for (int i = 0; i < depth; ++i)
        out.append(R"({"deeper":[)");
    out.append(R"("the bottom")");
    for (int i = 0; i < depth; ++i)
        out.append("]}");
}

} // namespace

void appendDetails(TextBuffer &out, Scene &scene)
{
    if (scene.oddity == Oddity::DeepDetails) {
        appendDeep(out, scene);
        return;
    }
    switch (scene.type.shape) {
    case Shape::Collaboration:
        appendCollaboration(out, scene);
        return;
    case Shape::GroupMember:
        appendGroupMember(out, scene);
        return;
    case Shape::SignIn:
    case Shape::Device:
    case Shape::Application:
        out.append('{');
        out.append(appOf(scene).service);
        out.append('}');
        return;
    case Shape::Alert:
        appendAlert(out, scene);
        return;
    case Shape::Blocked:
        appendBlocked(out, scene);
        return;
    case Shape::OutsideCollaboration:
        appendOutside(out, scene);
        return;
    case Shape::Justification:
        appendJustification(out, scene);
        return;
    case Shape::Sign:
        appendSign(out, scene);
        return;
    case Shape::Token:
        appendToken(out, scene);
        return;
    case Shape::Task:
        appendTask(out, scene);
        return;
    case Shape::Comment:
        appendComment(out, scene);
        return;
    case Shape::Unknown:
        out.append(R"({"note":"unknown shape"})");
        return;
    case Shape::Group:
    case Shape::User:
    case Shape::Barrier:
    case Shape::Policy:
    case Shape::Support:
    case Shape::AppItem:
        out.append("null");
        return;
    default:
        appendContent(out, scene);
        return;
    }
}

} // namespace boxwatch::sim
