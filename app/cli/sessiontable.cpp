// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/sessiontable.h"

#include "core/session/sessionloader.h"

#include <cmath>

namespace boxwatch {

Result<SessionTable> readSessionTable(
    const QString &path, const std::function<bool(qint64 done, qint64 total)> &progress)
{
    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    if (!file)
        return file.error();
    const auto summary = (*file)->summary();
    if (!summary)
        return summary.error();
    const auto marks = (*file)->marks();
    if (!marks)
        return marks.error();

    SessionTable session;
    session.marks = *marks;
    for (const StoredStream &stream : summary->streams)
        session.streams.insert(stream.id, stream.type);

    const qint64 total = summary->events;
    EventTable table;
    SessionLoader loader(**file, table, total);
    bool atEnd = false;
    while (!atEnd) {
        if (!progress(std::llround(loader.fraction() * static_cast<double>(total)), total))
            return Error{.kind = Error::Kind::Cancelled};
        const auto read = loader.readSome();
        if (!read)
            return read.error();
        atEnd = *read;
    }
    session.events = table.snapshot();
    return session;
}

} // namespace boxwatch
