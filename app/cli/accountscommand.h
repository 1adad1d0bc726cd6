// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

namespace boxwatch {

/// `boxwatch accounts`: who is signed in, signing in and signing out. Needs a QCoreApplication.
ExitCode runAccounts(const AccountsOptions &options);

} // namespace boxwatch
