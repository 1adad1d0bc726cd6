// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/qtrequest.h"

#include "core/net/networksettings.h"

namespace boxwatch {

namespace {

// A decompressed answer may be this large before Qt looks for a bomb; HttpCall has its own limit.
constexpr qint64 bombThreshold = 4 * 1024 * 1024;

// An answer that is not compressed and says that it is no larger than this is read into one piece of
// memory, without a signal between threads for each part that comes. Qt takes the word of the server for
// the size, so it is not HttpCall's limit.
constexpr qint64 largestAtOnce = 4 * 1024 * 1024;

} // namespace

QNetworkRequest qtRequest(const HttpRequest &request)
{
    QNetworkRequest qt(request.url);
    // The other policies copy the Authorization header to wherever a redirect points.
    qt.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // HTTP/2 never recovers from a half-open connection: each later request times out in full.
    qt.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    qt.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    qt.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    qt.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    qt.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    qt.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    qt.setDecompressedSafetyCheckThreshold(bombThreshold);
    qt.setAttribute(QNetworkRequest::MaximumDownloadBufferSizeAttribute, largestAtOnce);
    if (!request.bearer.isEmpty())
        qt.setRawHeader("Authorization", "Bearer " + request.bearer.reveal());
    // Compressing costs more than a loopback line does.
    if (isLoopback(request.url))
        qt.setRawHeader("Accept-Encoding", "identity");
    return qt;
}

} // namespace boxwatch
