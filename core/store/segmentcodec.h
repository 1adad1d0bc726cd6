// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/store/segment.h"
#include "core/store/unpackedsegment.h"

#include <QByteArray>

#include <span>

namespace boxwatch {

/// A sealed segment as the session file keeps it, with what the dictionaries gained in it, but without
/// the event ids: these are random, would take more room than all the rest, and are found in the chunks
/// soon enough. docs/session-format.md.
///
/// A file may come from a stranger: what unpack() gives is safe to read whatever the bytes were.
namespace segmentcodec {

/// What one segment may hold at most once it is decompressed.
constexpr std::size_t maximumSize = std::size_t{128} * 1024 * 1024;

/// Number \p index of the sealed segments of \p table, compressed. Any thread.
Result<QByteArray> pack(const TableSnapshot &table, std::size_t index);

/// The reverse; Error::Kind::DamagedFile for what pack() did not make. Any thread.
Result<UnpackedSegment> unpack(quint64 token, const QByteArray &data);

/// By this the ids that were found in the chunks can be compared with those that a segment had.
quint64 idSum(std::span<const EventId> ids);

} // namespace segmentcodec

} // namespace boxwatch
