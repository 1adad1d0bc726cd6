// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

namespace boxwatch {

/// The JSON of events by row, byte for byte as Box sent it, read from the session file.
///
/// Remembers the last chunk, so rows in order cost one read per chunk. Has its own connection; one
/// object per thread, not the window's.
class RawEvents
{
public:
    static Result<std::unique_ptr<RawEvents>> open(const QString &path);

    /// A view that is good until the next call.
    Result<std::string_view> raw(const TableSnapshot &table, EventTable::Row row);

private:
    explicit RawEvents(std::unique_ptr<SessionFile> file);

    std::unique_ptr<SessionFile> m_file;
    StoredChunk m_chunk;
};

} // namespace boxwatch
