// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDir>
#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

namespace boxwatch {

/// A server that answers with more and more, as fast as it is read.
class Flood final : public QTcpServer
{
public:
    /// Says \p start, and then what \p next gives until that is empty.
    Flood(QByteArray start, std::function<QByteArray()> next)
    {
        connect(this, &QTcpServer::newConnection, this, [this, start, next] {
            QTcpSocket *socket = nextPendingConnection();
            socket->write(start);
            connect(socket, &QTcpSocket::bytesWritten, socket, [this, socket, next] {
                // A bounded lead, or the flood would be in our own memory.
                while (socket->bytesToWrite() < lead) {
                    const QByteArray more = next();
                    if (more.isEmpty())
                        return;
                    m_sent += more.size();
                    socket->write(more);
                }
            });
        });
        if (!listen(QHostAddress::LocalHost))
            qFatal("no port on 127.0.0.1");
    }

    QUrl url() const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1/2.0/events").arg(serverPort()));
    }

    qint64 sent() const { return m_sent; }

private:
    static constexpr qint64 lead = 256 * 1024;

    qint64 m_sent = 0;
};

/// Memory of this process in bytes; 0 where the system does not say. Also under AddressSanitizer, which
/// keeps what was freed.
inline qint64 memoryInUse()
{
#ifdef __SANITIZE_ADDRESS__
    return 0;
#endif
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4096;
}

/// How many files, sockets included, or threads this process has: `fd` or `task`.
inline qsizetype countOf(const char *what)
{
    return QDir(QStringLiteral("/proc/self/") + QLatin1String(what))
        .entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)
        .size();
}

} // namespace boxwatch
