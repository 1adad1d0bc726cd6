// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/connectionfault.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QThread>
#include <QUrl>

#include <functional>
#include <memory>

namespace boxwatch::sim {

class ProxyServer;

/// A TCP proxy on 127.0.0.1 in front of another port of this machine, which spoils connections as a
/// real network does: a plan says how, or a seed.
///
/// Knows nothing of what it carries, so TLS passes too. Runs in a thread of its own and needs a
/// QCoreApplication. All functions may be called from any one thread; they wait for the proxy's.
class FaultyProxy
{
public:
    /// What it has done so far. A connection counts once for each kind of trouble it was given.
    struct Counts
    {
        quint64 connections = 0;
        quint64 refused = 0;
        quint64 silenced = 0;
        quint64 cut = 0;
        quint64 reset = 0;
        quint64 delayed = 0;
        quint64 slowed = 0;
    };

    FaultyProxy();
    ~FaultyProxy();
    FaultyProxy(const FaultyProxy &) = delete;
    FaultyProxy &operator=(const FaultyProxy &) = delete;

    /// Listens on a free port for what is meant for \p server. False if there is none.
    bool start(quint16 server);

    /// Ends all connections. Nothing happens if it is not running.
    void stop();

    quint16 port() const { return m_port; }

    /// \p url with the port of the proxy in place of its own.
    QUrl through(QUrl url) const;

    /// What happens to the next connections, one after the other, and to all \p others after them.
    void setPlan(const QList<ConnectionFault> &plan, const ConnectionFault &others = {});

    /// What happens to all connections from now on, counted anew from 0.
    void setMix(const FaultMix &mix);

    /// From now on connections are left alone; those that are open go on as they were.
    void passAll() { setPlan({}); }

    // What happens to the connections that are open now.
    void silenceOpen();
    void cutOpen();
    void resetOpen();

    /// With true nobody listens any more, so that the system itself refuses connections; with false
    /// somebody does again, on the same port.
    void setRefusing(bool refusing);

    Counts counts() const;
    int openConnections() const;

    /// One line for the message of a test that failed: the seed, and what was done.
    QString summary() const;

private:
    void run(const std::function<void(ProxyServer &)> &task) const;

    QThread m_thread;
    std::unique_ptr<QObject> m_context; ///< in m_thread too: what runs there runs for it
    std::unique_ptr<ProxyServer> m_server; ///< lives in m_thread
    quint16 m_port = 0;
};

} // namespace boxwatch::sim
