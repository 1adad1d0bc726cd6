// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/oauthflow.h"

#include "core/auth/randomtext.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrlQuery>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr int mostConnections = 50;

Error errorOf(Error::Kind kind, const QString &message, const QString &code = {})
{
    Error error;
    error.kind = kind;
    error.message = message;
    error.code = code;
    return error;
}

QByteArray challengeOf(const Secret &verifier)
{
    return QCryptographicHash::hash(verifier.reveal(), QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

QUrl consentPage(
    const QUrl &authorizeUrl, const QByteArray &clientId, const QByteArray &redirectUri,
    const Secret &state, const Secret &verifier)
{
    QUrlQuery query(authorizeUrl);
    const auto add = [&query](const QString &name, const QByteArray &value) {
        query.addQueryItem(name, QString::fromLatin1(value.toPercentEncoding()));
    };
    add(u"response_type"_s, "code");
    add(u"client_id"_s, clientId);
    add(u"redirect_uri"_s, redirectUri);
    add(u"state"_s, state.reveal());
    add(u"code_challenge"_s, challengeOf(verifier));
    add(u"code_challenge_method"_s, "S256");
    QUrl page = authorizeUrl;
    page.setQuery(query);
    return page;
}

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::OAuthFlow)
};

/// Nothing that came in goes out again.
QByteArray page(const QByteArray &status, const QString &text)
{
    const QByteArray body =
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Boxwatch</title></head><body><p>"
        + text.toHtmlEscaped().toUtf8() + "</p></body></html>\n";
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: "
        + QByteArray::number(body.size())
        + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n"
          "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'\r\n"
          "Connection: close\r\n\r\n"
        + body;
}

QByteArray pageFor(OAuthCallback::Kind kind)
{
    switch (kind) {
    case OAuthCallback::Kind::Code:
        return page("200 OK", Words::tr("Boxwatch has the answer. You can close this page."));
    case OAuthCallback::Kind::Denied:
        return page("200 OK", Words::tr("Boxwatch was not given access. You can close this page."));
    case OAuthCallback::Kind::NotForUs:
        return page("404 Not Found", Words::tr("There is nothing here."));
    case OAuthCallback::Kind::WrongMethod:
        return page("405 Method Not Allowed\r\nAllow: GET", Words::tr("There is nothing here."));
    default:
        return page(
            "400 Bad Request", Words::tr("This is not the answer that Boxwatch is waiting for."));
    }
}

Error deniedBy(const OAuthCallback &callback)
{
    const QString &detail = callback.description.isEmpty() ? callback.error : callback.description;
    return errorOf(Error::Kind::Unauthorized, detail.simplified(), callback.error.left(64));
}

} // namespace

OAuthFlow::OAuthFlow(
    const QUrl &authorizeUrl, const QByteArray &clientId, OpenBrowser open, Done done,
    OAuthPatience patience)
    : m_patience(patience)
    , m_done(std::move(done))
    , m_state(randomText())
    , m_verifier(randomText())
    , m_server(std::make_unique<QTcpServer>())
{
    m_clock.setSingleShot(true);
    connect(m_server.get(), &QTcpServer::newConnection, this, &OAuthFlow::accept);
    QTimer::singleShot(0, this, [this, authorizeUrl, clientId, open = std::move(open)] {
        begin(authorizeUrl, clientId, open);
    });
}

OAuthFlow::~OAuthFlow()
{
    for (QTcpSocket *socket : m_requests.keys())
        socket->disconnect(this);
}

quint16 OAuthFlow::port() const
{
    return m_server ? m_server->serverPort() : quint16{0};
}

void OAuthFlow::begin(const QUrl &authorizeUrl, const QByteArray &clientId, const OpenBrowser &open)
{
    m_server->setMaxPendingConnections(mostConnections);
    if (!m_server->listen(QHostAddress::LocalHost, 0)) {
        end(errorOf(
            Error::Kind::Network, u"no free port of 127.0.0.1 for the browser's answer"_s,
            u"no_port"_s));
        return;
    }
    m_host = "127.0.0.1:" + QByteArray::number(m_server->serverPort());
    m_clock.callOnTimeout(this, [this] {
        end(errorOf(Error::Kind::Timeout, u"no answer from the browser"_s, u"browser_silent"_s));
    });
    m_clock.start(m_patience.whole);
    open(
        consentPage(authorizeUrl, clientId, "http://" + m_host + "/callback", m_state, m_verifier));
}

void OAuthFlow::accept()
{
    // What one of them says may be the end of the server, or of this.
    const QPointer guard(this);
    while (guard && m_server && m_server->hasPendingConnections()) {
        QTcpSocket *socket = m_server->nextPendingConnection();
        if (!socket)
            return;
        if (m_requests.size() >= mostConnections) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        socket->setReadBufferSize(OAuthCallback::largestRequest + 1);
        m_requests.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_requests.remove(socket);
            socket->deleteLater();
        });
        QTimer::singleShot(m_patience.connection, socket, &QTcpSocket::abort);
        read(socket);
    }
}

void OAuthFlow::read(QTcpSocket *socket)
{
    const auto request = m_requests.find(socket);
    if (request == m_requests.end())
        return;
    *request += socket->read(OAuthCallback::largestRequest + 1 - request->size());
    const OAuthCallback callback = parseOAuthCallback(*request, m_host, m_state);
    if (callback.kind != OAuthCallback::Kind::Incomplete)
        answer(socket, callback);
}

void OAuthFlow::answer(QTcpSocket *socket, const OAuthCallback &callback)
{
    m_requests.remove(socket);
    socket->disconnect(this);
    connect(socket, &QTcpSocket::disconnected, socket, &QTcpSocket::deleteLater);
    socket->write(pageFor(callback.kind));
    const bool isLast = callback.kind == OAuthCallback::Kind::Code
        || callback.kind == OAuthCallback::Kind::Denied;
    // It would go with the server, and the person would see an error page.
    if (isLast)
        socket->setParent(QCoreApplication::instance());
    socket->disconnectFromHost();
    if (!isLast)
        return;
    if (callback.kind == OAuthCallback::Kind::Denied) {
        end(deniedBy(callback));
        return;
    }
    end(AuthorizationCode{callback.code, "http://" + m_host + "/callback", m_verifier});
}

void OAuthFlow::end(const Result<AuthorizationCode> &code)
{
    m_clock.stop();
    // The sockets are the server's children; what they say now is nobody's business.
    for (QTcpSocket *socket : m_requests.keys())
        socket->disconnect(this);
    m_requests.clear();
    // Not deleted here, since we may be in one of its signals.
    m_server->close();
    m_server->disconnect(this);
    m_server.release()->deleteLater();
    m_state = {};
    m_verifier = {};
    if (const Done done = std::exchange(m_done, nullptr))
        done(code);
}

} // namespace boxwatch
