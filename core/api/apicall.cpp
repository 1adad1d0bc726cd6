// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apicall.h"

#include <QTimer>

#include <utility>

using namespace std::chrono_literals;

namespace boxwatch {

ApiCall::ApiCall(
    Network &network, Network::Lane lane, HttpRequest request, TokenSource &tokens, Sign sign,
    std::shared_ptr<CallBudget> budget, Callback done)
    : m_network(&network)
    , m_lane(lane)
    , m_request(std::move(request))
    , m_tokens(&tokens)
    , m_onDemand(sign == Sign::OnDemand)
    , m_budget(std::move(budget))
    , m_done(std::move(done))
{
    if (m_onDemand)
        send();
    else
        askForToken();
}

ApiCall::ApiCall(Error error, Callback done) : m_done(std::move(done))
{
    endSoon(std::move(error));
}

void ApiCall::askForToken()
{
    m_tokens->withToken(this, [this](const Result<Secret> &token) {
        if (!token) {
            endSoon(token.error());
            return;
        }
        if (m_refusal && *token == m_request.bearer) {
            endSoon(std::move(*m_refusal));
            return;
        }
        m_request.bearer = *token;
        send();
    });
}

void ApiCall::send()
{
    if (m_budget) {
        // Another call may have been told to wait while this one waited for its token or its turn.
        if (const std::optional<Error> wait = m_budget->mustWait()) {
            endSoon(*wait);
            return;
        }
        if (const auto wait = m_budget->take(); wait > 0ms) {
            QTimer::singleShot(wait, this, [this] { send(); });
            return;
        }
    }
    m_call = m_network->send(
        m_lane, m_request, [this](Result<HttpReply> reply) { answered(std::move(reply)); });
}

void ApiCall::answered(Result<HttpReply> reply)
{
    const bool refused = reply && (reply->status == 401 || (reply->status == 403 && m_onDemand));
    if (refused && std::exchange(m_onDemand, false)) {
        askForToken();
        return;
    }
    if (refused && reply->status == 401 && !m_refusal) {
        m_refusal = std::make_unique<HttpReply>(std::move(*reply));
        m_tokens->reject(m_request.bearer);
        askForToken();
        return;
    }
    end(std::move(reply));
}

/// Not at once, since our owner may not have us yet.
void ApiCall::endSoon(Result<HttpReply> reply)
{
    QTimer::singleShot(0, this, [this, reply = std::move(reply)] { end(reply); });
}

void ApiCall::end(Result<HttpReply> reply)
{
    m_call.reset();
    // The callback may destroy this call, so nothing may follow it.
    if (const Callback done = std::exchange(m_done, nullptr))
        done(std::move(reply));
}

} // namespace boxwatch
