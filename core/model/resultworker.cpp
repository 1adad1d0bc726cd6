// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/resultworker.h"

#include <algorithm>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

std::chrono::milliseconds elapsed(const QElapsedTimer &timer)
{
    return std::chrono::milliseconds(timer.elapsed());
}

} // namespace

ResultWorker::ResultWorker(const ResultPace &pace) : m_pace(pace)
{
    m_later.setParent(this);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, [this] { publishLater(0ms); });
}

ResultWorker::~ResultWorker() = default;

void ResultWorker::ask(const Question &question)
{
    m_later.stop();
    m_question = question;
    m_run = std::make_unique<QueryRun>(question.query, question.hiddenTypes);
    m_table = {};
    m_next = 0;
    m_arrived.clear();
    m_published = 0;
    m_isFirst = true;
    m_missedIds = false;
    m_isLive = false;
    m_ordering = m_wanted;
    m_isCrowded = false;
    m_shown.clear();
    m_sorted = 0;
    m_places.reset();
    m_pause = m_pace.betweenSteps;
    m_sinceStep.start();
    m_sinceProgress.start();
    if (isCancelled()) // while it waited for the one before it
        return;
    if (m_question.table && run(m_question.table->snapshot()))
        publishFresh(true);
}

bool ResultWorker::isCancelled() const
{
    return m_question.cancelled && *m_question.cancelled;
}

void ResultWorker::extendLater()
{
    if (!m_extendIsPosted.exchange(true))
        QMetaObject::invokeMethod(
            this, [this] { extend(); }, Qt::QueuedConnection);
}

void ResultWorker::extend()
{
    m_extendIsPosted = false;
    // A run that was cancelled is followed by another question.
    if (!m_question.table || !m_isLive || isCancelled())
        return;
    const TableSnapshot table = m_question.table->snapshot();
    if (m_missedIds && table.hasIds()) {
        emit outdated(m_question.number);
        return;
    }
    const bool hasNews = table.size() != m_table.size() || table.hasIds() != m_table.hasIds();
    if (!hasNews || !run(table))
        return;
    const auto wait = m_ordering.sorter && !goesToTheEnd() ? m_pause - elapsed(m_sinceStep) : 0ms;
    if (wait <= 0ms || !m_later.isActive())
        publishLater(wait);
}

void ResultWorker::publishLater(std::chrono::milliseconds wait)
{
    if (isBehind())
        wait = std::max({wait, m_pause, 10ms});
    if (wait <= 0ms)
        publishFresh(true);
    else
        m_later.start(wait);
}

/// Rows have to move in the window's thread, and that is not done with those of the step before.
bool ResultWorker::isBehind() const
{
    return !m_moving.expired() && !goesToTheEnd();
}

bool ResultWorker::run(const TableSnapshot &table)
{
    m_table = table;
    m_missedIds = m_missedIds || (m_run->readsIds() && !table.hasIds());
    QueryContext context = m_question.context;
    if (m_run->readsRaw()) {
        context.progress = [this](double share) {
            if (m_isLive || elapsed(m_sinceProgress) < m_pace.betweenProgress)
                return;
            m_sinceProgress.start();
            emit progressed(m_question.number, share);
        };
    }
    const auto sink = [this](QueryRun::Batch &&batch) {
        m_arrived.append(batch.rows);
        m_next = batch.next;
        if (!m_isLive)
            publishIfDue();
        return true;
    };
    return m_run->run(table, m_next, context, sink, m_question.cancelled.get());
}

void ResultWorker::publishIfDue()
{
    if (isBehind())
        return;
    const bool hasRows = !fresh().empty();
    const auto waited = elapsed(m_sinceStep);
    if (m_isFirst ? waited >= (hasRows ? m_pace.untilFirstRows : m_pace.untilNothing)
                  : hasRows && waited >= m_pause)
        publishFresh(false);
}

void ResultWorker::publishFresh(bool complete)
{
    m_later.stop();
    if (isCancelled())
        return;
    ResultStep step;
    step.isComplete = complete;
    QElapsedTimer clock;
    clock.start();
    if (!addFresh(step))
        return;
    if (m_ordering.sorter)
        m_pause = std::max(m_pace.betweenMerges, 4 * elapsed(clock));
    m_isLive = m_isLive || complete;
    publish(std::move(step));
}

