// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/chunkwriting.h"

namespace boxwatch {

Result<qint64> writeChunk(SessionFile &file, const SessionFile::Commit &commit)
{
    return file.commit(commit);
}

} // namespace boxwatch
