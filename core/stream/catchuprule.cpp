// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/catchuprule.h"

#include "core/stream/recentevents.h"

#include <QHash>

namespace boxwatch {

namespace {

// A circle of more places than this, of which none brings a fresh event, is not noticed.
constexpr qsizetype mostVisited = 100'000;

std::size_t hashOf(const StreamPosition &position)
{
    return qHash(position.text(), QHashSeed::globalSeed());
}

} // namespace

bool CatchUpRule::isGoingInCircles(const Outcome &outcome)
{
    if (outcome.fresh > 0 || m_visited.size() >= mostVisited)
        m_visited.clear();
    if (outcome.fresh > 0)
        return false;
    m_visited.insert(hashOf(outcome.asked));
    return m_visited.contains(hashOf(outcome.next));
}

/// Whether for too long nothing has come that the stream has not brought already, though the position
/// moves on: it may for ever.
bool CatchUpRule::isIdle(const Outcome &outcome)
{
    if (outcome.fresh > 0 || outcome.news > 0) {
        m_idleMoves = 0;
        return false;
    }
    const qsizetype most = m_expectsRepeats ? qsizetype{RecentEvents::limit} : 0;
    return ++m_idleMoves > most + m_limits.emptyMoves + 100;
}

bool CatchUpRule::mayHaveMore(const Outcome &outcome)
{
    if (outcome.next == outcome.asked || isGoingInCircles(outcome) || isIdle(outcome))
        return false;
    if (outcome.entries == 0)
        return m_emptyMoves++ < m_limits.emptyMoves;
    m_emptyMoves = 0;
    return outcome.fresh > 0 || outcome.news > 0 || m_expectsRepeats
        || outcome.entries >= m_limits.manyRepeats;
}

CatchUpRule::Next CatchUpRule::after(const Outcome &outcome)
{
    if (mayHaveMore(outcome))
        return Next::GoOn;
    *this = CatchUpRule(m_limits);
    return Next::CaughtUp;
}

} // namespace boxwatch
