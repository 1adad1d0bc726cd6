// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "core/model/resultstep.h"
#include "core/model/workerthread.h"
#include "core/query/queryrun.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <atomic>

namespace boxwatch {

/// Runs queries over a table and sorts what they find, in a thread of its own. Tells of a long run while
/// it lasts. Internal to core/model.
class ResultWorker : public QObject
{
    Q_OBJECT

public:
    struct Question
    {
        quint64 number = 0;
        const EventTable *table = nullptr;
        Query query;
        QSet<QByteArray> hiddenTypes;
        QueryContext context;
        CancelFlag cancelled;
    };

    struct Ordering
    {
        quint64 number = 0;
        std::shared_ptr<const RowSorter> sorter; ///< null for order of arrival
        CancelFlag cancelled;
    };

    explicit ResultWorker(const ResultPace &pace);
    ~ResultWorker() override;

    /// Starts over with another query, or another table.
    void ask(const Question &question);

    /// Sorts what was found, and what will be.
    void order(const Ordering &ordering);

    /// Whether rows that arrive from now on go behind those that are sorted.
    void setFreshAtTheEnd(bool atTheEnd, const CancelFlag &cancelled);

    /// The same for all rows that are found, as long as moving them would take too long. Ends with the
    /// question.
    void setCrowded(bool crowded, const CancelFlag &cancelled);

    /// Has the rows tested that came since. From any thread; returns at once.
    void extendLater();

signals:
    void found(const std::shared_ptr<boxwatch::ResultStep> &step);
    void progressed(quint64 question, double share);

    /// The question has to be asked once more: it hangs on event ids, which were not there yet.
    void outdated(quint64 question);

private:
    using Row = EventTable::Row;

    bool isCancelled() const;
    bool isBehind() const;
    bool goesToTheEnd() const;
    void putWhereTheyBelong(const CancelFlag &cancelled);
    void extend();
    bool run(const TableSnapshot &table);
    void publishIfDue();
    void publishLater(std::chrono::milliseconds wait);
    void publishFresh(bool complete);
    bool addFresh(ResultStep &step);
    bool sortAll(const RowSorter &sorter, const std::atomic<bool> *cancelled);
    void setSorted(std::vector<Row> rows);
    std::span<const Row> fresh() const { return m_arrived.rows().subspan(m_published); }
    void publish(ResultStep &&step);

    Question m_question;
    std::unique_ptr<QueryRun> m_run;
    TableSnapshot m_table; // as it was tested last
    Row m_next = 0; // the first row that was not tested
    RowListBuilder m_arrived; // what was found
    std::size_t m_published = 0; // of m_arrived
    bool m_isFirst = true; // nothing was published of this question
    bool m_missedIds = false; // some rows were tested without the ids that the query asks for
    bool m_isLive = false; // all that there was at the question was published

    Ordering m_wanted;
    Ordering m_ordering; // that the published rows follow
    bool m_freshAtTheEnd = false;
    bool m_isCrowded = false;
    std::weak_ptr<ResultStep> m_moving; // until its rows were moved
    RowListBuilder m_shown; // if they are sorted: first these, then those that came behind them
    std::size_t m_sorted = 0;
    std::shared_ptr<const std::vector<quint32>> m_places;

    QElapsedTimer m_sinceStep;
    QElapsedTimer m_sinceProgress;
    const ResultPace m_pace;
    std::chrono::milliseconds m_pause{0}; // from one step to the next
    QTimer m_later; // publishes what has been found since
    std::atomic<bool> m_extendIsPosted = false;
};

} // namespace boxwatch
