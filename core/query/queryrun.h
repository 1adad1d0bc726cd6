// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/query/query.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"
#include "core/stream/streamsettings.h"

#include <QByteArray>
#include <QHash>
#include <QSet>
#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace boxwatch {

/// What a query may ask for that does not stand in the table.
struct QueryContext
{
    RowSet marks; ///< for `is:marked`
    QString sessionPath; ///< for `raw:`; without it no event has raw text
    QHash<int, StreamType> streams; ///< for `stream:`, by StoredStream::id

    /// Called now and then, in the thread that called run(), with the share of the rows that are done,
    /// 0 to 1. May be empty.
    std::function<void(double)> progress;
};

/// A query made ready for one table, for its snapshots as it grows.
///
/// A text is tested once for each distinct entry of a dictionary and remembered; rows are tested column
/// by column, cheap clauses first, on all cores. Not thread-safe: one run() after the other.
class QueryRun
{
public:
    using Row = EventTable::Row;

    /// Rows that passed.
    struct Batch
    {
        std::vector<Row> rows; ///< in order
        Row next = 0; ///< the first row that this batch and those before it did not look at
    };

    /// Takes a batch; false ends the run as if it had been cancelled.
    using Sink = std::function<bool(Batch &&)>;

    /// \p hiddenTypes are the names of event types whose rows do not pass, but are counted.
    QueryRun(const Query &query, QSet<QByteArray> hiddenTypes);
    ~QueryRun();
    QueryRun(const QueryRun &) = delete;
    QueryRun &operator=(const QueryRun &) = delete;

    /// Tests the rows of \p table from \p first on. Batches come in order, in the calling thread, while
    /// later rows are still being tested; also empty ones, and none if there is no row to test. Batches
    /// that were handed over stay counted when the run ends early. False if it was cancelled or the sink
    /// refused a batch; cancelling takes a few ms.
    bool run(
        const TableSnapshot &table, Row first, const QueryContext &context, const Sink &sink,
        const std::atomic<bool> *cancelled = nullptr);

    /// By type code: how many of the rows handed over so far pass all but the boxes, over all runs.
    const std::vector<qint64> &typeCounts() const;

    /// Whether the answer hangs on raw events, so that it takes longer and shows progress.
    bool readsRaw() const;

    /// Whether it hangs on QueryContext::marks, so that the query has to be run again when they change.
    bool readsMarks() const;

    /// Whether it asks for event ids, so that it has to be run again when TableSnapshot::hasIds() turns true.
    bool readsIds() const;

    /// Raw events could not be read, in part or at all; such a row counts as if it had no JSON. The first
    /// error.
    const std::optional<Error> &trouble() const;

private:
    class Private;

    std::unique_ptr<Private> d;
};

} // namespace boxwatch
