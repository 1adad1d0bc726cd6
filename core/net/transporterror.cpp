// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/transporterror.h"

#include <QMetaEnum>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype longestText = 200;

QString tlsCode(QSslError::SslError error)
{
    switch (error) {
    case QSslError::SelfSignedCertificate:
        return u"tls_self_signed"_s;
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
    case QSslError::NoPeerCertificate:
        return u"tls_unknown_authority"_s;
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return u"tls_revoked"_s;
    case QSslError::HostNameMismatch:
    case QSslError::SubjectIssuerMismatch:
        return u"tls_wrong_host"_s;
    case QSslError::CertificateNotYetValid:
        return u"tls_not_yet_valid"_s;
    case QSslError::CertificateExpired:
        return u"tls_expired"_s;
    default:
        return u"tls_failed"_s;
    }
}

/// The one error of several that says most about whom one talks to.
QSslError gravest(const QList<QSslError> &errors)
{
    static const std::array order{u"tls_self_signed"_s,   u"tls_unknown_authority"_s,
                                  u"tls_revoked"_s,       u"tls_wrong_host"_s,
                                  u"tls_not_yet_valid"_s, u"tls_expired"_s};
    const auto rank = [](const QSslError &error) {
        return std::ranges::find(order, tlsCode(error.error())) - order.begin();
    };
    return *std::ranges::min_element(errors, {}, rank);
}

QString codeOf(QNetworkReply::NetworkError code, bool proxied)
{
    // Qt has names for what a proxy does wrong, and for most of it gives these instead.
    if (proxied
        && (code == QNetworkReply::UnknownNetworkError || code == QNetworkReply::HostNotFoundError
            || code == QNetworkReply::ConnectionRefusedError))
        return u"proxy_unreachable"_s;
    switch (code) {
    case QNetworkReply::HostNotFoundError:
        return u"dns"_s;
    case QNetworkReply::ConnectionRefusedError:
        return u"refused"_s;
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError: // it closed, and we do not say it twice
        return u"closed"_s;
    case QNetworkReply::SslHandshakeFailedError:
        return u"tls_failed"_s;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return u"proxy_auth"_s;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        return u"proxy_unreachable"_s;
    default:
        return {};
    }
}

} // namespace

Error transportError(QNetworkReply::NetworkError code, const QList<QSslError> &tls, bool proxied)
{
    Error error;
    error.kind = Error::Kind::Network;
    if (!tls.isEmpty()) {
        const QSslError worst = gravest(tls);
        error.code = tlsCode(worst.error());
        error.message = u"TLS: "_s + worst.errorString().left(longestText);
        return error;
    }
    const char *name = QMetaEnum::fromType<QNetworkReply::NetworkError>().valueToKey(code);
    error.code = codeOf(code, proxied);
    error.message = name ? QString::fromLatin1(name) : u"network error %1"_s.arg(int(code));
    return error;
}

} // namespace boxwatch
