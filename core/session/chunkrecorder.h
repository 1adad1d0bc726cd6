// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/eventchunk.h"
#include "core/session/backgroundtask.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

#include <QObject>

#include <optional>

namespace boxwatch {

/// What became of a chunk.
struct Recorded
{
    qsizetype fresh = 0; ///< stored and shown
    qsizetype duplicates = 0; ///< dropped: the session has them already
    qsizetype unreadable = 0; ///< among the fresh ones
    qint64 newestEvent = Event::noTime; ///< created_at
    qint64 receivedAt = 0; ///< ms since 1970 UTC
};

/// The step from a chunk to rows: drops duplicates, writes the rest with the new position, and only then
/// shows them.
///
/// Compressing and committing run in a thread of their own, while the columns are filled in this one.
/// One chunk at a time. Lives in the thread that writes to the table.
class ChunkRecorder : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the recorder. The table holds what the file holds.
    ChunkRecorder(SessionFile &file, EventTable &table, QObject *parent = nullptr);

    /// Waits for the transaction that is under way; the table then shows what it stored.
    ~ChunkRecorder() override;

    /// Begins with \p chunk; ends with recorded() or failed(). Events from the end date of \p after on
    /// are left out, for streams whose server cannot do that. \p receivedAt is ms since 1970 UTC.
    void record(
        const StoredStream &stream, const EventChunk &chunk, const StreamState &after,
        qint64 receivedAt);

    /// Waits for the chunk that is under way, if any, and tells of it before it returns.
    void finish();

signals:
    /// On disk and in the table.
    void recorded(const boxwatch::Recorded &recorded);

    /// Neither the file nor the table was changed.
    void failed(const boxwatch::Error &error);

private:
    struct Fresh;

    Fresh withoutDuplicates(const EventChunk &chunk, StreamType type, const StreamState &after);
    void append(const Fresh &fresh, quint16 stream);
    void written(const Result<qint64> &chunkId);

    SessionFile &m_file;
    EventTable &m_table;
    Recorded m_recorded; // of the chunk under way
    BackgroundTask<qint64> m_writing;
};

} // namespace boxwatch
