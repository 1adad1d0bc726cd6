// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/serverclock.h"
#include "core/net/network.h"

#include <chrono>
#include <functional>
#include <memory>

namespace boxwatch {

/// What the token endpoint gave.
struct TokenGrant
{
    Secret accessToken;
    Secret refreshToken; ///< empty unless a person has signed in
    std::chrono::seconds lifetime{3600}; ///< of the access token, from the moment of the answer

    friend bool operator==(const TokenGrant &, const TokenGrant &) = default;
};

/// The app that asks, as Box's developer console knows it.
struct TokenClient
{
    QByteArray id;
    Secret secret; ///< empty: an app without one, which is not sent

    friend bool operator==(const TokenClient &, const TokenClient &) = default;
};

/// Whose token it is to be, where no person signs in.
struct TokenSubject
{
    QByteArray id;
    bool isUser = false; ///< else an enterprise, which means its service account

    friend bool operator==(const TokenSubject &, const TokenSubject &) = default;
};

/// POST /oauth2/token and /oauth2/revoke, one function for each grant (reference 1.11 to 1.16). No
/// policy: each asks once, and the body is never sent twice.
///
/// Each function returns a call that the asker owns; the callback runs once unless the call is
/// destroyed before. Errors: Unauthorized, with OAuth's `error` as the code, for what only a person can
/// mend; those of HttpCall, Malformed, RateLimited and Server leave open whether Box has used up what
/// was sent. One thread.
class TokenEndpoint
{
public:
    template<typename T>
    using Callback = std::function<void(const Result<T> &)>;
    using Call = std::unique_ptr<HttpCall>;

    /// \p network outlives this object, and this object its calls.
    explicit TokenEndpoint(Network &network) : m_network(network) { }

    /// The code that came back from the consent page to \p redirectUri. \p verifier is PKCE's.
    [[nodiscard]] Call exchangeCode(
        const TokenClient &client, const Secret &code, const QByteArray &redirectUri,
        const Secret &verifier, Callback<TokenGrant> done);

    /// Uses up \p refreshToken. An answer without a new one is Malformed.
    [[nodiscard]] Call refresh(
        const TokenClient &client, const Secret &refreshToken, Callback<TokenGrant> done);

    [[nodiscard]] Call clientCredentials(
        const TokenClient &client, const TokenSubject &subject, Callback<TokenGrant> done);

    /// \p assertion is a signed JWT.
    [[nodiscard]] Call assertion(
        const TokenClient &client, const Secret &assertion, Callback<TokenGrant> done);

    /// Ends \p token, which is of either kind, and the other one of its pair.
    [[nodiscard]] Call revoke(const TokenClient &client, const Secret &token, Callback<void> done);

    /// Box's time as of the newest answer, also of one that was a refusal.
    const ServerClock &clock() const { return m_clock; }

private:
    Call post(const QUrl &url, const QByteArray &form, Callback<HttpReply> done);
    Call ask(const QByteArray &form, bool needsRefreshToken, Callback<TokenGrant> done);

    Network &m_network;
    ServerClock m_clock;
};

/// What an answer of the token endpoint with status 200 holds; Malformed if it is of no use. A lifetime
/// that makes no sense becomes a usual one, since the token that came with it may be the only one left.
Result<TokenGrant> parseTokenGrant(const QByteArray &body);

/// The endpoint that revokes what \p tokenUrl gives.
QUrl revokeUrlFor(const QUrl &tokenUrl);

} // namespace boxwatch
