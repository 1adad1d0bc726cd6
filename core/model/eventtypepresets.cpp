// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtypepresets.h"

#include "core/event/eventcatalogue.h"

#include <QCoreApplication>

namespace boxwatch {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::EventTypePresets)
};

const QSet<QByteArray> signInProblems{
    "ADMIN_LOGIN",
    "DEVICE_TRUST_CHECK_FAILED",
    "DISABLE_MULTI_FACTOR_AUTH",
    "EDR_CROWDSTRIKE_ACCESS_REVOKED",
    "FAILED_LOGIN",
    "REMOVE_DEVICE_ASSOCIATION",
    "REMOVE_LOGIN_ACTIVITY_DEVICE",
};

const QSet<QByteArray> sharingOutside{
    "CHANGE_FOLDER_PERMISSION",
    "COLLABORATION_ACCEPT",
    "COLLABORATION_INVITE",
    "COLLABORATION_ROLE_CHANGE",
    "COLLAB_ADD_COLLABORATOR",
    "COLLAB_INVITE_COLLABORATOR",
    "COLLAB_ROLE_CHANGE",
    "CONTENT_WORKFLOW_SHARING_POLICY_VIOLATION",
    "EXTERNAL_COLLAB_SECURITY_SETTINGS",
    "FILE_REQUEST_CREATE",
    "ITEM_ACCEPT_COLLABORATION",
    "ITEM_EMAIL_SEND",
    "ITEM_SHARED",
    "ITEM_SHARED_CREATE",
    "ITEM_SHARED_UPDATE",
    "SHARE",
    "SHARED_LINK_REDIRECT_OUT_OF_SHARED_CONTEXT",
    "SHARED_LINK_SEND",
    "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED",
    "SHIELD_EXTERNAL_COLLAB_ACCESS_BLOCKED_MISSING_JUSTIFICATION",
    "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED",
    "SHIELD_EXTERNAL_COLLAB_INVITE_BLOCKED_MISSING_JUSTIFICATION",
    "SHIELD_EXTERNAL_COLLAB_INVITE_JUSTIFIED",
    "SHIELD_SHARED_LINK_ACCESS_BLOCKED",
    "UPDATE_COLLABORATION_EXPIRATION",
    "UPDATE_SHARE_EXPIRATION",
};

const QSet<QByteArray> deletions{
    "ANNOTATIONV2_DELETE",
    "COLLECTION_DELETE",
    "COMMENT_DELETE",
    "CONTENT_RECOVERY_REPORT_DELETE",
    "CONTENT_WORKFLOW_AUTOMATION_DELETE",
    "DATA_RETENTION_REMOVE_RETENTION",
    "DELETE",
    "DELETE_USER",
    "FILE_REQUEST_DELETE",
    "GROUP_DELETION",
    "ITEM_ASSOCIATION_DELETED",
    "ITEM_TRASH",
    "LEGAL_HOLD_ASSIGNMENT_DELETE",
    "LEGAL_HOLD_POLICY_DELETE",
    "METADATA_INSTANCE_DELETE",
    "METADATA_TEMPLATE_DELETE",
    "STORAGE_EXPIRATION",
    "TASK_ASSIGNMENT_DELETE",
    "WATERMARK_LABEL_DELETE",
    "WORKFLOW_AUTOMATION_DELETE",
};

const QSet<QByteArray> downloads{
    "CONTENT_WORKFLOW_ABNORMAL_DOWNLOAD_ACTIVITY",
    "DOWNLOAD",
    "FILE_WATERMARKED_DOWNLOAD",
    "ITEM_DOWNLOAD",
    "ITEM_SYNC",
    "SHIELD_DOWNLOAD_BLOCKED",
    "SIGNER_DOWNLOADED",
};

/// Users and groups, policies, applications, retention: what admins change, not what people do with
/// files.
QSet<QByteArray> adminChanges()
{
    QSet<QByteArray> types{
        "ADMIN_LOGIN",
        "APPLICATION_CREATED",
        "APPLICATION_PUBLIC_KEY_ADDED",
        "APPLICATION_PUBLIC_KEY_DELETED",
        "DISABLE_MULTI_FACTOR_AUTH",
        "ENABLE_MULTI_FACTOR_AUTH",
        "ENABLE_TWO_FACTOR_AUTH",
        "ENTERPRISE_APP_AUTHORIZATION_DELETE",
        "ENTERPRISE_APP_AUTHORIZATION_UPDATE",
        "METADATA_TEMPLATE_CREATE",
        "METADATA_TEMPLATE_DELETE",
        "METADATA_TEMPLATE_UPDATE",
        "SHIELD_ACCESS_POLICY_CREATED",
        "SHIELD_ACCESS_POLICY_DELETED",
        "SHIELD_ACCESS_POLICY_UPDATED",
        "SHIELD_INFORMATION_BARRIER_DISABLED",
        "SHIELD_INFORMATION_BARRIER_ENABLED",
        "SHIELD_INFORMATION_BARRIER_PENDING",
    };
    const QByteArrayList categories{
        "Admin & policy", "Automations", "Governance & retention", "Users & groups"};
    // Done by anybody with a file or a group of their own, or by nobody at all.
    const QSet<QByteArray> others{
        "GROUP_ADD_FILE",          "GROUP_ADD_FOLDER",        "GROUP_ADD_ITEM",
        "GROUP_REMOVE_FILE",       "GROUP_REMOVE_FOLDER",     "GROUP_REMOVE_ITEM",
        "STORAGE_EXPIRATION",      "TERMS_OF_SERVICE_ACCEPT", "TERMS_OF_SERVICE_AGREE",
        "TERMS_OF_SERVICE_REJECT",
    };
    for (const EventType &type : EventCatalogue::instance().types()) {
        if (categories.contains(type.category.toUtf8()) && !others.contains(type.name))
            types.insert(type.name);
    }
    return types;
}

QSet<QByteArray> shield()
{
    QSet<QByteArray> types;
    for (const EventType &type : EventCatalogue::instance().types()) {
        if (type.category == QLatin1StringView("Shield & security"))
            types.insert(type.name);
    }
    return types;
}

} // namespace

std::vector<EventTypePreset> eventTypePresets()
{
    return {
        {.key = "sign-in-problems", .name = Words::tr("Sign-in problems"), .types = signInProblems},
        {.key = "sharing-outside", .name = Words::tr("Sharing outside"), .types = sharingOutside},
        {.key = "deletions", .name = Words::tr("Deletions"), .types = deletions},
        {.key = "downloads", .name = Words::tr("Downloads"), .types = downloads},
        {.key = "admin-changes", .name = Words::tr("Admin changes"), .types = adminChanges()},
        {.key = "shield", .name = Words::tr("Shield"), .types = shield()},
    };
}

} // namespace boxwatch
