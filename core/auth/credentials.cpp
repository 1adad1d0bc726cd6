// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/credentials.h"

#include <QDataStream>
#include <QIODevice>

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr quint32 magicWithoutApi = 0x42574331; // "BWC1", of an early version
constexpr quint32 magic = 0x42574332; // "BWC2"
constexpr qint64 unknownTime = -1;

constexpr std::array<std::pair<SignInMethod, const char *>, 4> methodNames{{
    {SignInMethod::DeveloperToken, "developer-token"},
    {SignInMethod::OAuth, "oauth"},
    {SignInMethod::ClientCredentials, "client-credentials"},
    {SignInMethod::Jwt, "jwt"},
}};

} // namespace

void Credentials::take(const TokenGrant &grant)
{
    accessToken = grant.accessToken;
    goodUntil = QDateTime::currentDateTimeUtc().addSecs(grant.lifetime.count());
    if (!grant.refreshToken.isEmpty())
        refreshToken = grant.refreshToken;
}

Secret serialized(const Credentials &credentials)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    const qint64 until = credentials.goodUntil.isValid() ? credentials.goodUntil.toMSecsSinceEpoch()
                                                         : unknownTime;
    stream << magic << signInMethodName(credentials.method).toLatin1()
           << credentials.tokenUrl.toEncoded() << credentials.client.id
           << credentials.client.secret.reveal() << credentials.subject.id
           << credentials.subject.isUser << credentials.jwtConfiguration.reveal()
           << credentials.accessToken.reveal() << until << credentials.refreshToken.reveal()
           << credentials.apiUrl.toEncoded();
    return Secret(std::move(bytes));
}

std::optional<Credentials> credentialsFrom(const Secret &bytes)
{
    QDataStream stream(bytes.reveal());
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 mark = 0;
    stream >> mark;
    if (mark != magic && mark != magicWithoutApi)
        return std::nullopt;

    QByteArray method;
    QByteArray url;
    QByteArray clientSecret;
    QByteArray configuration;
    QByteArray access;
    QByteArray refresh;
    qint64 until = unknownTime;
    Credentials credentials;
    stream >> method >> url >> credentials.client.id >> clientSecret >> credentials.subject.id
        >> credentials.subject.isUser >> configuration >> access >> until >> refresh;
    QByteArray api;
    if (mark == magic)
        stream >> api;
    const auto known = signInMethodFrom(QString::fromLatin1(method));
    if (stream.status() != QDataStream::Ok || !known)
        return std::nullopt;
    credentials.method = *known;
    credentials.tokenUrl = QUrl::fromEncoded(url, QUrl::StrictMode);
    credentials.apiUrl = QUrl::fromEncoded(api, QUrl::StrictMode);
    credentials.client.secret = Secret(std::move(clientSecret));
    credentials.jwtConfiguration = Secret(std::move(configuration));
    credentials.accessToken = Secret(std::move(access));
    if (until != unknownTime)
        credentials.goodUntil = QDateTime::fromMSecsSinceEpoch(until, Qt::UTC);
    credentials.refreshToken = Secret(std::move(refresh));
    return credentials;
}

QString signInMethodName(SignInMethod method)
{
    for (const auto &[known, name] : methodNames) {
        if (known == method)
            return QString::fromLatin1(name);
    }
    return {};
}

std::optional<SignInMethod> signInMethodFrom(const QString &name)
{
    for (const auto &[method, known] : methodNames) {
        if (name == QLatin1String(known))
            return method;
    }
    return std::nullopt;
}

} // namespace boxwatch
