// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/tokenendpoint.h"
#include "core/auth/signin.h"

#include <QDateTime>
#include <QUrl>

#include <optional>

namespace boxwatch {

/// All that it takes to get and renew the token of one account: what goes into the keychain, in one
/// piece.
struct Credentials
{
    SignInMethod method = SignInMethod::DeveloperToken;

    /// The endpoint that these are good for, and the only one that they are ever sent to. Empty for a
    /// token that was kept by an early version.
    QUrl tokenUrl;

    /// The API that the access token goes to, and no other. Empty if an early version has kept it.
    QUrl apiUrl;

    TokenClient client; ///< OAuth, ClientCredentials
    TokenSubject subject; ///< ClientCredentials, Jwt
    Secret jwtConfiguration; ///< Jwt

    Secret accessToken;
    QDateTime goodUntil; ///< UTC, of the access token; invalid if unknown
    Secret refreshToken; ///< OAuth

    /// Takes over what \p grant brought, as of now.
    void take(const TokenGrant &grant);

    friend bool operator==(const Credentials &, const Credentials &) = default;
};

/// The bytes for the keychain, and back; nothing if they are no such bytes.
Secret serialized(const Credentials &credentials);
std::optional<Credentials> credentialsFrom(const Secret &bytes);

/// The name of \p method in settings and on the command line, e.g. `client-credentials`, and back.
QString signInMethodName(SignInMethod method);
std::optional<SignInMethod> signInMethodFrom(const QString &name);

} // namespace boxwatch
