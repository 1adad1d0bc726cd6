// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/event/event.h"

#include <QByteArray>

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace boxwatch {

/// The raw bytes of a chunk's events as one compressed block: zstd with a checksum, over the number of
/// events, the length of each (LEB128) and then the bytes themselves. docs/session-format.md.
///
/// Keeps its working memory from one chunk to the next; one per thread.
class ChunkCodec
{
public:
    /// What one block may hold at most once it is decompressed. A block that claims more is damaged.
    static constexpr qint64 maximumSize = qint64{128} * 1024 * 1024;

    /// A chunk of Box has 500 events; one of the largest body that is taken has no more than these.
    static constexpr std::size_t maximumEvents = 16'000'000;

    ChunkCodec();
    ~ChunkCodec();

    struct Encoded
    {
        std::string_view data; ///< good until the next call
        qint64 size = 0; ///< before compression
    };
    Result<Encoded> encode(std::span<const Event> events);

    struct Decoded
    {
        QByteArray bytes;
        std::vector<std::string_view> events; ///< views into `bytes`
    };
    Result<Decoded> decode(std::string_view data);

private:
    struct Contexts;

    std::unique_ptr<Contexts> m_contexts;
    std::string m_plain;
    std::string m_compressed;
};

} // namespace boxwatch
