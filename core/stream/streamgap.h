// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/streamsettings.h"

#include <QDateTime>
#include <QMetaType>

#include <chrono>

namespace boxwatch {

/// How long Box keeps the events of \p type at least (reference 3.11 D17, 4.6).
std::chrono::milliseconds retention(StreamType type);

/// A stretch of time of which a stream may lack events: it was away for longer than Box keeps them.
struct StreamGap
{
    enum class Reason {
        TooOld, ///< the position is older than what Box keeps (reference 4.6)
        Refused, ///< Box does not take the position any more (reference 3.9)
    };

    StreamType type = StreamType::AdminLogs;
    QDateTime after; ///< UTC; what happened until then is there. Invalid if that is not known
    QDateTime before; ///< UTC; what happened from then on is there again. Invalid if not known
    Reason reason = Reason::TooOld;

    /// False where Box still has all that happened since `after`, so that only repeats come.
    bool mayMissEvents() const { return !after.isValid() || !before.isValid() || after < before; }

    friend bool operator==(const StreamGap &, const StreamGap &) = default;
};

/// What may be missing and why, as translated plain text for people. Times are UTC.
QString sentenceFor(const StreamGap &gap);

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::StreamGap)
