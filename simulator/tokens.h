// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/enterprise.h"
#include "simulator/httpmessage.h"
#include "simulator/simulationclock.h"
#include "simulator/simulatoroptions.h"

#include <QHash>

#include <optional>

namespace boxwatch::sim {

/// Who may do what: access tokens, refresh tokens, and the two endpoints that deal in them.
///
/// Known from the start: SimulatorOptions::token (a co-admin), the same with "-user" (the same person
/// without the right to enterprise events) and, as a refresh token, with "-refresh". The application
/// has client id `boxwatch-demo-client` and secret `boxwatch-demo-secret`.
class Tokens
{
public:
    struct Grant
    {
        bool isAdmin = true; ///< may read enterprise events
        bool isService = false; ///< the service account of the application
    };

    /// All references outlive this.
    Tokens(
        const SimulatorOptions &options, const Enterprise &enterprise,
        const SimulationClock &clock);

    /// What the bearer of \p request may do; nothing: 401.
    std::optional<Grant> grantOf(const HttpRequest &request) const;

    /// POST /oauth2/token
    HttpReply issue(const HttpRequest &request);

    /// POST /oauth2/revoke
    HttpReply revoke(const HttpRequest &request);

private:
    struct Access
    {
        Grant grant;
        std::int64_t expires; ///< simulated time
        QByteArray refresh; ///< the other one of the pair
    };

    static std::optional<HttpReply> refusalOf(const HttpFields &form);
    HttpReply refreshed(const HttpFields &form);
    HttpReply credentials(const HttpFields &form);
    HttpReply issued(const Grant &grant, bool withRefresh);

    const SimulatorOptions &m_options;
    const Enterprise &m_enterprise;
    const SimulationClock &m_clock;
    QHash<QByteArray, Access> m_access;
    QHash<QByteArray, Grant> m_refresh; ///< each is good once
};

} // namespace boxwatch::sim
