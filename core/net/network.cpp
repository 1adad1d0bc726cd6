// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/network.h"

#include "core/net/oneshotbody.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>

#include <utility>

namespace boxwatch {

namespace {

// A decompressed answer may be this large before Qt looks for a bomb; HttpCall has its own limit.
constexpr qint64 bombThreshold = 4 * 1024 * 1024;

// What may pile up between two turns of the event loop. Several chunks of 450 KB fit, so a chunk on a
// fast line is read in one piece, and a flood stops at the socket.
constexpr qint64 readBuffer = 2 * 1024 * 1024;

QSslConfiguration tlsWith(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QFile file(caFile);
    if (!caFile.isEmpty() && file.open(QIODevice::ReadOnly))
        tls.addCaCertificates(QSslCertificate::fromDevice(&file, QSsl::Pem));
    return tls;
}

QNetworkRequest toQt(const HttpRequest &request)
{
    QNetworkRequest qt(request.url);
    // The other policies copy the Authorization header to wherever a redirect points.
    qt.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // HTTP/2 never recovers from a half-open connection: each later request times out in full.
    qt.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    qt.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    qt.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    qt.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    qt.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    qt.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    qt.setDecompressedSafetyCheckThreshold(bombThreshold);
    if (!request.bearer.isEmpty())
        qt.setRawHeader("Authorization", "Bearer " + request.bearer.reveal());
    // Compressing costs more than a loopback line does.
    if (isLoopback(request.url))
        qt.setRawHeader("Accept-Encoding", "identity");
    return qt;
}

QNetworkReply *sendBody(
    QNetworkAccessManager &manager, QNetworkRequest qt, const HttpRequest &request)
{
    auto *body = new OneShotBody(request.body);
    qt.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    qt.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    qt.setRawHeader("Content-Type", request.contentType);
    QNetworkReply *reply = manager.sendCustomRequest(qt, request.method, body);
    body->setParent(reply);
    return reply;
}

} // namespace

Network::Network(NetworkSettings settings)
    : m_settings(std::move(settings))
    , m_usable(checkSettings(m_settings))
    , m_tls(tlsWith(m_settings.caFile))
{
}

Network::~Network() = default;

QNetworkAccessManager &Network::managerFor(Lane lane)
{
    Connections &connections = m_lanes.at(static_cast<std::size_t>(lane));
    if (!connections.manager) {
        connections.manager = std::make_unique<QNetworkAccessManager>();
        connections.manager->setAutoDeleteReplies(false);
    }
    // Clearing would also end the calls that are under way, so it waits until there are none.
    if (std::exchange(connections.stale, false)) {
        if (connections.manager->findChildren<QNetworkReply *>().isEmpty())
            connections.manager->clearConnectionCache();
        else
            connections.stale = true;
    }
    return *connections.manager;
}

std::unique_ptr<HttpCall> Network::send(
    Lane lane, const HttpRequest &request, HttpCall::Callback done)
{
    if (!m_usable)
        return std::make_unique<HttpCall>(m_usable.error(), std::move(done));
    if (const Result<void> checked = checkUrl(request.url); !checked)
        return std::make_unique<HttpCall>(checked.error(), std::move(done));

    ++m_requestCount;
    QNetworkAccessManager &manager = managerFor(lane);
    QNetworkRequest qt = toQt(request);
    qt.setSslConfiguration(m_tls);
    QNetworkReply *reply = nullptr;
    if (request.method == "GET")
        reply = manager.get(qt);
    else if (request.body.isEmpty())
        reply = manager.sendCustomRequest(qt, request.method);
    else
        reply = sendBody(manager, qt, request);
    reply->setReadBufferSize(readBuffer);

    bool &stale = m_lanes.at(static_cast<std::size_t>(lane)).stale;
    return std::make_unique<HttpCall>(
        reply, request, [&stale] { stale = true; }, std::move(done));
}

void Network::dropConnections()
{
    for (Connections &connections : m_lanes)
        connections.stale = true;
}

} // namespace boxwatch
