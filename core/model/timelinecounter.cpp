// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/timelinecounter.h"

#include <tuple>

namespace boxwatch {

TimelineCounter::TimelineCounter() = default;
TimelineCounter::~TimelineCounter() = default;

void TimelineCounter::count(const TimelineJob &job)
{
    if (m_number != job.result.number) {
        m_number = job.result.number;
        m_counts = {};
        m_counted = 0;
        m_next = 0;
        m_run.reset();
        if (job.query)
            m_run = std::make_unique<QueryRun>(*job.query, job.result.filter.hiddenTypes);
    }
    if (add(job)) {
        emit counted(answer(job));
    } else {
        m_number.reset(); // a count that was broken off is of no use
        emit counted(nullptr);
    }
}

std::shared_ptr<TimelineAnswer> TimelineCounter::answer(const TimelineJob &job)
{
    auto answer = std::make_shared<TimelineAnswer>();
    answer->number = job.result.number;
    answer->isComplete = job.result.isComplete;
    std::optional<qint64> from;
    std::optional<qint64> to;
    if (job.range)
        std::tie(from, to) = *job.range;
    answer->histogram = m_counts.histogram(job.bins, from, to, job.zoneOffset);
    answer->extent = m_counts.extent();
    return answer;
}

bool TimelineCounter::add(const TimelineJob &job)
{
    const TableSnapshot &table = job.result.table;
    const std::atomic<bool> *cancelled = job.cancelled.get();
    if (!m_run) {
        const auto rows = job.result.rows.rows();
        const bool added = m_counts.add(table, rows.subspan(m_counted), cancelled);
        m_counted = rows.size();
        return added;
    }
    const auto take = [&](QueryRun::Batch &&batch) {
        m_next = batch.next;
        return m_counts.add(table, batch.rows, cancelled);
    };
    return m_next == table.size() || m_run->run(table, m_next, job.context, take, cancelled);
}

} // namespace boxwatch
