// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/tokenendpoint.h"
#include "core/auth/jwtconfiguration.h"

#include <QDateTime>

namespace boxwatch {

/// A signed JWT by which the app says that it acts for \p subject (RFC 7523, reference 1.12). Good for
/// 30 s from \p now, which is Box's time, and for one use: each has an id of its own.
///
/// Usage if the key cannot be used, with the reason and nothing of the key or passphrase.
Result<Secret> jwtAssertion(
    const JwtConfiguration &configuration, const TokenSubject &subject, const QDateTime &now);

} // namespace boxwatch
