// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/queryfield.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct Entry
{
    QueryField field;
    QueryValueKind kind;
    const char
        *names; // the short one first; among the others the columns of the table and of the CSV
    const char *title;
    const char *description;
};

#define T(text) QT_TRANSLATE_NOOP("QueryField", text)

constexpr std::array entries{
    Entry{
        QueryField::Who, QueryValueKind::Text, "who actor", T("Who"),
        T("Who did it: part of the name or login, or the whole ID")},
    Entry{
        QueryField::Type, QueryValueKind::Type, "type event_type event_label", T("Type"),
        T("Type of the event: part of its name or label")},
    Entry{
        QueryField::Item, QueryValueKind::Text, "item what", T("What"),
        T("File, folder, … that it happened to: part of the name, or the whole ID")},
    Entry{
        QueryField::Folder, QueryValueKind::Text, "in folder parent", T("In folder"),
        T("Folder that the item lies in: part of the name, or the whole ID")},
    Entry{
        QueryField::Address, QueryValueKind::Address, "ip where address ip_address",
        T("Where from"), T("IP address, a range like 10.20.0.0/16, or part of an address")},
    Entry{
        QueryField::Created, QueryValueKind::Time,
        "time created created_at created_at_utc created_at_local", T("Time"),
        T("When it happened: a date, a time, a range a..b, or > < with one")},
    Entry{
        QueryField::Severity, QueryValueKind::Severity, "severity", T("Severity"),
        T("info, notice, warning or critical; also >=warning")},
    Entry{
        QueryField::Category, QueryValueKind::Category, "category", T("Category"),
        T("Category of the event's type, as in the list of event types")},
    Entry{
        QueryField::Owner, QueryValueKind::Text, "owner owner_name owner_login owner_id",
        T("Owner"), T("Whose item it is: part of the name or login, or the whole ID")},
    Entry{
        QueryField::Target, QueryValueKind::Text,
        "for target target_user target_user_name target_user_login target_user_id", T("For whom"),
        T("Whose access it is about: part of the name or login, or the whole ID")},
    Entry{
        QueryField::ActingFor, QueryValueKind::Text,
        "admin action_by action_by_name action_by_login action_by_id", T("Done by admin"),
        T("The admin who did it for somebody: part of the name or login, or the whole ID")},
    Entry{
        QueryField::Service, QueryValueKind::Text, "service app service_name", T("Service"),
        T("Application through which it was done")},
    Entry{
        QueryField::Size, QueryValueKind::Size, "size size_bytes", T("Size"),
        T("Size of the file: >10mb, 1kb..5kb")},
    Entry{
        QueryField::Risk, QueryValueKind::Number, "risk", T("Risk"),
        T("Risk of a Shield alert, 0 to 100: >70")},
    Entry{
        QueryField::Classification, QueryValueKind::Text, "classification", T("Classification"),
        T("Classification of the item")},
    Entry{
        QueryField::ItemType, QueryValueKind::Text, "kind item_type", T("Kind"),
        T("Kind of item: file, folder, user, …")},
    Entry{
        QueryField::SharedLink, QueryValueKind::Text, "link shared_link shared_link_id",
        T("Shared link"), T("ID of the shared link, or part of it")},
    Entry{
        QueryField::Session, QueryValueKind::Text, "session session_id", T("Session"),
        T("ID of the session at Box, or part of it")},
    Entry{
        QueryField::Stream, QueryValueKind::Stream, "stream", T("Stream"),
        T("Stream that brought it: live, history, user, …")},
    Entry{
        QueryField::Recorded, QueryValueKind::Time, "recorded recorded_at recorded_at_utc",
        T("Recorded"), T("When Box stored it, as for time:")},
    Entry{
        QueryField::Received, QueryValueKind::Time, "received received_at received_at_utc",
        T("Received"), T("When it arrived here, as for time:")},
    Entry{
        QueryField::ActorName, QueryValueKind::Text, "name actor_name", T("Who, name"),
        T("Name of who did it, or part of it")},
    Entry{
        QueryField::ActorLogin, QueryValueKind::Text, "login actor_login", T("Login"),
        T("Login of who did it, or part of it")},
    Entry{
        QueryField::ActorId, QueryValueKind::Id, "user_id actor_id", T("User ID"),
        T("ID of who did it")},
    Entry{
        QueryField::ItemName, QueryValueKind::Text, "item_name", T("What, name"),
        T("Name of the item, or part of it")},
    Entry{QueryField::ItemId, QueryValueKind::Id, "item_id", T("Item ID"), T("ID of the item")},
    Entry{
        QueryField::FolderName, QueryValueKind::Text, "folder_name parent_name",
        T("In folder, name"), T("Name of the folder, or part of it")},
    Entry{
        QueryField::FolderId, QueryValueKind::Id, "folder_id parent_id", T("Folder ID"),
        T("ID of the folder")},
    Entry{
        QueryField::EventId, QueryValueKind::Id, "id event_id", T("Event ID"),
        T("ID of the event")},
    Entry{
        QueryField::Raw, QueryValueKind::Raw, "raw raw_json", T("JSON"),
        T("Any part of the JSON that Box sent; looks at every event, so it takes longer")},
    Entry{
        QueryField::Late, QueryValueKind::Flag, "late", T("Late"),
        T("yes or no: brought by the history after live had missed it")},
    Entry{
        QueryField::Marked, QueryValueKind::Flag, "marked", T("Marked"),
        T("yes or no: marked by you")},
    Entry{
        QueryField::Unknown, QueryValueKind::Flag, "unknown", T("Unknown"),
        T("yes or no: of a type that Boxwatch does not know")},
    Entry{
        QueryField::Unreadable, QueryValueKind::Flag, "unreadable", T("Unreadable"),
        T("yes or no: Box sent something that cannot be read")},
};

