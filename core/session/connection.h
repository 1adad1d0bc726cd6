// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/account.h"
#include "core/api/tokensource.h"
#include "core/base/secret.h"
#include "core/net/networksettings.h"
#include "core/store/sessionfile.h"

#include <memory>

namespace boxwatch {

/// Where Box is and who asks.
struct Connection
{
    NetworkSettings network;
    Secret token; ///< a token as such; not used if there are `tokens`
    TokenSourceFactory tokens; ///< an account that can renew its token

    bool hasToken() const { return tokens || !token.isEmpty(); }
};

/// A source of its own for whoever asks Box by way of \p connection.
std::unique_ptr<TokenSource> tokenSourceOf(const Connection &connection);

/// What a session keeps of \p account.
SessionOwner ownerFrom(const Account &account);

} // namespace boxwatch
