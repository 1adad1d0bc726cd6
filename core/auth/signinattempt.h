// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/oauthflow.h"
#include "core/auth/servicegrant.h"

namespace boxwatch {

/// One sign-in, from what a person enters to credentials with a token in them. Whose token it is
/// remains to be asked.
///
/// Owning this is wanting its answer: it comes once and not from within the constructor; destroying it
/// closes the port for the browser. Main thread.
class SignInAttempt final : public QObject
{
public:
    using Done = std::function<void(const Result<Credentials> &)>;

    /// \p open shows a page in the browser; only OAuth needs it. Usage for what cannot work.
    SignInAttempt(
        const SignInRequest &request, const NetworkSettings &network, OAuthFlow::OpenBrowser open,
        Done done, OAuthPatience patience = {});

private:
    void begin(const OAuthFlow::OpenBrowser &open, OAuthPatience patience);
    void exchange(const Result<AuthorizationCode> &code);
    void finish(const Result<TokenGrant> &grant);
    void end(const Result<Credentials> &credentials);

    Network m_network;
    TokenEndpoint m_endpoint;
    Credentials m_credentials;
    Done m_done;
    std::unique_ptr<OAuthFlow> m_flow;
    std::unique_ptr<ServiceGrant> m_grant;
    TokenEndpoint::Call m_call;
};

} // namespace boxwatch
