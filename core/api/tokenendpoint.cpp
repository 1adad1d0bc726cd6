// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/tokenendpoint.h"

#include "core/api/apierror.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qint64 largestAnswer = 256 * 1024;
constexpr qsizetype longestToken = 16'384;
constexpr qint64 usualLifetime = 3600; // seconds
constexpr qint64 longestLifetime = 86'400;

/// application/x-www-form-urlencoded
class Form
{
public:
    explicit Form(const char *grantType) { add("grant_type", grantType); }
    Form() = default;

    Form &add(const char *name, const QByteArray &value)
    {
        if (!m_text.isEmpty())
            m_text += '&';
        m_text += name;
        m_text += '=';
        m_text += value.toPercentEncoding();
        return *this;
    }

    Form &add(const TokenClient &client)
    {
        add("client_id", client.id);
        return client.secret.isEmpty() ? *this : add("client_secret", client.secret.reveal());
    }

    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_text;
};

/// Only what may stand in an Authorization header (RFC 6750), with no way to smuggle in another one.
Secret tokenFrom(const QJsonValue &value)
{
    const QByteArray token = value.toString().toUtf8();
    const bool usable = token.size() <= longestToken
        && std::ranges::all_of(token, [](char c) { return c > ' ' && c < '\x7f'; });
    return usable ? Secret(token) : Secret();
}

std::chrono::seconds lifetimeFrom(const QJsonValue &value)
{
    const qint64 seconds = value.isString() ? value.toString().toLongLong() : value.toInteger(0);
    return std::chrono::seconds(seconds > 0 ? std::min(seconds, longestLifetime) : usualLifetime);
}

Error tokenErrorFrom(const HttpReply &reply)
{
    Error error = apiErrorFrom(reply);
    const bool refused = reply.status == 400 || reply.status == 401 || reply.status == 403;
    const bool isOAuth = error.code != "captive_portal"_L1 && !oauthErrorOf(reply).isEmpty();
    if (error.code == "temporarily_unavailable"_L1 || error.code == "server_error"_L1)
        error.kind = Error::Kind::Server;
    else if (refused && isOAuth)
        error.kind = Error::Kind::Unauthorized;
    else if (refused) // not in OAuth's words: something in between has spoken
        error.kind = Error::Kind::Malformed;
    return error;
}

} // namespace

QUrl revokeUrlFor(const QUrl &tokenUrl)
{
    QUrl url = tokenUrl.adjusted(QUrl::RemoveQuery | QUrl::RemoveFragment);
    QString path = url.path();
    path.truncate(path.lastIndexOf(u'/') + 1);
    url.setPath(path + u"revoke"_s);
    return url;
}

Result<TokenGrant> parseTokenGrant(const QByteArray &body)
{
    const QJsonObject object = QJsonDocument::fromJson(body).object();
    TokenGrant grant;
    grant.accessToken = tokenFrom(object.value("access_token"_L1));
    grant.refreshToken = tokenFrom(object.value("refresh_token"_L1));
    grant.lifetime = lifetimeFrom(object.value("expires_in"_L1));
    if (grant.accessToken.isEmpty())
        return localError(Error::Kind::Malformed, u"the answer holds no usable token"_s);
    return grant;
}

TokenEndpoint::Call TokenEndpoint::exchangeCode(
    const TokenClient &client, const Secret &code, const QByteArray &redirectUri,
    const Secret &verifier, Callback<TokenGrant> done)
{
    Form form("authorization_code");
    form.add("code", code.reveal()).add(client).add("redirect_uri", redirectUri);
    form.add("code_verifier", verifier.reveal());
    return ask(form.text(), true, std::move(done));
}

TokenEndpoint::Call TokenEndpoint::refresh(
    const TokenClient &client, const Secret &refreshToken, Callback<TokenGrant> done)
{
    Form form("refresh_token");
    form.add("refresh_token", refreshToken.reveal()).add(client);
    return ask(form.text(), true, std::move(done));
}

TokenEndpoint::Call TokenEndpoint::clientCredentials(
    const TokenClient &client, const TokenSubject &subject, Callback<TokenGrant> done)
{
    Form form("client_credentials");
    form.add(client).add("box_subject_type", subject.isUser ? "user" : "enterprise");
    form.add("box_subject_id", subject.id);
    return ask(form.text(), false, std::move(done));
}

TokenEndpoint::Call TokenEndpoint::assertion(
    const TokenClient &client, const Secret &assertion, Callback<TokenGrant> done)
{
    Form form("urn:ietf:params:oauth:grant-type:jwt-bearer");
    form.add(client).add("assertion", assertion.reveal());
    return ask(form.text(), false, std::move(done));
}

TokenEndpoint::Call TokenEndpoint::revoke(
    const TokenClient &client, const Secret &token, Callback<void> done)
{
    Form form;
    form.add(client).add("token", token.reveal());
    return post(
        revokeUrlFor(resolved(m_network.settings()).tokenUrl), form.text(),
        [done = std::move(done)](const Result<HttpReply> &reply) {
            done(reply ? Result<void>() : Result<void>(reply.error()));
        });
}

TokenEndpoint::Call TokenEndpoint::ask(
    const QByteArray &form, bool needsRefreshToken, Callback<TokenGrant> done)
{
    return post(
        resolved(m_network.settings()).tokenUrl, form,
        [needsRefreshToken, done = std::move(done)](const Result<HttpReply> &reply) {
            if (!reply) {
                done(reply.error());
                return;
            }
            const Result<TokenGrant> grant = parseTokenGrant(reply->body);
            if (grant && needsRefreshToken && grant->refreshToken.isEmpty())
                done(localError(Error::Kind::Malformed, u"the answer holds no refresh token"_s));
            else
                done(grant);
        });
}

TokenEndpoint::Call TokenEndpoint::post(
    const QUrl &url, const QByteArray &form, Callback<HttpReply> done)
{
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.contentType = "application/x-www-form-urlencoded";
    request.body = form;
    request.deadline = m_network.settings().tokenDeadline;
    request.maxBody = largestAnswer;
    return m_network.send(
        Network::Lane::Token, request, [this, done = std::move(done)](Result<HttpReply> reply) {
            if (reply) {
                m_clock.learn(reply->serverDate);
                if (reply->status != 200)
                    reply = tokenErrorFrom(*reply);
            }
            done(reply);
        });
}

} // namespace boxwatch
