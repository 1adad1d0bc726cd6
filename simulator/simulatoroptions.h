// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

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

    /// Make the enterprise events of the backlog at the start and keep them, about 900 bytes each, so
    /// that what is measured against the simulator waits for nothing but itself. The answers are the same.
    bool inMemory = false;
    double oddShare = 0.01; ///< share of events with something odd about them, 0 to 1

    /// The simulated clock at the start, in milliseconds since 1970 UTC; 0: the real one.
    std::int64_t startTime = 0;
    /// How far the simulated clock is ahead of the real one, if startTime is 0.
    std::chrono::milliseconds clockOffset{0};

    std::chrono::milliseconds historyDelay{60'000}; ///< until an event shows in admin_logs
    std::chrono::milliseconds liveDelay{12'000}; ///< until it shows in admin_logs_streaming
    double repeatRate = 0.02; ///< share of events that admin_logs_streaming sends twice
    double reorderRate = 0.02; ///< share of events that admin_logs_streaming sends late
    double userRepeatRate = 0.1; ///< share of user chunks that begin with the last few events again
    double shortChunks = 0.02; ///< share of chunks that hold less than they could
    std::uint32_t userEvery = 1; ///< every how many enterprise events the user has one of their own
    bool strictPositions = false; ///< refuse a position that went through a double

    /// Share of events that come to admin_logs late, behind the cursor of whoever reads on.
    double stragglerShare = 0;
    /// How late at most, after historyDelay: each of them draws from half of it to all of it.
    std::chrono::milliseconds stragglerDelay{30 * 60'000};
    double withheldShare = 0; ///< share of events that admin_logs_streaming never has
    std::chrono::milliseconds userDelay{0}; ///< until an event shows in the user streams
    bool earlyPolls = false; ///< `new_change` comes when an event happens, not when it shows

    /// How positions are written.
    enum class PositionForm {
        Faithful, ///< numbers in user streams, text in enterprise streams
        Text,
        Number,
        Alternating, ///< a number, a text, a number, …
        Compound, ///< text: `<integer>;<uuid>`
    };
    PositionForm positionForm = PositionForm::Faithful;

    /// What a chunk without events says about where to go on.
    enum class EmptyPosition {
        Faithful, ///< admin_logs: what was sent, and "0" if nothing was; others: the newest
        Zero,
        Missing,
        Null,
        Moving, ///< another name for the same place, each time
    };
    EmptyPosition emptyPosition = EmptyPosition::Faithful;

    bool acceptNow = false; ///< `now` is good for admin_logs too
    bool refuseLargeLimits = false; ///< 400 for a limit above 500, which is otherwise cut to 500
    bool refuseUnknownTypes = false; ///< 400 for an event_type that nobody knows
    bool refuseOldDates = false; ///< 400 for a created_after more than a year ago
    bool refuseStalePositions = false; ///< 400 for a position that is older than what is kept

    QString token; ///< the access token that is always good; empty: defaultToken()
    /// Of access tokens from /oauth2/token; 0: between 3600 and 4200 s, as with Box.
    std::chrono::seconds tokenLife{0};
    /// For how long a used refresh token gives the same new pair again; 0: it is good once, and that
    /// is all that Box promises.
    std::chrono::seconds refreshGrace{0};
    std::chrono::seconds codeLife{30}; ///< of authorization codes
    /// Those that the application has configured. On a loopback address the port does not count.
    QStringList redirectUris{
        QStringLiteral("http://127.0.0.1/callback"), QStringLiteral("http://localhost/callback")};

    /// What the page of /api/oauth2/authorize does.
    enum class Consent {
        Ask, ///< shows a page with Grant and Deny
        Grant, ///< leads back at once, with a code
        Deny, ///< leads back at once, without
    };
    Consent consent = Consent::Ask;
    bool publicClient = false; ///< the client secret may be left out; a code then needs PKCE
    bool appAuthorized = true; ///< by the admin: without it, no JWT and no client credentials

    std::chrono::milliseconds pollHold{610'000}; ///< how long a long poll is held: then `reconnect`
    int pollRetries = 10; ///< max_retries of a realtime server
    int pollRetryTimeout = 610; ///< retry_timeout in seconds
    int pollLife = 10; ///< ttl in minutes
    bool pollNumbers = false; ///< ttl and max_retries are numbers, not text
    int tooManyPolls = 200; ///< the status of `max_retries`: 200, 400 or 404

    /// Whether a long poll comes with the access token.
    enum class PollToken {
        Unneeded, ///< it is taken, and noted as a fault of the client
        Needed, ///< 401 without
        Refused, ///< 400 with
    };
    PollToken pollToken = PollToken::Unneeded;

    /// Calls for events after an answer that had nothing new: sooner than that is noted as a fault of
    /// the client. 0: never; tests run with milliseconds.
    std::chrono::milliseconds minimumGap{0};
    /// More calls for events per second than that, over five seconds that bring nothing new, are noted
    /// too. 0: never.
    double maxIdleRate = 0;

    /// A time line of events, faults and clock steps, as docs/simulator.md has it; empty: none.
    QByteArray scenario;

    bool gzip = false; ///< compress replies for clients that accept it

    QByteArray certificate; ///< PEM; with privateKey: HTTPS instead of HTTP
    QByteArray privateKey; ///< PEM

    /// The access token that a simulator takes unless told otherwise: `boxwatch-demo-token`.
    static QString defaultToken();

    /// What the simulated application is known by: `boxwatch-demo-client`.
    static QString clientId();
    /// `boxwatch-demo-secret`
    static QString clientSecret();
};

/// What `boxwatch --demo` shows: three days of a lively enterprise, and four events a second.
SimulatorOptions demoOptions();

} // namespace boxwatch
