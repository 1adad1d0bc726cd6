// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/connectionfault.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <deque>

namespace boxwatch::sim {

/// One client of a FaultyProxy and its way to the server. Deletes itself when the client is gone.
class ProxiedConnection final : public QObject
{
public:
    ProxiedConnection(
        qintptr client, quint16 server, const ConnectionFault &fault, QObject *parent);
    ~ProxiedConnection() override;
    ProxiedConnection(const ProxiedConnection &) = delete;
    ProxiedConnection &operator=(const ProxiedConnection &) = delete;

    /// Both sides stay connected and hear nothing of each other any more.
    void silence();

    /// Ends with FIN.
    void cut();

    /// Ends with RST.
    void reset();

private:
    struct Packet
    {
        QByteArray bytes;
        qint64 due = 0; ///< by m_clock
    };

    void fromClient();
    void fromServer();
    void pass();
    void passSome(Packet &packet, qint64 now);
    void endAsPlanned();
    void serverLeft();
    void leave();

    QTcpSocket m_client;
    QTcpSocket m_server;
    const ConnectionFault m_fault;
    std::deque<Packet> m_packets; ///< from the server, not yet passed on
    qint64 m_held = 0; ///< bytes in m_packets
    qint64 m_passed = 0;
    qint64 m_nextAt = 0; ///< when the rate allows more, by m_clock
    QElapsedTimer m_clock;
    QTimer m_timer;
    bool m_silent = false;
    bool m_serverIsGone = false;
};

} // namespace boxwatch::sim
