// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/keptaccounts.h"
#include "app/cli/options.h"
#include "core/base/result.h"
#include "core/base/secret.h"

namespace boxwatch {

/// What a secret is called when a terminal asks for it.
enum class SecretName { AccessToken, ClientSecret, ProxyPassword };

/// Reads a secret from where the person said it is; asks for it, unseen, if that is a terminal. Blocks.
/// Usage if there is none, or if \p origin is the keychain.
///
/// A variable of the environment is taken out of it, so that no other program inherits it.
Result<Secret> readSecret(const TokenOrigin &origin, SecretName name);

/// Gives \p connection the token, or for an account of the keychain its tokens, which renew themselves
/// for as long as \p accounts live. Blocks; for the keychain it runs an event loop: needs a
/// QCoreApplication. Usage if there is no token or account; Keychain if that is locked.
Result<void> addToken(Connection &connection, const TokenOrigin &origin, Accounts &accounts);

} // namespace boxwatch
