// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/assertions.h"
#include "simulator/enterprise.h"
#include "simulator/httpmessage.h"
#include "simulator/random.h"
#include "simulator/requestlog.h"
#include "simulator/simulatoroptions.h"

#include <QHash>
#include <QJsonObject>

#include <optional>

namespace boxwatch::sim {

/// Who may do what: access tokens, refresh tokens, codes, and the endpoints that deal in them.
///
/// Known from the start: SimulatorOptions::token (a co-admin); the same with "-user" (the same person
/// without the right to enterprise events), with "-guest" (a colleague without that right), with
/// "-other" (a co-admin of another enterprise) and, as a refresh token, with "-refresh".
class Tokens
{
public:
    /// What a token stands for.
    struct Grant
    {
        bool isAdmin = true; ///< may read enterprise events
        bool isService = false; ///< the service account of the application
        std::uint32_t person = 0; ///< in Enterprise::people()
        QByteArray enterprise; ///< id of another enterprise than the simulated one

        /// Who that is, whatever token he comes with.
        QByteArray account() const;
    };

    /// What a person has consented to, until it is exchanged for tokens.
    struct Code
    {
        Grant grant;
        QByteArray redirectUri; ///< empty: none was given
        QByteArray challenge; ///< PKCE, S256; empty: none was given
        std::int64_t expires = 0; ///< simulated time
    };

    /// All references outlive this.
    Tokens(
        const SimulatorOptions &options, const Enterprise &enterprise, const SimulationClock &clock,
        RequestLog &log);

    /// What the bearer of \p request may do; nothing: 401.
    std::optional<Grant> grantOf(const HttpRequest &request) const;

    /// POST /oauth2/token
    HttpReply issue(const HttpRequest &request);

    /// POST /oauth2/revoke
    HttpReply revoke(const HttpRequest &request);

    /// An authorization code for \p grant, good once and not for long.
    QByteArray newCode(Code code);

    /// The JSON configuration file of the application, see Assertions.
    QByteArray configuration(AppKey::Form form);

    /// All access tokens so far are no good any more.
    void expireAccess() { m_access.clear(); }
    /// All refresh tokens so far are no good any more.
    void expireRefresh() { m_refresh.clear(); }

    /// Whether an admin has authorized the application: without it, no JWT and no client credentials.
    void setAuthorized(bool isAuthorized) { m_isAuthorized = isAuthorized; }
    /// False takes the right to enterprise events from everybody.
    void setAdminAllowed(bool isAllowed) { m_isAdminAllowed = isAllowed; }

    /// Counters, and the refresh tokens that are good at the moment.
    QJsonObject state() const;

private:
    struct Access
    {
        Grant grant;
        std::int64_t expires; ///< simulated time
        QByteArray refresh; ///< the other one of the pair
    };

    /// A refresh token that has done its service.
    struct Used
    {
        std::int64_t time;
        QByteArray answer; ///< what it gave
        int refusals = 0;
    };

    struct Counters
    {
        int codesIssued = 0;
        int codesExchanged = 0;
        int refreshes = 0;
        int refreshesRefused = 0;
        int refreshesReplayed = 0; ///< used ones, within the grace
        int refreshesReused = 0; ///< used ones, refused
        int assertions = 0;
        int assertionsRefused = 0;
        int credentials = 0;
        int revoked = 0;
    };

    bool knowsClient(const HttpFields &form) const;
    HttpReply exchanged(const HttpFields &form);
    HttpReply refreshed(const HttpFields &form);
    HttpReply refusedRefresh(const QByteArray &token);
    HttpReply asserted(const HttpFields &form);
    HttpReply credentials(const HttpFields &form);
    std::optional<Grant> subject(const QByteArray &type, const QByteArray &id) const;
    HttpReply issued(const Grant &grant, bool withRefresh);
    std::int64_t nextLife();
    QByteArray freshToken(const char *prefix);

    const SimulatorOptions &m_options;
    const Enterprise &m_enterprise;
    const SimulationClock &m_clock;
    RequestLog &m_log;
    Random m_random;
    Assertions m_assertions;
    QHash<QByteArray, Access> m_access;
    QHash<QByteArray, Grant> m_refresh; ///< each is good once
    QHash<QByteArray, Used> m_used;
    QHash<QByteArray, Code> m_codes;
    Counters m_counters;
    bool m_isAuthorized;
    bool m_isAdminAllowed = true;
};

} // namespace boxwatch::sim
