// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/queryhistory.h"

namespace boxwatch {

void QueryHistory::begin(const EventFilter &filter)
{
    m_entries = {filter};
    m_at = 0;
    m_typing = false;
}

void QueryHistory::visit(const EventFilter &filter, Step step)
{
    const bool merges = step == Step::Typed && m_typing && m_at > 0;
    m_typing = step == Step::Typed;
    if (filter == m_entries[m_at])
        return;
    m_entries.resize(m_at + 1);
    if (merges) {
        m_entries.pop_back();
        --m_at;
        // Typed and taken away again: as if nothing had been.
        if (filter == m_entries[m_at]) {
            m_typing = false;
            return;
        }
    }
    m_entries.push_back(filter);
    if (m_entries.size() > most)
        m_entries.erase(m_entries.begin());
    m_at = m_entries.size() - 1;
}

const EventFilter &QueryHistory::goBack()
{
    m_typing = false;
    if (canGoBack())
        --m_at;
    return m_entries[m_at];
}

const EventFilter &QueryHistory::goForward()
{
    m_typing = false;
    if (canGoForward())
        ++m_at;
    return m_entries[m_at];
}

} // namespace boxwatch
