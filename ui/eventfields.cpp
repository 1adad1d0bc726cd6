// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventfields.h"

#include "core/model/displaytext.h"
#include "core/model/eventtablemodel.h"
#include "ui/cellclauses.h"
#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

using Column = EventTableModel::Column;

constexpr std::array monospaceColumns{
    static_cast<int>(Column::ActorIdColumn),  static_cast<int>(Column::ItemIdColumn),
    static_cast<int>(Column::FolderIdColumn), static_cast<int>(Column::SharedLinkColumn),
    static_cast<int>(Column::SessionColumn),  static_cast<int>(Column::TypeColumn),
    static_cast<int>(Column::EventIdColumn)};

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::EventInWords)
};

QString tr(const char *text)
{
    return Words::tr(text);
}

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// Reads one event from the table and leaves out what Box did not send.
class Reader
{
public:
    Reader(const TableSnapshot &table, EventTable::Row row, const QTimeZone &zone)
        : m_table(table)
        , m_row(row)
        , m_zone(zone)
    {
    }

    QString text(EventTable::Code code) const { return displayText(m_table.text(code)); }
    QString name(EventTable::Code person) const
    {
        const EventTable::Triple &entry = m_table.person(person);
        for (const EventTable::Code code : {entry.second, entry.third, entry.first}) {
            if (const QString shown = text(code); !shown.isEmpty())
                return shown;
        }
        return {};
    }
    QString itemName() const
    {
        const EventTable::Triple &entry = m_table.itemEntry(m_table.item(m_row));
        const QString shown = text(entry.third);
        return shown.isEmpty() ? text(entry.second) : shown;
    }
    QString time(qint64 ms) const
    {
        if (ms == Event::noTime)
            return {};
        return isoTime(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC), m_zone);
    }

    void group(const QString &title) { m_groups.append({title, {}}); }
    void add(const QString &fieldName, const QString &value, int column = noColumn)
    {
        if (value.isEmpty())
            return;
        const bool monospace = std::ranges::find(monospaceColumns, column)
            != monospaceColumns.end();
        const QString clause = column == noColumn ? QString() : cellClause(m_table, m_row, column);
        m_groups.last().fields.append({fieldName, value, clause, monospace});
    }

    static constexpr int noColumn = -1; ///< nothing to ask for

    QList<EventFieldGroup> groups() const
    {
        QList<EventFieldGroup> filled;
        for (const EventFieldGroup &candidate : m_groups) {
            if (!candidate.fields.isEmpty())
                filled += candidate;
        }
        return filled;
    }

private:
    const TableSnapshot &m_table;
    EventTable::Row m_row;
    QTimeZone m_zone;
    QList<EventFieldGroup> m_groups;
};

void addSentence(
    EventInWords &words, const Reader &reader, const TableSnapshot &table, EventTable::Row row)
{
    auto &parts = words.sentence;
    parts += {words.label, false};
    if (const QString who = reader.name(table.actor(row)); !who.isEmpty()) {
        parts += {u' ' + tr("by") + u' ', false};
        parts += {who, true};
    }
    if (const QString what = reader.itemName(); !what.isEmpty()) {
        parts += {u": "_s, false};
        parts += {what, true};
        const EventTable::Triple &folder = table.folderEntry(table.folder(row));
        if (const QString where = reader.text(folder.second); !where.isEmpty())
            parts += {u' ' + tr("in %1").arg(where), false};
    }
    if (const QString from = reader.text(table.address(row)); !from.isEmpty())
        parts += {tr(", from %1").arg(from), false};
    parts += {u"."_s, false};
}

QString whenWords(const Reader &reader, const TableSnapshot &table, EventTable::Row row)
{
    const qint64 created = table.createdAt(row);
    const qint64 received = table.receivedAt(row);
    const QString time = reader.time(created);
    if (time.isEmpty())
        return tr("Box did not say when");
    if (received <= created)
        return time;
    return tr("%1 · received %2 later")
        .arg(time, timeSpan(std::chrono::milliseconds(received - created)));
}

