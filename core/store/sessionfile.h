// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/event.h"
#include "core/store/chunkcodec.h"
#include "core/store/rowset.h"
#include "core/stream/streamgap.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace boxwatch {

/// Whose events a session holds. No secret and no address of a server is ever read from it.
struct SessionOwner
{
    QString accountId;
    QString login;
    QString name;
    QString enterpriseId;
    QString enterpriseName;

    bool isEmpty() const { return accountId.isEmpty(); }
    friend bool operator==(const SessionOwner &, const SessionOwner &) = default;
};

/// One stream that a session captures, and its cursor.
struct StoredStream
{
    int id = 0; ///< 1, 2, … in the order in which the person added them
    StreamType type = StreamType::AdminLogs;
    StreamState state; ///< follows exactly the events that are stored
    qint64 lastAnswer = 0; ///< ms since 1970 UTC of the last stored chunk, 0 if none

    /// created_at (ms since 1970 UTC) from which on the stream has all events that it is given;
    /// nothing if it has brought none yet.
    std::optional<qint64> coversFrom;
};

/// How often Box was asked for a session. Days and months are those of UTC, as Box counts.
struct CallCounts
{
    qint64 today = 0;
    qint64 month = 0;

    friend bool operator==(const CallCounts &, const CallCounts &) = default;
};

/// What is known of a session without reading its events.
struct SessionSummary
{
    SessionOwner owner;
    qint64 createdAt = 0; ///< of the session, ms since 1970 UTC
    qint64 events = 0;
    qint64 duplicates = 0; ///< dropped, over the life of the session
    qint64 unreadable = 0; ///< entries that are not JSON, among `events`
    qint64 late = 0; ///< among `events`; see TableSnapshot::isLate()
    qint64 firstEvent = Event::noTime; ///< smallest and largest created_at
    qint64 lastEvent = Event::noTime;
    qint64 bytesOnDisk = 0;
    std::vector<StoredStream> streams;
    std::vector<StreamGap> gaps; ///< in the order in which they were noticed
};

/// The chunk as stored: what was new in an answer of Box.
struct StoredChunk
{
    qint64 id = 0;
    int stream = 0;
    qint64 receivedAt = 0; ///< ms since 1970 UTC
    bool late = false; ///< see TableSnapshot::isLate()
    qint64 firstRow = 0;
    std::vector<std::string_view> events; ///< raw bytes of each, in order; views into `bytes`
    QByteArray bytes;
};

/// A chunk as stored, without its events.
struct StoredRange
{
    qint64 id = 0;
    int stream = 0;
    qint64 receivedAt = 0; ///< ms since 1970 UTC
    bool late = false; ///< see TableSnapshot::isLate()
    qint64 firstRow = 0;
    qint64 events = 0;
};

/// The columns of a segment as stored, see SegmentCodec.
struct StoredSegment
{
    quint64 token = 0;
    QByteArray data;
};

/// One session on disk: a SQLite database with raw events and, in the same transaction, the position
/// that follows exactly them. docs/session-format.md describes the format.
///
/// Each object is one connection. Calls from several threads wait for each other. One process at a time
/// may write; others may read meanwhile.
class SessionFile
{
public:
    enum class Mode {
        ReadOnly,
        Write, ///< takes the lock; Error::Kind::Busy if another process holds it
    };

    static constexpr int formatVersion = 3;

    /// Makes a new file, readable by its owner alone. Fails if the name is taken.
    static Result<std::unique_ptr<SessionFile>> create(const QString &path);

    /// Opens with everything switched off that a hostile file could use. A file of an older format is
    /// brought to the newest when it is opened for writing.
    static Result<std::unique_ptr<SessionFile>> open(const QString &path, Mode mode);

    ~SessionFile();
    SessionFile(const SessionFile &) = delete;
    SessionFile &operator=(const SessionFile &) = delete;

    QString path() const;
    Mode mode() const;

    Result<SessionSummary> summary() const;

    Result<void> setOwner(const SessionOwner &owner);

    /// The stream of this type, added if the session has none.
    Result<StoredStream> stream(StreamType type);

    /// created_at of the newest event that the stream brought, ms since 1970 UTC; Event::noTime if none.
    Result<qint64> newestEvent(int stream) const;

    /// From when on the stream has all events, ms since 1970 UTC.
    Result<void> setCoversFrom(int stream, qint64 time);

    /// Where the stream is to start, as long as it has brought nothing.
    Result<void> setStart(int stream, const StreamState &start);

    /// When Box last answered, ms since 1970 UTC, also if there was nothing to store. Only ever later.
    Result<void> setLastAnswer(int stream, qint64 time);

    struct Commit
    {
        int stream = 0;
        StreamState after; ///< where the stream goes on
        qint64 receivedAt = 0; ///< ms since 1970 UTC
        std::span<const Event> events; ///< the new ones only; only their `raw` and times are used
        std::span<const Event> late{}; ///< further ones, that should have been there before
        std::optional<ChunkCodec::Encoded> encoded{}; ///< `events`, if that was done before
        qint64 duplicates = 0; ///< how many were dropped from the same answer
        std::optional<qint64>
            coversFrom{}; ///< from when on the stream has all events, if that is news
    };

    /// Events and position, in one transaction, on disk when it returns. Late events are a chunk of
    /// their own, with the next higher id. Returns the id of the first chunk, or 0 if there were no
    /// events and only the position moved. On an error nothing was changed.
    Result<qint64> commit(const Commit &commit);

    /// Remembers that events may be missing; once for each stream and `after`. True if it is news.
    Result<bool> addGap(int stream, const StreamGap &gap);

    /// Adds \p calls to those of the day of \p time, ms since 1970 UTC.
    Result<void> addCalls(qint64 time, qint64 calls);
    Result<CallCounts> calls(qint64 time) const;

    Result<StoredChunk> readChunk(qint64 id) const;

    /// The first chunk after \p id in order of arrival; 0 gives the very first. Nothing at the end.
    Result<std::optional<StoredChunk>> nextChunk(qint64 id) const;

    /// The chunks that hold rows from \p firstRow on, in order, without their events; no more than
    /// \p limit. Only for files of the present format: nothing for others, where it would take as long
    /// as to read them all.
    Result<std::vector<StoredRange>> ranges(qint64 firstRow, int limit) const;

    /// The compressed events of a chunk, for ChunkCodec: to be decoded in another thread.
    Result<QByteArray> chunkData(qint64 id) const;

    /// The columns of the rows `index * EventTable::rowsPerSegment` and on, if they are stored.
    Result<std::optional<StoredSegment>> segment(std::size_t index) const;

    /// The tokens of the segments that are stored, from the first on.
    Result<std::vector<quint64>> segmentTokens() const;

    /// Stores the columns of a segment and forgets those of all that follow it: they build on each other.
    Result<void> storeSegment(std::size_t index, quint64 token, std::string_view data);

    /// Forgets the columns from this segment on.
    Result<void> forgetSegments(std::size_t from);

    /// The rows that a person marked.
    Result<RowSet> marks() const;
    Result<void> setMark(EventTable::Row row, bool marked);
    Result<void> setMarks(std::span<const EventTable::Row> rows, bool marked); ///< all or none

    /// How the window showed the session: hidden types, filter, columns. JSON, at most 1 MiB.
    Result<void> setView(const QByteArray &view);
    Result<QByteArray> view() const;

private:
    class Impl;
    explicit SessionFile(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> m_impl;
};

} // namespace boxwatch
