// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

namespace boxwatch {

/// The window, with the given sessions or the demo in it, until it is closed.
ExitCode runWindow(int &argc, char **argv, const WindowOptions &options);

/// The window with one session that is streaming already.
ExitCode runWatch(int &argc, char **argv, const WatchOptions &options);

} // namespace boxwatch
