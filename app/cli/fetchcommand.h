// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

namespace boxwatch {

/// `boxwatch fetch`: one chunk of a stream on standard output, and on standard error where to go on.
/// No session file, one request, no second try. Needs a QCoreApplication, no display.
ExitCode runFetch(const FetchOptions &options);

} // namespace boxwatch
