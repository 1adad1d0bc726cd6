// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventcells.h"

#include "core/model/displaytext.h"
#include "core/model/eventtablemodel.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype cellLimit = 512;
constexpr qsizetype copyLimit = qsizetype{64} * 1024;

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return EventTableModel::tr("Info");
    case Severity::Notice:
        return EventTableModel::tr("Notice");
    case Severity::Warning:
        return EventTableModel::tr("Warning");
    case Severity::Critical:
        return EventTableModel::tr("Critical");
    }
    return {};
}

bool isNumberColumn(int column)
{
    return column == EventTableModel::SizeColumn || column == EventTableModel::RiskColumn;
}

std::string_view firstOf(std::initializer_list<std::string_view> texts)
{
    for (const std::string_view text : texts) {
        if (!text.empty())
            return text;
    }
    return {};
}

std::string_view nameOf(const TableSnapshot &table, EventTable::Code person)
{
    const EventTable::Triple &entry = table.person(person);
    return firstOf({table.text(entry.second), table.text(entry.third), table.text(entry.first)});
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

QString EventCells::lateText(qint64 createdAt, qint64 receivedAt)
{
    const qint64 seconds = createdAt == Event::noTime ? 0 : (receivedAt - createdAt) / 1000;
    const qint64 minutes = seconds / 60;
    if (minutes >= 48 * 60)
        return QCoreApplication::translate("EventCells", "%1 d").arg(minutes / (24 * 60));
    if (minutes >= 60)
        return QCoreApplication::translate("EventCells", "%1 h %2 min")
            .arg(minutes / 60)
            .arg(minutes % 60);
    if (minutes >= 1)
        return QCoreApplication::translate("EventCells", "%1 min").arg(minutes);
    return QCoreApplication::translate("EventCells", "%1 s").arg(qMax<qint64>(0, seconds));
}

QString EventCells::timeText(qint64 time) const
{
    if (time == Event::noTime)
        return {};
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(time, m_zone);
    const bool today = local.date() == QDateTime::currentDateTimeUtc().toTimeZone(m_zone).date();
    return local.toString(today ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s);
}

const EventType &EventCells::type(const TableSnapshot &table, EventTable::Row row) const
{
    const EventTable::Code code = table.type(row);
    while (m_types.size() <= code) {
        const auto next = static_cast<EventTable::Code>(m_types.size());
        m_types.push_back(EventCatalogue::instance().find(bytesOf(table.typeName(next))));
    }
    return m_types[code];
}

QVariant EventCells::data(
    const TableSnapshot &table, EventTable::Row row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        // A sign is painted in its place.
        return column == EventTableModel::MarkColumn ? QString()
                                                     : text(table, row, column, cellLimit);
    case EventTableModel::FullTextRole:
        return text(table, row, column, copyLimit);
    case Qt::AccessibleTextRole:
        return accessibleText(table, row, column);
    case Qt::TextAlignmentRole: {
        const Qt::Alignment side = isNumberColumn(column) ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    default:
        return eventData(table, row, role);
    }
}

QString EventCells::accessibleText(
    const TableSnapshot &table, EventTable::Row row, int column) const
{
    if (column == EventTableModel::SeverityColumn)
        return severityName(type(table, row).severity);
    return text(table, row, column, cellLimit);
}

QVariant EventCells::eventData(const TableSnapshot &table, EventTable::Row row, int role) const
{
    switch (role) {
    case EventTableModel::RowRole:
        return row;
    case EventTableModel::SeverityRole:
        return static_cast<int>(type(table, row).severity);
    case EventTableModel::TypeNameRole:
        return type(table, row).name;
    case EventTableModel::LateRole:
        return table.isLate(row);
    case EventTableModel::UnknownTypeRole:
        return !type(table, row).known;
    case EventTableModel::ItemTypeRole:
        return bytesOf(table.text(table.itemEntry(table.item(row)).first));
    case EventTableModel::MarkedRole:
        return m_marks.contains(row);
    default:
        return {};
    }
}

QString EventCells::text(
    const TableSnapshot &table, EventTable::Row row, int column, qsizetype limit) const
{
    const auto shown = [limit](std::string_view text) { return displayText(text, limit); };
    switch (column) {
    case EventTableModel::TimeColumn:
        return timeText(table.createdAt(row));
    case EventTableModel::TypeColumn:
        if (!table.isReadable(row))
            return QCoreApplication::translate("EventCells", "Unreadable event");
        return type(table, row).label;
    case EventTableModel::WhoColumn:
        return shown(nameOf(table, table.actor(row)));
    case EventTableModel::LoginColumn:
        return shown(table.text(table.person(table.actor(row)).third));
    case EventTableModel::WhatColumn: {
        const EventTable::Triple &item = table.itemEntry(table.item(row));
        return shown(firstOf({table.text(item.third), table.text(item.second)}));
    }
    case EventTableModel::FolderColumn:
        return shown(table.text(table.folderEntry(table.folder(row)).second));
    case EventTableModel::AddressColumn:
        return shown(table.text(table.address(row)));
    case EventTableModel::ServiceColumn:
        return shown(table.text(table.service(row)));
    case EventTableModel::OwnerColumn:
        return shown(nameOf(table, table.owner(row)));
    case EventTableModel::TargetColumn:
        return shown(nameOf(table, table.target(row)));
    case EventTableModel::ActingForColumn:
        return shown(nameOf(table, table.actingFor(row)));
    case EventTableModel::SizeColumn:
        return table.size(row) < 0 ? QString() : QLocale().toString(table.size(row));
    case EventTableModel::RecordedColumn:
        return timeText(table.recordedAt(row));
    case EventTableModel::ReceivedColumn:
        return timeText(table.receivedAt(row));
    case EventTableModel::ItemTypeColumn:
        return shown(table.text(table.itemEntry(table.item(row)).first));
    case EventTableModel::ItemIdColumn:
        return shown(table.text(table.itemEntry(table.item(row)).second));
    case EventTableModel::FolderIdColumn:
        return shown(table.text(table.folderEntry(table.folder(row)).first));
    case EventTableModel::ActorIdColumn:
        return shown(table.text(table.person(table.actor(row)).first));
    case EventTableModel::ClassificationColumn:
        return shown(table.text(table.classification(row)));
    case EventTableModel::SharedLinkColumn:
        return shown(table.text(table.sharedLink(row)));
    case EventTableModel::StreamColumn:
        if (const auto stream = m_streams.find(table.stream(row)); stream != m_streams.end())
            return QString::fromLatin1(streamTypeName(*stream));
        return {};
    case EventTableModel::LateColumn:
        return table.isLate(row) ? lateText(table.createdAt(row), table.receivedAt(row))
                                 : QString();
    case EventTableModel::EventIdColumn: {
        const QByteArray id = table.eventId(row);
        return shown({id.constData(), static_cast<std::size_t>(id.size())});
    }
    case EventTableModel::SessionColumn:
        return shown(table.text(table.session(row)));
    case EventTableModel::RiskColumn:
        return table.risk(row) < 0 ? QString() : QLocale().toString(table.risk(row));
    case EventTableModel::MarkColumn:
        return m_marks.contains(row) ? EventTableModel::tr("Marked") : QString();
    default:
        return {};
    }
}

} // namespace boxwatch
