// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

namespace boxwatch {

/// What the program answers to whoever started it. Scripts rely on the numbers:
/// docs/command-line.md.
enum class ExitCode {
    Success = 0, ///< also after SIGINT or SIGTERM of a capture: everything that came is stored
    Failure = 1, ///< none of the others, e.g. no display for a window
    Usage = 2, ///< the command line or the query cannot be followed
    SignIn = 3, ///< no token, or Box refuses it, or the right is missing
    File = 4, ///< a session or an output file cannot be read or written
    Network = 5, ///< Box could not be reached, or did not answer as it should, to the last try
    Interrupted = 6, ///< an export was broken off; nothing was written
};

constexpr int exitStatus(ExitCode code)
{
    return static_cast<int>(code);
}

ExitCode exitCodeFor(const Error &error);

} // namespace boxwatch
