// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/eventchunk.h"

#include <memory>

namespace boxwatch {

/// Turns the bytes of an answer into events. Keeps its buffers between chunks; one per thread.
class ChunkParser
{
public:
    ChunkParser();
    ~ChunkParser();

    /// Reads the body of GET /events.
    ///
    /// Succeeds only for a JSON object that is closed and has an `entries` array: a body cut short is
    /// Malformed, however it was cut. An entry that cannot be read costs nothing but itself. Takes the
    /// body by value since the events will point into it.
    Result<EventChunk> parseChunk(QByteArray body);

    /// Reads one event from its own raw bytes, as stored. The views point into \p raw, or into this
    /// parser for texts that had escapes, and are good until the next call.
    Event parseEvent(std::string_view raw);

private:
    class Reader;

    std::unique_ptr<Reader> m_reader;
};

} // namespace boxwatch
