// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/fixedtoken.h"

using namespace Qt::StringLiterals;

namespace boxwatch {

void FixedToken::withToken(QObject *, Callback callback)
{
    if (!m_token.isEmpty()) {
        callback(m_token);
        return;
    }
    Error error;
    error.kind = Error::Kind::Unauthorized;
    error.message = u"there is no access token"_s;
    callback(error);
}

void FixedToken::reject(const Secret &)
{
}

} // namespace boxwatch
