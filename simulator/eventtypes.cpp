// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/eventtypes.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <algorithm>
#include <limits>

// Outside the namespace, as the macro demands: the linker would drop the resource of a static library.
static void initSimulatorResource()
{
    Q_INIT_RESOURCE(simulator_data);
}

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

struct Weight
{
    std::string_view name;
    double weight;
};

// In a thousand events; what is not listed happens now and then.
constexpr Weight enterpriseWeights[] = {
    {"PREVIEW", 230},
    {"DOWNLOAD", 190},
    {"UPLOAD", 140},
    {"EDIT", 70},
    {"LOGIN", 60},
    {"USER_AUTHENTICATE_OAUTH2_ACCESS_TOKEN_CREATE", 40},
    {"DELETE", 30},
    {"CONTENT_ACCESS", 25},
    {"SHARE", 22},
    {"MOVE", 16},
    {"RENAME", 16},
    {"COLLABORATION_INVITE", 13},
    {"COLLABORATION_ACCEPT", 11},
    {"FAILED_LOGIN", 11},
    {"COPY", 11},
    {"ITEM_SYNC", 9},
    {"LOCK", 8},
    {"UNLOCK", 8},
    {"COMMENT_CREATE", 8},
    {"ITEM_OPEN", 8},
    {"ITEM_SHARED_UPDATE", 8},
    {"ADD_LOGIN_ACTIVITY_DEVICE", 7},
    {"COLLABORATION_REMOVE", 5},
    {"METADATA_INSTANCE_CREATE", 5},
    {"UNSHARE", 4},
    {"COLLABORATION_ROLE_CHANGE", 4},
    {"METADATA_INSTANCE_UPDATE", 4},
    {"GROUP_ADD_USER", 3},
    {"FAVORITE", 3},
    {"UNDELETE", 3},
    {"ADMIN_LOGIN", 2},
    {"TASK_CREATE", 2},
    {"TASK_ASSIGNMENT_CREATE", 2},
    {"EDIT_USER", 2},
    {"GROUP_REMOVE_USER", 2},
    {"SIGN_DOCUMENT_ASSIGNED", 2},
    {"SIGN_DOCUMENT_SIGNED", 1.5},
    {"BOX_AI_USER_REQUEST", 3},
    {"FILE_VERSION_RESTORE", 1},
    {"SHIELD_DOWNLOAD_BLOCKED", 1},
    {"SHIELD_ALERT", 0.6},
    {"NEW_USER", 1},
    {"DELETE_USER", 0.6}};
constexpr double seldom = 0.12;

constexpr Weight userWeights[] = {
    {"ITEM_UPLOAD", 220},
    {"ITEM_PREVIEW", 160},
    {"ITEM_DOWNLOAD", 120},
    {"ITEM_CREATE", 70},
    {"ITEM_MOVE", 40},
    {"ITEM_RENAME", 40},
    {"ITEM_TRASH", 40},
    {"ITEM_COPY", 30},
    {"ITEM_MODIFY", 30},
    {"COMMENT_CREATE", 30},
    {"LOCK_CREATE", 20},
    {"LOCK_DESTROY", 20},
    {"ITEM_SHARED_CREATE", 20},
    {"COLLAB_ADD_COLLABORATOR", 15},
    {"COLLAB_INVITE_COLLABORATOR", 10},
    {"ITEM_SYNC", 10}};
constexpr double seldomForUser = 3;

