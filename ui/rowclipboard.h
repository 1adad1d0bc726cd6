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

/// Puts the whole text of one cell onto the clipboard: as it is, since one asks for it to be exact.
void copyTextOf(const EventTableModel &events, const QModelIndex &cell);

} // namespace boxwatch
