// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"
#include "core/model/workerthread.h"
#include "core/query/histogram.h"

#include <QObject>

#include <memory>
#include <optional>
#include <utility>

namespace boxwatch {

using TimeRange = std::pair<qint64, qint64>;

/// What there is to count, and how to tell it.
struct TimelineJob
{
    EventResult result;
    QueryContext context;
    std::optional<Query> query; ///< what else to ask, if the result is not to be counted
    int bins = 0;
    std::optional<TimeRange> range;
    qint64 zoneOffset = 0; ///< ms ahead of UTC
    CancelFlag cancelled;
};

struct TimelineAnswer
{
    quint64 number = 0; ///< of the result
    bool isComplete = false;
    Histogram histogram;
    std::optional<TimeRange> extent;
};

/// Counts when the events of a result happened, and goes on with what comes to it. Lives in a thread of
/// its own. Internal to core/model.
class TimelineCounter : public QObject
{
    Q_OBJECT

public:
    TimelineCounter();
    ~TimelineCounter() override;

    /// Answers with counted().
    void count(const TimelineJob &job);

signals:
    /// Null if the job was cancelled.
    void counted(const std::shared_ptr<boxwatch::TimelineAnswer> &answer);

private:
    bool add(const TimelineJob &job);
    std::shared_ptr<TimelineAnswer> answer(const TimelineJob &job);

    std::optional<quint64> m_number; // of the result that is being counted
    HistogramCounts m_counts;
    std::size_t m_counted = 0; // rows of the result
    std::unique_ptr<QueryRun> m_run; // if it has a query of its own
    EventTable::Row m_next = 0; // for the run
};

} // namespace boxwatch
