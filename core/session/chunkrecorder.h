// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/eventchunk.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

namespace boxwatch {

/// What became of a chunk.
struct Recorded
{
    qsizetype fresh = 0; ///< stored and shown
    qsizetype duplicates = 0; ///< dropped: the session has them already
    qsizetype unreadable = 0; ///< among the fresh ones
    qint64 newestEvent = Event::noTime; ///< created_at
};

/// The step from a chunk to rows: drops duplicates, writes the rest with the new position, and only then
/// shows them.
class ChunkRecorder
{
public:
    /// Both outlive the recorder. The table holds what the file holds.
    ChunkRecorder(SessionFile &file, EventTable &table) : m_file(file), m_table(table) { }

    /// On an error neither the file nor the table was changed. Events from the end date of \p after on
    /// are left out, for streams whose server cannot do that. \p receivedAt is ms since 1970 UTC.
    Result<Recorded> record(
        const StoredStream &stream, const EventChunk &chunk, const StreamState &after,
        qint64 receivedAt);

private:
    struct Fresh
    {
        std::vector<Event> events;
        std::vector<EventId> ids;
        qsizetype duplicates = 0;
    };

    Fresh withoutDuplicates(const EventChunk &chunk, StreamType type, const StreamState &after);

    SessionFile &m_file;
    EventTable &m_table;
};

} // namespace boxwatch
