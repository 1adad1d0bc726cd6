// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/event/chunkparser.h"
#include "core/stream/catchuprule.h"
#include "core/stream/eventstream.h"
#include "core/stream/retrypolicy.h"
#include "core/stream/waiter.h"

#include <QElapsedTimer>
#include <QTimer>

#include <memory>
#include <optional>

namespace boxwatch {

/// What streams of users and of enterprises have in common: all but the manner.
///
/// While one chunk is being stored the next is fetched, so that network and disk work at the same time;
/// it is held until stored() is called. A chunk that brought little is followed only after a gap.
///
/// What happens to an answer depends on state() alone: leaving a state cancels what it had outstanding.
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
    State state() const override { return m_state; }
    StreamState streamState() const override { return m_stored; }
    void stored(qsizetype fresh) override;
    void notStored() override;
    QDateTime nextAttempt() const override;

    /// When the newest event happened that an earlier run has stored. The enterprise history begins
    /// there again should Box refuse the position.
    void setNewestStored(const QDateTime &time);

protected:
    /// What tells the kinds of stream apart.
    struct Manner
    {
        CatchUpRule::Limits limits;
        std::chrono::milliseconds gap; ///< at least between two fetches
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
        qsizetype entries = 0;
        qint64 newest = 0; ///< time of its newest event
    };

    /// Something that does not work, reported once.
    struct Trouble
    {
        std::optional<Error::Kind> reported;
        int attempts = 0;
    };

    bool isRunning() const;
    bool isOnePass() const { return m_settings.pollingInterval.count() == 0; }
    void leaveFor(State next);
    template<typename Emit>
    bool tell(Emit emitSignal);
    bool announce();

    void begin();
    void fetch();
    void fetched(Result<QByteArray> body);
    void take(const EventChunk &chunk);
    void goOn(CatchUpRule::Next next);
    void catchUp();
    void lookAgain();
    void timedOut();

    void fetchFailed(Error error);
    void waitingFailed(const Error &error, Waiter::Trouble trouble);
    void backOff(const Error &error, std::chrono::milliseconds delay, Trouble &trouble);
    void signOut(const Error &error);
    void fail(const Error &error);
    bool heal(Trouble &trouble);
    bool isPositionRefused(const Error &error) const;
    void startOver();
    void noteStandstill(const HandedOn &chunk, qsizetype fresh);

    BoxApi &m_api;
    StreamSettings m_settings;
    Manner m_manner;
    CatchUpRule m_rule;
    ChunkParser m_parser;

    State m_state = State::Stopped;
    int m_commands = 0; ///< start(), pause(), …: tells whether a receiver has given one
    bool m_begun = false; ///< m_reached is where the stream is, not where it was told to start
    StreamState m_stored; ///< follows what is on disk
    StreamState m_reached; ///< follows what was handed on: the next fetch starts here

    std::unique_ptr<ApiCall> m_call;
    std::optional<HandedOn> m_handedOn;
    std::optional<EventChunk> m_ahead; ///< fetched while m_handedOn is being stored
    QTimer m_timer; ///< Fetching: the gap; BackingOff: the delay
    QElapsedTimer m_sinceFetch;
    bool m_plenty = true; ///< the last stored chunk brought plenty
    bool m_found = false; ///< fresh events since the stream last began to look
    bool m_waitNext = false; ///< after BackingOff go on waiting, not fetching

    Trouble m_fetchTrouble;
    Trouble m_waitTrouble;
    bool m_hasSucceeded = false;
    bool m_hasStartedOver = false; ///< since the last success
    int m_standstills = 0; ///< fresh events in a row without a new position
    qint64 m_newest; ///< time of the newest stored event
};

} // namespace boxwatch
