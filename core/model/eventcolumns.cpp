// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventcolumns.h"

#include "core/model/eventtablemodel.h"

#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

struct ColumnText
{
    const char *key;
    const char *title;
    SortKey sortKey;
};

constexpr std::array<ColumnText, EventTableModel::ColumnCount> columns{{
    {"severity", QT_TRANSLATE_NOOP("EventTableModel", "Severity"), SortKey::Severity},
    {"created_at", QT_TRANSLATE_NOOP("EventTableModel", "Time"), SortKey::Created},
    {"event_label", QT_TRANSLATE_NOOP("EventTableModel", "Type"), SortKey::Type},
    {"actor_name", QT_TRANSLATE_NOOP("EventTableModel", "Who"), SortKey::Who},
    {"actor_login", QT_TRANSLATE_NOOP("EventTableModel", "Login"), SortKey::Login},
    {"item_name", QT_TRANSLATE_NOOP("EventTableModel", "What"), SortKey::Item},
    {"parent_name", QT_TRANSLATE_NOOP("EventTableModel", "In folder"), SortKey::Folder},
    {"ip_address", QT_TRANSLATE_NOOP("EventTableModel", "Where from"), SortKey::Address},
    {"service_name", QT_TRANSLATE_NOOP("EventTableModel", "Service"), SortKey::Service},
    {"owner_name", QT_TRANSLATE_NOOP("EventTableModel", "Owner"), SortKey::Owner},
    {"target_user_name", QT_TRANSLATE_NOOP("EventTableModel", "For whom"), SortKey::Target},
    {"action_by_name", QT_TRANSLATE_NOOP("EventTableModel", "Done by admin"), SortKey::ActingFor},
    {"size_bytes", QT_TRANSLATE_NOOP("EventTableModel", "Size, bytes"), SortKey::Size},
    {"recorded_at", QT_TRANSLATE_NOOP("EventTableModel", "Recorded"), SortKey::Recorded},
    {"received_at", QT_TRANSLATE_NOOP("EventTableModel", "Received"), SortKey::Received},
    {"item_type", QT_TRANSLATE_NOOP("EventTableModel", "Kind"), SortKey::ItemType},
    {"item_id", QT_TRANSLATE_NOOP("EventTableModel", "Item ID"), SortKey::ItemId},
    {"parent_id", QT_TRANSLATE_NOOP("EventTableModel", "Folder ID"), SortKey::FolderId},
    {"actor_id", QT_TRANSLATE_NOOP("EventTableModel", "User ID"), SortKey::ActorId},
    {"classification", QT_TRANSLATE_NOOP("EventTableModel", "Classification"),
     SortKey::Classification},
    {"shared_link_id", QT_TRANSLATE_NOOP("EventTableModel", "Shared link"), SortKey::SharedLink},
    {"stream", QT_TRANSLATE_NOOP("EventTableModel", "Stream"), SortKey::Stream},
    {"late", QT_TRANSLATE_NOOP("EventTableModel", "Late by"), SortKey::Late},
    {"event_id", QT_TRANSLATE_NOOP("EventTableModel", "Event ID"), SortKey::EventId},
    {"session_id", QT_TRANSLATE_NOOP("EventTableModel", "Session"), SortKey::Session},
    {"risk", QT_TRANSLATE_NOOP("EventTableModel", "Risk"), SortKey::Risk},
    {"marked", QT_TRANSLATE_NOOP("EventTableModel", "Marked"), SortKey::Mark},
}};

bool isTimeColumn(int column)
{
    return column == EventTableModel::TimeColumn || column == EventTableModel::RecordedColumn
        || column == EventTableModel::ReceivedColumn;
}

/// "UTC+09:00", the offset that holds now.
QString zoneName(const QTimeZone &zone)
{
    if (zone.offsetFromUtc(QDateTime::currentDateTimeUtc()) == 0)
        return u"UTC"_s;
    return zone.displayName(QDateTime::currentDateTimeUtc(), QTimeZone::OffsetName);
}

const ColumnText &at(int column)
{
    return columns[static_cast<std::size_t>(column)];
}

} // namespace

QByteArray eventColumnKey(int column)
{
    return at(column).key;
}

QString eventColumnTitle(int column)
{
    return EventTableModel::tr(at(column).title);
}

QString eventColumnHeading(int column, const QTimeZone &zone)
{
    // Columns of 28 and 24 pixels: their names are in the tool tip.
    if (column == EventTableModel::SeverityColumn || column == EventTableModel::MarkColumn)
        return {};
    const QString title = eventColumnTitle(column);
    return isTimeColumn(column) ? u"%1 (%2)"_s.arg(title, zoneName(zone)) : title;
}

SortKey eventColumnSortKey(int column)
{
    return at(column).sortKey;
}

} // namespace boxwatch
