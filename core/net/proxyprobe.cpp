// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/proxyprobe.h"

#include <algorithm>
#include <utility>

using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr auto patience = 5s;
constexpr qint64 longestHead = 16 * 1024;

QByteArray placeOf(const QUrl &target)
{
    const int port = target.port(target.scheme() == QLatin1String("http") ? 80 : 443);
    return target.host(QUrl::FullyEncoded).toLatin1() + ':' + QByteArray::number(port);
}

bool offersWhatQtCannot(const QByteArray &line)
{
    const QByteArray name = "proxy-authenticate:";
    if (!line.startsWith(name))
        return false;
    const QByteArray scheme = line.mid(name.size()).trimmed();
    return scheme.startsWith("ntlm") || scheme.startsWith("negotiate");
}

} // namespace

ProxyProbe::ProxyProbe(
    const QNetworkProxy &proxy, const QUrl &target, std::function<void(bool)> done)
    : m_done(std::move(done))
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.setReadBufferSize(longestHead);
    const QByteArray place = placeOf(target);
    connect(&m_socket, &QTcpSocket::connected, this, [this, place] {
        m_socket.write("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n\r\n");
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, &ProxyProbe::read);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] { end(true); });
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(true); });
    m_deadline.start(patience);
    m_socket.connectToHost(proxy.hostName(), proxy.port());
}

ProxyProbe::~ProxyProbe()
{
    m_socket.disconnect(this);
}

void ProxyProbe::read()
{
    m_head += m_socket.readAll();
    const qsizetype size = m_head.indexOf("\r\n\r\n");
    if (size < 0 && m_head.size() < longestHead)
        return;
    const QList<QByteArray> lines = m_head.left(size).toLower().split('\n');
    end(std::ranges::none_of(lines, offersWhatQtCannot));
}

void ProxyProbe::end(bool usable)
{
    m_socket.disconnect(this);
    m_socket.abort();
    m_deadline.stop();
    // Who is told may destroy us.
    if (const auto done = std::exchange(m_done, nullptr))
        done(usable);
}

} // namespace boxwatch
