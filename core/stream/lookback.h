// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/stream/fetchingstream.h"
#include "core/stream/lookbacksettings.h"
#include "core/stream/streamtiming.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

namespace boxwatch {

/// Reads again, now and then, what the enterprise history has brought of late: Box can put events
/// behind the stream's position, where the stream never sees them (reference 3.6, P46).
///
/// One pass at a time, chunk by chunk, from `span` ago to where the history is. No position is kept: what
/// a pass has missed the next one finds. It works in the pauses of the history, while that waits for
/// its next poll, and gives way to it; so a token never has two requests for events under way. Errors
/// end the pass without a word, for the history meets them too.
///
/// Whoever receives a chunk answers with stored() or notStored(), as with EventStream; most of its
/// events are repeats. One thread.
class LookBackStream final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this object. \p history is a stream of StreamType::AdminLogs.
    LookBackStream(
        BoxApi &api, FetchingStream &history, LookBackSettings settings,
        const StreamTiming &timing = {}, QObject *parent = nullptr);
    ~LookBackStream() override;

    /// Nothing that happened before \p time is asked for from now on, UTC: what a session did not want to
    /// have at its start it does not want to have now. The start date of the history counts by itself.
    /// Only ever later: an earlier time, or none, changes nothing. A pass that is under way from further
    /// back begins anew.
    void setNotBefore(const QDateTime &time);

    /// The first pass begins after an interval. No effect with settings that are off.
    void start();

    /// From their return nothing is delivered and no request is made. A pass that was under way goes on
    /// with resume().
    void pause();
    void resume();

    /// For good; idempotent.
    void stop();

    /// Whether a pass is under way.
    bool isLooking() const { return m_pass.has_value(); }

    /// The chunk of received() is on disk; \p fresh of its events were new.
    void stored(qsizetype fresh);

    /// It could not be written: the pass ends.
    void notStored();

signals:
    /// A chunk with events, most of which are known.
    void received(const boxwatch::EventChunk &chunk);

    /// A pass has come to its end and found \p late events.
    void looked(qsizetype late);

private:
    struct Pass
    {
        StreamState state; ///< the next chunk starts here
        StreamPosition cursor; ///< of the history when the pass began
        CatchUpRule rule;
        RecentEvents recent{};
        qsizetype late = 0;
    };

    /// A chunk that received() told of and nobody has answered for yet.
    struct HandedOn
    {
        StreamPosition before;
        EventChunk chunk;
    };

    bool mayAsk() const;
    void historyCaughtUp();
    void historyChanged(EventStream::State state);
    void goOn();
    void beginPass();
    void endPass(bool whole);
    void ask();
    void fetched(Result<QByteArray> body);
    void wentBy(const CatchUpRule::Outcome &outcome);

    BoxApi &m_api;
    FetchingStream &m_history;
    LookBackSettings m_settings;
    StreamTiming m_timing;
    ChunkParser m_parser;

    bool m_running = false;
    bool m_paused = false;
    QDateTime m_notBefore;
    QDateTime m_caughtUp; ///< when the history was at its end, by the clock of Box
    bool m_due = false; ///< a pass should begin as soon as it may
    QTimer m_timer; ///< until the next pass
    QTimer m_gap; ///< until the next chunk
    std::optional<Pass> m_pass;
    std::unique_ptr<ApiCall> m_call;
    std::optional<HandedOn> m_handedOn;
};

} // namespace boxwatch
