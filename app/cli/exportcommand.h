// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

namespace boxwatch {

/// `boxwatch export`. Blocks until done; needs a QCoreApplication, but no event loop.
ExitCode runExport(const ExportCommand &command);

} // namespace boxwatch
