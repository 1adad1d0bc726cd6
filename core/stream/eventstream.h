// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/event/eventchunk.h"
#include "core/stream/streamgap.h"
#include "core/stream/streamnote.h"
#include "core/stream/streamsettings.h"

#include <QObject>

namespace boxwatch {

/// A feed of Box events that keeps itself going.
///
/// One cycle, repeated: fetch a chunk, hand it on, and once nothing new comes, wait for news. An error
/// is reported and ridden out; it never ends the stream, unless the polling interval is zero and five
/// tries in a row failed, Box does not know the position that a person typed, or a proxy refuses the
/// password, which may lock somebody out if it is offered again.
///
/// Whoever receives a chunk answers with stored() or notStored(), at once or later. At most one chunk
/// is fetched ahead of what is stored. Lives in one thread, like all that it is connected to directly.
class EventStream : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Stopped,
        Fetching, ///< reading the next chunk
        Waiting, ///< caught up: until the next poll, or until the realtime server calls
        BackingOff, ///< the last attempt failed; see nextAttempt()
        Paused,
        Ended, ///< the polling interval is zero and everything was delivered
        SignedOut, ///< Box refuses the token; start() or resume() tries again
        Failed, ///< gave up, see failed(): the polling interval is zero, or a person has to mend something
    };
    Q_ENUM(State)

    using QObject::QObject;

    /// Starts from streamState(), or as the settings say. No effect while running.
    virtual void start() = 0;

    /// Stops asking Box. From its return nothing is delivered and no new request is made.
    virtual void pause() = 0;
    virtual void resume() = 0;
    virtual bool isPaused() const = 0;

    /// For good, at once: no request and no signal afterwards. Idempotent.
    virtual void stop() = 0;

    /// Asks Box at once instead of when it is due: after the machine woke up, the network came back or
    /// a person asked. A request under way is given up and made again. At most once a second, and not
    /// before a time that Box has asked for. No effect unless running.
    virtual void lookNow() = 0;

    /// From the next request on Box is asked for \p types only; empty: all. The place is not lost, and
    /// what is under way is asked for again. The new state comes with an empty received() to store, if
    /// the stream has begun, and then newStreamState(); after stop() with the first answer of the next
    /// start(). Whoever stores still drops what it does not want, see filterRefused().
    virtual void setEventTypes(const QByteArrayList &types) = 0;

    virtual State state() const = 0;

    /// Where the stream goes on after a restart: follows what was stored, not what was fetched.
    virtual StreamState streamState() const = 0;

    /// The chunk of received() is on disk; \p fresh of its events were new.
    virtual void stored(qsizetype fresh) = 0;

    /// The chunk of received() could not be written: the stream pauses and will fetch it again.
    virtual void notStored() = 0;

    /// When the next request is due, in Waiting and BackingOff; invalid otherwise. UTC.
    virtual QDateTime nextAttempt() const = 0;

signals:
    void stateChanged(boxwatch::EventStream::State state);

    /// A chunk with events, or with a new position only. \p after is what to store with it, in one
    /// transaction.
    void received(const boxwatch::EventChunk &chunk, const boxwatch::StreamState &after);

    /// \p chunk was fetched while the one before is being stored, and will come with the next
    /// received(), unless the stream is told otherwise meanwhile: for whoever can get ready for it.
    void fetchedAhead(const boxwatch::EventChunk &chunk);

    /// After the chunk that led to \p state was stored.
    void newStreamState(const boxwatch::StreamState &state);

    /// Once per change of kind, not once per retry.
    void failed(const boxwatch::Error &error);

    /// A request went well after failed().
    void recovered();

    /// Events may be missing, or were about to be repeated; told once, before the first chunk behind
    /// the gap. The stream goes on as soon as it can (reference 3.9).
    void gapNoticed(const boxwatch::StreamGap &gap);

    /// Box takes no request for these event types alone, with \p error as its reason. It is asked for
    /// all from now on, and whoever stores has to choose. Once, and no failed().
    void filterRefused(const boxwatch::Error &error);

    /// Something that is otherwise than asked for, and no error.
    void noted(const boxwatch::StreamNote &note);

    /// Everything that Box has was delivered; emitted each time.
    void caughtUp();
    void ended();
};

} // namespace boxwatch
