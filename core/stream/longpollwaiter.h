// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"
#include "core/stream/streamtiming.h"
#include "core/stream/waiter.h"

#include <QElapsedTimer>
#include <QTimer>

#include <optional>

namespace boxwatch {

/// Waits at Box's realtime server for news of a user stream (reference 1.7, 1.8, 3.3).
///
/// A poll outlives the look that a safety interval asks for: what it brings meanwhile counts for the
/// next round. `reconnect`, `max_retries` and a poll without an answer lead to one look and then to
/// another server; a server is also left when its time or its number of polls is used up. Polls that end
/// at once and bring nothing, again and again, become rare.
class LongPollWaiter final : public Waiter
{
    Q_OBJECT

public:
    /// \p api outlives this object.
    LongPollWaiter(
        BoxApi &api, QByteArray streamType, const StreamTiming &timing, QObject *parent = nullptr);

    void wait(const StreamPosition &position, bool found) override;
    void cancel() override;
    QDateTime due() const override;
    std::chrono::milliseconds longestSilence() const override;

private:
    enum class News { None, Change, Other, End };
    enum class Failing { Nothing, Server, Poll };

    void subscribe();
    void listen();
    void poll();
    void answered(const Result<QByteArray> &message);
    void pollFailed(const Error &error);
    void giveUp(const Error &error, Trouble trouble, Failing what);
    bool heal(Failing what);
    void lookFor(News news);
    void lookAnyway();
    News endOfPoll() const;
    bool hasLasted(std::chrono::milliseconds time) const;
    std::chrono::milliseconds pollLimit() const;
    std::chrono::milliseconds quietTime() const;
    bool isServerUsedUp() const;

    BoxApi &m_api;
    QByteArray m_streamType;
    StreamTiming m_timing;

    std::unique_ptr<ApiCall> m_call; ///< OPTIONS or the poll
    std::optional<RealtimeServer> m_server;
    QElapsedTimer m_serverAge;
    QElapsedTimer m_pollAge;
    int m_polls = 0;

    StreamPosition m_position;
    QTimer m_safety; ///< runs while waiting
    QTimer m_quiet; ///< keeps from polling after polls that were of no use
    bool m_waiting = false;
    News m_pending = News::None; ///< came while nobody waited
    News m_lookedFor = News::None; ///< why the last look was asked for
    Failing m_failing = Failing::Nothing; ///< what failed() spoke of
    int m_idle = 0; ///< polls in a row that were of no use
    int m_oddAnswers = 0; ///< polls in a row that made no sense
};

} // namespace boxwatch
