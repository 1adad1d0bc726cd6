// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventcells.h"
#include "core/model/eventtablemodel.h"
#include "core/model/resultworker.h"

namespace boxwatch {

/// What an EventTableModel was asked for, and what it shows. Internal to core/model.
class EventTableModel::Private
{
public:
    explicit Private(const ResultPace &pace) : thread("filter", pace) { }

    const EventTable *table = nullptr;
    quint64 tableNumber = 0;
    QString sessionPath;
    EventFilter filter;
    Query query;
    QueryClock clock; // of `query`
    EventCells cells;
    QHash<int, StreamType> streams;

    TableSnapshot snapshot;
    ShownRows shown;
    EventResult result{.isComplete = true}; // the same rows
    bool isCrowded = false; // rows that arrive would move too many others

    quint64 asked = 0; // question that was asked last
    quint64 answered = 0; // question that the rows answer in full
    CancelFlag askCancelled;

    int sortColumn = -1;
    Qt::SortOrder sortOrder = Qt::AscendingOrder;
    LiveRows liveRows = LiveRows::WhereTheyBelong;
    quint64 ordered = 0;
    quint64 inOrder = 0; // ordering that the rows follow
    CancelFlag orderCancelled;

    WorkerThread<ResultWorker> thread;

    /// Sorting by what was asked for last may be given up just as when it was asked for.
    CancelFlag flagToSortAnew()
    {
        if (!orderCancelled || *orderCancelled)
            orderCancelled = std::make_shared<std::atomic<bool>>(false);
        return orderCancelled;
    }
};

} // namespace boxwatch
