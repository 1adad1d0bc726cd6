// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QUrl>

#include <chrono>

namespace boxwatch {

/// Where to wait for news of a user stream, and how long that is good for (OPTIONS /events).
struct RealtimeServer
{
    QUrl url; ///< holds a channel that is as good as a password: never log it
    std::chrono::minutes ttl{10}; ///< 1 to 60
    int maxRetries = 10; ///< polls before another server has to be asked for; 1 to 50
    std::chrono::seconds retryTimeout{610}; ///< silence after which a poll is given up; 30 to 3600

    friend bool operator==(const RealtimeServer &, const RealtimeServer &) = default;
};

/// Reads the answer to OPTIONS /events. Numbers may be strings, and what makes no sense is replaced by
/// the default. Malformed if it is not JSON or names no realtime server with an http or https URL; the
/// error's code is `not_json` in the first case.
Result<RealtimeServer> parseRealtimeServer(const QByteArray &body);

/// Where to poll \p server for what follows \p position: its own query as it is, `stream_position`
/// added or replaced, https in place of http unless it is this very machine.
QUrl pollUrl(const QUrl &server, const QByteArray &position);

} // namespace boxwatch
