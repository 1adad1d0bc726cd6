// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventchunk.h"
#include "core/store/chunkcodec.h"

#include <QThreadPool>

#include <deque>
#include <future>
#include <memory>
#include <string>

namespace boxwatch {

/// Compresses chunks in a thread of its own, before it is their turn to be written.
///
/// Internal to core/session.
class ChunkPacker
{
public:
    /// All events of a chunk as one block.
    struct Packed
    {
        std::string data;
        qint64 size = 0; ///< before compression

        ChunkCodec::Encoded encoded() const { return {.data = data, .size = size}; }
    };

    /// To be waited for, in any thread. Null for a chunk that cannot be compressed.
    using Packing = std::shared_future<std::shared_ptr<const Packed>>;

    ChunkPacker();

    /// Waits for what is under way.
    ~ChunkPacker();

    void begin(const EventChunk &chunk);

    /// Nothing of what begin() was called for will be taken.
    void forget() { m_begun.clear(); }

    /// What begin() has made of \p chunk, or is making; not valid() if it was not called for it, or too
    /// long ago.
    Packing take(const EventChunk &chunk);

private:
    struct Begun
    {
        EventChunk chunk;
        Packing packing;
    };

    ChunkCodec m_codec; // only in the thread of the pool
    std::deque<Begun> m_begun;
    QThreadPool m_pool;
};

} // namespace boxwatch
