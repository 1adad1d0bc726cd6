// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/networksettings.h"

#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>

using namespace Qt::StringLiterals;

namespace boxwatch {

QUrl tokenUrlFor(const QUrl &apiUrl)
{
    QUrl url = apiUrl.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment | QUrl::StripTrailingSlash);
    QString path = url.path();
    if (path.endsWith(u"/2.0"_s))
        path.chop(4);
    url.setPath(path + u"/oauth2/token"_s);
    return url;
}

QUrl authorizeUrlFor(const QUrl &apiUrl)
{
    QUrl url = tokenUrlFor(apiUrl);
    if (url.host() == "api.box.com"_L1)
        url.setHost(u"account.box.com"_s);
    QString path = url.path();
    path.chop(QStringLiteral("/oauth2/token").size());
    url.setPath(path + u"/api/oauth2/authorize"_s);
    return url;
}

NetworkSettings resolved(NetworkSettings settings)
{
    if (settings.tokenUrl.isEmpty())
        settings.tokenUrl = tokenUrlFor(settings.apiUrl);
    if (settings.authorizeUrl.isEmpty())
        settings.authorizeUrl = authorizeUrlFor(settings.apiUrl);
    return settings;
}

CallLimits callLimitsOf(const NetworkSettings &settings)
{
    return settings.callLimits.value_or(
        isLoopback(settings.apiUrl) ? CallLimits{0, 0} : CallLimits{});
}

bool isLoopback(const QUrl &url)
{
    return isLoopbackHost(url.host());
}

bool isLoopbackHost(const QString &host)
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

Result<void> checkUrl(const QUrl &url)
{
    if (!url.isValid() || url.host().isEmpty())
        return localError(Error::Kind::Usage, u"not a complete URL"_s);
    if (!url.userInfo().isEmpty())
        return localError(Error::Kind::Usage, u"a URL with a user name or password in it"_s);
    if (url.scheme() == "https"_L1 || (url.scheme() == "http"_L1 && isLoopback(url)))
        return {};
    return localError(
        Error::Kind::Usage,
        u"only https is allowed, and http to this very machine: %1://%2"_s.arg(
            url.scheme(), url.host()));
}

Result<void> checkSettings(const NetworkSettings &settings)
{
    const NetworkSettings whole = resolved(settings);
    for (const QUrl &url : {whole.apiUrl, whole.tokenUrl, whole.authorizeUrl}) {
        if (Result<void> checked = checkUrl(url); !checked)
            return checked;
    }
    if (Result<void> checked = checkProxy(settings.proxy); !checked)
        return checked;
    if (settings.caFile.isEmpty())
        return {};

    QFile file(settings.caFile);
    if (!file.open(QIODevice::ReadOnly))
        return localError(
            Error::Kind::File, u"the certificates in %1 cannot be read"_s.arg(settings.caFile));
    if (QSslCertificate::fromDevice(&file, QSsl::Pem).isEmpty())
        return localError(
            Error::Kind::File, u"%1 holds no certificate in PEM form"_s.arg(settings.caFile));
    return {};
}

} // namespace boxwatch
