// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"
#include "core/stream/streamsettings.h"

#include <QHash>
#include <QString>

#include <functional>

namespace boxwatch {

/// What a session holds, as far as queries ask for it.
struct SessionTable
{
    TableSnapshot events;
    RowSet marks;
    QHash<int, StreamType> streams; ///< by StoredStream::id
};

/// Reads a whole session into columns, also while another process captures into it. \p progress gets
/// events done and events in all, and returns false to cancel.
Result<SessionTable> readSessionTable(
    const QString &path, const std::function<bool(qint64 done, qint64 total)> &progress);

} // namespace boxwatch
