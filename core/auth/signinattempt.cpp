// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/signinattempt.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

constexpr auto firstPause = 1000ms;

Credentials credentialsOf(const SignInRequest &request, const NetworkSettings &network)
{
    Credentials credentials;
    credentials.method = request.method;
    credentials.tokenUrl = network.tokenUrl;
    credentials.apiUrl = network.apiUrl;
    switch (request.method) {
    case SignInMethod::DeveloperToken:
        credentials.accessToken = request.developerToken;
        break;
    case SignInMethod::OAuth:
        credentials.client = {request.clientId.trimmed().toUtf8(), request.clientSecret};
        break;
    case SignInMethod::ClientCredentials:
        credentials.client = {request.clientId.trimmed().toUtf8(), request.clientSecret};
        credentials.subject = {request.subjectId.trimmed().toUtf8(), request.subjectIsUser};
        break;
    case SignInMethod::Jwt:
        credentials.jwtConfiguration = request.jwtConfiguration;
        credentials.subject = {request.subjectId.trimmed().toUtf8(), request.subjectIsUser};
        break;
    }
    return credentials;
}

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::SignInAttempt)
};

/// What can be said before anybody is asked.
Result<void> checked(const Credentials &credentials)
{
    switch (credentials.method) {
    case SignInMethod::DeveloperToken: {
        const QByteArray &token = credentials.accessToken.reveal();
        const bool usable = !token.isEmpty()
            && std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7f'; });
        return usable ? Result<void>()
                      : Result<void>(usageError(Words::tr("This is not a token.")));
    }
    case SignInMethod::OAuth:
        return credentials.client.id.isEmpty()
            ? Result<void>(usageError(Words::tr("The client id of the app is missing.")))
            : Result<void>();
    case SignInMethod::ClientCredentials:
    case SignInMethod::Jwt:
        break;
    }
    return ServiceGrant::check(credentials);
}

} // namespace

SignInAttempt::SignInAttempt(
    const SignInRequest &request, const NetworkSettings &network, OAuthFlow::OpenBrowser open,
    Done done, OAuthPatience patience)
    : m_network(resolved(network))
    , m_endpoint(m_network)
    , m_credentials(credentialsOf(request, m_network.settings()))
    , m_done(std::move(done))
{
    QTimer::singleShot(
        0, this, [this, open = std::move(open), patience] { begin(open, patience); });
}

void SignInAttempt::begin(const OAuthFlow::OpenBrowser &open, OAuthPatience patience)
{
    if (const auto usable = checked(m_credentials); !usable) {
        end(usable.error());
        return;
    }
    switch (m_credentials.method) {
    case SignInMethod::DeveloperToken:
        end(m_credentials);
        break;
    case SignInMethod::OAuth:
        m_flow = std::make_unique<OAuthFlow>(
            m_network.settings().authorizeUrl, m_credentials.client.id, open,
            [this](const Result<AuthorizationCode> &code) { exchange(code); }, patience);
        break;
    case SignInMethod::ClientCredentials:
    case SignInMethod::Jwt:
        m_grant = std::make_unique<ServiceGrant>(
            m_endpoint, m_credentials, firstPause,
            [this](const Result<TokenGrant> &grant) { finish(grant); });
        break;
    }
}

/// At once, since the code lives 30 seconds.
void SignInAttempt::exchange(const Result<AuthorizationCode> &code)
{
    if (!code) {
        end(code.error());
        return;
    }
    m_call = m_endpoint.exchangeCode(
        m_credentials.client, code->code, code->redirectUri, code->verifier,
        [this](const Result<TokenGrant> &grant) { finish(grant); });
}

void SignInAttempt::finish(const Result<TokenGrant> &grant)
{
    if (!grant) {
        end(grant.error());
        return;
    }
    m_credentials.take(*grant);
    end(m_credentials);
}

void SignInAttempt::end(const Result<Credentials> &credentials)
{
    // The callback may destroy this, so nothing may follow it.
    if (const Done done = std::exchange(m_done, nullptr))
        done(credentials);
}

} // namespace boxwatch
