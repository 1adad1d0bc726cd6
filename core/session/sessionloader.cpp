// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/sessionloader.h"

#include "core/base/log.h"
#include "core/store/timerange.h"

#include <QElapsedTimer>

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace boxwatch {

namespace {

Error damaged(const QString &detail)
{
    return Error{.kind = Error::Kind::DamagedFile, .message = detail};
}

/// What the unpacking threads have freed: of a million events, 17 MB that nobody would use again.
void giveMemoryBack()
{
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

} // namespace

SessionLoader::SessionLoader(const SessionFile &file, EventTable &table, qint64 total)
    : m_file(file)
    , m_table(table)
    , m_total(total)
    , m_phase(table.keepsColumns() ? Phase::Columns : Phase::Events)
    , m_segments(file, table)
{
}

SessionLoader::~SessionLoader() = default;

void SessionLoader::skipTo(const TableSnapshot &table)
{
    m_phase = Phase::Events;
    m_rows = table.size();
    if (table.size() > 0)
        m_lastChunk = table.chunkId(table.size() - 1);
}

void SessionLoader::keepColumnsIn(SessionFile &file)
{
    if (file.mode() == SessionFile::Mode::Write)
        m_keeper.emplace(file);
    m_fileToKeepIn = m_keeper ? &file : nullptr;
}

Result<bool> SessionLoader::readSome()
{
    constexpr qint64 sliceMs = 20;
    QElapsedTimer clock;
    clock.start();
    Result<void> read;
    while (read && m_phase != Phase::Done && clock.elapsed() < sliceMs)
        read = readNext();
    m_table.publish(); // also after an error: what came before it is good
    if (!read)
        return read.error();
    if (m_phase != Phase::Columns)
        keepSome();
    return m_phase == Phase::Done;
}

Result<void> SessionLoader::readNext()
{
    switch (m_phase) {
    case Phase::Columns:
        if (m_segments.addNext())
            return {};
        m_phase = Phase::Events;
        return readRestOfChunk();
    case Phase::Events:
        return readChunk();
    case Phase::Ids:
        return readIds();
    case Phase::Keeping:
        if (!keepSome()) {
            m_phase = Phase::Done;
            giveMemoryBack();
        }
        return {};
    case Phase::Done:
        return {};
    }
    return {};
}

/// The chunk that the last stored segment ends in, from there on.
Result<void> SessionLoader::readRestOfChunk()
{
    const std::optional<StoredRange> &last = m_segments.lastChunk();
    if (!last)
        return {};
    m_lastChunk = last->id;
    m_rows = static_cast<qint64>(m_segments.idSums().size() * EventTable::rowsPerSegment);
    const Result<StoredChunk> chunk = m_file.readChunk(last->id);
    if (!chunk)
        return chunk.error();
    const qint64 known = m_rows - last->firstRow;
    if (known < 0 || known > static_cast<qint64>(chunk->events.size()))
        return damaged(u"Block %1 does not hold the rows that it should."_s.arg(last->id));
    append(std::span(chunk->events).subspan(static_cast<std::size_t>(known)));
    return {};
}

Result<void> SessionLoader::readChunk()
{
    const Result<std::optional<StoredChunk>> chunk = m_file.nextChunk(m_lastChunk);
    if (!chunk)
        return chunk.error();
    if (!*chunk) {
        m_table.publish(); // seals what is full, for the ids and for the file
        m_ids.emplace(m_file, m_table, m_segments.idSums());
        m_phase = Phase::Ids;
        return {};
    }
    if ((*chunk)->firstRow != m_rows)
        return damaged(u"Before block %1 events are missing."_s.arg((*chunk)->id));
    if (!isTimeInRange((*chunk)->receivedAt))
        return damaged(u"Block %1 came at no possible time."_s.arg((*chunk)->id));
    m_table.beginChunk(
        {.chunkId = (*chunk)->id,
         .receivedAt = (*chunk)->receivedAt,
         .stream = static_cast<quint16>((*chunk)->stream),
         .late = (*chunk)->late});
    append((*chunk)->events);
    m_lastChunk = (*chunk)->id;
    return {};
}

Result<void> SessionLoader::readIds()
{
    const Result<bool> more = m_ids->addNext();
    if (!more)
        return more.error();
    if (*more)
        return {};
    if (const auto wrong = m_ids->wrongSegment())
        return wrongColumns(*wrong);
    m_phase = Phase::Keeping;
    m_kept = 0; // what had no ids before can be stored now
    return {};
}

/// They are on screen and in results already: no more than to say so can be done about that. The next
/// time the session is opened, they are gone if it can be written.
Result<void> SessionLoader::wrongColumns(std::size_t segment)
{
    qCWarning(logStore) << "stored columns are not those of the events from segment" << segment;
    if (m_keeping.valid())
        m_keeping.wait(); // it might store some behind these
    if (!m_fileToKeepIn)
        return damaged(u"The stored columns are not those of the events."_s);
    if (const Result<void> gone = m_fileToKeepIn->forgetSegments(segment); !gone)
        return gone.error();
    return damaged(
        u"The stored columns were not those of the events. Open the session again to see these."_s);
}

void SessionLoader::append(std::span<const std::string_view> events)
{
    for (const std::string_view raw : events) {
        const Event event = m_parser.parseEvent(raw);
        m_table.append(event, m_table.packId(event));
    }
    m_rows += static_cast<qint64>(events.size());
}

/// Stores columns in another thread, one segment at a time, while reading goes on. False if there are
/// none left.
bool SessionLoader::keepSome()
{
    if (!m_keeper)
        return false;
    if (m_keeping.valid()) {
        if (m_keeping.wait_for(m_phase == Phase::Keeping ? 20ms : 0ms)
            == std::future_status::timeout)
            return true;
        if (!m_keeping.get())
            m_kept = m_offered;
    }
    const TableSnapshot table = m_table.snapshot();
    if (table.sealedCount() == m_kept)
        return false;
    m_offered = table.sealedCount();
    m_keeping = std::async(
        std::launch::async, [keeper = &*m_keeper, table] { return keeper->keepNext(table); });
    return true;
}

double SessionLoader::fraction() const
{
    if (m_total <= 0)
        return 1;
    const double rows = qMin(
        1.0, static_cast<double>(m_table.size()) / static_cast<double>(m_total));
    if (m_segments.idSums().empty())
        return rows;
    return (rows + (m_ids ? m_ids->fraction() : 0)) / 2;
}

} // namespace boxwatch
