// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QByteArray>
#include <QDateTime>
#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QSslError>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <functional>

class QNetworkReply;

namespace boxwatch {

/// One request, as a value.
struct HttpRequest
{
    static constexpr qint64 largestBody = 64 * 1024 * 1024;

    QByteArray method = "GET";
    QUrl url{};
    Secret bearer{}; ///< sent as Authorization; empty: no such header
    QByteArray contentType{}; ///< of the body of a POST
    QByteArray body{};

    /// From the first byte out to the last byte in. A body that keeps coming gets a second more for
    /// each 256 KiB, so that a slow line can carry a large chunk and a dripping one cannot last.
    std::chrono::milliseconds deadline{60'000};

    /// An answer with a larger body, once decompressed, is Malformed.
    qint64 maxBody = largestBody;
};

/// A whole answer, whatever its status; redirects excepted, which are errors.
struct HttpReply
{
    int status = 0;
    bool hadToken = false; ///< the request carried a bearer token
    QByteArray body{}; ///< has room for 64 bytes more, so that a parser can pad in place
    QByteArray contentType{};
    QByteArray requestId{}; ///< Box-Request-Id
    QByteArray authenticate{}; ///< WWW-Authenticate
    QByteArray retryAfter{}; ///< Retry-After
    QDateTime serverDate{}; ///< Date, UTC; invalid if there was none
};

/// One exchange over HTTP/1.1 with a deadline of its own.
///
/// Owning a call is wanting its answer: the callback runs exactly once, never before the constructor
/// has returned, and never after the call was destroyed. The callback may destroy the call. Lives in
/// the thread of its Network.
///
/// Follows no redirect, keeps no cookie, caches nothing, and sends a body once at most. Errors are
/// Network (transportError()), Timeout, Malformed (larger than allowed), Unexpected (a redirect) and
/// Usage (see checkUrl()); their text holds no URL, and of a header at most the host that a redirect
/// names.
class HttpCall final : public QObject
{
public:
    using Callback = std::function<void(Result<HttpReply>)>;

    /// The deadline runs from now on; \p timedOut is told if it passes. Made by Network::send(), which
    /// calls begin() at once or soon.
    HttpCall(const HttpRequest &request, std::function<void()> timedOut, Callback done);

    /// A call that ends with \p error as soon as the event loop turns.
    HttpCall(Error error, Callback done);

    ~HttpCall() override;

    /// False if the call is under way, or over.
    bool isToBegin() const { return m_done && !m_reply; }

    /// \p reply is the exchange, which has just been started, \p proxied if through a proxy. The call
    /// owns it.
    void begin(QNetworkReply *reply, bool proxied);

    /// In place of begin(): ends the call, as soon as the event loop turns, without an exchange.
    void refuse(const Error &error);

private:
    void drain();
    void finish();
    void expire();
    void redirected(int status);
    void fail(Error error);
    void end(Result<HttpReply> result);
    void release();
    HttpReply takeReply(int status);

    QNetworkReply *m_reply = nullptr;
    Callback m_done;
    std::function<void()> m_timedOut;
    QByteArray m_body;
    QList<QSslError> m_tlsTrouble;
    QTimer m_deadline;
    QElapsedTimer m_age;
    std::chrono::milliseconds m_allowed{};
    qint64 m_maxBody = 0;
    bool m_hadToken = false;
    bool m_proxied = false;
};

} // namespace boxwatch
