// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventsendpoint.h"
#include "simulator/httpserver.h"
#include "simulator/random.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <vector>

namespace boxwatch::sim {

/// OPTIONS /2.0/events and the long poll it leads to.
class Realtime : public QObject
{
    Q_OBJECT

public:
    /// All references outlive this.
    Realtime(
        const SimulatorOptions &options, const Streams &streams, const SimulationClock &clock,
        EventsEndpoint &events, RequestLog &log);

    /// A new channel, on \p base: the address of the server, without a path. \p fault, of Kind::Server:
    /// what is odd about the answer, null: nothing.
    HttpReply subscription(
        const HttpRequest &request, const QByteArray &base, const Fault *fault = nullptr);

    /// GET /subscribe: answered at once if there is news, otherwise when there is. \p fault, of
    /// Kind::Poll: what is odd about it, null: nothing.
    void poll(const HttpExchange &exchange, const Fault *fault = nullptr);

    /// Calls \p answered before polls are answered.
    void whenAnswered(std::function<void()> answered) { m_whenAnswered = std::move(answered); }

    /// How many polls are held at the moment.
    std::size_t held() const { return m_held.size(); }

private:
    struct Channel
    {
        StreamKind kind;
        std::int64_t expires; ///< simulated time
        int polls = 0;
    };

    struct Poll
    {
        int number;
        HttpExchange exchange;
        StreamKind kind;
        std::uint64_t slot; ///< news is what stands here or after
        std::int64_t until; ///< simulated time
        bool isDeaf = false; ///< hears of no news
        bool isMute = false; ///< is not told to reconnect either
        std::chrono::milliseconds late{0}; ///< how much later it hears of news
    };

    using Channels = QHash<QByteArray, Channel>;

    std::optional<HttpReply> refusalOf(const HttpRequest &request, Channel &channel);
    void hold(
        const HttpExchange &exchange, StreamKind kind, std::uint64_t slot, const Fault *fault);
    bool answerOddly(const HttpExchange &exchange, Channels::iterator channel, const Fault &fault);
    HttpReply tooManyPolls() const;
    void check();
    void tellNews(const Poll &poll);
    static void tell(const HttpExchange &exchange, const QByteArray &message);
    static HttpReply saying(const QByteArray &message);

    const SimulatorOptions &m_options;
    const Streams &m_streams;
    const SimulationClock &m_clock;
    EventsEndpoint &m_events;
    RequestLog &m_log;
    Random m_random;
    std::function<void()> m_whenAnswered;
    Channels m_channels;
    std::vector<Poll> m_held;
    int m_lastNumber = 0;
    QTimer m_timer;
};

} // namespace boxwatch::sim
