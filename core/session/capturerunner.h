// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/capturesettings.h"
#include "core/session/connection.h"
#include "core/session/streamfeed.h"
#include "core/stream/lookback.h"
#include "core/stream/retrypolicy.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace boxwatch {

/// The streams of a session together with what they need to reach Box: network, token, and the
/// knowledge whose token it is. Knows nothing of files. Internal to core/session.
class CaptureRunner : public QObject
{
    Q_OBJECT

public:
    /// Where a chunk comes from: the index of one of the settings' streams, or this.
    static constexpr int fromLookBack = -1;

    /// \p owner is whom the session belongs to, empty for a new one: another account is refused.
    /// \p pasts has one entry for each stream of \p settings.
    CaptureRunner(
        const CaptureSettings &settings, const Connection &connection, SessionOwner owner,
        std::vector<StreamFeed::Past> pasts, QObject *parent = nullptr);
    ~CaptureRunner() override;

    /// Asks who the token belongs to and then starts the streams.
    void start();
    void pause();
    void resume();

    /// The machine slept or the network changed: what is under way leads nowhere.
    void wake();

    /// Asks for these types from now on; what was passed until now is not late. False if they were asked
    /// for already.
    bool setEventTypes(const QByteArrayList &types);

    /// Answers to received(); see EventStream.
    void stored(int source, qsizetype fresh);
    void notStored(int source);

    /// One for each stream, in the order of the settings; without what only the session knows.
    std::vector<StreamStatus> statuses() const;

    /// When Box last answered each stream well, in the order of the settings; invalid if it has not.
    std::vector<QDateTime> lastAnswers() const;

    /// How often the API was called in this run.
    int calls() const { return m_network->callCount(); }

    /// Box's time, or ours before the first answer.
    QDateTime now() const { return m_api->clock().now(); }

    /// Up to when (created_at, ms since 1970 UTC) the live stream should have brought everything;
    /// Event::noTime if there is none or it has not caught up.
    qint64 liveCompleteUntil() const;

signals:
    void accountFound(const boxwatch::SessionOwner &owner);
    void received(
        int source, const boxwatch::EventChunk &chunk, const boxwatch::StreamState &after);
    void fetchedAhead(const boxwatch::EventChunk &chunk);
    void newStreamState(const boxwatch::StreamState &state, boxwatch::StreamType type);
    void statusChanged();
    void failed(const boxwatch::Error &error);
    void gapNoticed(int source, const boxwatch::StreamGap &gap);
    void filterRefused(const boxwatch::Error &error);
    void noted(const boxwatch::StreamNote &note);

    /// All streams have caught up; emitted each time one does from then on.
    void caughtUp();

private:
    void askWho();
    void learnWho(const Result<Account> &account);
    void retryOrGiveUp(const Error &error);
    void makeFeeds();
    void makeLookBack();
    void startStreams();
    void onCaughtUp();
    void setState(EventStream::State state);
    void setTrouble(const std::optional<Error> &error);
    bool isOnePass() const;

    CaptureSettings m_settings;
    SessionOwner m_owner;
    std::vector<StreamFeed::Past> m_pasts;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<TokenSource> m_tokens;
    std::unique_ptr<BoxApi> m_api;
    BoxApi::Call m_call;

    // Destroyed before all that they use.
    std::vector<std::unique_ptr<StreamFeed>> m_feeds; // empty until it is known whose token it is
    std::unique_ptr<LookBackStream> m_lookBack; // before the feed that it looks at

    // As long as there are no feeds.
    RetryPolicy m_retry;
    QTimer m_retryTimer;
    int m_attempts = 0;
    EventStream::State m_state = EventStream::State::Stopped;
    QDateTime m_since;
    std::optional<Error> m_trouble;

    bool m_paused = false;
    bool m_filterRefused = false;
    QByteArrayList m_typesTold; // in the last note of that kind
};

} // namespace boxwatch
