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
    connect(&m_later, &QTimer::timeout, this, [this] { publishFresh(true); });
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
    m_shown.clear();
    m_sorted = 0;
    m_places.reset();
    m_pause = m_pace.betweenSteps;
    m_sinceStep.start();
    m_sinceProgress.start();
    if (m_question.table && run(m_question.table->snapshot()))
        publishFresh(true);
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
    if (!m_question.table || !m_isLive)
        return;
    const TableSnapshot table = m_question.table->snapshot();
    if (m_missedIds && table.hasIds()) {
        emit outdated(m_question.number);
        return;
    }
    const bool hasNews = table.size() != m_table.size() || table.hasIds() != m_table.hasIds();
    if (!hasNews || !run(table))
        return;
    const auto wait = m_ordering.sorter && !m_freshAtTheEnd ? m_pause - elapsed(m_sinceStep) : 0ms;
    if (wait <= 0ms)
        publishFresh(true);
    else if (!m_later.isActive())
        m_later.start(wait);
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
    const bool hasRows = !fresh().empty();
    const auto waited = elapsed(m_sinceStep);
    if (m_isFirst ? waited >= (hasRows ? m_pace.untilFirstRows : m_pace.untilNothing)
                  : hasRows && waited >= m_pause)
        publishFresh(false);
}

void ResultWorker::publishFresh(bool complete)
{
    m_later.stop();
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
    if (fresh().empty())
        return true;
    m_shown.append(fresh());
    if (m_isLive && m_freshAtTheEnd)
        return true;
    step.change = ResultStep::Change::Merged;
    step.interim = m_shown.list();
    // A few µs for each fresh row: for many of them it takes less to sort all.
    if (fresh().size() > m_sorted / 8)
        return sortAll(*m_ordering.sorter, m_question.cancelled.get());
    setSorted(m_ordering.sorter->merge(m_table, m_shown.rows().first(m_sorted), fresh()));
    return true;
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
    if (!m_isLive)
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

void ResultWorker::setFreshAtTheEnd(bool atTheEnd)
{
    m_freshAtTheEnd = atTheEnd;
    if (!atTheEnd && m_ordering.sorter && m_sorted < m_shown.size()) {
        m_wanted.cancelled.reset();
        order(m_wanted);
    }
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
    emit found(std::make_shared<ResultStep>(std::move(step)));
}

} // namespace boxwatch
