// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>

namespace boxwatch {

/// The token of an account that signed in before, by its id or login. Runs an event loop until the
/// keychain answers. Errors: Kind::Keychain, and Kind::Usage if no such account is known.
Result<Secret> readKeychainToken(const QString &account);

} // namespace boxwatch
