// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace boxwatch {

/// How far and how often to look back for events that came late. Either of them zero: never.
struct LookBackSettings
{
    std::chrono::milliseconds span{std::chrono::hours(24)};
    std::chrono::milliseconds interval{std::chrono::minutes(10)}; ///< between two passes

    bool isOn() const { return span.count() > 0 && interval.count() > 0; }

    friend bool operator==(const LookBackSettings &, const LookBackSettings &) = default;
};

} // namespace boxwatch
