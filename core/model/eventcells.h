// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventcatalogue.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"
#include "core/stream/streamsettings.h"

#include <QHash>
#include <QString>
#include <QTimeZone>
#include <QVariant>

#include <vector>

namespace boxwatch {

/// What stands in the cells of the events table. Internal to core/model.
class EventCells
{
public:
    /// \p column is one of EventTableModel::Column, \p role one of Qt or of EventTableModel::Role.
    QVariant data(const TableSnapshot &table, EventTable::Row row, int column, int role) const;

    /// \p column is one of EventTableModel::Column. Not longer than \p limit UTF-16 units.
    QString text(
        const TableSnapshot &table, EventTable::Row row, int column, qsizetype limit) const;

    /// What the catalogue says of the row's type.
    const EventType &type(const TableSnapshot &table, EventTable::Row row) const;

    /// For another table, whose type codes mean something else.
    void forgetTypes() { m_types.clear(); }

    void setTimeZone(const QTimeZone &zone) { m_zone = zone; }
    const QTimeZone &timeZone() const { return m_zone; }
    void setStreams(const QHash<int, StreamType> &streams) { m_streams = streams; }

    void setMarks(const RowSet &marks) { m_marks = marks; }
    const RowSet &marks() const { return m_marks; }

    /// How long after it happened an event arrived: "12 min".
    static QString lateText(qint64 createdAt, qint64 receivedAt);

private:
    QVariant eventData(const TableSnapshot &table, EventTable::Row row, int role) const;
    QString accessibleText(const TableSnapshot &table, EventTable::Row row, int column) const;
    QString timeText(qint64 time) const;

    QTimeZone m_zone = QTimeZone::systemTimeZone();
    QHash<int, StreamType> m_streams;
    RowSet m_marks;
    mutable std::vector<EventType> m_types; // by type code; the catalogue is asked once for each
};

} // namespace boxwatch
