// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/eventchunk.h"
#include "core/session/backgroundtask.h"
#include "core/session/chunkpacker.h"
#include "core/store/eventtable.h"
#include "core/store/hashindex.h"
#include "core/store/segmentkeeper.h"
#include "core/store/sessionfile.h"

#include <QObject>

#include <optional>
#include <vector>

namespace boxwatch {

/// What became of a chunk.
struct Recorded
{
    qsizetype fresh = 0; ///< stored and shown
    qsizetype duplicates = 0; ///< dropped: the session has them already
    qsizetype unreadable = 0; ///< among the fresh ones
    qsizetype late = 0; ///< the same; see TableSnapshot::isLate()
    qint64 newestEvent = Event::noTime; ///< created_at
    qint64 receivedAt = 0; ///< ms since 1970 UTC
};

/// Which fresh events of a chunk are late: those that happened within this span, both ends in ms since
/// 1970 UTC, the second exclusive. Empty by default.
struct LateSpan
{
    qint64 from = 0;
    qint64 until = 0;

    static LateSpan everything();
    bool contains(qint64 createdAt) const { return from <= createdAt && createdAt < until; }
};

/// The step from a chunk to rows: drops duplicates, writes the rest with the new position, and only then
/// shows them.
///
/// Compressing and committing run in a thread of their own, while the columns are filled in this one.
/// One chunk at a time; the next may be compressed meanwhile, see expect(). Lives in the thread that writes
/// to the table.
class ChunkRecorder : public QObject
{
    Q_OBJECT

public:
    /// Both outlive the recorder. The table holds what the file holds.
    ChunkRecorder(SessionFile &file, EventTable &table, QObject *parent = nullptr);

    /// Waits for the transaction that is under way; the table then shows what it stored.
    ~ChunkRecorder() override;

    /// Begins with \p chunk; ends with recorded() or failed(). What \p after does not ask for (by date or
    /// type) is left out here, since not every stream can be told. \p receivedAt is ms since 1970 UTC;
    /// \p coversFrom goes into the file with it.
    void record(
        const StoredStream &stream, const EventChunk &chunk, const StreamState &after,
        qint64 receivedAt, const LateSpan &late = {}, std::optional<qint64> coversFrom = {});

    /// \p chunk is likely to be recorded next: compresses it while the one before is being written, so that
    /// the wait for the disk is not lost.
    void expect(const EventChunk &chunk);

    /// The streams have ended: none of what was expected will come.
    void expectNothing() { m_packer.forget(); }

    /// Waits for the chunk that is under way, if any, and tells of it before it returns.
    void finish();

signals:
    /// On disk and in the table.
    void recorded(const boxwatch::Recorded &recorded);

    /// Neither the file nor the table was changed.
    void failed(const boxwatch::Error &error);

private:
    struct Fresh;
    class Wish;

    std::vector<EventId> idsOf(const EventChunk &chunk);
    bool isDuplicate(const std::vector<EventId> &ids, std::size_t index);
    Fresh withoutDuplicates(const EventChunk &chunk, const Wish &wish, const LateSpan &late);
    void append(const Fresh &fresh, quint16 stream);
    void written(const Result<qint64> &chunkId);

    SessionFile &m_file;
    EventTable &m_table;
    Recorded m_recorded; // of the chunk under way
    HashIndex m_seen; // its events, by id, by their number in it
    SegmentKeeper m_keeper; // only in the thread that writes
    ChunkPacker m_packer; // before the task that waits for it
    BackgroundTask<qint64> m_writing;
};

} // namespace boxwatch
