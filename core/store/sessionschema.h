// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sqlite.h"

namespace boxwatch {

/// The tables of a session file, and the checks before one is trusted. Internal to core/store.
/// docs/session-format.md describes the format.
namespace sessionschema {

/// "BxWt": SQLite's application_id of a session.
constexpr int applicationId = 0x42785774;

/// Makes the tables of a new, empty file.
Result<void> create(Database &database, qint64 now);

/// Whether the file is a session of a version that we know, with exactly the tables that we make: a
/// file from a stranger may hold views, triggers or columns that compute.
/// The answer is the version.
Result<int> check(const Database &database);

/// From \p version to the newest, in one transaction.
Result<void> migrate(Database &database, int version);

} // namespace sessionschema

} // namespace boxwatch
