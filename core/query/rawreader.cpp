// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rawreader.h"

namespace boxwatch {

std::string_view RawReader::raw(const TableSnapshot &table, EventTable::Row row)
{
    if (!m_isTried && !m_path.isEmpty()) {
        m_isTried = true;
        auto events = RawEvents::open(m_path);
        if (events)
            m_events = std::move(*events);
        else
            m_trouble = events.error();
    }
    if (!m_events)
        return {};
    const Result<std::string_view> raw = m_events->raw(table, row);
    if (raw)
        return *raw;
    if (!m_trouble)
        m_trouble = raw.error();
    return {};
}

} // namespace boxwatch
