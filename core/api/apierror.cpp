// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apierror.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr qsizetype longestText = 512;
constexpr qsizetype longestId = 64;

Error::Kind kindOf(int status)
{
    switch (status) {
    case 400:
        return Error::Kind::Refused;
    case 401:
        return Error::Kind::Unauthorized;
    case 403:
        return Error::Kind::Forbidden;
    case 408: // said by gateways, and worth another try like what they say with 5xx
    case 425:
        return Error::Kind::Server;
    case 429:
        return Error::Kind::RateLimited;
    default:
        return status >= 500 && status < 600 ? Error::Kind::Server : Error::Kind::Unexpected;
    }
}

QString clipped(const QString &text, qsizetype longest = longestText)
{
    return text.left(longest).simplified();
}

/// The value of \p name in `Bearer realm="Service", error="…", error_description="…"`.
QString challengeValue(const QByteArray &header, const QString &name)
{
    const QRegularExpression pattern(
        uR"re((?:^|[\s,])%1\s*=\s*"([^"]*)")re"_s.arg(name),
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(QString::fromLatin1(header.left(4096))).captured(1);
}

/// 511 says so itself (RFC 6585); and Box refuses in JSON or without a word, never with a page.
bool isFromInBetween(const HttpReply &reply)
{
    return reply.status == 511
        || (reply.status == 403 && reply.contentType.left(200).toLower().contains("html"));
}

QString firstOf(std::initializer_list<QString> texts)
{
    const auto *found = std::ranges::find_if(
        texts, [](const QString &text) { return !text.isEmpty(); });
    return found == texts.end() ? QString() : *found;
}

} // namespace

std::optional<std::chrono::milliseconds> parseRetryAfter(
    const QByteArray &text, const QDateTime &serverDate)
{
    bool isNumber = false;
    qint64 seconds = text.trimmed().toLongLong(&isNumber);
    if (isNumber) {
        if (seconds < 0)
            return std::nullopt;
    } else {
        QDateTime until = QLocale::c().toDateTime(
            QString::fromLatin1(text.trimmed()), u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s);
        until.setTimeSpec(Qt::UTC);
        if (!until.isValid())
            return std::nullopt;
        seconds =
            (serverDate.isValid() ? serverDate : QDateTime::currentDateTimeUtc()).secsTo(until);
    }
    return std::chrono::seconds(std::clamp<qint64>(seconds, 1, 3600));
}

QString oauthErrorOf(const HttpReply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    return clipped(
        firstOf(
            {body.value("error"_L1).toString(), challengeValue(reply.authenticate, u"error"_s)}),
        longestId);
}

Error apiErrorFrom(const HttpReply &reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    // OAuth has texts where Box's own errors have `code` and `message`.
    const QString description = body.value("error_description"_L1).toString();

    Error error = localError(
        kindOf(reply.status),
        clipped(firstOf(
            {body.value("message"_L1).toString(), description,
             challengeValue(reply.authenticate, u"error_description"_s),
             u"HTTP status %1"_s.arg(reply.status)})));
    error.status = reply.status;
    if (isFromInBetween(reply)) {
        error.code = u"captive_portal"_s;
        error.kind = error.kind == Error::Kind::Forbidden ? Error::Kind::Unexpected : error.kind;
        return error;
    }
    error.code = clipped(
        firstOf({body.value("code"_L1).toString(), oauthErrorOf(reply)}), longestId);
    // The header has another value than the body; Box's support can use either.
    const QString inBody = clipped(body.value("request_id"_L1).toString(), longestId);
    const QString inHeader = clipped(QString::fromLatin1(reply.requestId), longestId);
    error.requestId = inBody == inHeader || inBody.isEmpty() ? inHeader
        : inHeader.isEmpty()                                 ? inBody
                                                             : QString(inBody + u' ' + inHeader);
    if (reply.status == 429 || reply.status == 503)
        error.retryAfter = parseRetryAfter(reply.retryAfter, reply.serverDate);
    return error;
}

} // namespace boxwatch
