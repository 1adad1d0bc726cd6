// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

namespace boxwatch {

/// `boxwatch info`: what a session holds, on standard output. Reads no event, so it is quick, and
/// works while another process captures.
ExitCode runInfo(const InfoOptions &options);

} // namespace boxwatch
