// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/connection.h"

#include "core/auth/fixedtoken.h"

namespace boxwatch {

std::unique_ptr<TokenSource> tokenSourceOf(const Connection &connection)
{
    return connection.tokens ? connection.tokens() : std::make_unique<FixedToken>(connection.token);
}

SessionOwner ownerFrom(const Account &account)
{
    return {
        .accountId = account.id,
        .login = account.login,
        .name = account.name,
        .enterpriseId = account.enterpriseId,
        .enterpriseName = account.enterpriseName};
}

} // namespace boxwatch
