// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/servicegrant.h"

#include "core/auth/jwtassertion.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch {

namespace {

/// Whom the assertion is about: a user if one is named, else the app's service account.
TokenSubject subjectOf(const Credentials &credentials, const JwtConfiguration &configuration)
{
    if (!credentials.subject.id.isEmpty())
        return credentials.subject;
    return {configuration.enterpriseId, false};
}

/// Box's texts change, but they name the claim.
bool isAboutClock(const Error &error)
{
    static const QRegularExpression claim(
        u"\\b(exp|jti)\\b|expir|current date time"_s, QRegularExpression::CaseInsensitiveOption);
    return error.code == "invalid_grant"_L1 && claim.match(error.message).hasMatch();
}

} // namespace

ServiceGrant::ServiceGrant(
    TokenEndpoint &endpoint, Credentials credentials, std::chrono::milliseconds firstPause,
    Done done)
    : m_endpoint(endpoint)
    , m_credentials(std::move(credentials))
    , m_pause(firstPause)
    , m_done(std::move(done))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ServiceGrant::ask);
    m_timer.start(0ms);
}

Result<void> ServiceGrant::check(const Credentials &credentials)
{
    if (credentials.method == SignInMethod::Jwt) {
        const auto configuration = parseJwtConfiguration(credentials.jwtConfiguration);
        if (!configuration)
            return configuration.error();
        const TokenSubject subject = subjectOf(credentials, *configuration);
        if (subject.id.isEmpty() || subject.id == "0")
            return Error{
                .kind = Error::Kind::Usage,
                .message = QCoreApplication::translate(
                    "ServiceGrant",
                    "This app configuration names no enterprise. Say which user to "
                    "sign in as.")};
        const auto assertion = jwtAssertion(
            *configuration, subject, QDateTime::currentDateTimeUtc());
        return assertion ? Result<void>() : Result<void>(assertion.error());
    }
    if (credentials.client.id.isEmpty() || credentials.client.secret.isEmpty()
        || credentials.subject.id.isEmpty())
        return Error{
            .kind = Error::Kind::Usage,
            .message = QCoreApplication::translate(
                "ServiceGrant",
                "Client credentials are a client id, a client secret, and the id of "
                "an enterprise or a user.")};
    return {};
}

void ServiceGrant::ask()
{
    ++m_attempts;
    if (m_credentials.method == SignInMethod::Jwt) {
        askWithAssertion();
        return;
    }
    m_call = m_endpoint.clientCredentials(
        m_credentials.client, m_credentials.subject,
        [this](const Result<TokenGrant> &grant) { answered(grant); });
}

void ServiceGrant::askWithAssertion()
{
    const auto configuration = parseJwtConfiguration(m_credentials.jwtConfiguration);
    if (!configuration) {
        end(configuration.error());
        return;
    }
    const auto assertion = jwtAssertion(
        *configuration, subjectOf(m_credentials, *configuration), m_endpoint.clock().now());
    if (!assertion) {
        end(assertion.error());
        return;
    }
    m_call = m_endpoint.assertion(
        {configuration->clientId, configuration->clientSecret}, *assertion,
        [this](const Result<TokenGrant> &grant) { answered(grant); });
}

void ServiceGrant::answered(const Result<TokenGrant> &grant)
{
    if (grant || m_attempts == mostAttempts) {
        end(grant);
        return;
    }
    const Error &error = grant.error();
    const auto wait = error.retryAfter.value_or(m_pause);
    if (m_credentials.method == SignInMethod::Jwt && isAboutClock(error)) {
        // At once the first time: the answer has set the clock right.
        m_timer.start(m_attempts == 1 ? 0ms : m_pause);
    } else if (
        (error.kind == Error::Kind::RateLimited || error.kind == Error::Kind::Server)
        && wait <= 30s) {
        m_timer.start(wait);
    } else {
        end(grant);
        return;
    }
    m_pause *= 2;
}

void ServiceGrant::end(const Result<TokenGrant> &grant)
{
    // The callback may destroy this, so nothing may follow it.
    if (const Done done = std::exchange(m_done, nullptr))
        done(grant);
}

} // namespace boxwatch
