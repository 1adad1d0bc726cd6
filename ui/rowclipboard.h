// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/eventtablemodel.h"

#include <utility>
#include <vector>

namespace boxwatch {

/// Puts rows of \p events with \p columns onto the clipboard, tab separated and safe for a spreadsheet;
/// \p pieces are first and last rows. At most 20,000 rows: an export takes more. Returns how many.
qint64 copyRows(
    const EventTableModel &events, const std::vector<std::pair<int, int>> &pieces,
    const std::vector<int> &columns);

} // namespace boxwatch
