// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventsendpoint.h"
#include "simulator/httpserver.h"

#include <QHash>
#include <QObject>
#include <QTimer>

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

    /// A new channel, on \p base: the address of the server, without a path.
    HttpReply subscription(const HttpRequest &request, const QByteArray &base);

    /// GET /subscribe: answered at once if there is news, otherwise when there is.
    void poll(const HttpExchange &exchange);

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
    };

    void check();
    static void tell(const HttpExchange &exchange, const char *message);

    const SimulatorOptions &m_options;
    const Streams &m_streams;
    const SimulationClock &m_clock;
    EventsEndpoint &m_events;
    RequestLog &m_log;
    QHash<QByteArray, Channel> m_channels;
    std::vector<Poll> m_held;
    int m_lastNumber = 0;
    QTimer m_timer;
};

} // namespace boxwatch::sim
