// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace boxwatch {

/// The parts of a chunk, found by brackets and quotes alone.
struct ChunkSlices
{
    std::vector<std::string_view> entries; ///< the bytes of each element of `entries`
    std::string_view
        nextPosition; ///< the value of `next_stream_position` as it stands; may be empty
};

/// Takes a chunk apart without understanding what is in it.
///
/// For chunks in which a strict parser trips over one bad value: what has matching brackets is found,
/// whatever stands between them. Needs no stack, so depth does no harm. Nothing if the text is not an
/// object that is closed, or has no `entries` array.
std::optional<ChunkSlices> sliceChunk(std::string_view body);

} // namespace boxwatch
