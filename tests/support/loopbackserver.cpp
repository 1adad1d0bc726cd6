// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/loopbackserver.h"

#include <QDateTime>
#include <QLocale>
#include <QSslConfiguration>
#include <QSslSocket>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

QByteArray headerText(
    int status, const ReplyQueue::Headers &headers, std::optional<qsizetype> length)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(status) + " Whatever\r\n";
    const auto has = [&](const char *name) {
        return std::ranges::any_of(headers, [name](const auto &header) {
            return header.first.compare(name, Qt::CaseInsensitive) == 0;
        });
    };
    for (const auto &[name, value] : headers)
        text += name + ": " + value + "\r\n";
    if (!has("Date")) {
        const QString now = QLocale::c().toString(
            QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        text += "Date: " + now.toLatin1() + "\r\n";
    }
    if (length && !has("Content-Type"))
        text += "Content-Type: application/json\r\n";
    if (length)
        text += "Content-Length: " + QByteArray::number(*length) + "\r\n";
    return text + "\r\n";
}

} // namespace

ReplyQueue &ReplyQueue::push(Reply reply)
{
    m_replies.push_back(std::move(reply));
    m_repeatsLast = false;
    return *this;
}

ReplyQueue &ReplyQueue::json(const QByteArray &body, const Headers &headers)
{
    return status(200, body, headers);
}

ReplyQueue &ReplyQueue::status(int status, const QByteArray &body, const Headers &headers)
{
    return push({Reply::Kind::Answer, headerText(status, headers, body.size()) + body});
}

ReplyQueue &ReplyQueue::hangUp()
{
    return push({Reply::Kind::HangUp});
}

ReplyQueue &ReplyQueue::reset()
{
    return push({Reply::Kind::Reset});
}

ReplyQueue &ReplyQueue::stall()
{
    return push({Reply::Kind::Stall});
}

ReplyQueue &ReplyQueue::drip(const QByteArray &body, std::chrono::milliseconds pause)
{
    return push({Reply::Kind::Drip, headerText(200, {}, body.size()) + body, false, pause});
}

ReplyQueue &ReplyQueue::truncated(const QByteArray &body, qsizetype sent)
{
    return raw(headerText(200, {}, body.size()) + body.left(sent));
}

ReplyQueue &ReplyQueue::unannounced(const QByteArray &body)
{
    return raw(headerText(200, {{"Connection", "close"}}, std::nullopt) + body);
}

ReplyQueue &ReplyQueue::raw(const QByteArray &bytes, bool close)
{
    return push({Reply::Kind::Answer, bytes, close});
}

ReplyQueue &ReplyQueue::after(std::chrono::milliseconds delay)
{
    m_replies.back().delay = delay;
    return *this;
}

ReplyQueue &ReplyQueue::forEver()
{
    m_repeatsLast = true;
    return *this;
}

std::optional<ReplyQueue::Reply> ReplyQueue::take()
{
    if (m_replies.empty())
        return std::nullopt;
    if (m_repeatsLast && m_replies.size() == 1)
        return m_replies.front();
    Reply reply = std::move(m_replies.front());
    m_replies.pop_front();
    return reply;
}

void ReplyQueue::clear()
{
    m_replies.clear();
    m_repeatsLast = false;
}

QByteArray LoopbackServer::Request::item(const QByteArray &name) const
{
    const auto found = std::ranges::find(query, name, [](const auto &item) { return item.first; });
    return found == query.end() ? QByteArray() : found->second;
}

struct LoopbackServer::Connection
{
    QByteArray buffer;
};

LoopbackServer::LoopbackServer()
{
    open();
}

LoopbackServer::LoopbackServer(const QSslConfiguration &tls)
    : m_tls(std::make_unique<QSslConfiguration>(tls))
{
    open();
}

LoopbackServer::~LoopbackServer()
{
    close();
    // The sockets are children, and their last words would reach members that are gone.
    for (QTcpSocket *socket : findChildren<QTcpSocket *>(QString(), Qt::FindDirectChildrenOnly)) {
        socket->disconnect();
        delete socket;
    }
}

void LoopbackServer::open()
{
    m_clock.start();
    if (!listen(QHostAddress::LocalHost))
        qFatal("no port on 127.0.0.1");
}

void LoopbackServer::setTls(const QSslConfiguration &tls)
{
    *m_tls = tls;
}

QUrl LoopbackServer::url(const QString &path) const
{
    return QUrl(
        u"%1://127.0.0.1:%2%3"_s.arg(m_tls ? u"https"_s : u"http"_s).arg(serverPort()).arg(path));
}

ReplyQueue &LoopbackServer::on(const QByteArray &route)
{
    return m_routes[route];
}

