// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/event.h"
#include "core/store/columnspan.h"
#include "core/store/dictionary.h"
#include "core/store/eventid.h"
#include "core/store/stablevector.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace boxwatch {

struct DictionarySizes;
struct Segment;
struct UnpackedSegment;
class TableSnapshot;

/// The fields of all events of a session, in columns, in memory.
///
/// Rows are only appended, so a row number stays good for ever. Texts are held once, in dictionaries;
/// a column holds codes. One thread appends and publishes; any thread takes a snapshot() and reads it
/// without a lock.
class EventTable
{
public:
    using Row = quint32;
    using Code = Dictionary::Code;

    static constexpr Row rowsPerSegment = 65'536;

    /// A person as (id, name, login), an item as (type, id, name), a folder as (id, name, -): codes
    /// of texts. Two events that mention the same thing in the same words share one entry.
    struct Triple
    {
        Code first = Dictionary::empty;
        Code second = Dictionary::empty;
        Code third = Dictionary::empty;

        friend bool operator==(const Triple &, const Triple &) = default;
    };

    /// The rows that one chunk brought.
    struct ChunkRange
    {
        qint64 chunkId = 0; ///< in the session file
        qint64 receivedAt = 0; ///< ms since 1970 UTC
        Row first = 0;
        quint16 stream = 0; ///< id of the stream in the session file
        bool late = false; ///< the live stream had missed these, see TableSnapshot::isLate()
    };

    enum class Keep {
        Columns,

        /// Only what find() needs, for a capture that nobody looks at. A snapshot then has its size and
        /// its chunks, and nothing that depends on what is in an event.
        Ids,
    };

    explicit EventTable(Keep keep = Keep::Columns);
    ~EventTable();

    EventTable(const EventTable &) = delete;
    EventTable &operator=(const EventTable &) = delete;

    bool keepsColumns() const;

    /// The row with this event id, if one was appended, published or not. Never for an event without
    /// an id. Writer's thread only.
    std::optional<Row> find(const EventId &id) const;
    EventId packId(const Event &event);

    /// Asks for the memory that find() will look at: to call for all events of a chunk before the first
    /// find() saves most of the waiting. Writer's thread only.
    void prefetch(const EventId &id) const;

    /// Starts the rows of a chunk; the events follow. Writer's thread only.
    void beginChunk(const ChunkRange &chunk);
    Row append(const Event &event, const EventId &id);

    /// The same for several events, each with its packId(); faster.
    void append(std::span<const Event> events, std::span<const EventId> ids);

    /// Says where in the session file the chunks are that were begun since publish(): \p first is the id
    /// of the first, and each that follows has the next one.
    void setChunkIds(qint64 first);

    /// Lets readers see what was appended.
    void publish();

    /// Takes back what was appended since publish().
    void discard();

    /// Adds a whole segment that was stored, and the chunks that begin in it, with `first` as in the
    /// session file. It has no ids yet. The table must hold nothing but full segments, all published; the
    /// rows show with the next publish(). Writer's thread only.
    void append(UnpackedSegment segment, std::span<const ChunkRange> chunks);

    /// The ids of a segment that came without them, one for each row. With \p right false the columns
    /// are not those of the events, and are not to be stored again. Writer's thread only; shows with the
    /// next publish().
    void setIds(std::size_t segment, std::span<const EventId> ids, bool right);

    TableSnapshot snapshot() const;

    /// Rows that readers can see.
    Row size() const;

private:
    friend class TableSnapshot;
    struct Data;

    std::shared_ptr<Data> m_data;
};

/// The table as it stood at one moment. Cheap to take and to copy; safe to read in any thread, and it
/// keeps alive what it shows.
class TableSnapshot
{
public:
    using Row = EventTable::Row;
    using Code = EventTable::Code;

    TableSnapshot() = default;

    Row size() const { return m_size; }

    qint64 createdAt(Row row) const; ///< ms since 1970 UTC, or Event::noTime
    qint64 recordedAt(Row row) const; ///< the same
    qint64 receivedAt(Row row) const; ///< when the chunk arrived here
    quint16 stream(Row row) const;

    /// The enterprise's history brought it when the live stream, or the history itself, should have
    /// brought it before.
    bool isLate(Row row) const;
    qint64 chunkId(Row row) const;
    Row firstRowOfChunk(Row row) const;

    QByteArray eventId(Row row) const; ///< empty if it has none
    EventId packedId(Row row) const;

    /// False while a saved session is opened, and the columns are there before the ids: eventId() is
    /// empty for some rows that have one.
    bool hasIds() const { return m_hasIds; }
    bool isReadable(Row row) const; ///< false for an entry that is not JSON
    Code type(Row row) const; ///< index into typeName()
    Code actor(Row row) const; ///< index into person(); so are the next three
    Code actingFor(Row row) const;
    Code target(Row row) const;
    Code owner(Row row) const;
    Code item(Row row) const; ///< index into triple items
    Code folder(Row row) const;
    Code address(Row row) const; ///< index into text(); so are the next four
    Code service(Row row) const;
    Code session(Row row) const;
    Code sharedLink(Row row) const;
    Code classification(Row row) const;
    qint64 size(Row row) const; ///< bytes, -1 if not said
    int risk(Row row) const; ///< 0 to 100, -1 if not said

    std::string_view typeName(Code type) const;
    std::string_view text(Code code) const;
    const EventTable::Triple &person(Code person) const; ///< codes of id, name, login
    const EventTable::Triple &itemEntry(Code item) const; ///< codes of type, id, name
    const EventTable::Triple &folderEntry(Code folder) const; ///< codes of id, name

    /// Whole columns, by segment: all segments but the last have rowsPerSegment rows, and row n of a
    /// segment is row `segment * rowsPerSegment + n` here.
    std::size_t segmentCount() const;
    CodeSpan codes(CodeColumn column, std::size_t segment) const;
    NumberSpan numbers(NumberColumn column, std::size_t segment) const;
    CodeSpan readable(std::size_t segment) const; ///< 0 for an entry that is not JSON, 1 otherwise

    /// How many of the first segments are full and packed: these never change any more. Such a segment
    /// is for core/store, which keeps it in the session file.
    std::size_t sealedCount() const;
    const Segment &segment(std::size_t index) const;

    /// The chunks, in order; each holds the rows from its `first` to that of the next. Arrival, stream
    /// and lateness are those of a chunk.
    std::size_t chunkCount() const { return m_chunks; }
    const EventTable::ChunkRange &chunk(std::size_t index) const;
    std::size_t chunkIndex(Row row) const; ///< of the chunk that brought it

    /// How many of each there are in this snapshot.
    Code typeCount() const { return m_types; }
    Code textCount() const { return m_texts; }
    Code personCount() const { return m_persons; }
    Code itemCount() const { return m_items; }
    Code folderCount() const { return m_folders; }

private:
    friend class EventTable;

    std::size_t rowsOf(std::size_t segment) const;
    const Segment &segmentOf(Row row) const;
    Code code(CodeColumn column, Row row) const;
    qint64 number(NumberColumn column, Row row) const;
    const EventTable::ChunkRange &chunkOf(Row row) const;

    std::shared_ptr<const EventTable::Data> m_data;
    std::shared_ptr<const std::vector<std::shared_ptr<const Segment>>> m_segments;
    Row m_size = 0;
    bool m_hasIds = true;
    Code m_types = 0;
    Code m_texts = 0;
    Code m_persons = 0;
    Code m_items = 0;
    Code m_folders = 0;
    std::size_t m_chunks = 0;
};

} // namespace boxwatch
