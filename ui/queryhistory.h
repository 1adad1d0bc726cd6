// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <cstddef>
#include <vector>

namespace boxwatch {

/// The filters that a page has had, to go back and forth in as in a browser. Never empty; begins with
/// the filter that shows all.
class QueryHistory
{
public:
    enum class Step {
        Typed, ///< one of many: together they are one entry, until settle()
        Chosen,
    };

    static constexpr std::size_t most = 100;

    /// Forgets all, and begins with \p filter.
    void begin(const EventFilter &filter);

    /// \p filter is what is shown now; what was ahead is forgotten.
    void visit(const EventFilter &filter, Step step);

    /// What is typed from now on is an entry of its own.
    void settle() { m_typing = false; }

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_entries.size(); }

    /// One step, if there is one. Both return what is to be shown now.
    const EventFilter &goBack();
    const EventFilter &goForward();

private:
    std::vector<EventFilter> m_entries{EventFilter{}};
    std::size_t m_at = 0;
    bool m_typing = false;
};

} // namespace boxwatch
