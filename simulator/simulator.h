// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/simulatoroptions.h"

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>

namespace boxwatch {

namespace sim {
class SimulatorServer;
}

/// A server of the Box Events API on 127.0.0.1, in a thread of its own: for the demo and the tests.
///
/// Needs a QCoreApplication. All functions may be called from any one thread while it runs; they wait
/// for the thread of the simulator.
class Simulator
{
public:
    Simulator();
    ~Simulator();
    Simulator(const Simulator &) = delete;
    Simulator &operator=(const Simulator &) = delete;

    /// False if it cannot listen, or the certificate cannot be read: see errorString().
    bool start(const SimulatorOptions &options);

    /// Ends all connections. Nothing happens if it is not running.
    void stop();

    bool isRunning() const { return m_server != nullptr; }
    QString errorString() const { return m_error; }

    /// `http://127.0.0.1:port`: below it are /2.0, /oauth2, /subscribe and /_sim.
    QUrl url() const { return m_url; }
    /// url() with /2.0, as `--api-url` of the client wants it.
    QUrl apiUrl() const;
    /// An access token that is always good, of a co-admin.
    QString token() const { return m_token; }

    /// How many enterprise events have happened so far, visible or not.
    std::uint64_t eventCount() const;

    /// \p count events happen now.
    void addEvents(std::uint64_t count);

    /// Lets the simulated clock jump ahead.
    void advance(std::chrono::milliseconds time);

    /// What GET \p target answers, e.g. `/_sim/auth`, without a connection; empty if it is refused.
    QByteArray read(const QByteArray &target) const;

    /// POST \p json to \p target, e.g. `/_sim/auth`, without a connection; false if it is refused.
    bool post(const QByteArray &target, const QByteArray &json = {});

    /// The same JSON as POST /_sim/fault takes; false if it is not understood.
    bool addFault(const QByteArray &json);

    /// How often \p endpoint was asked: events, options, subscribe, me, token, revoke, unknown.
    std::uint64_t requestCount(const QByteArray &endpoint) const;

    /// What clients did that good ones do not: the first thousand, docs/simulator.md lists the rules.
    QStringList clientFaults() const;
    /// How many there were in all.
    std::uint64_t clientFaultCount() const;

    /// How many long polls are waiting.
    std::size_t heldPolls() const;

private:
    void endThread();
    void run(const std::function<void(sim::SimulatorServer &)> &task) const;

    QThread m_thread;
    std::unique_ptr<QObject> m_context; ///< in m_thread too: what runs there runs for it
    std::unique_ptr<sim::SimulatorServer> m_server; ///< lives in m_thread
    QUrl m_url;
    QString m_token;
    QString m_error;
};

} // namespace boxwatch
