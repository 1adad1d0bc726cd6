// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/sessiontable.h"
#include "core/query/query.h"

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

namespace boxwatch {

/// The events that a query finds.
struct FoundRows
{
    std::vector<EventTable::Row> rows; ///< in order of arrival
    double milliseconds = 0; ///< that the query took
    std::optional<Error>
        trouble; ///< some events could not be read for `raw:`; those are not among them
};

/// Runs \p query over a session, until \p limit events are found, or until \p cancelled is set: Kind::Cancelled.
/// \p progress gets the share that is done, 0 to 1.
Result<FoundRows> searchRows(
    const Query &query, const QString &path, const SessionTable &session,
    const std::optional<qint64> &limit, const std::atomic<bool> &cancelled,
    const std::function<void(double done)> &progress);

/// What is wrong with a query, in lines for a terminal: the words, the query, and carets under the place.
QString queryComplaint(const QString &text, const QueryError &error);

} // namespace boxwatch
