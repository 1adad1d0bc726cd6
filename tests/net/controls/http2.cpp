// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// As Qt does by default: HTTP/2 is offered, which never recovers from a half-open connection.

#define qtRequest carefulRequest
#include "core/net/qtrequest.cpp" // NOLINT: what is switched back on replaces the rest of it
#undef qtRequest

namespace boxwatch {

QNetworkRequest qtRequest(const HttpRequest &request)
{
    QNetworkRequest qt = carefulRequest(request);
    qt.setAttribute(QNetworkRequest::Http2AllowedAttribute, true);
    return qt;
}

} // namespace boxwatch
