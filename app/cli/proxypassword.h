// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/options.h"
#include "core/base/result.h"

#include <optional>

namespace boxwatch {

/// Gives the proxy of \p network its password from where the person said it is, before a token is read
/// from there. Nothing happens without \p origin. Blocks; for the keychain it runs an event loop: needs
/// a QCoreApplication. Usage if there is no password; Keychain if that is locked.
Result<void> addProxyPassword(NetworkSettings &network, const std::optional<TokenOrigin> &origin);

} // namespace boxwatch
