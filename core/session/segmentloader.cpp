// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/segmentloader.h"

#include "core/base/log.h"
#include "core/store/segmentcodec.h"
#include "core/store/timerange.h"

#include <QThread>

#include <limits>

namespace boxwatch {

namespace {

constexpr int rangesAtOnce = 4096;

// All segments together may unpack to this much, and to so many times what they take in the file: four
// times is what they do. Otherwise a file of megabytes could fill the memory.
constexpr std::size_t alwaysAllowed = std::size_t{256} * 1024 * 1024;
constexpr std::size_t largestRatio = 64;

} // namespace

SegmentLoader::SegmentLoader(const SessionFile &file, EventTable &table)
    : m_file(file)
    , m_table(table)
{
}

bool SegmentLoader::addNext()
{
    readAhead();
    if (m_unpacking.empty())
        return false;
    Result<UnpackedSegment> segment = m_unpacking.front().get();
    m_unpacking.pop_front();
    const auto end = static_cast<qint64>((m_idSums.size() + 1) * EventTable::rowsPerSegment);
    auto chunks = segment && fits(*segment) ? chunksUpTo(end) : std::nullopt;
    if (!chunks) {
        qCWarning(logStore) << "stored columns cannot be used from segment" << m_idSums.size();
        m_atEnd = true;
        m_unpacking.clear();
        return false;
    }
    m_packed += segment->packedSize;
    m_unpacked += segment->size;
    m_lastToken = segment->segment->token;
    m_sizes = segment->segment->dictionaries;
    m_idSums.push_back(segment->idSum);
    m_table.append(std::move(*segment), *chunks);
    return true;
}

/// Keeps every core busy, while as few segments as possible lie around unpacked.
void SegmentLoader::readAhead()
{
    const auto most = static_cast<std::size_t>(qBound(2, QThread::idealThreadCount(), 8));
    while (!m_atEnd && m_unpacking.size() < most) {
        auto stored = m_file.segment(m_nextToRead);
        ++m_nextToRead;
        m_atEnd = !stored || !*stored;
        if (!m_atEnd)
            m_unpacking.push_back(std::async(std::launch::async, [from = std::move(**stored)] {
                return segmentcodec::unpack(from.token, from.data);
            }));
    }
}

bool SegmentLoader::fits(const UnpackedSegment &segment) const
{
    const std::size_t allowed = alwaysAllowed + largestRatio * (m_packed + segment.packedSize);
    return segment.before == m_lastToken && segment.sizesBefore == m_sizes
        && m_unpacked + segment.size <= allowed;
}

/// The chunks that begin before the row \p end and have not been given yet. Nothing if the chunks do not
/// reach that far, or are not in order.
std::optional<std::vector<EventTable::ChunkRange>> SegmentLoader::chunksUpTo(qint64 end)
{
    std::vector<EventTable::ChunkRange> chunks;
    std::optional<StoredRange> last = m_lastChunk;
    for (;;) {
        if (chunks.size() == m_ranges.size() && !readRanges())
            return {};
        if (chunks.size() == m_ranges.size() || m_ranges[chunks.size()].firstRow >= end)
            break;
        const StoredRange &range = m_ranges[chunks.size()];
        chunks.push_back(
            {.chunkId = range.id,
             .receivedAt = range.receivedAt,
             .first = static_cast<EventTable::Row>(range.firstRow),
             .stream = static_cast<quint16>(range.stream),
             .late = range.late});
        last = range;
    }
    if (!last || last->firstRow + last->events < end)
        return {};
    m_lastChunk = last;
    m_ranges.erase(m_ranges.begin(), m_ranges.begin() + static_cast<std::ptrdiff_t>(chunks.size()));
    return chunks;
}

/// Reads some more ranges, as far as there are any. False if they make no sense.
bool SegmentLoader::readRanges()
{
    const qint64 next = m_lastRange ? m_lastRange->firstRow + m_lastRange->events : 0;
    const Result<std::vector<StoredRange>> ranges = m_file.ranges(next, rangesAtOnce);
    if (!ranges)
        return false;
    for (const StoredRange &range : *ranges) {
        if (m_lastRange && range.id == m_lastRange->id)
            continue; // it holds the last row before `next`: there is nothing more
        if (!follows(range))
            return false;
        m_ranges.push_back(range);
        m_lastRange = range;
    }
    return true;
}

bool SegmentLoader::follows(const StoredRange &range) const
{
    constexpr qint64 mostRows = std::numeric_limits<EventTable::Row>::max();
    const qint64 first = m_lastRange ? m_lastRange->firstRow + m_lastRange->events : 0;
    return range.id > (m_lastRange ? m_lastRange->id : 0) && range.firstRow == first
        && isTimeInRange(range.receivedAt) && range.events > 0 && range.events < mostRows - first
        && range.stream >= 0 && range.stream <= std::numeric_limits<quint16>::max();
}

} // namespace boxwatch
