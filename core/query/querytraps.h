// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/queryvalue.h"

namespace boxwatch {

/// What other languages write so and this one does not: it would be read as a text that no event has, and
/// nobody would see why nothing is found. Says what to write instead, or nothing. \p value is a Word;
/// \p written is it as it stands in the query, with a text in quotation marks that touches it.
QString queryTrap(
    const QueryFieldWord &field, const QString &sign, const QueryToken &value,
    const QString &written);

/// The same for a value and the word behind it, which belong together: `size:>10 mb`, `after:2026-03-02
/// 08:20`, `after:2026-03-02T08:20 +01:00`.
QString querySplitTrap(
    const QueryFieldWord &field, const QueryToken &value, const QString &next,
    const QueryClock &clock);

} // namespace boxwatch
