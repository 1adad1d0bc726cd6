// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulatorserver.h"

#include "simulator/account.h"
#include "simulator/control.h"
#include "simulator/replies.h"
#include "simulator/spoiling.h"

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
    if (path.startsWith("/_moved/"))
        return "moved";
    if (path == "/2.0/users/me")
        return isGet ? "me" : "method";
    if (path == "/subscribe")
        return isGet ? "subscribe" : "method";
    if (path == "/oauth2/token")
        return request.method == "POST" ? "token" : "method";
    if (path == "/api/oauth2/authorize")
        return isGet || request.method == "POST" ? "authorize" : "method";
    if (path == "/oauth2/revoke")
        return request.method == "POST" ? "revoke" : "method";
    return {};
}

} // namespace

SimulatorServer::SimulatorServer(const SimulatorOptions &options)
    : m_options(options)
    , m_clock(options.startTime, options.clockOffset.count())
    , m_streams(m_options, m_clock.start())
    , m_faults(options.seed)
    , m_tokens(m_options, m_streams.enterprise(), m_clock, m_log)
    , m_consent(m_options, m_streams.enterprise(), m_tokens, m_log)
    , m_conduct(m_options, m_tokens, m_log)
    , m_events(m_options, m_streams, m_clock, m_log)
    , m_realtime(m_options, m_streams, m_clock, m_events, m_log)
    , m_player([this](const HttpRequest &request) { controlReply(request, *this); })
    , m_http([this](const HttpExchange &exchange) { handle(exchange); })
{
    m_realtime.whenAnswered([this] { m_conduct.pollAnswered(); });
}

bool SimulatorServer::start()
{
    if (!m_options.certificate.isEmpty()
        && !m_http.setIdentity(m_options.certificate, m_options.privateKey)) {
        m_error = u"The certificate or its key cannot be read."_s;
        return false;
    }
    Scenario scenario;
    if (!m_options.scenario.isEmpty())
        scenario = Scenario::fromJson(m_options.scenario);
    if (!scenario.complaint.isEmpty()) {
        m_error = u"The scenario is not understood: "_s + scenario.complaint + u'.';
        return false;
    }
    if (!m_http.start(m_options.port)) {
        m_error = m_http.errorString();
        return false;
    }
    m_player.start(std::move(scenario));
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
    m_conduct.asked(endpoint, exchange);
    route(endpoint, exchange);
}

void SimulatorServer::route(const QByteArray &endpoint, const HttpExchange &exchange)
{
    std::optional<Fault> fault = m_faults.next(endpoint, exchange.request());
    if (fault && fault->kind == Fault::Kind::ExpireTokens) {
        m_tokens.expireAccess();
        fault.reset();
    }
    const bool isPoll = endpoint == "subscribe";
    if (isPoll && (!fault || fault->kind == Fault::Kind::Poll)) {
        m_realtime.poll(exchange, fault ? &*fault : nullptr);
        return;
    }
    HttpReply right;
    // A spoilt poll is not a poll: what it would have told must not be lost on it.
    if (isPoll)
        right = HttpReply::json("{\"version\":1,\"message\":\"reconnect\"}");
    else if (!fault || !fault->isInsteadOfAnAnswer())
        right = answerFor(endpoint, exchange.request(), fault ? &*fault : nullptr);
    finish(endpoint, exchange, fault, std::move(right));
}

HttpReply SimulatorServer::answerFor(
    const QByteArray &endpoint, const HttpRequest &request, const Fault *fault)
{
    if (endpoint.isEmpty())
        return apiError(404, "not_found", "Not Found");
    if (endpoint == "moved") {
        const bool hasToken = !request.header("authorization").isEmpty();
        m_log.addClientFault(
            hasToken ? u"followed a redirect with its token"_s : u"followed a redirect"_s);
        return apiError(404, "not_found", "Not Found");
    }
    if (endpoint == "method")
        return apiError(405, "method_not_allowed", "Method Not Allowed");
    if (endpoint == "token")
        return m_tokens.issue(request);
    if (endpoint == "revoke")
        return m_tokens.revoke(request);
    if (endpoint == "authorize")
        return m_consent.answer(request);
    const std::optional<Tokens::Grant> grant = m_tokens.grantOf(request);
    if (!grant)
        return invalidToken();
    if (endpoint == "me")
        return accountReply(request, m_streams.enterprise(), *grant);
    if (endpoint == "options")
        return m_realtime.subscription(
            request, base(), fault && fault->kind == Fault::Kind::Server ? fault : nullptr);
    const bool isOdd = fault && fault->kind >= Fault::Kind::Position;
    return m_events.answer(request, grant->isAdmin, isOdd ? fault : nullptr);
}

void SimulatorServer::finish(
    const QByteArray &endpoint, const HttpExchange &exchange, const std::optional<Fault> &fault,
    HttpReply reply)
{
    if (fault)
        reply = spoilt(*fault, reply, exchange.request(), base(), m_clock.now());
    const bool isChunk = reply.status == 200 && !(fault && fault->isInsteadOfAnAnswer());
    m_conduct.answered(
        endpoint, exchange, reply, isChunk && !fault && m_events.isCaughtUp(),
        isChunk && m_events.broughtNews());
    reply = completed(exchange, std::move(reply));
    if (!fault || fault->delay.count() == 0) {
        exchange.answer(reply);
        return;
    }
    const int number = endpoint == "events" ? m_conduct.begin(exchange) : 0;
    QTimer::singleShot(fault->delay, this, [this, exchange, reply, number] {
        m_conduct.end(number);
        exchange.answer(reply);
    });
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
