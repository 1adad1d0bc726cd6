// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/callbudget.h"
#include "core/api/tokensource.h"
#include "core/net/network.h"

#include <QObject>

namespace boxwatch {

/// A request to Box together with the token it needs.
///
/// As with HttpCall, owning it is wanting its answer: the callback runs once, never from within the
/// constructor, and not after the call was destroyed. A 401 is tried again once if the source has
/// another token by then; else it is passed on like any other answer.
class ApiCall final : public QObject
{
public:
    using Callback = std::function<void(Result<HttpReply>)>;

    /// When the token goes along.
    enum class Sign {
        Always,
        OnDemand, ///< only once a request without it was answered with 401 or 403
    };

    /// Waits for its turn if \p budget says so; null: for nobody.
    ApiCall(
        Network &network, Network::Lane lane, HttpRequest request, TokenSource &tokens, Sign sign,
        std::shared_ptr<CallBudget> budget, Callback done);

    /// A call that is not made and ends with \p error as soon as the event loop turns.
    ApiCall(Error error, Callback done);

private:
    void askForToken();
    void send();
    void answered(Result<HttpReply> reply);
    void endSoon(Result<HttpReply> reply);
    void end(Result<HttpReply> reply);

    Network *m_network = nullptr;
    Network::Lane m_lane = Network::Lane::Fetch;
    HttpRequest m_request;
    TokenSource *m_tokens = nullptr;
    bool m_onDemand = false;
    std::shared_ptr<CallBudget> m_budget;
    Callback m_done;
    std::unique_ptr<HttpCall> m_call;
    std::unique_ptr<HttpReply> m_refusal; ///< the 401 that made us ask for another token
};

} // namespace boxwatch
