// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"
#include "core/store/unpackedsegment.h"

#include <deque>
#include <future>
#include <optional>
#include <vector>

namespace boxwatch {

/// Fills an empty table with the columns that a session file has stored, as far as they are good. They
/// are unpacked in other threads, a few ahead. The ids follow with an IdLoader.
class SegmentLoader
{
public:
    /// Both outlive the loader.
    SegmentLoader(const SessionFile &file, EventTable &table);

    /// Adds one segment to the table. False at the end, or at the first that is missing, damaged, or
    /// does not fit what is before it: that one and all that follow have to be read from the chunks.
    bool addNext();

    /// The sum of the ids of each segment that was added, see segmentcodec::idSum().
    const std::vector<quint64> &idSums() const { return m_idSums; }

    /// The last chunk that has rows in the table, if any.
    const std::optional<StoredRange> &lastChunk() const { return m_lastChunk; }

private:
    using Unpacking = std::future<Result<UnpackedSegment>>;

    void readAhead();
    bool fits(const UnpackedSegment &segment) const;
    std::optional<std::vector<EventTable::ChunkRange>> chunksUpTo(qint64 end);
    bool readRanges();
    bool follows(const StoredRange &range) const;

    const SessionFile &m_file;
    EventTable &m_table;
    std::size_t m_nextToRead = 0;
    bool m_atEnd = false;
    std::deque<Unpacking> m_unpacking;
    quint64 m_lastToken = 0;
    DictionarySizes m_sizes;
    std::size_t m_packed = 0; // bytes of the segments in the table, in the file
    std::size_t m_unpacked = 0; // and out of it
    std::vector<quint64> m_idSums;
    std::deque<StoredRange> m_ranges; // that begin behind the table's rows
    std::optional<StoredRange> m_lastRange; // that was read
    std::optional<StoredRange> m_lastChunk;
};

} // namespace boxwatch
