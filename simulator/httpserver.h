// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"

#include <QPointer>
#include <QTcpServer>

#include <functional>
#include <optional>

class QTcpSocket;

namespace boxwatch::sim {

class HttpConnection;

/// A request that is waiting for its answer; copy it to answer later.
///
/// Belongs to the thread of its server. Once the client is gone nothing happens any more.
class HttpExchange
{
public:
    HttpExchange(HttpConnection &connection, HttpRequest request);

    const HttpRequest &request() const { return m_request; }

    /// Tells connections apart: no other one has had that number.
    quint64 connectionNumber() const { return m_connectionNumber; }

    /// False once the client has gone away.
    bool isOpen() const { return !m_connection.isNull(); }

    /// Calls \p gone when the client goes away before it is answered.
    void whenGone(QObject &context, std::function<void()> gone) const;

    /// Once.
    void answer(const HttpReply &reply) const;

private:
    QPointer<HttpConnection> m_connection;
    quint64 m_connectionNumber;
    HttpRequest m_request;
};

/// An HTTP/1.1 server on 127.0.0.1 and nowhere else, plain or with TLS.
///
/// Takes pipelined requests and answers them in order, one at a time. Lives in one thread.
class HttpServer : public QTcpServer
{
    Q_OBJECT

public:
    using Handler = std::function<void(const HttpExchange &)>;

    explicit HttpServer(Handler handler);
    ~HttpServer() override;

    /// Speak TLS with this identity, both PEM. False if one of them cannot be read.
    bool setIdentity(const QByteArray &certificate, const QByteArray &privateKey);

    /// Port 0: any free one. On failure errorString() says why.
    bool start(quint16 port);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    struct Identity;

    Handler m_handler;
    std::unique_ptr<Identity> m_identity;
};

/// One client of an HttpServer.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    /// Takes over \p socket and deletes itself when the client goes away.
    HttpConnection(QTcpSocket *socket, const HttpServer::Handler &handler, QObject *parent);

    quint64 number() const { return m_number; }

    void answer(const HttpReply &reply);

signals:
    void gone();

private:
    void read();
    void handleNext();
    void send(const QByteArray &head, const QByteArray &body);
    void answerBadly(const HttpReply &reply);
    void resetSoon();
    void drip(int bytesPerSecond);
    void reset();
    void leave();

    QTcpSocket *m_socket;
    const HttpServer::Handler &m_handler;
    const quint64 m_number;
    HttpRequestReader m_reader;
    QByteArray m_dripping; ///< what is still to be sent, slowly
    bool m_isBusy = false;
    bool m_closes = false;
    bool m_isHead = false;
    bool m_isGone = false;
};

} // namespace boxwatch::sim
