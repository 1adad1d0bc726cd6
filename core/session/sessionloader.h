// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/chunkparser.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

namespace boxwatch {

/// Reads what a session file holds into the table, a little at a time.
class SessionLoader
{
public:
    /// Both outlive the loader; \p total is the number of events in the file.
    SessionLoader(const SessionFile &file, EventTable &table, qint64 total);

    /// Begins behind the last chunk that \p table has.
    void skipTo(const TableSnapshot &table);

    /// Reads and publishes some chunks more: about 20 ms of work. True once all are read.
    Result<bool> readSome();

    double fraction() const; ///< of the events, 0 to 1

private:
    void append(const StoredChunk &chunk);

    const SessionFile &m_file;
    EventTable &m_table;
    ChunkParser m_parser;
    qint64 m_total;
    qint64 m_read = 0;
    qint64 m_lastChunk = 0;
};

} // namespace boxwatch
