// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace boxwatch {

/// How many threads the work below is spread over, the caller's own among them: one for each core.
std::size_t workerCount();

/// What is to be done with one part out of many; \p worker is below workerCount() and two calls with
/// the same one do not overlap.
using PartWork = std::function<void(std::size_t part, std::size_t worker)>;

/// Calls \p work for each of \p parts, on all cores, and returns when all are done. False if \p cancelled
/// was set meanwhile; parts may then have been left out.
bool inParallel(
    std::size_t parts, const PartWork &work, const std::atomic<bool> *cancelled = nullptr);

/// The same, and calls \p deliver for each part, in the caller's thread and in order, as soon as it and
/// those before it are done. If \p deliver says false, nothing further is begun and this returns false.
bool inOrder(
    std::size_t parts, const PartWork &work, const std::function<bool(std::size_t part)> &deliver,
    const std::atomic<bool> *cancelled = nullptr);

} // namespace boxwatch
