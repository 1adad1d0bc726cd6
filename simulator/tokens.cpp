// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/tokens.h"

#include "simulator/replies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <limits>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr const char *clientId = "boxwatch-demo-client";
constexpr const char *clientSecret = "boxwatch-demo-secret";
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

QByteArray freshToken(const char *prefix)
{
    auto *const random = QRandomGenerator::global();
    return QByteArray(prefix) + QByteArray::number(random->generate64(), 16)
        + QByteArray::number(random->generate64(), 16);
}

} // namespace

Tokens::Tokens(
    const SimulatorOptions &options, const Enterprise &enterprise, const SimulationClock &clock)
    : m_options(options)
    , m_enterprise(enterprise)
    , m_clock(clock)
{
    const QByteArray token =
        (options.token.isEmpty() ? SimulatorOptions::defaultToken() : options.token).toUtf8();
    m_access.insert(token, {{true, false}, never, token + "-refresh"});
    m_access.insert(token + "-user", {{false, false}, never, {}});
    m_refresh.insert(token + "-refresh", {true, false});
}

std::optional<Tokens::Grant> Tokens::grantOf(const HttpRequest &request) const
{
    const QByteArray header = request.header("authorization");
    if (header.left(7).toLower() != "bearer ")
        return std::nullopt;
    const auto found = m_access.constFind(header.mid(7).trimmed());
    if (found == m_access.constEnd() || found->expires <= m_clock.now())
        return std::nullopt;
    return found->grant;
}

HttpReply Tokens::issue(const HttpRequest &request)
{
    const HttpFields form = request.form();
    if (auto refusal = refusalOf(form))
        return *refusal;
    const QByteArray grant = valueOf(form, "grant_type").value_or(QByteArray());
    if (grant == "refresh_token")
        return refreshed(form);
    if (grant == "client_credentials")
        return credentials(form);
    return oauthError("unsupported_grant_type", "Unsupported grant_type");
}

HttpReply Tokens::revoke(const HttpRequest &request)
{
    const HttpFields form = request.form();
    if (auto refusal = refusalOf(form))
        return *refusal;
    const QByteArray token = valueOf(form, "token").value_or(QByteArray());
    m_refresh.remove(token);
    for (auto pair = m_access.begin(); pair != m_access.end();) {
        if (pair.key() == token || (!token.isEmpty() && pair->refresh == token)) {
            m_refresh.remove(pair->refresh);
            pair = m_access.erase(pair);
        } else {
            ++pair;
        }
    }
    return HttpReply::empty(200);
}

std::optional<HttpReply> Tokens::refusalOf(const HttpFields &form)
{
    if (valueOf(form, "client_id") != QByteArray(clientId)
        || valueOf(form, "client_secret") != QByteArray(clientSecret))
        return oauthError("invalid_client", "The client credentials are not valid");
    return std::nullopt;
}

HttpReply Tokens::refreshed(const HttpFields &form)
{
    const auto found = m_refresh.find(valueOf(form, "refresh_token").value_or(QByteArray()));
    if (found == m_refresh.end())
        return oauthError("invalid_grant", "Invalid refresh token");
    const Grant grant = *found;
    m_refresh.erase(found);
    return issued(grant, true);
}

HttpReply Tokens::credentials(const HttpFields &form)
{
    const QByteArray type = valueOf(form, "box_subject_type").value_or(QByteArray());
    const QByteArray id = valueOf(form, "box_subject_id").value_or(QByteArray());
    if (type == "enterprise" && id == QByteArray::fromStdString(m_enterprise.id()))
        return issued({true, true}, false);
    if (type == "user" && id == QByteArray::fromStdString(m_enterprise.me().id))
        return issued({true, false}, false);
    return oauthError("invalid_grant", "Grant credentials are invalid");
}

HttpReply Tokens::issued(const Grant &grant, bool withRefresh)
{
    const QByteArray access = freshToken("sim-at-");
    const QByteArray refresh = withRefresh ? freshToken("sim-rt-") : QByteArray();
    m_access.insert(
        access,
        {grant, m_clock.now() + std::chrono::milliseconds(m_options.tokenLife).count(), refresh});
    QJsonObject body{
        {u"access_token"_s, QString::fromLatin1(access)},
        {u"expires_in"_s, qint64{m_options.tokenLife.count()}},
        {u"restricted_to"_s, QJsonArray()},
        {u"token_type"_s, u"bearer"_s},
    };
    if (withRefresh) {
        m_refresh.insert(refresh, grant);
        body[u"refresh_token"] = QString::fromLatin1(refresh);
    }
    return HttpReply::json(QJsonDocument(body).toJson(QJsonDocument::Compact));
}

} // namespace boxwatch::sim
