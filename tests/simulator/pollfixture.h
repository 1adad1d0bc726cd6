// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/simulator/simulatorclient.h"

namespace boxwatch {

/// A simulator with a few events, and what it takes to poll it.
struct PollFixture
{
    explicit PollFixture(std::chrono::milliseconds hold = std::chrono::minutes(10))
        : PollFixture(holding(hold))
    {
    }

    explicit PollFixture(const SimulatorOptions &options) : client(start(options)) { }

    static SimulatorOptions holding(std::chrono::milliseconds hold)
    {
        SimulatorOptions options;
        options.pollHold = hold;
        return options;
    }

    QJsonObject server()
    {
        return client.send("OPTIONS", "/2.0/events?stream_type=all").entries().first().toObject();
    }

    SimulatorClient::Answer poll() { return client.get(channel() + "&stream_position=" + now()); }

    bool add(const QByteArray &fault) { return simulator.addFault(json(fault)); }

    /// Target of a poll on a fresh channel.
    QByteArray channel(const QByteArray &stream = "all")
    {
        const auto answer = client.send("OPTIONS", "/2.0/events?stream_type=" + stream);
        const QUrl url(answer.entries().first()[QLatin1String("url")].toString());
        return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    }

    QByteArray now() { return client.events("all", "stream_position=now").next(); }

    Simulator simulator;
    SimulatorClient client;

private:
    const Simulator &start(SimulatorOptions options)
    {
        options.backlog = 100;
        simulator.start(options);
        return simulator;
    }
};

inline const QByteArray newChange = "{\"version\":1,\"message\":\"new_change\"}";
inline const QByteArray reconnect = "{\"version\":1,\"message\":\"reconnect\"}";
inline const QByteArray maxRetries = "{\"version\":1,\"message\":\"max_retries\"}";

} // namespace boxwatch
