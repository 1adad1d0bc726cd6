// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/proxychooser.h"

#include "core/net/networksettings.h"

#include <QNetworkProxyQuery>
#include <QThreadPool>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr std::chrono::milliseconds goodFor = 60s;

// Never destroyed: at the end of the program a lookup may still wait for a server that does not
// answer, and nobody should wait for the lookup.
QThreadPool &lookupThreads()
{
    static auto *pool = new QThreadPool;
    return *pool;
}

QString placeOf(const QUrl &url)
{
    return url
        .adjusted(
            QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment)
        .toString();
}

QNetworkProxy toQt(const ProxySettings &settings)
{
    if (!settings.isExplicit())
        return QNetworkProxy::NoProxy;
    const auto type = settings.kind == ProxySettings::Kind::Http ? QNetworkProxy::HttpProxy
                                                                 : QNetworkProxy::Socks5Proxy;
    // Qt sends both as Latin-1: byte for byte like this they arrive as UTF-8 (RFC 7617).
    return QNetworkProxy(
        type, settings.host, settings.port, QString::fromLatin1(settings.user.toUtf8()),
        QString::fromLatin1(settings.password.reveal()));
}

QNetworkProxy firstOf(const QList<QNetworkProxy> &proxies)
{
    const QNetworkProxy proxy = proxies.value(0, QNetworkProxy(QNetworkProxy::NoProxy));
    // The application's own default, of which there is none.
    return proxy.type() == QNetworkProxy::DefaultProxy ? QNetworkProxy(QNetworkProxy::NoProxy)
                                                       : proxy;
}

bool isHttp(const QNetworkProxy &proxy)
{
    return proxy.type() == QNetworkProxy::HttpProxy
        || proxy.type() == QNetworkProxy::HttpCachingProxy;
}

QString nameOf(const QNetworkProxy &proxy)
{
    return proxy.hostName() + u':' + QString::number(proxy.port());
}

} // namespace

/// Outlives the chooser, which a lookup may do too.
struct ProxyChooser::Mailbox
{
    std::mutex mutex;
    ProxyChooser *owner = nullptr;
};

ProxyChooser::ProxyChooser(ProxySettings settings, SystemLookup lookup)
    : m_settings(std::move(settings))
    , m_lookup(std::move(lookup))
    , m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
    if (!m_lookup)
        m_lookup = [](const QUrl &url) {
            return QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
        };
}

ProxyChooser::~ProxyChooser()
{
    const std::lock_guard lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

bool ProxyChooser::asksSystem(const QUrl &url) const
{
    return m_settings.kind == ProxySettings::Kind::System && !isLoopback(url);
}

bool ProxyChooser::systemAnswered(const QUrl &url) const
{
    if (!asksSystem(url))
        return true;
    const auto answer = m_answers.find(placeOf(url));
    return answer != m_answers.end() && answer->age.elapsed() < goodFor.count();
}

bool ProxyChooser::isKnown(const QUrl &url) const
{
    if (!systemAnswered(url))
        return false;
    const QNetworkProxy proxy = chosenFor(url);
    return !isHttp(proxy) || m_usable.contains(nameOf(proxy));
}

bool ProxyChooser::isBarred(const QUrl &url) const
{
    const QNetworkProxy proxy = chosenFor(url);
    return isHttp(proxy) && !m_usable.value(nameOf(proxy), true);
}

void ProxyChooser::forget()
{
    m_answers.clear();
    m_usable.clear();
}

void ProxyChooser::find(const QUrl &url, QObject *context, std::function<void()> known)
{
    const QString place = placeOf(url);
    const auto connection = std::make_shared<QMetaObject::Connection>();
    *connection = connect(
        this, &ProxyChooser::answered, context,
        [connection, place, known = std::move(known)](const QString &which) {
            if (which != place)
                return;
            // Before the call, which may destroy what it is made of.
            const auto call = known;
            QObject::disconnect(*connection);
            call();
        });
    if (systemAnswered(url))
        askProxy(url);
    else
        askSystem(url);
}

void ProxyChooser::askSystem(const QUrl &url)
{
    const QString place = placeOf(url);
    if (m_asked.contains(place))
        return;
    m_asked.insert(place);
    lookupThreads().start([url, lookup = m_lookup, mailbox = m_mailbox] {
        const QList<QNetworkProxy> proxies = lookup(url);
        const std::lock_guard lock(mailbox->mutex);
        if (ProxyChooser *owner = mailbox->owner)
            QMetaObject::invokeMethod(
                owner, [owner, url, proxies] { owner->take(url, proxies); }, Qt::QueuedConnection);
    });
}

void ProxyChooser::take(const QUrl &url, const QList<QNetworkProxy> &proxies)
{
    const QString place = placeOf(url);
    m_asked.remove(place);
    Answer answer{firstOf(proxies), {}};
    answer.age.start();
    m_answers.insert(place, answer);
    askProxy(url);
}

void ProxyChooser::askProxy(const QUrl &url)
{
    const QNetworkProxy proxy = chosenFor(url);
    const QString place = placeOf(url);
    if (!isHttp(proxy) || m_usable.contains(nameOf(proxy))) {
        emit answered(place);
        return;
    }
    std::unique_ptr<ProxyProbe> &probe = m_probes[place];
    if (probe)
        return;
    probe = std::make_unique<ProxyProbe>(
        proxy, url, [this, place, name = nameOf(proxy)](bool usable) {
            m_usable.insert(name, usable);
            // It is what has called us.
            m_probes.extract(place).mapped().release()->deleteLater();
            emit answered(place);
        });
}

QNetworkProxy ProxyChooser::proxyFor(const QUrl &url) const
{
    QNetworkProxy proxy = chosenFor(url);
    // SOCKS has no way to ask.
    if (proxy.type() != QNetworkProxy::Socks5Proxy) {
        proxy.setUser({});
        proxy.setPassword({});
    }
    return proxy;
}

QNetworkProxy ProxyChooser::withLogin(const QNetworkProxy &proxy) const
{
    const auto isSame = [&proxy](const QNetworkProxy &known) {
        return known.type() == proxy.type() && known.hostName() == proxy.hostName()
            && known.port() == proxy.port();
    };
    if (m_settings.isExplicit())
        return isSame(toQt(m_settings)) ? toQt(m_settings) : proxy;
    const auto known = std::ranges::find_if(
        m_answers, [&](const Answer &answer) { return isSame(answer.proxy); });
    return known == m_answers.end() ? proxy : known->proxy;
}

QNetworkProxy ProxyChooser::chosenFor(const QUrl &url) const
{
    if (asksSystem(url))
        return m_answers.value(placeOf(url), {QNetworkProxy::NoProxy, {}}).proxy;
    // The token would travel to that machine as it is.
    if (isLoopback(url) && url.scheme() == "http"_L1 && !isLoopbackHost(m_settings.host))
        return QNetworkProxy::NoProxy;
    return toQt(m_settings);
}

} // namespace boxwatch
