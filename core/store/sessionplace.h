// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sqlite.h"

class QLockFile;

namespace boxwatch {

/// A session as a file among others: how one is made, locked and set up for writing. Internal to
/// core/store.
namespace sessionplace {

/// Makes an empty session, whole or not at all. The lock is the caller's.
Result<void> make(const QString &path);

/// Takes the lock that one writer holds. Error::Kind::Busy if another process has it.
Result<void> take(QLockFile &lock, const QString &path);

/// The file that QLockFile uses for the session \p path.
QString lockPath(const QString &path);

/// Journal and durability for a connection that writes.
Result<void> prepareForWriting(Database &database, const QString &path);

} // namespace sessionplace

} // namespace boxwatch
