// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/error.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

bool Error::isTransient() const
{
    switch (kind) {
    case Kind::Network:
        // Asking again with the same password would lock the person's account at the proxy.
        return code != "proxy_auth"_L1;
    case Kind::Keychain:
        // The renewal goes on once the keychain is open again.
        return code == "renewal_waits"_L1;
    case Kind::Timeout:
    case Kind::Malformed:
    case Kind::RateLimited:
    case Kind::Server:
    case Kind::Unexpected:
        return true;
    default:
        return false;
    }
}

Error localError(Error::Kind kind, const QString &message)
{
    Error error;
    error.kind = kind;
    error.message = message;
    return error;
}

Error usageError(const QString &message)
{
    return localError(Error::Kind::Usage, message);
}

} // namespace boxwatch
