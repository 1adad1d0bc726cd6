// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/store/eventtable.h"

#include <QString>

#include <functional>

namespace boxwatch {

/// Reads a whole session into columns, also while another process captures into it. \p progress gets
/// events done and events in all, and returns false to cancel.
Result<TableSnapshot> readSessionTable(
    const QString &path, const std::function<bool(qint64 done, qint64 total)> &progress);

} // namespace boxwatch
