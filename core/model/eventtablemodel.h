// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/query/eventfilter.h"
#include "core/query/query.h"
#include "core/query/queryrun.h"
#include "core/query/rowlist.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"
#include "core/stream/streamsettings.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QTimeZone>

#include <chrono>
#include <memory>
#include <optional>

namespace boxwatch {

struct ResultStep;
struct ShownRows;

/// How often a long search shows what it has found so far.
struct ResultPace
{
    /// Most searches are over before this: all their rows come at once, and nothing flickers.
    std::chrono::milliseconds untilFirstRows{20};

    /// A search that has found nothing for so long takes away the rows of the one before.
    std::chrono::milliseconds untilNothing{100};

    std::chrono::milliseconds betweenSteps{100};

    /// The same if the rows are sorted. More, if putting rows where they belong takes long.
    std::chrono::milliseconds betweenMerges{250};

    /// How often a search through raw events tells how far it is.
    std::chrono::milliseconds betweenProgress{50};
};

/// What an EventTableModel shows, for other threads to work on. A value, cheap to copy.
struct EventResult
{
    /// Another number means another filter, or another table. While it stays the same, rows are only
    /// added at the end.
    quint64 number = 0;
    quint64 tableNumber = 0; ///< another one means another table, whatever the filter
    EventFilter filter; ///< that the rows follow
    RowList rows; ///< in order of arrival, however they are sorted
    TableSnapshot table;
    bool isComplete = false; ///< all rows of `table` have been tested
};

/// The events that pass the filter, as a table: in order of arrival, or sorted by a column.
///
/// Filters and sorts in a thread of its own: setFilter() returns at once, the first rows come as a reset
/// and further ones at the end, and filterApplied() follows. New rows of the table are tested alone.
/// Sorting is a change of layout. Nothing here takes longer the more events there are.
///
/// Texts are clipped to 512 characters and shown without control and direction marks.
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
        SessionColumn,
        RiskColumn,
        MarkColumn, ///< "Marked" or nothing; without a heading
        ColumnCount
    };

    enum Role {
        RowRole = Qt::UserRole + 1, ///< row in the EventTable, for life
        SeverityRole, ///< int of Severity
        TypeNameRole, ///< QByteArray, as Box sends it
        LateRole, ///< bool: see TableSnapshot::isLate()
        UnknownTypeRole, ///< bool: a type that the catalogue does not list
        ItemTypeRole, ///< QByteArray, for the icon
        MarkedRole, ///< bool: see setMarks()
        FullTextRole, ///< the cell's text, unclipped up to 64 KiB, for copying and tool tips
    };

    explicit EventTableModel(QObject *parent = nullptr);
    explicit EventTableModel(const ResultPace &pace, QObject *parent = nullptr);
    ~EventTableModel() override;

    /// What rows that arrive do while the table is sorted. AtTheEnd is what they do in any case once more
    /// than 10,000 persistent indexes had to move with their rows: a selection makes one for each of its
    /// rows then, in the window's thread. Those rows go where they belong when rows arrive and the
    /// persistent indexes lie less than 10,000 rows apart, as those of a smaller selection do.
    enum class LiveRows { WhereTheyBelong, AtTheEnd };

    /// The table must outlive the model, or setTable(nullptr) be called first. Its raw events are in
    /// \p sessionPath; without one, `raw:` finds nothing.
    void setTable(const EventTable *table, const QString &sessionPath = {});

    /// Looks for rows that the table got since. To be called at Session::rowsAdded().
    void update();

    /// Shows what passes \p filter. If that is not a query, returns why, and the filter before stays.
    /// The error's place is one in filter.text, or its end if a pick is wrong.
    ///
    /// A time such as `-2h` counts from now, and stays where it is.
    std::optional<QueryError> setFilter(const EventFilter &filter);
    EventFilter filter() const;
    bool isFiltering() const; ///< a filter is set that is not applied in full yet

    /// Runs the filter anew, with times such as `-2h` counting from now.
    void filterAnew();

    /// \p filter as a query, with the zone and the time that the filter set last has; the query that
    /// nothing was asked of if there is an error in it.
    Query queryOf(const EventFilter &filter) const;
    QueryClock queryClock() const; ///< of queryOf(), which is for this thread only
    QueryContext queryContext() const;

    EventResult result() const;

    /// Sorts all rows by a column; equal ones stay in order of arrival. Returns at once, sortChanged()
    /// follows.
    void setSort(int column, Qt::SortOrder order);
    void clearSort(); ///< back to the order of arrival
    int sortColumn() const; ///< as last set; -1 in order of arrival
    Qt::SortOrder sortOrder() const;
    bool isSorting() const; ///< the rows do not stand in this order yet

    /// WhereTheyBelong at first. Rows that stand at the end are put where they belong when it is chosen
    /// again.
    void setLiveRows(LiveRows where);
    LiveRows liveRows() const;

    /// The events that a person marked, for MarkedRole and `is:marked`.
    void setMarks(const RowSet &marks);
    RowSet marks() const;

    /// Stable key of a column, for settings and CSV: "event_type", "actor_name", …
    static QByteArray columnKey(int column);

    /// The streams of the session, by their number in the file.
    void setStreams(const QHash<int, StreamType> &streams);

    void setTimeZone(const QTimeZone &zone);
    QTimeZone timeZone() const;

    EventTable::Row tableRow(int modelRow) const;
    /// Where a row of the table stands now, or -1 if it is hidden. In O(log n).
    int modelRow(EventTable::Row row) const;
    /// The same, or where the row would stand if it were not hidden: at most rowCount().
    int nearestModelRow(EventTable::Row row) const;
    TableSnapshot snapshot() const;

    /// The visible rows in the order shown, for an export of what is shown.
    RowList visibleRows() const;

    qint64 totalRows() const; ///< seen by this model, visible or not

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// The rows now follow the filter last set, all of them.
    void filterApplied();

    /// How much of a long search through raw events is done, 0 to 1.
    void filterProgress(double share);

    /// Raw events could not be read: a search through them may have missed some.
    void filterTrouble(const boxwatch::Error &error);

    /// The rows now stand in the order last set.
    void sortChanged();

    /// result() tells something else.
    void resultChanged();

    void marksChanged();

    /// How many rows pass all but the boxes, by event type's name; live.
    void typeCountsChanged(const QHash<QByteArray, qint64> &counts);

private:
    class Private;

    void ask();
    void order();
    void setCrowded(bool crowded);
    bool areFewHeld() const;
    void take(const std::shared_ptr<ResultStep> &step);
    void discard(ResultStep &&step);
    void show(const ResultStep &step);
    void showIds();
    void reset(const ResultStep &step);
    void addAtTheEnd(const RowList &rows);
    void reorder(const ShownRows &shown);

    std::unique_ptr<Private> d;
};

} // namespace boxwatch
