// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/streamposition.h"

#include <QSet>

#include <cstddef>

namespace boxwatch {

/// Decides after each chunk whether Box may have more right now, whatever positions Box sends: ones
/// that stand still, move without events, go back, or run in a circle.
///
/// A short chunk never means the end, and an empty one may not either (reference 3.3, 3.6, 3.10). Nor does
/// one of which nothing was stored: nobody wants its events, or another stream has brought them.
class CatchUpRule
{
public:
    struct Limits
    {
        int emptyMoves = 20; ///< empty chunks with a moving position to follow in a row
        qsizetype manyRepeats = 1; ///< so many, and nothing else, in a chunk that moved: go on
    };

    /// One chunk, after its events were stored.
    struct Outcome
    {
        StreamPosition asked;
        StreamPosition next; ///< where the stream is now
        qsizetype entries = 0;
        qsizetype fresh = 0; ///< entries that were stored, and were not before
        qsizetype news =
            0; ///< entries that this stream itself has not brought of late, wanted or not
    };

    enum class Next { GoOn, CaughtUp };

    explicit CatchUpRule(Limits limits) : m_limits(limits) { }

    Next after(const Outcome &outcome);

    /// The stream has gone back to an earlier place: repeats are followed until they end.
    void expectRepeats() { m_expectsRepeats = true; }

private:
    bool mayHaveMore(const Outcome &outcome);
    bool isGoingInCircles(const Outcome &outcome);
    bool isIdle(const Outcome &outcome);

    Limits m_limits;
    bool m_expectsRepeats = false;
    int m_emptyMoves = 0;
    qsizetype m_idleMoves = 0; ///< chunks in a row without anything new to the stream
    QSet<std::size_t> m_visited; ///< hashes of the positions since the last fresh event
};

} // namespace boxwatch
