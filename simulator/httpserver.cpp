// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/httpserver.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>

#ifdef Q_OS_UNIX
#include <array>

#include <sys/socket.h>
#include <sys/uio.h>
#endif

namespace boxwatch::sim {

namespace {

// Room for a few chunks: with the usual 64 KB a chunk of 500 events takes eight turns of the event
// loop.
constexpr int sendBuffer = 2 * 1024 * 1024;

// A client that asks without reading is not answered any further.
constexpr qint64 maxUnsent = 8 * 1024 * 1024;

constexpr std::chrono::milliseconds resetAfter{50};
constexpr std::chrono::milliseconds dripTurn{50};

quint64 nextNumber()
{
    static std::atomic<quint64> last{0};
    return ++last;
}

/// So that close() sends RST instead of an orderly end.
void dropOnClose([[maybe_unused]] QTcpSocket &socket)
{
#ifdef Q_OS_UNIX
    const linger option{1, 0};
    setsockopt(
        static_cast<int>(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &option, sizeof option);
#endif
}

/// Hands both to the system in one call, past Qt's buffer: a client that gets the head by itself is woken
/// twice. Gives how many bytes were taken; the rest is Qt's.
qsizetype sendAtOnce(
    [[maybe_unused]] QTcpSocket &socket, [[maybe_unused]] const QByteArray &head,
    [[maybe_unused]] const QByteArray &body)
{
#if defined(Q_OS_UNIX) && defined(MSG_NOSIGNAL)
    const bool isPlain = qobject_cast<QSslSocket *>(&socket) == nullptr;
    if (!isPlain || socket.bytesToWrite() > 0)
        return 0;
    const auto part = [](const QByteArray &bytes) {
        return iovec{const_cast<char *>(bytes.constData()), static_cast<std::size_t>(bytes.size())};
    };
    std::array<iovec, 2> parts{part(head), part(body)};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    const ssize_t sent = sendmsg(
        static_cast<int>(socket.socketDescriptor()), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    return static_cast<qsizetype>(std::max<ssize_t>(0, sent));
#else
    return 0;
#endif
}

} // namespace

struct HttpServer::Identity
{
    QSslConfiguration configuration;
};

HttpExchange::HttpExchange(HttpConnection &connection, HttpRequest request)
    : m_connection(&connection)
    , m_connectionNumber(connection.number())
    , m_request(std::move(request))
{
}

void HttpExchange::whenGone(QObject &context, std::function<void()> gone) const
{
    if (m_connection)
        QObject::connect(m_connection, &HttpConnection::gone, &context, std::move(gone));
}

void HttpExchange::answer(const HttpReply &reply) const
{
    if (m_connection)
        m_connection->answer(reply);
}

HttpServer::HttpServer(Handler handler) : m_handler(std::move(handler))
{
}

HttpServer::~HttpServer()
{
    // Their destructors use the handler, so they go first.
    qDeleteAll(findChildren<HttpConnection *>(QString(), Qt::FindDirectChildrenOnly));
}

bool HttpServer::setIdentity(const QByteArray &certificate, const QByteArray &privateKey)
{
    const QSslCertificate own(certificate, QSsl::Pem);
    const QSslKey key(privateKey, QSsl::Rsa, QSsl::Pem);
    if (own.isNull() || key.isNull())
        return false;
    m_identity = std::make_unique<Identity>();
    m_identity->configuration = QSslConfiguration::defaultConfiguration();
    m_identity->configuration.setLocalCertificate(own);
    m_identity->configuration.setPrivateKey(key);
    m_identity->configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    m_identity->configuration.setAllowedNextProtocols({QSslConfiguration::NextProtocolHttp1_1});
    return true;
}

bool HttpServer::start(quint16 port)
{
    return listen(QHostAddress(QHostAddress::LocalHost), port);
}

void HttpServer::incomingConnection(qintptr descriptor)
{
    if (!m_identity) {
        auto *const socket = new QTcpSocket;
        socket->setSocketDescriptor(descriptor);
        new HttpConnection(socket, m_handler, this);
        return;
    }
    auto *const socket = new QSslSocket;
    socket->setSslConfiguration(m_identity->configuration);
    socket->setSocketDescriptor(descriptor);
    new HttpConnection(socket, m_handler, this);
    socket->startServerEncryption();
}

HttpConnection::HttpConnection(
    QTcpSocket *socket, const HttpServer::Handler &handler, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_handler(handler)
    , m_number(nextNumber())
{
    socket->setParent(this);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, sendBuffer);
    socket->setReadBufferSize(HttpRequestReader::maxHead + HttpRequestReader::maxBody);
    connect(socket, &QTcpSocket::readyRead, this, &HttpConnection::read);
    connect(socket, &QTcpSocket::bytesWritten, this, &HttpConnection::handleNext);
    connect(socket, &QTcpSocket::disconnected, this, &HttpConnection::leave);
    connect(socket, &QTcpSocket::errorOccurred, this, &HttpConnection::leave);
}

void HttpConnection::read()
{
    m_reader.feed(m_socket->readAll());
    handleNext();
}

void HttpConnection::handleNext()
{
    while (!m_isBusy && !m_closes && !m_isGone && m_socket->bytesToWrite() < maxUnsent) {
        std::optional<HttpRequest> request = m_reader.next();
        if (!request && m_reader.failure() == 0)
            return;
        m_isBusy = true;
        if (!request) {
            HttpReply refusal = HttpReply::empty(m_reader.failure());
            refusal.closes = true;
            answer(refusal);
            return;
        }
        m_isHead = request->method == "HEAD";
        m_closes = request->header("connection").toLower() == "close";
        m_handler(HttpExchange(*this, std::move(*request)));
    }
}

void HttpConnection::answer(const HttpReply &reply)
{
    if (!m_isBusy || m_isGone || reply.ending == HttpReply::Ending::Silence)
        return;
    if (reply.ending != HttpReply::Ending::Whole || reply.bytesPerSecond > 0) {
        answerBadly(reply);
        return;
    }
    m_isBusy = false;
    m_closes = m_closes || reply.closes;
    send(headOf(reply), m_isHead ? QByteArray() : reply.body);
    if (m_closes)
        m_socket->disconnectFromHost();
    else
        // Not a direct call: a client that pipelines would make this recurse as deep as it likes.
        QMetaObject::invokeMethod(this, &HttpConnection::handleNext, Qt::QueuedConnection);
}

void HttpConnection::send(const QByteArray &head, const QByteArray &body)
{
    const qsizetype sent = sendAtOnce(*m_socket, head, body);
    if (sent == head.size() + body.size())
        return;
    if (sent < head.size())
        m_socket->write(head.sliced(sent));
    if (!body.isEmpty())
        m_socket->write(body.sliced(std::max<qsizetype>(0, sent - head.size())));
    m_socket->flush();
}

void HttpConnection::answerBadly(const HttpReply &reply)
{
    const QByteArray head = headOf(reply);
    switch (reply.ending) {
    case HttpReply::Ending::Reset:
        reset();
        return;
    case HttpReply::Ending::ResetInHead:
        m_socket->write(head.left(head.size() / 2));
        resetSoon();
        return;
    case HttpReply::Ending::ResetAfterHead:
        m_socket->write(head);
        resetSoon();
        return;
    case HttpReply::Ending::Close:
        m_closes = true;
        m_socket->disconnectFromHost();
        return;
    case HttpReply::Ending::CutShort:
        m_closes = true;
        m_socket->write(head + reply.body.left(reply.body.size() / 2));
        m_socket->flush();
        m_socket->disconnectFromHost();
        return;
    default:
        m_closes = m_closes || reply.closes;
        m_dripping = m_isHead ? head : head + reply.body;
        drip(reply.bytesPerSecond);
        return;
    }
}

/// Slowly enough that no byte of it is lost on a client that reads.
void HttpConnection::resetSoon()
{
    m_closes = true;
    m_socket->flush();
    QTimer::singleShot(resetAfter, this, &HttpConnection::reset);
}

void HttpConnection::drip(int bytesPerSecond)
{
    const auto perTurn = std::max<qsizetype>(1, bytesPerSecond * dripTurn.count() / 1000);
    const auto wait = std::max(dripTurn, std::chrono::milliseconds(1000 / bytesPerSecond));
    m_socket->write(m_dripping.left(perTurn));
    m_socket->flush();
    m_dripping.remove(0, perTurn);
    if (!m_dripping.isEmpty()) {
        QTimer::singleShot(wait, this, [this, bytesPerSecond] {
            if (!m_isGone)
                drip(bytesPerSecond);
        });
        return;
    }
    m_isBusy = false;
    if (m_closes)
        m_socket->disconnectFromHost();
    else
        QMetaObject::invokeMethod(this, &HttpConnection::handleNext, Qt::QueuedConnection);
}

void HttpConnection::reset()
{
    dropOnClose(*m_socket);
    m_socket->abort();
    leave();
}

void HttpConnection::leave()
{
    if (m_isGone)
        return;
    m_isGone = true;
    emit gone();
    deleteLater();
}

} // namespace boxwatch::sim
