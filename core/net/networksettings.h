// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QString>
#include <QUrl>

#include <chrono>

namespace boxwatch {

/// Where Box is and how long it may take: all that a Network needs to know. A value, free to copy to
/// the thread that talks.
struct NetworkSettings
{
    QUrl apiUrl{QStringLiteral("https://api.box.com/2.0")}; ///< base of /events, /users/me, …
    QUrl tokenUrl{QStringLiteral("https://api.box.com/oauth2/token")};
    QString caFile; ///< PEM file of further certificate authorities; empty: the system's alone

    std::chrono::milliseconds fetchDeadline{60'000}; ///< for a whole answer of a few hundred KiB
    std::chrono::milliseconds tokenDeadline{20'000};

    friend bool operator==(const NetworkSettings &, const NetworkSettings &) = default;
};

/// The token endpoint that belongs to \p apiUrl: Box serves both from one host, the version of the
/// API aside (`https://host/2.0` and `https://host/oauth2/token`).
QUrl tokenUrlFor(const QUrl &apiUrl);

/// Whether \p url names this very machine, where plain HTTP may be used.
bool isLoopback(const QUrl &url);

/// Usage, with the reason, for a URL that must not be asked: not HTTP, plain HTTP to another machine,
/// or one with a user name in it.
Result<void> checkUrl(const QUrl &url);

/// What can be said before the first request: Usage for a bad URL, File for a \p settings.caFile that
/// cannot be read or holds no certificate. Any thread.
Result<void> checkSettings(const NetworkSettings &settings);

} // namespace boxwatch
