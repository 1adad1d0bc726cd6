// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sessionfile.h"
#include "core/store/sqlite.h"

namespace boxwatch {

/// What stands in the small tables of a session, and how. Internal to core/store.
///
/// Functions that write are to be called within a transaction.
namespace sessionrows {

QByteArray toJson(const SessionOwner &owner);
SessionOwner ownerFrom(const QByteArray &json);

/// \p version is that of the file, which may be older than ours if it is only read.
Result<std::vector<StoredStream>> streams(const Database &database, int version);

Result<void> addStream(Database &database, StreamType type);
Result<void> setCoversFrom(Database &database, int stream, qint64 time);
Result<void> setLastAnswer(Database &database, int stream, qint64 time);
Result<void> writeState(Database &database, const SessionFile::Commit &commit);

Result<std::vector<StreamGap>> gaps(const Database &database, int version);
Result<bool> addGap(Database &database, int stream, const StreamGap &gap, qint64 now);

Result<void> addCalls(Database &database, qint64 time, qint64 calls);
Result<CallCounts> calls(const Database &database, int version, qint64 time);

} // namespace sessionrows

} // namespace boxwatch
