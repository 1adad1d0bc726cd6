// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"
#include "core/store/eventtable.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimeZone>

#include <memory>

namespace boxwatch {

struct FilterResult;

/// The events that pass the filter, in order of arrival, as a table.
///
/// Filters in a thread of its own: setFilter() returns at once and filterApplied() follows. New rows
/// of the table are tested alone. Texts are clipped to 512 characters and shown without control and
/// direction marks.
class EventTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        SeverityColumn,
        TimeColumn,
        TypeColumn,
        WhoColumn,
        LoginColumn,
        WhatColumn,
        FolderColumn,
        AddressColumn, ///< "Where from"
        ServiceColumn,
        OwnerColumn,
        TargetColumn,
        ActingForColumn,
        SizeColumn,
        RecordedColumn,
        ReceivedColumn,
        ItemTypeColumn,
        ItemIdColumn,
        FolderIdColumn,
        ActorIdColumn,
        ClassificationColumn,
        SharedLinkColumn,
        StreamColumn,
        LateColumn, ///< by how much, for events that came late
        EventIdColumn,
        ColumnCount
    };

    enum Role {
        RowRole = Qt::UserRole + 1, ///< row in the EventTable, for life
        SeverityRole, ///< int of Severity
        TypeNameRole, ///< QByteArray, as Box sends it
        LateRole, ///< bool: see TableSnapshot::isLate()
        UnknownTypeRole, ///< bool: a type that the catalogue does not list
        ItemTypeRole, ///< QByteArray, for the icon
        FullTextRole, ///< the cell's text, unclipped up to 64 KiB, for copying and tool tips
    };

    explicit EventTableModel(QObject *parent = nullptr);
    ~EventTableModel() override;

    /// The table must outlive the model, or setTable(nullptr) be called first.
    void setTable(const EventTable *table);

    /// Looks for rows that the table got since. To be called at Session::rowsAdded().
    void update();

    void setFilter(const EventFilter &filter);
    EventFilter filter() const;
    bool isFiltering() const; ///< a filter is set that is not applied yet

    /// Stable key of a column, for settings and CSV: "event_type", "actor_name", …
    static QByteArray columnKey(int column);

    /// What to call the streams of the session, by their number in the file.
    void setStreamNames(const QHash<int, QString> &names);

    void setTimeZone(const QTimeZone &zone);
    QTimeZone timeZone() const;

    EventTable::Row tableRow(int modelRow) const;
    /// Where a row of the table stands now, or -1 if it is hidden. In O(log n).
    int modelRow(EventTable::Row row) const;
    TableSnapshot snapshot() const;

    /// The visible rows, for an export of what is shown.
    std::vector<EventTable::Row> visibleRows() const;

    qint64 totalRows() const; ///< seen by this model, visible or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// The rows now follow the filter last set. The model was reset.
    void filterApplied();

    /// How many rows pass all but the boxes, by event type's name; live.
    void typeCountsChanged(const QHash<QByteArray, qint64> &counts);

private:
    class Private;

    void restart();
    void take(const std::shared_ptr<FilterResult> &result);

    std::unique_ptr<Private> d;
};

} // namespace boxwatch
