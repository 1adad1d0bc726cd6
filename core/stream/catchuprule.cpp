// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/catchuprule.h"

namespace boxwatch {

bool CatchUpRule::isGoingInCircles(const Outcome &outcome)
{
    if (outcome.fresh > 0) {
        m_visited.clear();
        return false;
    }
    m_visited.insert(outcome.asked.text());
    return m_visited.contains(outcome.next.text()) || m_visited.size() > m_limits.emptyMoves + 100;
}

CatchUpRule::Next CatchUpRule::after(const Outcome &outcome)
{
    const bool moved = outcome.next != outcome.asked;
    if (!isGoingInCircles(outcome) && moved) {
        const bool isWorthIt = outcome.fresh > 0 || m_expectsRepeats
            || outcome.entries >= m_limits.manyRepeats;
        if (outcome.entries > 0 && isWorthIt) {
            m_emptyMoves = 0;
            return Next::GoOn;
        }
        if (outcome.entries == 0 && m_emptyMoves < m_limits.emptyMoves) {
            ++m_emptyMoves;
            return Next::GoOn;
        }
    }
    m_emptyMoves = 0;
    m_expectsRepeats = false;
    m_visited.clear();
    return Next::CaughtUp;
}

} // namespace boxwatch
