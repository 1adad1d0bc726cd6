// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/network.h"

#include "core/net/oneshotbody.h"
#include "core/net/qtrequest.h"
#include "core/net/transporterror.h"

#include <QAuthenticator>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QSet>
#include <QSslCertificate>
#include <QSslCipher>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

// What may pile up between two turns of the event loop. Several chunks of 450 KB fit, so a chunk on a
// fast line is read in one piece, and a flood stops at the socket.
constexpr qint64 readBuffer = 2 * 1024 * 1024;

/// Forward secrecy and authenticated encryption: what is recorded today cannot be read with a key that
/// is stolen tomorrow. All of TLS 1.3 is like that; of 1.2 Qt would take older ways too.
bool isModern(const QSslCipher &cipher)
{
    const QString name = cipher.name();
    return cipher.protocol() == QSsl::TlsV1_3
        || ((name.startsWith("ECDHE-"_L1) || name.startsWith("DHE-"_L1))
            && (name.contains("GCM"_L1) || name.contains("CHACHA20"_L1)));
}

QSslConfiguration tlsWith(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    QList<QSslCipher> ciphers = tls.ciphers();
    ciphers.removeIf([](const QSslCipher &cipher) { return !isModern(cipher); });
    tls.setCiphers(ciphers);
    QFile file(caFile);
    if (!caFile.isEmpty() && file.open(QIODevice::ReadOnly))
        tls.addCaCertificates(QSslCertificate::fromDevice(&file, QSsl::Pem));
    return tls;
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

/// Lets a manager ask a ProxyChooser, which outlives it.
class ProxyFactory final : public QNetworkProxyFactory
{
public:
    explicit ProxyFactory(const ProxyChooser &chooser) : m_chooser(chooser) { }

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        return {m_chooser.proxyFor(query.url())};
    }

private:
    const ProxyChooser &m_chooser;
};

/// Tells an HTTP proxy who we are when it asks, and only once: if it asks again it did not like the
/// answer.
void answerOnce(QNetworkAccessManager &manager, const ProxyChooser &proxies)
{
    QObject::connect(
        &manager, &QNetworkAccessManager::proxyAuthenticationRequired, &manager,
        [&proxies,
         told = QSet<QString>()](const QNetworkProxy &proxy, QAuthenticator *answer) mutable {
            if (proxy.type() == QNetworkProxy::Socks5Proxy)
                return; // was told at once
            // Basic and Digest have a realm. With NTLM Qt 6.4 repeats a wrong password a hundred times
            // a second, which locks accounts.
            if (!answer->option(u"realm"_s).isValid())
                return;
            const QString place = proxy.hostName() + u':' + QString::number(proxy.port());
            const QNetworkProxy known = proxies.withLogin(proxy);
            if (known.user().isEmpty() || told.contains(place))
                return;
            told.insert(place);
            answer->setUser(known.user());
            answer->setPassword(known.password());
        });
}

bool isIdle(const QNetworkAccessManager &manager)
{
    return std::ranges::all_of(manager.findChildren<QNetworkReply *>(), &QNetworkReply::isFinished);
}

} // namespace

Network::Network(NetworkSettings settings, ProxyChooser::SystemLookup systemProxy)
    : m_settings(std::move(settings))
    , m_usable(checkSettings(m_settings))
    , m_tls(tlsWith(m_settings.caFile))
    , m_proxies(m_settings.proxy, std::move(systemProxy))
{
}

Network::~Network() = default;

QNetworkAccessManager &Network::managerFor(Lane lane)
{
    dismissIdle();
    Manager &manager = m_lanes.at(static_cast<std::size_t>(lane));
    if (!manager) {
        manager = std::make_unique<QNetworkAccessManager>();
        manager->setAutoDeleteReplies(false);
        manager->setProxyFactory(new ProxyFactory(m_proxies));
        answerOnce(*manager, m_proxies);
    }
    return *manager;
}

void Network::dismissIdle()
{
    std::erase_if(m_retired, [](Manager &manager) {
        if (!isIdle(*manager))
            return false;
        // Later, since one of its replies may be what has called us.
        manager.release()->deleteLater();
        return true;
    });
}

/// Not clearConnectionCache(): that would end the calls that are under way too.
void Network::retire(Lane lane)
{
    if (Manager &manager = m_lanes.at(static_cast<std::size_t>(lane)))
        m_retired.push_back(std::move(manager));
}

std::unique_ptr<HttpCall> Network::send(
    Lane lane, const HttpRequest &request, HttpCall::Callback done)
{
    if (!m_usable)
        return std::make_unique<HttpCall>(m_usable.error(), std::move(done));
    if (const Result<void> checked = checkUrl(request.url); !checked)
        return std::make_unique<HttpCall>(checked.error(), std::move(done));

    auto call = std::make_unique<HttpCall>(
        request, [this, lane] { retire(lane); }, std::move(done));
    if (m_proxies.isKnown(request.url)) {
        begin(*call, lane, request);
    } else {
        m_proxies.find(request.url, call.get(), [this, lane, request, waiting = call.get()] {
            if (waiting->isToBegin())
                begin(*waiting, lane, request);
        });
    }
    return call;
}

void Network::begin(HttpCall &call, Lane lane, const HttpRequest &request)
{
    if (m_proxies.isBarred(request.url)) {
        call.refuse(transportError(QNetworkReply::ProxyAuthenticationRequiredError, {}, true));
        return;
    }
    ++m_requestCount;
    m_callCount += lane == Lane::Fetch ? 1 : 0;
    QNetworkAccessManager &manager = managerFor(lane);
    QNetworkRequest qt = qtRequest(request);
    qt.setSslConfiguration(m_tls);
    QNetworkReply *reply = nullptr;
    if (request.method == "GET")
        reply = manager.get(qt);
    else if (request.body.isEmpty())
        reply = manager.sendCustomRequest(qt, request.method);
    else
        reply = sendBody(manager, qt, request);
    reply->setReadBufferSize(readBuffer);
    call.begin(reply, m_proxies.proxyFor(request.url).type() != QNetworkProxy::NoProxy);
}

void Network::dropConnections()
{
    for (const Lane lane : {Lane::Fetch, Lane::LongPoll, Lane::Token})
        retire(lane);
    m_proxies.forget();
}

} // namespace boxwatch
