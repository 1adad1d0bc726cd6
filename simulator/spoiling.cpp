// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/spoiling.h"

#include "simulator/replies.h"

#include <QDateTime>
#include <QLocale>
#include <QString>
#include <QVariant>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr qint64 maxPadding = 64 * 1024 * 1024;
constexpr qint64 headerLine = 8000;

/// What stands in `code` and `message` if the fault names neither.
struct ErrorText
{
    int status;
    const char *code;
    const char *message;
};

constexpr ErrorText errorTexts[] = {
    {400, "bad_request", "Bad request"},
    {401, "unauthorized", "Unauthorized - Cannot authorize with this service"},
    {403, "forbidden", "Forbidden"},
    {404, "not_found", "Not Found"},
    {405, "method_not_allowed", "Method Not Allowed"},
    {409, "conflict", "Conflict"},
    {429, "rate_limit_exceeded", "Request rate limit exceeded, please try again later"},
    {500, "internal_server_error", "Internal Server Error"},
    {502, "bad_gateway", "Bad Gateway"},
    {503, "unavailable", "Unavailable"},
    {504, "gateway_timeout", "Gateway Timeout"},
};

ErrorText errorTextOf(int status)
{
    const auto *const found = std::find_if(
        std::begin(errorTexts), std::end(errorTexts),
        [status](const ErrorText &text) { return text.status == status; });
    return found != std::end(errorTexts)
        ? *found
        : ErrorText{status, "internal_server_error", "Internal Server Error"};
}

HttpReply errorOf(const Fault &fault)
{
    const bool hasCode = fault.details.contains("code"_L1);
    if (!hasCode && fault.status == 401)
        return invalidToken();
    if (!hasCode && fault.status == 403)
        return insufficientScope();
    const ErrorText text = errorTextOf(fault.status);
    const QByteArray code = fault.details["code"_L1].toString(QLatin1String(text.code)).toUtf8();
    const QByteArray message =
        fault.details["message"_L1].toString(QLatin1String(text.message)).toUtf8();
    return apiError(fault.status, code.constData(), message);
}

HttpReply plain(int status, const QByteArray &type, const QByteArray &body)
{
    HttpReply reply = HttpReply::json(body, status);
    reply.contentType = type;
    return reply;
}

HttpReply redirect(const Fault &fault, const HttpRequest &request, const QByteArray &base)
{
    const QByteArray to = fault.details["to"_L1].toString(u"host"_s).toUtf8();
    QByteArray target = to;
    // Whoever follows is noted: see SimulatorServer.
    if (to == "host")
        target = QByteArray(base).replace("127.0.0.1", "localhost") + "/_moved" + request.target;
    else if (to == "http")
        target = QByteArray(base).replace("https:", "http:") + "/_moved" + request.target;
    HttpReply reply = HttpReply::empty(fault.status);
    reply.headers.append({QByteArray("Location"), target});
    return reply;
}

HttpReply oauthRefusal(const Fault &fault)
{
    const QByteArray error = fault.details["error"_L1].toString(u"invalid_grant"_s).toUtf8();
    const QByteArray description =
        fault.details["description"_L1].toString(u"Refresh token has expired"_s).toUtf8();
    HttpReply reply = oauthError(error.constData(), description.constData());
    reply.status = fault.status;
    return reply;
}

HttpReply::Ending resetOf(const QByteArray &how)
{
    if (how == "in_headers")
        return HttpReply::Ending::ResetInHead;
    return how == "after_headers" ? HttpReply::Ending::ResetAfterHead : HttpReply::Ending::Reset;
}

void addPadding(HttpReply &reply, qint64 bytes)
{
    for (qint64 left = std::clamp<qint64>(bytes, 0, maxPadding); left > 0; left -= headerLine)
        reply.headers.append(
            {QByteArray("X-Padding"), QByteArray(std::min(left, headerLine), 'p')});
}

/// Everything that keeps the words of the answer but not their way.
HttpReply damaged(const Fault &fault, HttpReply reply)
{
    switch (fault.kind) {
    case Fault::Kind::Truncate:
        reply.ending = HttpReply::Ending::CutShort;
        break;
    case Fault::Kind::Lost:
        reply.ending = HttpReply::Ending::Reset;
        break;
    case Fault::Kind::Reset:
        reply.ending = resetOf(fault.how);
        break;
    case Fault::Kind::Close:
        reply.ending = HttpReply::Ending::Close;
        break;
    case Fault::Kind::Stall:
        reply.ending = HttpReply::Ending::Silence;
        break;
    case Fault::Kind::Drip:
        reply.body.prepend(QByteArray(fault.number("padding"_L1, 0), ' '));
        reply.bytesPerSecond = static_cast<int>(
            std::clamp<qint64>(fault.number("bytes_per_second"_L1, 100), 1, 1'000'000'000));
        break;
    case Fault::Kind::BigHeaders:
        addPadding(reply, fault.number("bytes"_L1, 1'000'000));
        break;
    case Fault::Kind::WrongLength:
        reply.claimedMore = static_cast<qsizetype>(fault.number("difference"_L1, 100));
        reply.closes = true;
        break;
    default:
        break;
    }
    return reply;
}

HttpReply instead(const Fault &fault, const HttpRequest &request, const QByteArray &base)
{
    switch (fault.kind) {
    case Fault::Kind::Status:
        return errorOf(fault);
    case Fault::Kind::Html:
        return plain(
            fault.status, "text/html",
            "<!DOCTYPE html><html><head><title>Gateway</title></head>"
            "<body><h1>Something is wrong</h1></body></html>");
    case Fault::Kind::Garbage:
        return plain(fault.status, "application/json", "}{ not JSON");
    case Fault::Kind::Body:
        return plain(
            fault.status, fault.details["content_type"_L1].toString(u"application/json"_s).toUtf8(),
            fault.details["body"_L1].toString().toUtf8());
    case Fault::Kind::OAuthError:
        return oauthRefusal(fault);
    case Fault::Kind::Redirect:
        return redirect(fault, request, base);
    case Fault::Kind::Empty:
        return HttpReply::empty(fault.status);
    default:
        return damaged(fault, HttpReply::json("{}"));
    }
}

/// Retry-After as `retry_after` says (seconds or anything), or `retry_after_date` seconds from now.
void addRetryAfter(HttpReply &reply, const Fault &fault, std::int64_t now)
{
    QByteArray value = fault.details["retry_after"_L1].toVariant().toString().toUtf8();
    if (fault.details.contains("retry_after_date"_L1))
        value = httpDate(now + fault.number("retry_after_date"_L1, 0) * 1000);
    if (value.isEmpty())
        return;
    const QByteArray name =
        fault.details["retry_after_name"_L1].toString(u"Retry-After"_s).toLatin1();
    reply.headers.append({name, value});
}

} // namespace

HttpReply spoilt(
    const Fault &fault, const HttpReply &right, const HttpRequest &request, const QByteArray &base,
    std::int64_t now)
{
    HttpReply reply = fault.isInsteadOfAnAnswer() ? instead(fault, request, base)
                                                  : damaged(fault, right);
    addRetryAfter(reply, fault, now);
    return reply;
}

QByteArray httpDate(std::int64_t time)
{
    return QLocale::c()
        .toString(
            QDateTime::fromMSecsSinceEpoch(time, Qt::UTC), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s)
        .toLatin1();
}

} // namespace boxwatch::sim
