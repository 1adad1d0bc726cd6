// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/assertions.h"

#include "simulator/simulatoroptions.h"

#include <QJsonDocument>
#include <QList>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr std::int64_t maxSeconds = 60;

// Whatever host is called.
constexpr QLatin1String audience{"https://api.box.com/oauth2/token"};

QJsonObject objectOf(const QByteArray &part)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        part,
        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
            | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? QJsonDocument::fromJson(*decoded).object() : QJsonObject();
}

} // namespace

Assertions::Outcome Assertions::check(const QByteArray &assertion)
{
    Outcome outcome;
    const QList<QByteArray> parts = assertion.split('.');
    if (parts.size() != 3) {
        outcome.complaint = "Please check the 'assertion' parameter.";
        return outcome;
    }
    const QJsonObject header = objectOf(parts[0]);
    const QJsonObject claims = objectOf(parts[1]);
    const QByteArray signature = QByteArray::fromBase64(
        parts[2], QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (header["typ"_L1].toString(u"JWT"_s) != u"JWT")
        outcome.complaint = "Please check the 'typ' header.";
    else if (header["kid"_L1].toString().toLatin1() != AppKey::id())
        outcome.complaint = "Please check the 'kid' header. The 'kid' specified is invalid.";
    else if (!m_key.verifies(
                 header["alg"_L1].toString().toLatin1(), parts[0] + '.' + parts[1], signature))
        outcome.complaint = "OAuth JWT signature is invalid.";
    else
        outcome.complaint = complaintAbout(claims);
    outcome.subjectType = claims["box_sub_type"_L1].toString().toUtf8();
    outcome.subjectId = claims["sub"_L1].toString().toUtf8();
    return outcome;
}

const char *Assertions::complaintAbout(const QJsonObject &claims)
{
    if (claims["iss"_L1].toString() != SimulatorOptions::clientId())
        return "Please check the 'iss' claim. The client id specified is invalid.";
    if (!claims["sub"_L1].isString() || !claims["box_sub_type"_L1].isString())
        return "Please check the 'sub' claim. The 'sub' specified is invalid.";
    if (claims["aud"_L1].toString() != audience)
        return "Please check the 'aud' claim. The 'aud' value specified is not valid.";

    const std::int64_t now = m_clock.now() / 1000;
    const std::int64_t expires = claims["exp"_L1].toInteger(0);
    if (expires <= now)
        return "Please check the 'exp' claim. Current date time must be before the expiration date "
               "time listed in the 'exp' claim.";
    if (expires > now + maxSeconds)
        return "Please check the 'exp' claim. It must be at most 60 seconds in the future.";
    if (claims["nbf"_L1].toInteger(now) > now || claims["iat"_L1].toInteger(now) > now)
        return "Please check the 'iat' and 'nbf' claims. They must not be in the future.";

    const QByteArray id = claims["jti"_L1].toString().toUtf8();
    m_used.removeIf([now](const auto &used) { return *used <= now; });
    if (id.size() < 16 || id.size() > 128 || m_used.contains(id))
        return "Please check the 'jti' claim. A unique 'jti' value is required.";
    m_used.insert(id, expires);
    return nullptr;
}

QByteArray Assertions::configuration(AppKey::Form form, const QByteArray &enterpriseId)
{
    const bool isSecret = form == AppKey::Form::TripleDes || form == AppKey::Form::Aes;
    const QJsonObject key{
        {u"publicKeyID"_s, QString::fromLatin1(AppKey::id())},
        {u"privateKey"_s, QString::fromLatin1(m_key.pem(form))},
        {u"passphrase"_s, isSecret ? QString::fromLatin1(AppKey::passphrase()) : QString()},
    };
    const QJsonObject application{
        {u"clientID"_s, SimulatorOptions::clientId()},
        {u"clientSecret"_s, SimulatorOptions::clientSecret()},
        {u"appAuth"_s, key},
    };
    return QJsonDocument(QJsonObject{
                             {u"boxAppSettings"_s, application},
                             {u"enterpriseID"_s, QString::fromLatin1(enterpriseId)},
                         })
        .toJson();
}

} // namespace boxwatch::sim
