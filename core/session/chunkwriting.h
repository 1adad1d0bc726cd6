// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sessionfile.h"

namespace boxwatch {

/// Puts a chunk and the position that follows it into the file: both or none, which is what all the
/// rest stands on. Errors as SessionFile::commit(). Internal to core/session; a function of its own, so
/// that a test can show what happens otherwise.
Result<qint64> writeChunk(SessionFile &file, const SessionFile::Commit &commit);

} // namespace boxwatch
