// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/chunkpacker.h"

#include <algorithm>
#include <utility>

namespace boxwatch {

namespace {

// One for each stream that can be ahead. A stream that was told otherwise leaves its chunk behind.
constexpr std::size_t mostBegun = 2;

std::shared_ptr<const ChunkPacker::Packed> pack(ChunkCodec &codec, const EventChunk &chunk)
{
    const Result<ChunkCodec::Encoded> encoded = codec.encode(chunk.events());
    if (!encoded)
        return nullptr;
    return std::make_shared<const ChunkPacker::Packed>(
        ChunkPacker::Packed{.data = std::string(encoded->data), .size = encoded->size});
}

} // namespace

ChunkPacker::ChunkPacker()
{
    m_pool.setMaxThreadCount(1);
    m_pool.setExpiryTimeout(-1); // a thread per chunk would cost more than the chunk
}

ChunkPacker::~ChunkPacker()
{
    m_pool.waitForDone();
}

void ChunkPacker::begin(const EventChunk &chunk)
{
    auto promise = std::make_shared<std::promise<std::shared_ptr<const Packed>>>();
    if (m_begun.size() == mostBegun)
        m_begun.pop_front();
    m_begun.push_back({chunk, promise->get_future().share()});
    m_pool.start([this, chunk, promise] { promise->set_value(pack(m_codec, chunk)); });
}

ChunkPacker::Packing ChunkPacker::take(const EventChunk &chunk)
{
    const auto found = std::ranges::find_if(
        m_begun, [&chunk](const Begun &begun) { return begun.chunk.isSameAs(chunk); });
    if (found == m_begun.end())
        return {};
    Packing packing = std::move(found->packing);
    m_begun.erase(found);
    return packing;
}

} // namespace boxwatch
