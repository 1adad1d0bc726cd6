// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace boxwatch {

/// Captures \p events events of a simulated enterprise into the session \p path, unless a session of
/// that size is there already. Ends the program if it cannot.
void captureSample(const QString &path, qint64 events);

/// 1,000,000, or what BOXWATCH_BENCH_EVENTS says.
qint64 benchEvents();

} // namespace boxwatch
