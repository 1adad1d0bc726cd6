// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"

namespace boxwatch {

/// The tree as a test can compare it: `and(who contains "ana", not(late))`. Times in UTC.
QString describe(const QueryNode &node);

} // namespace boxwatch
