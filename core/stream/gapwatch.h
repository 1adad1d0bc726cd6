// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventchunk.h"
#include "core/stream/streamgap.h"

#include <optional>

namespace boxwatch {

/// Notices that Box no longer has all that happened since a stream was last there: because it refuses
/// the position, or because too much time has passed, after which it may go on from somewhere later
/// without a word.
class GapWatch
{
public:
    explicit GapWatch(StreamType type) : m_type(type) { }

    /// When an earlier run last had an answer.
    void setLastAnswer(const QDateTime &time);

    /// When Box last answered, in this run or the one before; invalid: never. UTC, whole seconds.
    QDateTime lastAnswer() const { return m_lastAnswer; }

    /// When the newest event happened that is stored; milliseconds since 1970.
    void setNewest(qint64 time);

    /// Box refused the position, and the stream goes on from \p startDate, or from as far back as Box
    /// keeps events. Told with the next answer.
    void refused(const std::optional<QDateTime> &startDate);

    /// Box answered at \p time by its own clock with \p chunk to a request for what follows a position. The gap
    /// that this uncovers.
    std::optional<StreamGap> answered(const EventChunk &chunk, const QDateTime &time);

private:
    QDateTime known() const;

    StreamType m_type;
    QDateTime m_lastAnswer; ///< time at Box
    QDateTime m_place; ///< until when everything has come
    qint64 m_newest = Event::noTime;
    std::optional<std::optional<QDateTime>> m_refused; ///< where the stream goes on
};

/// When the newest event of \p chunk happened; Event::noTime if none says. One that claims to happen after
/// \p now, which nothing can be told from, does not count.
qint64 newestOf(const EventChunk &chunk, const QDateTime &now);

} // namespace boxwatch
