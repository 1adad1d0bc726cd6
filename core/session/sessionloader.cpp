// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/sessionloader.h"

#include <QElapsedTimer>

namespace boxwatch {

SessionLoader::SessionLoader(const SessionFile &file, EventTable &table, qint64 total)
    : m_file(file)
    , m_table(table)
    , m_total(total)
{
}

Result<bool> SessionLoader::readSome()
{
    constexpr qint64 sliceMs = 20;
    QElapsedTimer clock;
    clock.start();
    bool atEnd = false;
    while (!atEnd && clock.elapsed() < sliceMs) {
        const Result<std::optional<StoredChunk>> chunk = m_file.nextChunk(m_lastChunk);
        if (!chunk) {
            m_table.publish(); // what came before it is good
            return chunk.error();
        }
        atEnd = !chunk->has_value();
        if (!atEnd)
            append(**chunk);
    }
    m_table.publish();
    return atEnd;
}

void SessionLoader::skipTo(const TableSnapshot &table)
{
    if (table.size() > 0)
        m_lastChunk = table.chunkId(table.size() - 1);
}

void SessionLoader::append(const StoredChunk &chunk)
{
    m_table.beginChunk(
        {.chunkId = chunk.id,
         .receivedAt = chunk.receivedAt,
         .stream = static_cast<quint16>(chunk.stream),
         .late = chunk.late});
    for (const std::string_view raw : chunk.events) {
        const Event event = m_parser.parseEvent(raw);
        m_table.append(event, m_table.packId(event));
    }
    m_read += static_cast<qint64>(chunk.events.size());
    m_lastChunk = chunk.id;
}

double SessionLoader::fraction() const
{
    return m_total <= 0 ? 1 : qMin(1.0, static_cast<double>(m_read) / static_cast<double>(m_total));
}

} // namespace boxwatch