/// False if the question was given up meanwhile.
bool ResultWorker::addFresh(ResultStep &step)
{
    step.change = m_isFirst ? ResultStep::Change::Replaced : ResultStep::Change::Added;
    if (!m_ordering.sorter)
        return true;
    if (m_isFirst)
        return sortAll(*m_ordering.sorter, m_question.cancelled.get());
    const bool hasOthersAtTheEnd = m_sorted < m_shown.size();
    m_shown.append(fresh());
    if (goesToTheEnd() || m_sorted == m_shown.size())
        return true;
    step.change = ResultStep::Change::Merged;
    step.interim = m_shown.list();
    // A fresh row is compared with some twenty others: for many of them it takes less to sort all. Rows
    // that stand at the end have to be sorted as well.
    if (hasOthersAtTheEnd || fresh().size() > m_sorted / 64)
        return sortAll(*m_ordering.sorter, m_question.cancelled.get());
    auto merged = m_ordering.sorter->merge(
        m_table, m_shown.rows().first(m_sorted), fresh(), m_question.cancelled.get());
    if (!merged)
        return false;
    setSorted(std::move(*merged));
    return true;
}

bool ResultWorker::goesToTheEnd() const
{
    return m_isCrowded || (m_isLive && m_freshAtTheEnd);
}

bool ResultWorker::sortAll(const RowSorter &sorter, const std::atomic<bool> *cancelled)
{
    auto sorted = sorter.sort(m_table, m_arrived.rows(), cancelled);
    if (!sorted)
        return false;
    setSorted(std::move(*sorted));
    return true;
}

void ResultWorker::setSorted(std::vector<Row> rows)
{
    const auto places = std::make_shared<std::vector<quint32>>(m_table.size(), ShownRows::none);
    for (std::size_t place = 0; place < rows.size(); ++place)
        (*places)[rows[place]] = static_cast<quint32>(place);
    m_places = places;
    m_sorted = rows.size();
    m_shown.assign(std::move(rows));
}

void ResultWorker::order(const Ordering &ordering)
{
    m_wanted = ordering;
    if (!m_isLive || isCancelled())
        return; // the next question will follow it
    if (!fresh().empty())
        publishFresh(true);
    if (ordering.sorter && !sortAll(*ordering.sorter, ordering.cancelled.get()))
        return;
    if (!ordering.sorter) {
        m_shown.clear();
        m_sorted = 0;
        m_places.reset();
    }
    m_ordering = ordering;
    m_pause = m_pace.betweenMerges;
    ResultStep step;
    step.change = ResultStep::Change::Reordered;
    step.isComplete = true;
    publish(std::move(step));
}

void ResultWorker::setFreshAtTheEnd(bool atTheEnd, const CancelFlag &cancelled)
{
    m_freshAtTheEnd = atTheEnd;
    putWhereTheyBelong(cancelled);
}

void ResultWorker::setCrowded(bool crowded, const CancelFlag &cancelled)
{
    m_isCrowded = crowded;
    putWhereTheyBelong(cancelled);
}

void ResultWorker::putWhereTheyBelong(const CancelFlag &cancelled)
{
    if (goesToTheEnd() || !m_ordering.sorter || m_sorted == m_shown.size())
        return;
    m_wanted.cancelled = cancelled;
    order(m_wanted);
}

void ResultWorker::publish(ResultStep &&step)
{
    step.question = m_question.number;
    step.ordering = m_ordering.number;
    step.arrived = m_arrived.list();
    if (m_ordering.sorter) {
        step.shown = {
            .rows = m_shown.list(),
            .sorted = m_sorted,
            .sorter = m_ordering.sorter,
            .places = m_places};
    } else {
        step.shown = {.rows = step.arrived, .sorted = 0, .sorter = {}, .places = {}};
    }
    step.table = m_table;
    step.trouble = m_run->trouble();
    const std::vector<qint64> &counts = m_run->typeCounts();
    for (EventTable::Code code = 0; code < m_table.typeCount(); ++code) {
        const qint64 count = code < counts.size() ? counts[code] : 0;
        const std::string_view name = m_table.typeName(code);
        // Code 0 is there from the start: the type of events that have none.
        if (code != Dictionary::empty || count > 0)
            step.typeCounts.insert({name.data(), static_cast<qsizetype>(name.size())}, count);
    }
    m_published = m_arrived.size();
    m_isFirst = false;
    m_sinceStep.start();
    const bool moves = step.change == ResultStep::Change::Merged
        || step.change == ResultStep::Change::Reordered;
    const auto told = std::make_shared<ResultStep>(std::move(step));
    if (moves)
        m_moving = told;
    emit found(told);
}

} // namespace boxwatch
