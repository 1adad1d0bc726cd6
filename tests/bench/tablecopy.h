// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/eventtable.h"

namespace boxwatch {

/// Appends the first \p rows of \p from to \p to, \p times one after the other, each event with an id of its
/// own, in chunks of 500, and publishes them.
void copyRows(const TableSnapshot &from, EventTable::Row rows, int times, EventTable &to);

} // namespace boxwatch
