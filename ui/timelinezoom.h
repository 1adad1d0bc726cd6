// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <optional>
#include <utility>

namespace boxwatch {

/// From a time up to another, ms UTC.
using TimeRange = std::pair<qint64, qint64>;

/// What is seen of a timeline after \p shown became \p factor times as wide, \p around keeping its
/// place; nothing if that is all there is of \p whole. Never less than ten seconds.
std::optional<TimeRange> zoomed(
    const TimeRange &shown, qint64 around, double factor, const TimeRange &whole);

/// \p shown moved by \p by, but not out of \p whole.
TimeRange panned(const TimeRange &shown, qint64 by, const TimeRange &whole);

} // namespace boxwatch
