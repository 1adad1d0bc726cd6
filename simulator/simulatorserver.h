// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/conduct.h"
#include "simulator/consent.h"
#include "simulator/faults.h"
#include "simulator/httpserver.h"
#include "simulator/realtime.h"
#include "simulator/scenario.h"
#include "simulator/tokens.h"

namespace boxwatch::sim {

/// All of a simulator, in one thread: which request goes where. Simulator puts it into a thread.
class SimulatorServer : public QObject
{
    Q_OBJECT

public:
    explicit SimulatorServer(const SimulatorOptions &options);

    /// False if the port is taken, or the identity or the scenario cannot be read: see errorString().
    bool start();
    QString errorString() const { return m_error; }

    quint16 port() const { return m_http.serverPort(); }
    /// `http://127.0.0.1:port`, or https.
    QByteArray base() const;

    SimulationClock &clock() { return m_clock; }
    Streams &streams() { return m_streams; }
    Faults &faults() { return m_faults; }
    RequestLog &log() { return m_log; }
    Tokens &tokens() { return m_tokens; }
    Consent &consent() { return m_consent; }
    ScenarioPlayer &player() { return m_player; }
    std::size_t heldPolls() const { return m_realtime.held(); }

private:
    void handle(const HttpExchange &exchange);
    void route(const QByteArray &endpoint, const HttpExchange &exchange);
    HttpReply answerFor(const QByteArray &endpoint, const HttpRequest &request, const Fault *fault);
    void finish(
        const QByteArray &endpoint, const HttpExchange &exchange, const std::optional<Fault> &fault,
        HttpReply reply);
    HttpReply completed(const HttpExchange &exchange, HttpReply reply);

    const SimulatorOptions m_options;
    SimulationClock m_clock;
    Streams m_streams;
    RequestLog m_log;
    Faults m_faults;
    Tokens m_tokens;
    Consent m_consent;
    Conduct m_conduct;
    EventsEndpoint m_events;
    Realtime m_realtime;
    ScenarioPlayer m_player;
    HttpServer m_http;
    quint64 m_answers = 0;
    QString m_error;
};

} // namespace boxwatch::sim
