// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QHash>
#include <QObject>

#include <memory>
#include <vector>

namespace boxwatch {

/// What a filter found since the last answer.
struct FilterResult
{
    quint64 request = 0; ///< which setFilter() this answers
    bool reset = false; ///< the rows replace those of before; otherwise they follow them
    std::vector<EventTable::Row> rows;
    QHash<QByteArray, qint64> typeCounts; ///< all rows so far, boxes aside; every type of the table
    TableSnapshot table;
};

/// Runs filters over a table in a thread of its own. Internal to core/model.
class FilterWorker : public QObject
{
    Q_OBJECT

public:
    using Cancelled = std::shared_ptr<std::atomic<bool>>;

    /// Starts over with another filter, or another table.
    void restart(
        const EventTable *table, const EventFilter &filter, quint64 request,
        const Cancelled &cancelled);

    /// Tests the rows that came since.
    void extend(quint64 request);

signals:
    void found(const std::shared_ptr<boxwatch::FilterResult> &result);

private:
    void run(bool reset);

    const EventTable *m_table = nullptr;
    std::unique_ptr<FilterRun> m_run;
    Cancelled m_cancelled;
    EventTable::Row m_next = 0;
    std::vector<qint64> m_typeCounts;
    quint64 m_request = 0;
};

} // namespace boxwatch
