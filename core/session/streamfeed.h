// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/session/streamstatus.h"
#include "core/stream/fetchingstream.h"
#include "core/stream/streamgap.h"
#include "core/stream/streamtiming.h"

#include <QObject>

#include <memory>

namespace boxwatch {

/// One stream of a capture, and what people want to know of it. Internal to core/session.
class StreamFeed : public QObject
{
    Q_OBJECT

public:
    /// What an earlier run left behind; invalid times if there was none.
    struct Past
    {
        QDateTime newestStored; ///< created_at of the newest event that this stream brought
        QDateTime lastAnswer;
        QDateTime coversFrom; ///< it has all events from then on; by their created_at
    };

    /// \p api outlives the feed.
    StreamFeed(
        BoxApi &api, const StreamSettings &settings, const StreamTiming &timing, const Past &past,
        QObject *parent = nullptr);
    ~StreamFeed() override;

    void start();
    void pause();
    void resume(); ///< also the first start, if it was paused before
    void lookNow();
    void setEventTypes(const QByteArrayList &types);

    /// Answers to received(); see EventStream.
    void stored(qsizetype fresh);
    void notStored();

    StreamType type() const { return m_settings.type; }

    /// Whether everything that Box had was fetched, at least once.
    bool isLive() const { return m_live; }

    /// Events up to this time (ms since 1970 UTC, by Box's clock) should be there; Event::noTime if the
    /// stream has not caught up yet.
    qint64 completeUntil() const { return m_completeUntil; }

    FetchingStream &stream() { return *m_stream; }

    /// When Box last answered well, also with nothing; invalid if it has not.
    QDateTime lastAnswer() const { return m_stream->lastAnswer(); }

    /// Of this stream alone; without what only the session knows.
    StreamStatus status() const;

signals:
    void received(const boxwatch::EventChunk &chunk, const boxwatch::StreamState &after);
    void fetchedAhead(const boxwatch::EventChunk &chunk);
    void newStreamState(const boxwatch::StreamState &state);
    void statusChanged();
    void failed(const boxwatch::Error &error);
    void caughtUp();
    void gapNoticed(const boxwatch::StreamGap &gap);
    void filterRefused(const boxwatch::Error &error);
    void noted(const boxwatch::StreamNote &note);

private:
    void setState(EventStream::State state);
    void setTrouble(const std::optional<Error> &error);
    void onCaughtUp();

    BoxApi &m_api;
    StreamSettings m_settings;
    std::unique_ptr<FetchingStream> m_stream;
    EventStream::State m_state = EventStream::State::Stopped;
    QDateTime m_since;
    std::optional<Error> m_trouble;
    bool m_live = false;
    qint64 m_completeUntil = Event::noTime;
};

} // namespace boxwatch
