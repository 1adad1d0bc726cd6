// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulatorserver.h"

#include "simulator/account.h"
#include "simulator/control.h"
#include "simulator/replies.h"

#include <QLocale>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr qsizetype worthCompressing = 256;

/// As in Fault::endpoint; empty: there is nothing at that path, "method": not with that method.
QByteArray endpointOf(const HttpRequest &request)
{
    const QByteArray path = request.path();
    const bool isGet = request.method == "GET" || request.method == "HEAD";
    if (path == "/2.0/events")
        return request.method == "OPTIONS" ? "options" : isGet ? "events" : "method";
    if (path == "/2.0/users/me")
        return isGet ? "me" : "method";
    if (path == "/subscribe")
        return isGet ? "subscribe" : "method";
    if (path == "/oauth2/token")
        return request.method == "POST" ? "token" : "method";
    if (path == "/oauth2/revoke")
        return request.method == "POST" ? "revoke" : "method";
    return {};
}

QByteArray httpDate(std::int64_t time)
{
    return QLocale::c()
        .toString(
            QDateTime::fromMSecsSinceEpoch(time, Qt::UTC), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s)
        .toLatin1();
}

} // namespace

SimulatorServer::SimulatorServer(const SimulatorOptions &options)
    : m_options(options)
    , m_clock(options.startTime)
    , m_streams(m_options, m_clock.start())
    , m_faults(options.seed)
    , m_tokens(m_options, m_streams.enterprise(), m_clock)
    , m_events(m_options, m_streams, m_clock, m_log)
    , m_realtime(m_options, m_streams, m_clock, m_events, m_log)
    , m_http([this](const HttpExchange &exchange) { handle(exchange); })
{
}

bool SimulatorServer::start()
{
    if (!m_options.certificate.isEmpty()
        && !m_http.setIdentity(m_options.certificate, m_options.privateKey)) {
        m_error = u"The certificate or its key cannot be read."_s;
        return false;
    }
    if (!m_http.start(m_options.port)) {
        m_error = m_http.errorString();
        return false;
    }
    return true;
}

QByteArray SimulatorServer::base() const
{
    return (m_options.certificate.isEmpty() ? QByteArray("http") : QByteArray("https"))
        + "://127.0.0.1:" + QByteArray::number(port());
}

void SimulatorServer::handle(const HttpExchange &exchange)
{
    const HttpRequest &request = exchange.request();
    if (request.path().startsWith("/_sim/")) {
        exchange.answer(completed(exchange, controlReply(request, *this)));
        return;
    }
    const QByteArray endpoint = endpointOf(request);
    m_log.add(endpoint.isEmpty() ? "unknown" : endpoint, request, m_clock.now());
    route(endpoint, exchange);
}

void SimulatorServer::route(const QByteArray &endpoint, const HttpExchange &exchange)
{
    const std::optional<Fault> fault = m_faults.next(endpoint);
    if (endpoint == "subscribe" && !fault) {
        m_realtime.poll(exchange);
        return;
    }
    // A spoilt poll is not a poll: what it would have told must not be lost on it.
    finish(
        exchange, fault,
        endpoint == "subscribe" ? HttpReply::json("{\"version\":1,\"message\":\"reconnect\"}")
                                : answerFor(endpoint, exchange.request()));
}

HttpReply SimulatorServer::answerFor(const QByteArray &endpoint, const HttpRequest &request)
{
    if (endpoint.isEmpty())
        return apiError(404, "not_found", "Not Found");
    if (endpoint == "method")
        return apiError(405, "method_not_allowed", "Method Not Allowed");
    if (endpoint == "token")
        return m_tokens.issue(request);
    if (endpoint == "revoke")
        return m_tokens.revoke(request);
    const std::optional<Tokens::Grant> grant = m_tokens.grantOf(request);
    if (!grant)
        return invalidToken();
    if (endpoint == "me")
        return accountReply(request, m_streams.enterprise(), *grant);
    if (endpoint == "options")
        return m_realtime.subscription(request, base());
    return m_events.answer(request, grant->isAdmin);
}

void SimulatorServer::finish(
    const HttpExchange &exchange, const std::optional<Fault> &fault, HttpReply reply)
{
    if (!fault) {
        exchange.answer(completed(exchange, std::move(reply)));
        return;
    }
    reply = completed(exchange, fault->spoilt(reply));
    if (fault->delay.count() > 0)
        QTimer::singleShot(fault->delay, this, [exchange, reply] { exchange.answer(reply); });
    else
        exchange.answer(reply);
}

/// What every answer of Box has.
HttpReply SimulatorServer::completed(const HttpExchange &exchange, HttpReply reply)
{
    const QByteArray id = QByteArray::number(quint64{mixed(++m_answers)}, 36);
    reply.headers.append({QByteArray("Date"), httpDate(m_clock.now())});
    reply.headers.append({QByteArray("box-request-id"), id});
    const bool accepts = exchange.request().header("accept-encoding").contains("gzip");
    if (m_options.gzip && accepts && reply.body.size() >= worthCompressing) {
        reply.body = gzipped(reply.body);
        reply.headers.append({QByteArray("Content-Encoding"), QByteArray("gzip")});
    }
    return reply;
}

} // namespace boxwatch::sim
