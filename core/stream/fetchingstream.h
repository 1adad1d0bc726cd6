// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/event/chunkparser.h"
#include "core/stream/catchuprule.h"
#include "core/stream/eventstream.h"
#include "core/stream/gapwatch.h"
#include "core/stream/recentevents.h"
#include "core/stream/refusal.h"
#include "core/stream/retrypolicy.h"
#include "core/stream/serverfilter.h"
#include "core/stream/troubles.h"
#include "core/stream/waiter.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace boxwatch {

/// What streams of users and of enterprises have in common: all but the manner.
///
/// While one chunk is being stored the next is fetched, so that network and disk work at the same time;
/// it is held until stored() is called. A chunk that brought little is followed only after a gap.
///
/// What happens to an answer depends on state() alone: leaving a state cancels what it had outstanding.
/// If for longer than the protocol allows nothing is heard from Box, failed() says so with the code
/// `silence`, and Box is asked again over a new connection. No time is measured by the wall clock.
class FetchingStream : public EventStream
{
    Q_OBJECT

public:
    ~FetchingStream() override;

    void start() override;
    void pause() override;
    void resume() override;
    bool isPaused() const override { return m_state == State::Paused; }
    void stop() override;
    void lookNow() override;
    void setEventTypes(const QByteArrayList &types) override;
    State state() const override { return m_state; }
    StreamState streamState() const override { return m_stored; }
    void stored(qsizetype fresh) override;
    void notStored() override;
    QDateTime nextAttempt() const override;

    /// When the newest event happened that an earlier run has stored. The enterprise history begins
    /// there again should Box refuse the position.
    void setNewestStored(const QDateTime &time);

    /// When an earlier run last had an answer from the place where this one goes on. If Box does not
    /// keep events for so long, gapNoticed() says so.
    void setLastAnswer(const QDateTime &time);

    /// When Box last answered a request for events well, with events or without, by its own clock: what
    /// to give to setLastAnswer() of the next run. Until then what this one was given; invalid: never.
    QDateTime lastAnswer() const { return m_gaps.lastAnswer(); }

    /// When the newest event happened that was stored, UTC; invalid if none was.
    QDateTime newestStored() const;

    /// The types that Box is asked for; empty: all.
    QByteArrayList sentEventTypes() const { return m_filter.sent(); }

protected:
    /// What tells the kinds of stream apart.
    struct Manner
    {
        CatchUpRule::Limits limits;
        std::chrono::milliseconds gap; ///< at least between two fetches
        std::chrono::milliseconds hurriedGap; ///< at least before what lookNow() asks for
        qsizetype plenty; ///< fresh events in a chunk that make the gap unnecessary
        RetryPolicy retry; ///< after a failed fetch
        RetryPolicy waitRetry; ///< after the waiter failed
        std::chrono::milliseconds blockedInterval; ///< at least, where waiting is blocked
        std::unique_ptr<Waiter> waiter;
    };

    FetchingStream(BoxApi &api, StreamSettings settings, Manner manner, QObject *parent);

private:
    /// A chunk that received() told of and nobody has answered for yet.
    struct HandedOn
    {
        StreamState before;
        StreamState after;
        EventChunk chunk{};
        bool isChunk = true; ///< false: only a state to store
    };

    bool isRunning() const;
    bool isOnePass() const { return m_settings.pollingInterval.count() == 0; }
    void leaveFor(State next);
    void restart();
    template<typename Emit>
    bool tell(Emit emitSignal);
    bool tellNews();
    bool announce();

    void begin();
    void noteMovedStart(const QDateTime &start);
    void askForTheTime();
    void fetch();
    void ask();
    void fetched(Result<QByteArray> body);
    Result<EventChunk> chunkOf(Result<QByteArray> body);
    void learn(const EventChunk &chunk);
    void take(const EventChunk &chunk);
    void handOnState();
    CatchUpRule::Next afterStored(const HandedOn &done, qsizetype fresh);
    void goOn(CatchUpRule::Next next);
    void catchUp();
    void lookAgain();
    void timedOut();

    void fetchFailed(Error error);
    bool asksOtherwise(const Error &error, RefusalCause cause);
    void waitingFailed(const Error &error, Waiter::Trouble trouble);
    void backOff(
        const Error &error, std::chrono::milliseconds delay, std::optional<Troubles::Of> what);
    void endWith(State state, const Error &error);
    void heal(Troubles::Of what);
    void heard();
    void listenFor(std::chrono::milliseconds limit);
    void listen() { listenFor(m_manner.waiter->longestSilence()); }
    void silent();
    void startOver();
    void noteStandstill(const HandedOn &chunk, qsizetype fresh);

    BoxApi &m_api;
    StreamSettings m_settings;
    Manner m_manner;
    CatchUpRule m_rule;
    RecentEvents m_recent;
    ChunkParser m_parser;

    State m_state = State::Stopped;
    int m_commands = 0; ///< start(), pause(), …: tells whether a receiver has given one
    bool m_begun = false; ///< m_reached is where the stream is, not where it was told to start
    bool m_hasAskedForTheTime = false;
    StreamState m_stored; ///< follows what is on disk
    StreamState m_reached; ///< follows what was handed on: the next fetch starts here
    ServerFilter m_filter;
    EventsQuery m_asked; ///< what m_call asks for

    std::unique_ptr<ApiCall> m_call;
    std::optional<HandedOn> m_handedOn;
    std::optional<EventChunk> m_ahead; ///< fetched while m_handedOn is being stored
    QTimer m_timer; ///< Fetching: the gap; BackingOff: the delay
    QElapsedTimer m_sinceFetch;
    QElapsedTimer m_sinceAsked;
    QDeadlineTimer m_notBefore{0}; ///< Box has asked to wait until then
    bool m_plenty = true; ///< the last stored chunk brought plenty
    bool m_found = false; ///< events, and not repeats only, since the stream last began to look
    bool m_waitNext = false; ///< after BackingOff go on waiting, not fetching

    Troubles m_troubles;
    QTimer m_silence; ///< since Box was last heard
    GapWatch m_gaps;
    std::deque<std::function<void()>> m_news; ///< what to emit with the next chunk
    bool m_hasSucceeded = false;
    bool m_hasStartedOver = false; ///< since the last success
    bool m_hasMovedStart = false; ///< since the last success
    bool m_hasToldOfTypes = false; ///< that Box cannot be asked for them
    bool m_lacksPosition = false; ///< the last chunk with events had none
    int m_standstills = 0; ///< fresh events in a row without a new position
    qint64 m_newest = Event::noTime; ///< time of the newest stored event
};

/// Runs \p emitSignal. False if a receiver has destroyed the stream or told it what to do meanwhile, in
/// which case the caller must not touch it any more.
template<typename Emit>
bool FetchingStream::tell(Emit emitSignal)
{
    const QPointer<FetchingStream> self(this);
    const int commands = m_commands;
    emitSignal();
    return self && m_commands == commands;
}

} // namespace boxwatch
