// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"
#include "core/store/segment.h"

#include <memory>
#include <string_view>
#include <vector>

namespace boxwatch {

/// A segment as it came out of a session file, safe to read: its codes are below the sizes that it
/// names, and with its entries the dictionaries have these.
struct UnpackedSegment
{
    std::shared_ptr<const Segment> segment; ///< without ids
    quint64 before = 0; ///< token of the segment that it builds on; 0 for the first
    DictionarySizes sizesBefore; ///< of the dictionaries that it builds on
    quint64 idSum = 0; ///< of its event ids, see segmentcodec::idSum()
    std::vector<std::string_view> types; ///< new entries; views into `bytes`
    std::vector<std::string_view> texts;
    std::vector<EventTable::Triple> persons;
    std::vector<EventTable::Triple> items;
    std::vector<EventTable::Triple> folders;
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0; ///< of what was unpacked
    std::size_t packedSize = 0; ///< of what it was unpacked from
};

} // namespace boxwatch
