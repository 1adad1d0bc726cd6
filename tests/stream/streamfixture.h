// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/auth/fixedtoken.h"
#include "core/stream/eventstream.h"
#include "core/stream/streamtiming.h"
#include "support/loopbackserver.h"

#include <QSet>

#include <functional>
#include <memory>
#include <vector>

namespace boxwatch {

/// Times that a test does not have to wait for.
StreamTiming fastTiming();

/// What the realtime server says.
QByteArray pollMessage(const QByteArray &text);

/// The answer to OPTIONS: \p url is good for \p retries polls and one more.
QByteArray realtimeJson(const QUrl &url, int retries);

/// The body of a 400 of Box.
QByteArray refusalJson(const QByteArray &message);

/// What makes a reply come at \p time by the clock of Box.
ReplyQueue::Headers dated(const QDateTime &time);

inline const QByteArray eventsRoute = "GET /2.0/events";
inline const QByteArray optionsRoute = "OPTIONS /2.0/events";
inline const QByteArray pollRoute = "GET /subscribe";
inline const QByteArray meRoute = "GET /2.0/users/me";

/// Somebody who stores what a stream brings, drops repeats, and notes all that it says.
class StreamFollower
{
public:
    /// Takes \p stream, which has to go before what it uses: see ~StreamFixture().
    void watch(std::unique_ptr<EventStream> stream);

    /// The answer that the stream waits for if `storesAtOnce` is off.
    void store();

    /// How often \p state was entered.
    int entered(EventStream::State state) const;

    std::unique_ptr<EventStream> stream;
    bool storesAtOnce = true;
    std::function<bool(const QByteArray &id)> wants; ///< which events are stored; none: all
    QByteArrayList ids; ///< of fresh events, in the order stored
    int chunks = 0;
    std::vector<StreamState> announced; ///< by newStreamState()
    std::vector<StreamState> handedOn; ///< by received()
    std::vector<EventStream::State> states;
    std::vector<Error> errors;
    std::vector<StreamGap> gaps;
    std::vector<Error> refusals; ///< by filterRefused()
    std::vector<StreamNote> notes;
    int recovered = 0;
    int caughtUp = 0;
    int ended = 0;
    int signalCount = 0; ///< of all signals

private:
    void take(const EventChunk &chunk);

    QSet<QByteArray> m_known;
    qsizetype m_fresh = 0;
};

/// A loopback Box, the way to it, and a follower.
class StreamFixture : public StreamFollower
{
public:
    StreamFixture();
    ~StreamFixture() { stream.reset(); }

    NetworkSettings networkSettings() const;

    LoopbackServer server;
    Network network;
    FixedToken token{Secret("t0k")};
    BoxApi api{network, token};
};

} // namespace boxwatch