std::vector<LoopbackServer::Request> LoopbackServer::requests(const QByteArray &route) const
{
    std::vector<Request> found;
    std::ranges::copy_if(m_requests, std::back_inserter(found), [&](const Request &request) {
        return request.method + ' ' + request.path == route;
    });
    return found;
}

int LoopbackServer::count(const QByteArray &route) const
{
    return static_cast<int>(requests(route).size());
}

void LoopbackServer::incomingConnection(qintptr handle)
{
    ++m_connections;
    auto *socket = m_tls ? new QSslSocket(this) : new QTcpSocket(this);
    socket->setSocketDescriptor(handle);
    if (m_tls) {
        auto *secure = static_cast<QSslSocket *>(socket);
        secure->setSslConfiguration(*m_tls);
        secure->startServerEncryption();
    }
    const auto connection = std::make_shared<Connection>();
    connect(socket, &QTcpSocket::readyRead, this, [this, socket, connection] {
        read(socket, *connection);
    });
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
}

void LoopbackServer::read(QTcpSocket *socket, Connection &connection)
{
    connection.buffer += socket->readAll();
    const qsizetype end = connection.buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return;

    Request request;
    QList<QByteArray> lines = connection.buffer.left(end).split('\n');
    const QList<QByteArray> words = lines.takeFirst().trimmed().split(' ');
    request.method = words.value(0);
    request.target = words.value(1);
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    const qsizetype size = end + 4 + request.headers.value("content-length").toLongLong();
    if (connection.buffer.size() < size)
        return;
    request.body = connection.buffer.mid(end + 4, size - end - 4);
    connection.buffer.remove(0, size);

    const qsizetype mark = request.target.indexOf('?');
    request.path = mark < 0 ? request.target : request.target.left(mark);
    const QByteArray query = mark < 0 ? QByteArray() : request.target.mid(mark + 1);
    for (const QByteArray &item : query.split('&')) {
        // As servers do, a plus sign is read as a space.
        QByteArray value = item.mid(item.indexOf('=') + 1);
        value.replace('+', ' ');
        if (!item.isEmpty())
            request.query.append(
                {item.left(item.indexOf('=')), QByteArray::fromPercentEncoding(value)});
    }
    request.at = std::chrono::milliseconds(m_clock.elapsed());
    m_requests.push_back(request);
    answer(socket, request);
}

void LoopbackServer::answer(QTcpSocket *socket, const Request &request)
{
    const auto route = m_routes.find(request.method + ' ' + request.path);
    const std::optional<Reply> reply = route == m_routes.end() ? take() : route->second.take();
    if (!reply)
        return;
    if (reply->delay > 0ms && reply->kind != Reply::Kind::Drip)
        QTimer::singleShot(reply->delay, socket, [this, socket, reply] { send(socket, *reply); });
    else
        send(socket, *reply);
}

void LoopbackServer::send(QTcpSocket *socket, const Reply &reply)
{
    switch (reply.kind) {
    case Reply::Kind::Answer:
        socket->write(reply.bytes);
        if (reply.close)
            socket->disconnectFromHost();
        break;
    case Reply::Kind::HangUp:
        socket->disconnectFromHost();
        break;
    case Reply::Kind::Reset:
        socket->abort();
        socket->deleteLater();
        break;
    case Reply::Kind::Stall:
        break;
    case Reply::Kind::Drip:
        sendSlowly(socket, reply);
        break;
    }
}

void LoopbackServer::sendSlowly(QTcpSocket *socket, const Reply &reply)
{
    const qsizetype body = reply.bytes.indexOf("\r\n\r\n") + 4;
    socket->write(reply.bytes.left(body));
    auto *timer = new QTimer(socket);
    const auto next = std::make_shared<qsizetype>(body);
    connect(timer, &QTimer::timeout, socket, [socket, timer, next, bytes = reply.bytes] {
        socket->write(bytes.mid((*next)++, 1));
        if (*next == bytes.size())
            timer->stop();
    });
    timer->start(reply.delay);
}

QByteArray chunkJson(const QByteArrayList &ids, const QByteArray &next)
{
    QByteArray entries;
    for (const QByteArray &id : ids) {
        if (!entries.isEmpty())
            entries += ',';
        entries += R"({"type":"event","event_id":")" + id
            + R"(","event_type":"UPLOAD","created_at":"2026-03-01T10:00:00-08:00"})";
    }
    return R"({"chunk_size":)" + QByteArray::number(ids.size()) + R"(,"next_stream_position":)"
        + next + R"(,"entries":[)" + entries + "]}";
}

} // namespace boxwatch
