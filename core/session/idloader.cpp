// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/idloader.h"

#include "core/event/chunkparser.h"
#include "core/store/chunkcodec.h"
#include "core/store/segmentcodec.h"

#include <QThread>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// What stands behind the first `"event_id":` of an event, if it is a plain string. That need not be the
/// event's own: the sum of all ids tells.
std::optional<std::string_view> quickId(std::string_view raw)
{
    // find() stops at each quote, of which an event has sixty; this looks at one byte in twelve.
    static constexpr std::string_view key = "\"event_id\":\"";
    static const std::boyer_moore_horspool_searcher searcher(key.begin(), key.end());
    const auto at = std::search(raw.begin(), raw.end(), searcher);
    if (at == raw.end())
        return {};
    const std::string_view value = raw.substr(
        static_cast<std::size_t>(at - raw.begin()) + key.size());
    const std::size_t end = value.find_first_of("\"\\");
    if (end == std::string_view::npos || value[end] != '"')
        return {};
    return value.substr(0, end);
}

} // namespace

IdLoader::IdLoader(const SessionFile &file, EventTable &table, std::vector<quint64> sums)
    : m_file(file)
    , m_table(table)
    , m_rows(table.snapshot())
    , m_sums(std::move(sums))
{
}

double IdLoader::fraction() const
{
    return m_sums.empty() ? 1 : static_cast<double>(m_done) / static_cast<double>(m_sums.size());
}

Result<bool> IdLoader::addNext()
{
    if (m_done == m_sums.size())
        return false;
    if (auto read = readAhead(); !read)
        return read.error();
    Result<std::vector<EventId>> ids = packed(m_finding.front().get());
    m_finding.pop_front();
    bool right = ids && segmentcodec::idSum(*ids) == m_sums[m_done];
    if (ids && !right) {
        const Result<std::vector<Part>> parts = partsOf(m_done);
        ids = parts ? packed(find(*parts, Care::Exact)) : parts.error();
        right = ids && segmentcodec::idSum(*ids) == m_sums[m_done];
    }
    if (!ids)
        return ids.error();
    m_table.setIds(m_done, *ids, right);
    if (!right && !m_wrongSegment)
        m_wrongSegment = m_done;
    ++m_done;
    return m_done < m_sums.size();
}

Result<void> IdLoader::readAhead()
{
    const auto most = static_cast<std::size_t>(qBound(2, QThread::idealThreadCount(), 8));
    while (m_nextToRead < m_sums.size() && m_finding.size() < most) {
        Result<std::vector<Part>> parts = partsOf(m_nextToRead);
        if (!parts)
            return parts.error();
        ++m_nextToRead;
        m_finding.push_back(std::async(
            std::launch::async, [from = std::move(*parts)] { return find(from, Care::Quick); }));
    }
    return {};
}

/// What the chunks have of a segment: of the first and the last of them only a part, as a rule.
Result<std::vector<IdLoader::Part>> IdLoader::partsOf(std::size_t segment) const
{
    const auto begin = static_cast<EventTable::Row>(segment * EventTable::rowsPerSegment);
    const EventTable::Row end = begin + EventTable::rowsPerSegment;
    std::vector<Part> parts;
    for (std::size_t i = m_rows.chunkIndex(begin); i < m_rows.chunkCount(); ++i) {
        const EventTable::ChunkRange &chunk = m_rows.chunk(i);
        if (chunk.first >= end)
            break;
        Result<QByteArray> data = m_file.chunkData(chunk.chunkId);
        if (!data)
            return data.error();
        const EventTable::Row next = i + 1 < m_rows.chunkCount() ? m_rows.chunk(i + 1).first
                                                                 : m_rows.size();
        const EventTable::Row first = std::max(chunk.first, begin);
        parts.push_back(
            {.data = std::move(*data),
             .first = first - chunk.first,
             .count = std::min(next, end) - first});
    }
    return parts;
}

Result<IdLoader::Found> IdLoader::find(const std::vector<Part> &parts, Care care)
{
    Found found;
    found.ids.reserve(EventTable::rowsPerSegment);
    ChunkCodec codec;
    ChunkParser parser;
    for (const Part &part : parts) {
        const Result<ChunkCodec::Decoded> chunk = codec.decode(
            {part.data.constData(), static_cast<std::size_t>(part.data.size())});
        if (!chunk)
            return chunk.error();
        if (part.first + part.count > chunk->events.size())
            return Error{
                .kind = Error::Kind::DamagedFile,
                .message = u"A block does not hold as many events as it says."_s};
        for (std::size_t i = part.first; i < part.first + part.count; ++i) {
            const std::string_view raw = chunk->events[i];
            const auto quick = care == Care::Quick ? quickId(raw) : std::nullopt;
            const std::string_view text = quick ? *quick : parser.parseEvent(raw).id;
            found.ids.push_back(EventId::fromText(text));
            if (found.ids.back().isEmpty() && !text.empty())
                found.longIds.emplace_back(found.ids.size() - 1, text);
        }
    }
    return found;
}

Result<std::vector<EventId>> IdLoader::packed(Result<Found> found)
{
    if (!found)
        return found.error();
    for (const auto &[place, text] : found->longIds) {
        Event event;
        event.id = text;
        found->ids[place] = m_table.packId(event);
    }
    return std::move(found->ids);
}

} // namespace boxwatch
