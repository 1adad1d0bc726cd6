// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/net/proxysettings.h"

#include <QString>
#include <QUrl>

#include <chrono>
#include <optional>

namespace boxwatch {

/// How often Box may be asked on behalf of one account, long polls aside. 0: as often as one likes.
struct CallLimits
{
    int perSecond = 5;
    int perMinute = 300;

    friend bool operator==(const CallLimits &, const CallLimits &) = default;
};

/// Where Box is and how long it may take: all that a Network needs to know. A value, free to copy to
/// the thread that talks.
struct NetworkSettings
{
    QUrl apiUrl{QStringLiteral("https://api.box.com/2.0")}; ///< base of /events, /users/me, …
    QUrl tokenUrl; ///< of the token endpoint; empty: tokenUrlFor(apiUrl)
    QUrl authorizeUrl; ///< of the page that asks for consent; empty: authorizeUrlFor(apiUrl)
    QString caFile; ///< PEM file of further certificate authorities; empty: the system's alone
    ProxySettings proxy;

    std::chrono::milliseconds fetchDeadline{60'000}; ///< for a whole answer of a few hundred KiB
    std::chrono::milliseconds tokenDeadline{20'000};

    /// Not set: those of CallLimits, and none for a server on this machine.
    std::optional<CallLimits> callLimits;

    friend bool operator==(const NetworkSettings &, const NetworkSettings &) = default;
};

/// The token endpoint that belongs to \p apiUrl: Box serves both from one host, the version of the
/// API aside (`https://host/2.0` and `https://host/oauth2/token`).
QUrl tokenUrlFor(const QUrl &apiUrl);

/// The consent page that belongs to \p apiUrl: on account.box.com for Box itself, else
/// `https://host/api/oauth2/authorize` on the same host.
QUrl authorizeUrlFor(const QUrl &apiUrl);

/// The settings with nothing left to be found: what is empty is filled in as described above.
NetworkSettings resolved(NetworkSettings settings);

/// `settings.callLimits`, or what holds where nothing is set.
CallLimits callLimitsOf(const NetworkSettings &settings);

/// Whether \p url names this very machine, where plain HTTP may be used.
bool isLoopback(const QUrl &url);
bool isLoopbackHost(const QString &host);

/// Usage, with the reason, for a URL that must not be asked: not HTTP, plain HTTP to another machine,
/// or one with a user name in it.
Result<void> checkUrl(const QUrl &url);

/// What can be said before the first request: Usage for a bad URL or proxy, File for a \p settings.caFile that
/// cannot be read or holds no certificate. Any thread.
Result<void> checkSettings(const NetworkSettings &settings);

} // namespace boxwatch
