// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <cstdint>

namespace boxwatch {

/// What a Simulator simulates. The defaults are faithful to Box; see each member for what it changes.
struct SimulatorOptions
{
    std::uint16_t port = 0; ///< on 127.0.0.1; 0: any free one

    std::uint64_t seed = 1; ///< the same seed gives the same enterprise and the same events
    std::uint64_t backlog = 10'000; ///< events that have already happened at the start
    std::chrono::hours backlogSpan{10 * 24}; ///< over how long they are spread, ending at the start
    double rate = 0; ///< further events per second
    double oddShare = 0.01; ///< share of events with something odd about them, 0 to 1

    /// The simulated clock at the start, in milliseconds since 1970 UTC; 0: the real one.
    std::int64_t startTime = 0;

    std::chrono::milliseconds historyDelay{60'000}; ///< until an event shows in admin_logs
    std::chrono::milliseconds liveDelay{12'000}; ///< until it shows in admin_logs_streaming
    double repeatRate = 0.02; ///< share of events that admin_logs_streaming sends twice
    double reorderRate = 0.02; ///< share of events that admin_logs_streaming sends late
    double userRepeatRate = 0.1; ///< share of user chunks that begin with the last few events again
    double shortChunks = 0.02; ///< share of chunks that hold less than they could
    std::uint32_t userEvery = 1; ///< every how many enterprise events the user has one of their own
    bool strictPositions = false; ///< refuse a position that went through a double

    QString token; ///< the access token that is always good; empty: defaultToken()
    std::chrono::seconds tokenLife{3930}; ///< of tokens from /oauth2/token

    std::chrono::milliseconds pollHold{610'000}; ///< how long a long poll is held: then `reconnect`
    int pollRetries = 10; ///< max_retries of a realtime server
    int pollRetryTimeout = 610; ///< retry_timeout in seconds
    int pollLife = 10; ///< ttl in minutes

    bool gzip = false; ///< compress replies for clients that accept it

    QByteArray certificate; ///< PEM; with privateKey: HTTPS instead of HTTP
    QByteArray privateKey; ///< PEM

    /// The access token that a simulator takes unless told otherwise: `boxwatch-demo-token`.
    static QString defaultToken();
};

/// What `boxwatch --demo` shows: three days of a lively enterprise, and four events a second.
SimulatorOptions demoOptions();

} // namespace boxwatch
