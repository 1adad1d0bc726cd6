// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QList>
#include <QNetworkReply>
#include <QSslError>

namespace boxwatch {

/// What \p code says is wrong with the way to Box, as Network with one of the codes that Error names.
/// \p tls is what was wrong with the server's certificate, if anything. With \p proxied it was the
/// proxy's part to find and to reach the server. Holds no URL, unlike QNetworkReply::errorString().
Error transportError(
    QNetworkReply::NetworkError code, const QList<QSslError> &tls, bool proxied = false);

} // namespace boxwatch