template<std::size_t size>
double weightOf(const Weight (&weights)[size], std::string_view name, double otherwise)
{
    const auto *const found = std::find_if(
        std::begin(weights), std::end(weights),
        [name](const Weight &weight) { return weight.name == name; });
    return found == std::end(weights) ? otherwise : found->weight;
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

Shape shieldShape(std::string_view name)
{
    if (name == "SHIELD_ALERT" || name == "FILE_MARKED_MALICIOUS")
        return Shape::Alert;
    if (name.ends_with("BARRIER_ENABLED") || name.ends_with("BARRIER_DISABLED")
        || name.ends_with("BARRIER_PENDING"))
        return Shape::Barrier;
    if (contains(name, "JUSTIFICATION_APPROVAL"))
        return Shape::Justification;
    if (contains(name, "EXTERNAL_COLLAB"))
        return Shape::OutsideCollaboration;
    if (name.starts_with("SHIELD_ACCESS_POLICY") || name.starts_with("EDR_"))
        return Shape::Policy;
    return Shape::Blocked;
}

Shape peopleShape(std::string_view name)
{
    if (name == "GROUP_ADD_USER" || name == "GROUP_REMOVE_USER")
        return Shape::GroupMember;
    if (name == "GROUP_ADD_ITEM" || name == "GROUP_REMOVE_ITEM")
        return Shape::Collaboration;
    return name.starts_with("GROUP") ? Shape::Group : Shape::User;
}

Shape enterpriseShape(std::string_view name, QStringView category)
{
    if (category == u"Files & folders") {
        if (name == "DOWNLOAD" || name == "PREVIEW" || name == "CONTENT_ACCESS")
            return Shape::Access;
        return name.starts_with("COLLECTION") ? Shape::AppItem : Shape::Item;
    }
    if (category == u"Sign-in & devices")
        return contains(name, "DEVICE") ? Shape::Device : Shape::SignIn;
    if (category == u"Shield & security")
        return shieldShape(name);
    if (category == u"Comments & tasks")
        return name.starts_with("TASK") ? Shape::Task : Shape::Comment;
    if (category == u"Apps & integrations")
        return contains(name, "TOKEN") ? Shape::Token : Shape::Application;
    if (category == u"Users & groups")
        return peopleShape(name);
    if (category == u"Sharing & collaboration")
        return name.starts_with("COLLABORATION_") ? Shape::Collaboration : Shape::Shared;
    if (category == u"E-signatures")
        return Shape::Sign;
    if (name.starts_with("ACCESS_"))
        return Shape::Support;
    if (name.starts_with("TERMS_"))
        return Shape::User;
    return category.startsWith(u"Metadata") && contains(name, "INSTANCE") ? Shape::Item
                                                                          : Shape::Policy;
}

Shape userShape(std::string_view name)
{
    if (name.starts_with("COMMENT"))
        return Shape::UserComment;
    if (name.starts_with("COLLAB") || name == "ITEM_ACCEPT_COLLABORATION")
        return Shape::UserCollaboration;
    if (name.starts_with("GROUP_"))
        return Shape::UserGroup;
    if (name.starts_with("ACCESS_") || name.starts_with("MASTER_") || name.starts_with("ENABLE_"))
        return Shape::UserNothing;
    return Shape::UserItem;
}

QJsonArray catalogue()
{
    initSimulatorResource();
    QFile file(u":/simulator/event-types.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array()
                                          : QJsonArray();
}

std::uint8_t feedsOf(const QJsonObject &type)
{
    const QJsonArray names = type["user_feeds"_L1].toArray();
    std::uint8_t feeds = FeedAll;
    if (names.contains("changes"_L1))
        feeds |= FeedChanges;
    if (names.contains("sync"_L1))
        feeds |= FeedSync;
    return feeds;
}

} // namespace

EventTypes EventTypes::ofEnterprise()
{
    EventTypes types;
    for (const QJsonValue &value : catalogue()) {
        const QJsonObject type = value.toObject();
        if (type["status"_L1].toString() != u"current"
            || !type["streams"_L1].toArray().contains("admin_logs"_L1))
            continue;
        const std::string name = type["name"_L1].toString().toStdString();
        types.add(
            name, enterpriseShape(name, type["category"_L1].toString()), FeedAll,
            weightOf(enterpriseWeights, name, seldom));
    }
    types.addUnknown();
    types.prepare();
    return types;
}

EventTypes EventTypes::ofUser()
{
    EventTypes types;
    for (const QJsonValue &value : catalogue()) {
        const QJsonObject type = value.toObject();
        if (type["status"_L1].toString() == u"alias"
            || !type["streams"_L1].toArray().contains("user"_L1))
            continue;
        const std::string name = type["name"_L1].toString().toStdString();
        types.add(name, userShape(name), feedsOf(type), weightOf(userWeights, name, seldomForUser));
    }
    types.addUnknown();
    types.prepare();
    return types;
}

std::optional<std::uint32_t> EventTypes::find(std::string_view name) const
{
    const auto found = std::find_if(
        m_types.begin(), m_types.end(), [name](const Type &type) { return type.name == name; });
    if (found == m_types.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(found - m_types.begin());
}

void EventTypes::add(std::string_view name, Shape shape, std::uint8_t feeds, double weight)
{
    Type type;
    type.name = std::string(name);
    if (!name.empty())
        type.json = "\"event_type\":\"" + type.name + "\",";
    type.shape = shape;
    type.feeds = feeds;
    type.weight = weight;
    m_types.push_back(std::move(type));
}

void EventTypes::addUnknown()
{
    m_firstUnknown = static_cast<std::uint32_t>(m_types.size());
    for (const std::string_view name :
         {"HOLODECK_PROGRAM_STARTED", "QUANTUM_VAULT_SEALED", "box.future.event", "TELEPORT_ITEM",
          "EREIGNIS_UNBEKANNT"})
        add(name, Shape::Unknown, FeedAll, 0);
    add({}, Shape::Unknown, FeedAll, 0);
}

void EventTypes::prepare()
{
    double sum = 0;
    for (const Type &type : m_types)
        sum += type.weight;

    std::vector<double> scaled;
    std::vector<std::uint32_t> small;
    std::vector<std::uint32_t> large;
    for (std::uint32_t i = 0; i < m_types.size(); ++i) {
        scaled.push_back(m_types[i].weight * static_cast<double>(m_types.size()) / sum);
        (scaled.back() < 1 ? small : large).push_back(i);
    }
    constexpr double full = std::numeric_limits<std::uint32_t>::max();
    m_columns.assign(m_types.size(), {});
    while (!small.empty() && !large.empty()) {
        const std::uint32_t poor = small.back();
        const std::uint32_t rich = large.back();
        small.pop_back();
        m_columns[poor] = {static_cast<std::uint32_t>(scaled[poor] * full), rich};
        scaled[rich] -= 1 - scaled[poor];
        if (scaled[rich] < 1) {
            large.pop_back();
            small.push_back(rich);
        }
    }
    for (const std::uint32_t i : large)
        m_columns[i] = {std::numeric_limits<std::uint32_t>::max(), i};
    for (const std::uint32_t i : small)
        m_columns[i] = {std::numeric_limits<std::uint32_t>::max(), i};
}

} // namespace boxwatch::sim
