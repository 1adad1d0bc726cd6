// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/secret.h"

#include <QByteArray>
#include <QString>

namespace boxwatch {

/// What came in on the port that waits for the browser.
struct OAuthCallback
{
    static constexpr qsizetype largestRequest = 8 * 1024;

    enum class Kind {
        Incomplete, ///< more may come
        Code, ///< the browser brings the code
        Denied, ///< the person, or Box, said no: see `error`
        WrongState, ///< not the answer to our question
        NotForUs, ///< another path, e.g. /favicon.ico
        WrongMethod,
        BadRequest, ///< not HTTP, another host's name, or too long
    };

    Kind kind = Kind::Incomplete;
    Secret code;
    QString error; ///< of Denied, e.g. "access_denied"; clipped, untrusted
    QString description; ///< of Denied; clipped, untrusted
};

/// Reads what a connection has sent so far. \p host is what the browser must have been told, e.g.
/// `127.0.0.1:49152`: a page elsewhere whose name was bent to this address says another one. \p state is
/// compared in constant time. Bounded by largestRequest, without recursion; takes any bytes.
OAuthCallback parseOAuthCallback(
    const QByteArray &request, const QByteArray &host, const Secret &state);

} // namespace boxwatch
