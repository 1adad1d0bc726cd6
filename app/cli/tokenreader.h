// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/options.h"
#include "core/base/result.h"
#include "core/base/secret.h"

namespace boxwatch {

/// Fetches the access token from where the person said it is; asks for it, unseen, if that is a
/// terminal. Blocks, and for the keychain runs an event loop: needs a QCoreApplication.
///
/// A variable of the environment is taken out of it, so that no other program inherits it.
Result<Secret> readToken(const TokenOrigin &origin);

} // namespace boxwatch
