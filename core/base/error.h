// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

#include <chrono>
#include <optional>

namespace boxwatch {

/// Why something did not work, as a value that code branches on and sentenceFor() puts into words.
///
/// Holds no secret: no token, no URL query, nothing of a request's body.
struct Error
{
    enum class Kind {
        Network, ///< no answer at all: name, connection, TLS, proxy
        Timeout, ///< the deadline passed before the answer was whole
        Malformed, ///< an answer that is not what Box documents: cut short, HTML, not JSON
        Refused, ///< 400: Box does not take the request as it stands
        Unauthorized, ///< 401: the token is missing, expired or revoked
        Forbidden, ///< 403: the token is good, the right is missing
        RateLimited, ///< 429
        Server, ///< 5xx
        Unexpected, ///< any other status: redirects, 404, 405, …
        File, ///< a session or export file cannot be read or written
        NewerFile, ///< a session file of a later Boxwatch
        DamagedFile, ///< a session file that SQLite cannot make sense of
        Busy, ///< another Boxwatch has the session open for capture
        Keychain, ///< the keychain of the operating system is locked, missing or silent
        Usage, ///< the person asked for something that cannot be
        Cancelled, ///< the person changed their mind
    };

    Kind kind = Kind::Network;
    QString message; ///< technical detail in English, e.g. Box's own message
    int status = 0; ///< HTTP status, 0 if there was none

    /// What exactly, where the kind does not say it all. Box's own `code`, or `error` of OAuth, as it
    /// came; or one of ours:
    ///  - Network: `dns`, `refused`, `closed`, `proxy_unreachable`, `proxy_auth`, `tls_self_signed`,
    ///    `tls_unknown_authority`, `tls_wrong_host`, `tls_expired`, `tls_not_yet_valid`, `tls_revoked`,
    ///    `tls_failed`, `no_port` (of a sign-in); Timeout: `browser_silent`, `silence` (of a stream)
    ///  - Malformed, Unexpected, Server: `captive_portal` (somebody between us and Box has answered),
    ///    `redirect`, `not_json`
    ///  - Forbidden, for events of an enterprise, once it is known who asks: `no_enterprise`,
    ///    `not_admin`, `coadmin_may_not`, `app_may_not`, `service_may_not`
    ///  - Unauthorized: `signed_out`, `fresh_token_refused`; of a sign-in `access_denied`
    ///  - Keychain: `locked`, `missing`, `blocked`, `silent`, `failed`, `damaged`, `renewal_waits`
    ///  - any: `clock_wrong` (ours differs from Box's), `position_refused`
    QString code;

    QString requestId; ///< for Box's support
    std::optional<std::chrono::milliseconds> retryAfter; ///< what Retry-After asked for

    /// Whether waiting may heal it without a person.
    bool isTransient() const;

    friend bool operator==(const Error &, const Error &) = default;
};

/// An error of \p kind that happened on our side of the line.
Error localError(Error::Kind kind, const QString &message);

/// The person asked for something that cannot be; \p message tells them why, translated.
Error usageError(const QString &message);

/// What happened, what it means and what to do, as translated plain text for people.
QString sentenceFor(const Error &error);

} // namespace boxwatch

Q_DECLARE_METATYPE(boxwatch::Error)
