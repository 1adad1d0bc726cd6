// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/cellclauses.h"

#include "core/event/event.h"
#include "core/event/eventcatalogue.h"
#include "core/model/eventtablemodel.h"
#include "core/query/queryfield.h"

#include <QDateTime>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestClause = 1'000;

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString firstOf(std::initializer_list<std::string_view> texts)
{
    for (const std::string_view text : texts) {
        if (!text.empty())
            return fromUtf8(text);
    }
    return {};
}

/// Name, login or id: what the cell shows.
QString nameOf(const TableSnapshot &table, TableSnapshot::Code person)
{
    const EventTable::Triple &entry = table.person(person);
    return firstOf({table.text(entry.second), table.text(entry.third), table.text(entry.first)});
}

QString severityName(const TableSnapshot &table, EventTable::Row row)
{
    const std::string_view name = table.typeName(table.type(row));
    const EventType type = EventCatalogue::instance().find(
        {name.data(), static_cast<qsizetype>(name.size())});
    switch (type.severity) {
    case Severity::Info:
        return u"info"_s;
    case Severity::Notice:
        return u"notice"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Critical:
        return u"critical"_s;
    }
    return {};
}

QString isoText(qint64 time)
{
    return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs);
}

} // namespace

QString clauseFor(QueryField field, const QString &value)
{
    if (value.isEmpty() || value.size() > longestClause)
        return {};
    QString clause = queryFieldName(field) + u":="_s + quotedForQuery(value);
    return clause.size() > longestClause ? QString() : clause;
}

QString cellClause(const TableSnapshot &table, EventTable::Row row, int column)
{
    const EventTable::Triple &item = table.itemEntry(table.item(row));
    const EventTable::Triple &folder = table.folderEntry(table.folder(row));
    const EventTable::Triple &actor = table.person(table.actor(row));
    const auto number = [](QueryField field, qint64 value) {
        return value < 0 ? QString() : clauseFor(field, QString::number(value));
    };
    const auto text = [&table](QueryField field, TableSnapshot::Code code) {
        return clauseFor(field, fromUtf8(table.text(code)));
    };
    switch (column) {
    case EventTableModel::SeverityColumn:
        return clauseFor(QueryField::Severity, severityName(table, row));
    case EventTableModel::TypeColumn:
        return table.isReadable(row)
            ? clauseFor(QueryField::Type, fromUtf8(table.typeName(table.type(row))))
            : u"is:unreadable"_s;
    case EventTableModel::WhoColumn:
        return clauseFor(QueryField::Who, nameOf(table, table.actor(row)));
    case EventTableModel::LoginColumn:
        return text(QueryField::ActorLogin, actor.third);
    case EventTableModel::ActorIdColumn:
        return text(QueryField::ActorId, actor.first);
    case EventTableModel::WhatColumn:
        return clauseFor(
            QueryField::Item, firstOf({table.text(item.third), table.text(item.second)}));
    case EventTableModel::ItemTypeColumn:
        return text(QueryField::ItemType, item.first);
    case EventTableModel::ItemIdColumn:
        return text(QueryField::ItemId, item.second);
    case EventTableModel::FolderColumn:
        return text(QueryField::Folder, folder.second);
    case EventTableModel::FolderIdColumn:
        return text(QueryField::FolderId, folder.first);
    case EventTableModel::AddressColumn:
        return text(QueryField::Address, table.address(row));
    case EventTableModel::ServiceColumn:
        return text(QueryField::Service, table.service(row));
    case EventTableModel::OwnerColumn:
        return clauseFor(QueryField::Owner, nameOf(table, table.owner(row)));
    case EventTableModel::TargetColumn:
        return clauseFor(QueryField::Target, nameOf(table, table.target(row)));
    case EventTableModel::ActingForColumn:
        return clauseFor(QueryField::ActingFor, nameOf(table, table.actingFor(row)));
    case EventTableModel::SizeColumn:
        return number(QueryField::Size, table.size(row));
    case EventTableModel::RiskColumn:
        return number(QueryField::Risk, table.risk(row));
    case EventTableModel::ClassificationColumn:
        return text(QueryField::Classification, table.classification(row));
    case EventTableModel::SharedLinkColumn:
        return text(QueryField::SharedLink, table.sharedLink(row));
    case EventTableModel::SessionColumn:
        return text(QueryField::Session, table.session(row));
    case EventTableModel::LateColumn:
        return table.isLate(row) ? u"is:late"_s : QString();
    case EventTableModel::EventIdColumn:
        return clauseFor(QueryField::EventId, QString::fromUtf8(table.eventId(row)));
    default:
        return {};
    }
}

std::optional<CellTime> cellTime(const TableSnapshot &table, EventTable::Row row, int column)
{
    CellTime cell;
    switch (column) {
    case EventTableModel::TimeColumn:
        cell = {QueryField::Created, table.createdAt(row)};
        break;
    case EventTableModel::RecordedColumn:
        cell = {QueryField::Recorded, table.recordedAt(row)};
        break;
    case EventTableModel::ReceivedColumn:
        cell = {QueryField::Received, table.receivedAt(row)};
        break;
    default:
        return std::nullopt;
    }
    if (cell.time == Event::noTime)
        return std::nullopt;
    return cell;
}

QString timeClause(QueryField field, std::optional<qint64> from, std::optional<qint64> to)
{
    const QString name = queryFieldName(field) + u':';
    if (from && to)
        return name + isoText(*from) + u".."_s + isoText(*to);
    if (from)
        return name + u">="_s + isoText(*from);
    return to ? name + u"<"_s + isoText(*to) : QString();
}

} // namespace boxwatch
