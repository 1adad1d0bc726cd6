// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/chunkparser.h"
#include "core/session/idloader.h"
#include "core/session/segmentloader.h"
#include "core/store/eventtable.h"
#include "core/store/segmentkeeper.h"
#include "core/store/sessionfile.h"

#include <optional>

namespace boxwatch {

/// Reads what a session file holds into the table, a little at a time.
///
/// First the columns that are stored as such, which takes a moment; then what is only in the chunks;
/// then the event ids, see TableSnapshot::hasIds().
class SessionLoader
{
public:
    /// Both outlive the loader; \p total is the number of events in the file.
    SessionLoader(const SessionFile &file, EventTable &table, qint64 total);

    /// Waits for what its threads are doing.
    ~SessionLoader();

    /// Begins behind the last chunk that \p table has.
    void skipTo(const TableSnapshot &table);

    /// Stores columns that the file lacks, or has damaged, on the way. \p file is the one that is read,
    /// open for writing.
    void keepColumnsIn(SessionFile &file);

    /// Reads and publishes some more: about 20 ms of work. True once all is read.
    ///
    /// Error::Kind::DamagedFile also if rows are missing between two chunks, and if stored columns turned
    /// out not to be those of the events: these are in the table, and wrong.
    Result<bool> readSome();

    double fraction() const; ///< of the work, 0 to 1

private:
    enum class Phase {
        Columns, ///< stored segments
        Events, ///< chunks that are not in one
        Ids, ///< of the stored segments
        Keeping, ///< the last columns are on their way into the file
        Done,
    };

    Result<void> readNext();
    Result<void> readRestOfChunk();
    Result<void> readChunk();
    Result<void> readIds();
    Result<void> wrongColumns(std::size_t segment);
    void append(std::span<const std::string_view> events);
    bool keepSome();

    const SessionFile &m_file;
    EventTable &m_table;
    ChunkParser m_parser;
    qint64 m_total;
    qint64 m_lastChunk = 0;
    qint64 m_rows = 0; // in the table, published or not
    Phase m_phase = Phase::Columns;
    SegmentLoader m_segments;
    std::optional<IdLoader> m_ids;
    SessionFile *m_fileToKeepIn = nullptr;
    std::optional<SegmentKeeper> m_keeper;
    std::size_t m_offered = 0; // segments that the keeper looks at now
    std::size_t m_kept = 0; // that it has nothing to do for any more
    std::future<bool> m_keeping; // the last, so that it ends before what it works on
};

} // namespace boxwatch
