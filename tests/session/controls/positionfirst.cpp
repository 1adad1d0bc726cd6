// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/chunkwriting.h"

// As Box's own SDK has it: the position is saved before the events are. What is killed in between has
// lost them.

#include <QThread>

namespace boxwatch {

Result<qint64> writeChunk(SessionFile &file, const SessionFile::Commit &commit)
{
    SessionFile::Commit position = commit;
    position.events = {};
    position.late = {};
    if (const auto saved = file.commit(position); !saved)
        return saved;
    QThread::msleep(20); // a disk that is busy
    return file.commit(commit);
}

} // namespace boxwatch
