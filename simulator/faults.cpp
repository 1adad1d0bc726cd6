// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/faults.h"

#include "simulator/replies.h"

#include <QString>

#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr std::array<const char *, 8> kindNames{"status",   "html",  "empty", "garbage",
                                                "truncate", "reset", "stall", "delay"};

HttpReply errorOf(int status)
{
    switch (status) {
    case 400:
        return apiError(400, "bad_request", "Bad request");
    case 401:
        return invalidToken();
    case 403:
        return insufficientScope();
    case 404:
        return apiError(404, "not_found", "Not Found");
    case 405:
        return apiError(405, "method_not_allowed", "Method Not Allowed");
    case 409:
        return apiError(409, "conflict", "Conflict");
    case 429:
        return apiError(429, "rate_limit_exceeded", "Request rate limit exceeded");
    case 502:
        return apiError(502, "bad_gateway", "Bad Gateway");
    case 503:
        return apiError(503, "unavailable", "Unavailable");
    default:
        return apiError(status, "internal_server_error", "Internal Server Error");
    }
}

HttpReply plain(int status, const char *type, const QByteArray &body)
{
    HttpReply reply = HttpReply::json(body, status);
    reply.contentType = type;
    return reply;
}

} // namespace

std::optional<Fault> Fault::fromJson(const QJsonObject &json)
{
    Fault fault;
    fault.endpoint = json["endpoint"_L1].toString(u"*"_s).toUtf8();
    const QByteArray kind = json["kind"_L1].toString(u"status"_s).toUtf8();
    const auto found = std::find(
        kindNames.begin(), kindNames.end(), std::string_view(kind.constData()));
    if (found == kindNames.end())
        return std::nullopt;
    fault.kind = static_cast<Kind>(found - kindNames.begin());
    fault.status = json["status"_L1].toInt(fault.kind == Kind::Status ? 503 : 200);
    fault.retryAfter = json["retry_after"_L1].toVariant().toString().toUtf8();
    fault.delay = std::chrono::milliseconds(json["delay_ms"_L1].toInteger(0));
    fault.skip = json["skip"_L1].toInt(0);
    fault.times = json["times"_L1].toInt(1);
    fault.probability = json["probability"_L1].toDouble(1);
    if (fault.status < 200 || fault.status > 599 || fault.delay.count() < 0)
        return std::nullopt;
    return fault;
}

HttpReply Fault::spoilt(const HttpReply &right) const
{
    HttpReply reply = right;
    switch (kind) {
    case Kind::Status:
        reply = errorOf(status);
        break;
    case Kind::Html:
        reply = plain(
            status, "text/html",
            "<!DOCTYPE html><html><head><title>Gateway</title></head>"
            "<body><h1>Something is wrong</h1></body></html>");
        break;
    case Kind::Empty:
        reply = HttpReply::empty(status);
        break;
    case Kind::Garbage:
        reply = plain(status, "application/json", "}{ not JSON");
        break;
    case Kind::Truncate:
        reply.ending = HttpReply::Ending::CutShort;
        break;
    case Kind::Reset:
        reply.ending = HttpReply::Ending::Reset;
        break;
    case Kind::Stall:
        reply.ending = HttpReply::Ending::Silence;
        break;
    case Kind::Delay:
        break;
    }
    if (!retryAfter.isEmpty())
        reply.headers.append({"Retry-After", retryAfter});
    return reply;
}

std::optional<Fault> Faults::next(const QByteArray &endpoint)
{
    for (qsizetype i = 0; i < m_faults.size(); ++i) {
        Fault &fault = m_faults[i];
        if (fault.endpoint != "*" && fault.endpoint != endpoint)
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        if (m_random.fraction() >= fault.probability)
            continue;
        Fault hit = fault;
        if (fault.times > 0 && --fault.times == 0)
            m_faults.removeAt(i);
        return hit;
    }
    return std::nullopt;
}

} // namespace boxwatch::sim