void addFields(
    Reader &reader, const TableSnapshot &table, EventTable::Row row, const EventType &type)
{
    reader.group(tr("When"));
    reader.add(tr("Happened"), reader.time(table.createdAt(row)));
    reader.add(tr("Recorded"), reader.time(table.recordedAt(row)));
    reader.add(tr("Received"), reader.time(table.receivedAt(row)));
    const qint64 after = table.receivedAt(row) - table.createdAt(row);
    if (table.isLate(row) && table.createdAt(row) != Event::noTime)
        reader.add(
            tr("Late"),
            tr("by %1; history brought it").arg(timeSpan(std::chrono::milliseconds(after))));

    reader.group(tr("Who"));
    const EventTable::Triple &actor = table.person(table.actor(row));
    reader.add(tr("Name"), reader.text(actor.second), Column::WhoColumn);
    reader.add(tr("Login"), reader.text(actor.third), Column::LoginColumn);
    reader.add(tr("User ID"), reader.text(actor.first), Column::ActorIdColumn);
    reader.add(tr("Done by"), reader.name(table.actingFor(row)), Column::ActingForColumn);

    const EventTable::Triple &item = table.itemEntry(table.item(row));
    const EventTable::Triple &folder = table.folderEntry(table.folder(row));
    reader.group(tr("What"));
    reader.add(tr("Item"), reader.text(item.third), Column::WhatColumn);
    reader.add(tr("Kind"), reader.text(item.first), Column::ItemTypeColumn);
    reader.add(tr("Item ID"), reader.text(item.second), Column::ItemIdColumn);
    reader.add(tr("Folder"), reader.text(folder.second), Column::FolderColumn);
    reader.add(tr("Folder ID"), reader.text(folder.first), Column::FolderIdColumn);
    reader.add(tr("Owner"), reader.name(table.owner(row)), Column::OwnerColumn);
    if (table.size(row) >= 0)
        reader.add(tr("Size"), tr("%1 bytes").arg(grouped(table.size(row))), Column::SizeColumn);
    reader.add(
        tr("Classified"), reader.text(table.classification(row)), Column::ClassificationColumn);
    reader.add(tr("Link ID"), reader.text(table.sharedLink(row)), Column::SharedLinkColumn);

    reader.group(tr("Whose access"));
    const EventTable::Triple &target = table.person(table.target(row));
    reader.add(tr("Name"), reader.text(target.second), Column::TargetColumn);
    reader.add(tr("Login"), reader.text(target.third));
    reader.add(tr("User ID"), reader.text(target.first));

    reader.group(tr("Where from"));
    reader.add(tr("Address"), reader.text(table.address(row)), Column::AddressColumn);
    reader.add(tr("Service"), reader.text(table.service(row)), Column::ServiceColumn);
    reader.add(tr("Session"), reader.text(table.session(row)), Column::SessionColumn);

    reader.group(tr("Event"));
    reader.add(tr("Type"), displayText(table.typeName(table.type(row))), Column::TypeColumn);
    reader.add(tr("Category"), type.category);
    const QByteArray id = table.eventId(row);
    reader.add(
        tr("Event ID"), displayText({id.constData(), static_cast<std::size_t>(id.size())}),
        Column::EventIdColumn);
    if (table.risk(row) >= 0)
        reader.add(tr("Risk"), tr("%1 of 100").arg(table.risk(row)), Column::RiskColumn);
}

} // namespace

EventInWords describeEvent(const TableSnapshot &table, EventTable::Row row, const QTimeZone &zone)
{
    EventInWords words;
    if (row >= table.size())
        return words;
    const EventType type = EventCatalogue::instance().find(
        bytesOf(table.typeName(table.type(row))));
    Reader reader(table, row, zone);
    words.severity = type.severity;
    words.label = table.isReadable(row) ? displayText(type.label.toStdString())
                                        : tr("Unreadable event");
    words.when = whenWords(reader, table, row);
    addSentence(words, reader, table, row);
    addFields(reader, table, row, type);
    words.groups = reader.groups();
    return words;
}

} // namespace boxwatch
