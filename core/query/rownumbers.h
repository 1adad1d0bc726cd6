// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/sortvalues.h"

#include <atomic>
#include <optional>
#include <span>
#include <vector>

namespace boxwatch {

/// A number for each of \p rows, which are in order of arrival, that compares as its value does: the
/// value itself, or of texts the rank among those of all rows. SortValues::missing for a row without
/// one. Nothing if cancelled. Internal to RowSorter.
std::optional<std::vector<quint64>> rowNumbers(
    const SortValues &values, std::span<const EventTable::Row> rows,
    const std::atomic<bool> *cancelled);

} // namespace boxwatch
