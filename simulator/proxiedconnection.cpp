// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/proxiedconnection.h"

#include <QHostAddress>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#endif

namespace boxwatch::sim {

namespace {

// What may wait on its way to a side that does not read.
constexpr qint64 mostHeld = 1024 * 1024;

// A slow line hands over this many times a second.
constexpr qint64 portionsPerSecond = 20;

void dropOnClose([[maybe_unused]] QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    const linger option{1, 0};
    setsockopt(
        static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &option, sizeof option);
#endif
}

} // namespace

ProxiedConnection::ProxiedConnection(
    qintptr client, quint16 server, const ConnectionFault &fault, QObject *parent)
    : QObject(parent)
    , m_fault(fault)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    m_client.setSocketDescriptor(client);
    for (QTcpSocket *socket : {&m_client, &m_server})
        socket->setReadBufferSize(mostHeld);
    connect(&m_timer, &QTimer::timeout, this, &ProxiedConnection::pass);
    connect(&m_client, &QTcpSocket::disconnected, this, &ProxiedConnection::leave);

    if (m_fault.end == ConnectionFault::End::Refuse) {
        reset();
        return;
    }
    m_client.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(&m_client, &QTcpSocket::readyRead, this, &ProxiedConnection::fromClient);
    connect(&m_client, &QTcpSocket::bytesWritten, this, &ProxiedConnection::fromServer);
    connect(&m_server, &QTcpSocket::bytesWritten, this, &ProxiedConnection::fromClient);
    connect(&m_server, &QTcpSocket::readyRead, this, &ProxiedConnection::fromServer);
    connect(&m_server, &QTcpSocket::disconnected, this, &ProxiedConnection::serverLeft);
    connect(&m_server, &QTcpSocket::errorOccurred, this, &ProxiedConnection::serverLeft);
    m_server.connectToHost(QHostAddress(QHostAddress::LocalHost), server);
    if (m_fault.end == ConnectionFault::End::Silence && m_fault.after == 0)
        silence();
}

ProxiedConnection::~ProxiedConnection()
{
    // The sockets say good-bye when they are destroyed, to members that are gone by then.
    m_client.disconnect(this);
    m_server.disconnect(this);
}

void ProxiedConnection::silence()
{
    m_silent = true;
    m_packets.clear();
    m_held = 0;
    m_timer.stop();
}

void ProxiedConnection::cut()
{
    m_server.disconnect(this);
    m_server.abort();
    m_client.disconnectFromHost();
}

void ProxiedConnection::reset()
{
    m_server.disconnect(this);
    m_server.abort();
    m_client.flush(); // what was promised to get through must not die in our buffer
    dropOnClose(m_client);
    m_client.abort();
    leave();
}

void ProxiedConnection::fromClient()
{
    if (m_silent)
        m_client.readAll();
    else if (const qint64 room = mostHeld - m_server.bytesToWrite(); room > 0)
        m_server.write(m_client.read(room));
}

void ProxiedConnection::fromServer()
{
    if (m_silent) {
        m_server.readAll();
        return;
    }
    const qint64 room = mostHeld - m_held - m_client.bytesToWrite();
    if (room <= 0 || !m_server.isOpen())
        return;
    Packet packet{m_server.read(room), m_clock.elapsed() + m_fault.delay.count()};
    if (!packet.bytes.isEmpty()) {
        m_held += packet.bytes.size();
        m_packets.push_back(std::move(packet));
    }
    pass();
}

void ProxiedConnection::pass()
{
    while (!m_packets.empty()) {
        const qint64 now = m_clock.elapsed();
        const qint64 at = std::max(m_packets.front().due, m_nextAt);
        if (at > now) {
            m_timer.start(static_cast<int>(at - now));
            return;
        }
        passSome(m_packets.front(), now);
        if (m_fault.end != ConnectionFault::End::Open && m_passed >= m_fault.after) {
            endAsPlanned();
            return;
        }
        if (m_packets.front().bytes.isEmpty())
            m_packets.pop_front();
    }
    if (m_server.bytesAvailable() > 0 && m_client.bytesToWrite() == 0)
        fromServer();
    else if (m_serverIsGone && m_server.bytesAvailable() == 0)
        m_client.disconnectFromHost();
}

void ProxiedConnection::passSome(Packet &packet, qint64 now)
{
    qint64 size = packet.bytes.size();
    if (m_fault.end != ConnectionFault::End::Open)
        size = std::min(size, m_fault.after - m_passed);
    if (m_fault.rate > 0) {
        size = std::min(size, std::max<qint64>(1, m_fault.rate / portionsPerSecond));
        m_nextAt = now + size * 1000 / m_fault.rate;
    }
    m_client.write(packet.bytes.constData(), size);
    packet.bytes.remove(0, size);
    m_held -= size;
    m_passed += size;
}

void ProxiedConnection::endAsPlanned()
{
    switch (m_fault.end) {
    case ConnectionFault::End::Silence:
        silence();
        break;
    case ConnectionFault::End::Cut:
        cut();
        break;
    default:
        reset();
    }
}

void ProxiedConnection::serverLeft()
{
    m_serverIsGone = true;
    if (!m_silent)
        fromServer();
}

void ProxiedConnection::leave()
{
    m_client.disconnect(this);
    m_server.disconnect(this);
    m_timer.stop();
    m_server.flush();
    deleteLater();
}

} // namespace boxwatch::sim
