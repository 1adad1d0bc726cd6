// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <chrono>

namespace boxwatch {

/// How long to wait before trying again.
///
/// Doubles from `first` up to `ceiling`. When Box names a longer delay itself, Box is right.
struct RetryPolicy
{
    std::chrono::milliseconds first{1000};
    std::chrono::milliseconds ceiling{60'000};

    /// Half to one and a half of the delay, so that many clients do not come back all at once.
    bool jitter = true;

    /// Never sooner than this, whatever the jitter says.
    std::chrono::milliseconds least{0};

    /// \p attempt counts failures in a row, from 1.
    std::chrono::milliseconds delayAfter(const Error &error, int attempt) const;
};

} // namespace boxwatch
