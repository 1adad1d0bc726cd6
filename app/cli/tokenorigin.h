// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <optional>

namespace boxwatch {

/// Where a token, or another secret, comes from. Never from the command line, which every user can read.
struct TokenOrigin
{
    enum class Kind { Environment, StandardInput, Keychain };

    Kind kind = Kind::StandardInput;
    QString name; ///< of the variable, or of the account (id or login)
};

/// Where \p text says a secret is: `stdin`, `env:NAME`, `keychain` or `keychain:NAME`; nothing if it says
/// something else, which may be the secret itself.
std::optional<TokenOrigin> originFrom(const QString &text);

} // namespace boxwatch
