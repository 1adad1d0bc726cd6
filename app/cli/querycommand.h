// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

namespace boxwatch {

/// Finds events of a session, and prints or counts them. Needs a QCoreApplication.
ExitCode runQuery(const QueryOptions &options);

} // namespace boxwatch
