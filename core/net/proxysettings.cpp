// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/proxysettings.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

Error usage(const char *text)
{
    return usageError(QCoreApplication::translate("ProxySettings", text));
}

bool isBare(const QUrl &url)
{
    return (url.path().isEmpty() || url.path() == "/"_L1) && !url.hasQuery() && !url.hasFragment();
}

} // namespace

Result<ProxySettings> parseProxy(const QString &text)
{
    const QString trimmed = text.trimmed();
    ProxySettings proxy;
    if (trimmed == "system"_L1)
        return proxy;
    if (trimmed == "none"_L1) {
        proxy.kind = ProxySettings::Kind::None;
        return proxy;
    }

    const QUrl url(trimmed, QUrl::StrictMode);
    // Asked of the text too: what is not a valid URL may hold a password all the same.
    if (!url.userInfo().isEmpty() || trimmed.contains(u'@'))
        return usage(QT_TRANSLATE_NOOP(
            "ProxySettings",
            "The user and the password of a proxy are not written into its address, which others "
            "can read. Give them apart; on the command line with --proxy-user and "
            "--proxy-password-from."));
    if (url.scheme() == "http"_L1)
        proxy.kind = ProxySettings::Kind::Http;
    else if (url.scheme() == "socks5"_L1)
        proxy.kind = ProxySettings::Kind::Socks5;
    if (!url.isValid() || !proxy.isExplicit() || !isBare(url))
        return usage(QT_TRANSLATE_NOOP(
            "ProxySettings", "A proxy is system, none, http://host:port or socks5://host:port."));
    proxy.host = url.host();
    proxy.port = static_cast<quint16>(url.port(0));
    if (const Result<void> checked = checkProxy(proxy); !checked)
        return checked.error();
    return proxy;
}

QString proxyText(const ProxySettings &proxy)
{
    switch (proxy.kind) {
    case ProxySettings::Kind::System:
        return u"system"_s;
    case ProxySettings::Kind::None:
        return u"none"_s;
    case ProxySettings::Kind::Http:
    case ProxySettings::Kind::Socks5:
        break;
    }
    QUrl url;
    url.setScheme(proxy.kind == ProxySettings::Kind::Http ? u"http"_s : u"socks5"_s);
    url.setHost(proxy.host);
    url.setPort(proxy.port);
    return url.toString();
}

Result<void> checkProxy(const ProxySettings &proxy)
{
    if (!proxy.isExplicit())
        return {};
    QUrl url;
    url.setHost(proxy.host, QUrl::StrictMode);
    if (url.host().isEmpty())
        return usage(QT_TRANSLATE_NOOP("ProxySettings", "The proxy has no usable host name."));
    if (proxy.port == 0)
        return usage(QT_TRANSLATE_NOOP(
            "ProxySettings", "The proxy has no port: write it as http://host:port."));
    return {};
}

} // namespace boxwatch