#undef T

QString translated(const char *text)
{
    return QCoreApplication::translate("QueryField", text);
}

std::vector<QueryFieldInfo> makeFields()
{
    std::vector<QueryFieldInfo> fields;
    for (const Entry &entry : entries) {
        QStringList names = QString::fromLatin1(entry.names).split(u' ');
        const QString name = names.takeFirst();
        fields.push_back(
            {.field = entry.field,
             .kind = entry.kind,
             .name = name,
             .otherNames = names,
             .title = translated(entry.title),
             .description = translated(entry.description)});
    }
    return fields;
}

QHash<QString, qsizetype> makeIndex()
{
    QHash<QString, qsizetype> index;
    const auto &fields = queryFields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        index.insert(fields[i].name, static_cast<qsizetype>(i));
        for (const QString &name : fields[i].otherNames)
            index.insert(name, static_cast<qsizetype>(i));
    }
    return index;
}

/// How many letters have to be changed, added, left out or swapped to get from one to the other.
int distance(QStringView a, QStringView b)
{
    const auto columns = static_cast<std::size_t>(b.size()) + 1;
    std::vector<int> twoUp(columns);
    std::vector<int> up(columns);
    std::vector<int> current(columns);
    for (std::size_t j = 0; j < columns; ++j)
        up[j] = static_cast<int>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        current[0] = static_cast<int>(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            const int change = a[i - 1] == b[j - 1] ? 0 : 1;
            current[at] = std::min({up[at] + 1, current[at - 1] + 1, up[at - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[at] = std::min(current[at], twoUp[at - 2] + 1);
        }
        std::swap(twoUp, up);
        std::swap(up, current);
    }
    return up.back();
}

} // namespace

const std::vector<QueryFieldInfo> &queryFields()
{
    static const std::vector<QueryFieldInfo> fields = makeFields();
    return fields;
}

const QueryFieldInfo *findQueryField(QStringView name)
{
    static const QHash<QString, qsizetype> index = makeIndex();
    const qsizetype at = index.value(name.toString().toLower(), -1);
    return at < 0 ? nullptr : &queryFields()[static_cast<std::size_t>(at)];
}

const QueryFieldInfo &queryFieldInfo(QueryField field)
{
    const auto &fields = queryFields();
    const auto found = std::ranges::find(fields, field, &QueryFieldInfo::field);
    return found == fields.end() ? fields.front() : *found;
}

QString queryFieldName(QueryField field)
{
    return field == QueryField::Any ? QString() : queryFieldInfo(field).name;
}

QString queryFieldTitle(QueryField field)
{
    return field == QueryField::Any ? translated(QT_TRANSLATE_NOOP("QueryField", "Text"))
                                    : queryFieldInfo(field).title;
}

const std::vector<QueryFlagInfo> &queryFlags()
{
    static const std::vector<QueryFlagInfo> flags{
        {QueryField::Late, u"late"_s,
         translated(QT_TRANSLATE_NOOP("QueryField", "Came late: the live stream had missed it"))},
        {QueryField::Marked, u"marked"_s,
         translated(QT_TRANSLATE_NOOP("QueryField", "Marked by you"))},
        {QueryField::Unknown, u"unknown"_s,
         translated(QT_TRANSLATE_NOOP("QueryField", "Of a type that Boxwatch does not know"))},
        {QueryField::Unreadable, u"unreadable"_s,
         translated(QT_TRANSLATE_NOOP("QueryField", "Box sent something that cannot be read"))},
    };
    return flags;
}

QString similarQueryField(QStringView name)
{
    constexpr qsizetype longestName = 32;
    if (name.size() > longestName)
        return {};
    // What other programs, and Box itself, call it.
    static const QHash<QString, QString> otherwise{
        {u"date"_s, u"time"_s},      {u"user"_s, u"who"_s},  {u"email"_s, u"who"_s},
        {u"created_by"_s, u"who"_s}, {u"file"_s, u"item"_s}, {u"filename"_s, u"item"_s},
        {u"level"_s, u"severity"_s}};
    const QString typed = name.toString().toLower();
    if (const QString meant = otherwise.value(typed); !meant.isEmpty())
        return meant;
    const int most = typed.size() <= 4 ? 1 : 2;
    QString best;
    int bestDistance = most + 1;
    const auto consider = [&](const QString &candidate) {
        const int far = distance(typed, candidate);
        if (far < bestDistance) {
            bestDistance = far;
            best = candidate;
        }
    };
    for (const QueryFieldInfo &info : queryFields())
        consider(info.name);
    for (const QString &word : {u"is"_s, u"after"_s, u"before"_s})
        consider(word);
    for (const QueryFieldInfo &info : queryFields())
        std::ranges::for_each(info.otherNames, consider);
    return best;
}

} // namespace boxwatch
