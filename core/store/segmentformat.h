// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/store/eventtable.h"
#include "core/store/segment.h"

namespace boxwatch::segmentcodec {

// What both directions of the codec have to agree on. Internal to core/store.

constexpr std::size_t rows = EventTable::rowsPerSegment;
constexpr quint8 formatVersion = 1;

/// Of which the new entries of one segment may be. More than its own rows, since a segment is packed
/// together with what came behind it in one go.
constexpr std::size_t rowsOfEntries = 4 * rows;

/// Whether so many rows can have brought what the dictionaries gained.
inline bool areFewEnough(const DictionarySizes &from, const DictionarySizes &to)
{
    constexpr std::size_t personsOfRow = 4;
    // Three of each person and the item, two of the folder, five columns, and a long event id.
    constexpr std::size_t textsOfRow = 3 * personsOfRow + 3 + 2 + 5 + 1;
    return to.types - from.types <= rowsOfEntries
        && to.texts - from.texts <= textsOfRow * rowsOfEntries
        && to.persons - from.persons <= personsOfRow * rowsOfEntries
        && to.items - from.items <= rowsOfEntries && to.folders - from.folders <= rowsOfEntries;
}

inline Error damaged(const QString &detail)
{
    return Error{.kind = Error::Kind::DamagedFile, .message = detail};
}

/// A difference so that small ones are small numbers, whichever way they go.
inline quint32 folded(quint32 difference)
{
    return difference << 1 ^ (difference >> 31 ? 0xFFFFFFFF : 0);
}

inline quint32 unfolded(quint32 value)
{
    return value >> 1 ^ (value & 1 ? 0xFFFFFFFF : 0);
}

/// Whether a column of numbers holds times: these are stored as distances.
inline bool isTime(std::size_t column)
{
    return column == static_cast<std::size_t>(NumberColumn::CreatedAt)
        || column == static_cast<std::size_t>(NumberColumn::RecordedAt);
}

} // namespace boxwatch::segmentcodec
