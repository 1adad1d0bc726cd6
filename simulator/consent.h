// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/tokens.h"

namespace boxwatch::sim {

/// GET and POST /api/oauth2/authorize: the page on which a person grants or denies access.
///
/// Checks what Box checks before it shows that page: application, redirect URI, PKCE. Trouble is told
/// on the page and never to the application, as with Box.
class Consent
{
public:
    /// All references outlive this.
    Consent(
        const SimulatorOptions &options, const Enterprise &enterprise, Tokens &tokens,
        RequestLog &log);

    HttpReply answer(const HttpRequest &request);

    /// What happens without a click, see SimulatorOptions::consent.
    void setMode(SimulatorOptions::Consent mode) { m_mode = mode; }

    /// Who is signed in in the browser.
    void setWho(const Tokens::Grant &grant) { m_grant = grant; }

    /// Whether \p given may stand in for \p configured: the same, but for the port on a loopback
    /// address.
    static bool isSameRedirect(const QByteArray &given, const QByteArray &configured);

private:
    const char *complaintAbout(const HttpFields &query) const;
    HttpReply page(const HttpRequest &request) const;
    HttpReply decided(const HttpFields &query, bool isGranted);

    const SimulatorOptions &m_options;
    const Enterprise &m_enterprise;
    Tokens &m_tokens;
    RequestLog &m_log;
    SimulatorOptions::Consent m_mode;
    Tokens::Grant m_grant;
};

} // namespace boxwatch::sim
