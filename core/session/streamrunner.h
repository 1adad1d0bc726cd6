// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/session/streamstatus.h"
#include "core/stream/fetchingstream.h"
#include "core/stream/retrypolicy.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace boxwatch {

/// A stream together with what it needs to reach Box: network, token, and the knowledge whose token
/// it is. Knows nothing of files.
class StreamRunner : public QObject
{
    Q_OBJECT

public:
    /// \p owner is whom the session belongs to, empty for a new one: another account is refused.
    /// \p newestStored is the time of the newest event in the session, invalid if there is none.
    StreamRunner(
        const StreamSettings &settings, const Connection &connection, SessionOwner owner,
        QDateTime newestStored, QObject *parent = nullptr);
    ~StreamRunner() override;

    /// Asks who the token belongs to and then starts the stream.
    void start();
    void pause();
    void resume();
    bool isPaused() const { return m_paused; }

    /// Answers to received(); see EventStream.
    void stored(qsizetype fresh);
    void notStored();

    /// Without the parts that only the session knows.
    StreamStatus status() const;

signals:
    void accountFound(const boxwatch::SessionOwner &owner);
    void received(const boxwatch::EventChunk &chunk, const boxwatch::StreamState &after);
    void newStreamState(const boxwatch::StreamState &state);
    void statusChanged();
    void failed(const boxwatch::Error &error);
    void caughtUp();

private:
    void askWho();
    void learnWho(const Result<Account> &account);
    void retryOrGiveUp(const Error &error);
    void startStream();
    void setState(EventStream::State state);
    void setTrouble(const std::optional<Error> &error);

    StreamSettings m_settings;
    SessionOwner m_owner;
    QDateTime m_newestStored;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<TokenSource> m_tokens;
    std::unique_ptr<BoxApi> m_api;
    BoxApi::Call m_call;
    std::unique_ptr<FetchingStream> m_stream; // destroyed before all that it uses

    RetryPolicy m_retry;
    QTimer m_retryTimer;
    int m_attempts = 0;
    EventStream::State m_state = EventStream::State::Stopped;
    QDateTime m_since;
    std::optional<Error> m_trouble;
    bool m_live = false;
    bool m_paused = false;
};

} // namespace boxwatch
