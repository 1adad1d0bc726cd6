// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/filterworker.h"

namespace boxwatch {

void FilterWorker::restart(
    const EventTable *table, const EventFilter &filter, quint64 request, const Cancelled &cancelled)
{
    m_table = table;
    m_run = std::make_unique<FilterRun>(filter);
    m_cancelled = cancelled;
    m_request = request;
    m_next = 0;
    m_typeCounts.clear();
    if (m_table)
        run(true);
}

void FilterWorker::extend(quint64 request)
{
    if (m_table && request == m_request)
        run(false);
}

void FilterWorker::run(bool reset)
{
    auto result = std::make_shared<FilterResult>();
    result->request = m_request;
    result->reset = reset;
    result->table = m_table->snapshot();
    if (!reset && result->table.size() == m_next)
        return;
    if (!m_run->run(result->table, m_next, result->rows, m_typeCounts, m_cancelled.get()))
        return;
    m_next = result->table.size();
    for (EventTable::Code code = 0; code < result->table.typeCount(); ++code) {
        const std::string_view name = result->table.typeName(code);
        // Code 0 is there from the start: the type of events that have none.
        if (code != Dictionary::empty || m_typeCounts[code] > 0) {
            result->typeCounts.insert(
                QByteArray(name.data(), static_cast<qsizetype>(name.size())), m_typeCounts[code]);
        }
    }
    emit found(result);
}

} // namespace boxwatch
