// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/secret.h"

#include <QMetaType>
#include <QString>

namespace boxwatch {

/// The ways in which Box lets a program in (reference 1.10 to 1.15).
enum class SignInMethod {
    DeveloperToken, ///< a token that a person brings; good for an hour, cannot be renewed
    OAuth, ///< in the browser, with the client id and secret of the person's own app (RFC 8252, 7636)
    ClientCredentials, ///< client id and secret stand for a service account, or a user
    Jwt, ///< the app's JSON configuration with a private key stands for the same (RFC 7523)
};

/// What a person enters in order to sign in. Only what its method needs is set.
struct SignInRequest
{
    SignInMethod method = SignInMethod::OAuth;

    Secret developerToken; ///< DeveloperToken

    QString clientId; ///< OAuth, ClientCredentials
    Secret clientSecret; ///< OAuth, ClientCredentials

    /// ClientCredentials: id of the enterprise, whose service account is meant, or of a user. Jwt: id
    /// of a user; empty is the service account.
    QString subjectId;
    bool subjectIsUser = false; ///< ClientCredentials, Jwt

    Secret jwtConfiguration; ///< Jwt: the content of the JSON file from Box's developer console

    bool keep = true; ///< in the keychain, else for this run only
};

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::SignInMethod)
