// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <vector>

class QSslConfiguration;
class QTcpSocket;

namespace boxwatch {

/// What a LoopbackServer answers next, in the order in which it was told.
class ReplyQueue
{
public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    struct Reply
    {
        enum class Kind { Answer, HangUp, Reset, Stall, Drip };

        Kind kind = Kind::Answer;
        QByteArray bytes{}; ///< all that is sent, headers included
        bool close = false; ///< after the bytes
        std::chrono::milliseconds delay{0}; ///< before the bytes; Drip: between two of them
    };

    ReplyQueue &json(const QByteArray &body, const Headers &headers = {});
    ReplyQueue &status(int status, const QByteArray &body = {}, const Headers &headers = {});

    /// Closes without a word.
    ReplyQueue &hangUp();

    /// Closes with RST.
    ReplyQueue &reset();

    /// Never answers.
    ReplyQueue &stall();

    /// Sends the headers of \p body at once and then a byte of it every \p pause.
    ReplyQueue &drip(const QByteArray &body, std::chrono::milliseconds pause);

    /// Announces \p body but closes after \p sent bytes of it.
    ReplyQueue &truncated(const QByteArray &body, qsizetype sent);

    /// Closes after \p body, without having announced its length.
    ReplyQueue &unannounced(const QByteArray &body);

    ReplyQueue &raw(const QByteArray &bytes, bool close = true);

    /// The last reply comes this much later.
    ReplyQueue &after(std::chrono::milliseconds delay);

    /// The last reply is given to all later requests too.
    ReplyQueue &forEver();

    /// Nothing if the request is to hang.
    std::optional<Reply> take();

    void clear();

private:
    ReplyQueue &push(Reply reply);

    std::deque<Reply> m_replies;
    bool m_repeatsLast = false;
};

/// A web server on 127.0.0.1 that does what a test tells it to, and remembers what it was asked.
///
/// With nothing to say it leaves a request hanging. Requests to a route that on() was called for are
/// answered from that queue, all others from the server's own.
class LoopbackServer : public QTcpServer, public ReplyQueue
{
public:
    struct Request
    {
        QByteArray method;
        QByteArray target; ///< path and query as sent
        QByteArray path;
        QList<std::pair<QByteArray, QByteArray>> query; ///< in order, decoded
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;
        std::chrono::milliseconds at{}; ///< since the server started

        /// The value of \p name; null if it was not sent.
        QByteArray item(const QByteArray &name) const;
    };

    LoopbackServer();
    explicit LoopbackServer(const QSslConfiguration &tls);
    ~LoopbackServer() override;

    /// Another certificate for the connections to come. Of a server that has one only.
    void setTls(const QSslConfiguration &tls);

    QUrl url(const QString &path = {}) const;

    /// The queue of \p route, e.g. "GET /2.0/events".
    ReplyQueue &on(const QByteArray &route);

    const std::vector<Request> &requests() const { return m_requests; }
    std::vector<Request> requests(const QByteArray &route) const;
    int count(const QByteArray &route) const;
    int connections() const { return m_connections; }

protected:
    void incomingConnection(qintptr handle) override;

private:
    struct Connection;

    void open();
    void read(QTcpSocket *socket, Connection &connection);
    void answer(QTcpSocket *socket, const Request &request);
    void send(QTcpSocket *socket, const ReplyQueue::Reply &reply);
    void sendSlowly(QTcpSocket *socket, const ReplyQueue::Reply &reply);

    std::unique_ptr<QSslConfiguration> m_tls;
    std::map<QByteArray, ReplyQueue> m_routes;
    std::vector<Request> m_requests;
    QElapsedTimer m_clock;
    int m_connections = 0;
};

/// A chunk of GET /events with events of the given ids, all of one minute in 2026.
QByteArray chunkJson(const QByteArrayList &ids, const QByteArray &next);

} // namespace boxwatch
