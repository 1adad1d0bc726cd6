// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/tokens.h"

#include "simulator/replies.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

// Box's own range.
constexpr std::uint32_t shortestLife = 3600;
constexpr std::uint32_t longestLife = 4200;

// A load test of hours renews many times; nobody asks again for what is long over.
constexpr qsizetype maxAccess = 10'000;

QByteArray field(const HttpFields &form, const char *name)
{
    return valueOf(form, name).value_or(QByteArray());
}

/// Whether \p verifier is what \p challenge was made from (RFC 7636, S256).
bool isAnswer(const QByteArray &verifier, const QByteArray &challenge)
{
    const QByteArray hash = QCryptographicHash::hash(verifier, QCryptographicHash::Sha256);
    return verifier.size() >= 43 && verifier.size() <= 128
        && hash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        == challenge;
}

QByteArray idOf(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

} // namespace

QByteArray Tokens::Grant::account() const
{
    return enterprise + '/' + (isService ? QByteArray("service") : QByteArray::number(person));
}

Tokens::Tokens(
    const SimulatorOptions &options, const Enterprise &enterprise, const SimulationClock &clock,
    RequestLog &log)
    : m_options(options)
    , m_enterprise(enterprise)
    , m_clock(clock)
    , m_log(log)
    , m_random(mixed(options.seed ^ 0x70cU))
    , m_assertions(clock)
    , m_isAuthorized(options.appAuthorized)
{
    const QByteArray token =
        (options.token.isEmpty() ? SimulatorOptions::defaultToken() : options.token).toUtf8();
    m_access.insert(token, {{}, never, token + "-refresh"});
    m_access.insert(token + "-user", {{false, false, 0, {}}, never, {}});
    m_access.insert(token + "-guest", {{false, false, 1, {}}, never, {}});
    m_access.insert(token + "-other", {{true, false, 2, "55500011"}, never, {}});
    m_refresh.insert(token + "-refresh", {});
}

std::optional<Tokens::Grant> Tokens::grantOf(const HttpRequest &request) const
{
    const QByteArray header = request.header("authorization");
    if (header.left(7).toLower() != "bearer ")
        return std::nullopt;
    const auto found = m_access.constFind(header.mid(7).trimmed());
    if (found == m_access.constEnd() || found->expires <= m_clock.now())
        return std::nullopt;
    Grant grant = found->grant;
    grant.isAdmin = grant.isAdmin && m_isAdminAllowed;
    return grant;
}

HttpReply Tokens::issue(const HttpRequest &request)
{
    const HttpFields form = request.form();
    if (!knowsClient(form))
        return oauthError("invalid_client", "The client credentials are not valid");
    const QByteArray grant = field(form, "grant_type");
    if (grant == "authorization_code")
        return exchanged(form);
    if (grant == "refresh_token")
        return refreshed(form);
    if (grant == "client_credentials")
        return credentials(form);
    if (grant == "urn:ietf:params:oauth:grant-type:jwt-bearer")
        return asserted(form);
    return oauthError("unsupported_grant_type", "Unsupported grant_type");
}

HttpReply Tokens::revoke(const HttpRequest &request)
{
    const HttpFields form = request.form();
    if (!knowsClient(form))
        return oauthError("invalid_client", "The client credentials are not valid");
    const QByteArray token = field(form, "token");
    ++m_counters.revoked;
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

QByteArray Tokens::newCode(Code code)
{
    ++m_counters.codesIssued;
    code.expires = m_clock.now() + std::chrono::milliseconds(m_options.codeLife).count();
    const QByteArray text = freshToken("sim-code-");
    m_codes.insert(text, code);
    return text;
}

QByteArray Tokens::configuration(AppKey::Form form)
{
    return m_assertions.configuration(form, idOf(m_enterprise.id()));
}

QJsonObject Tokens::state() const
{
    QJsonArray refresh;
    for (auto token = m_refresh.cbegin(); token != m_refresh.cend(); ++token)
        refresh.append(QString::fromUtf8(token.key()));
    const std::int64_t now = m_clock.now();
    const auto good = std::count_if(m_access.cbegin(), m_access.cend(), [now](const Access &token) {
        return token.expires > now;
    });
    return {
        {u"codes_issued"_s, m_counters.codesIssued},
        {u"codes_exchanged"_s, m_counters.codesExchanged},
        {u"refreshes"_s, m_counters.refreshes},
        {u"refreshes_refused"_s, m_counters.refreshesRefused},
        {u"refreshes_replayed"_s, m_counters.refreshesReplayed},
        {u"refreshes_reused"_s, m_counters.refreshesReused},
        {u"assertions"_s, m_counters.assertions},
        {u"assertions_refused"_s, m_counters.assertionsRefused},
        {u"credentials"_s, m_counters.credentials},
        {u"revoked"_s, m_counters.revoked},
        {u"live_access_tokens"_s, static_cast<qint64>(good)},
        {u"live_refresh_tokens"_s, refresh},
    };
}

bool Tokens::knowsClient(const HttpFields &form) const
{
    const auto secret = valueOf(form, "client_secret");
    const bool needsNone = m_options.publicClient && !secret;
    return field(form, "client_id") == SimulatorOptions::clientId().toUtf8()
        && (needsNone || secret == SimulatorOptions::clientSecret().toUtf8());
}

HttpReply Tokens::exchanged(const HttpFields &form)
{
    const auto found = m_codes.constFind(field(form, "code"));
    if (found == m_codes.constEnd())
        return oauthError("invalid_grant", "Auth code doesn't exist or is invalid for the client");
    // Whatever comes of it: nobody gets a second try.
    const Code code = *found;
    m_codes.erase(found);
    if (code.expires <= m_clock.now())
        return oauthError("invalid_grant", "The authorization code has expired");
    const auto redirect = valueOf(form, "redirect_uri");
    if (redirect && *redirect != code.redirectUri)
        return oauthError("invalid_grant", "Please check the 'redirect_uri' parameter.");
    const QByteArray verifier = field(form, "code_verifier");
    if (!code.challenge.isEmpty() && !isAnswer(verifier, code.challenge))
        return oauthError("invalid_grant", "Please check the 'code_verifier' parameter.");
    if (code.challenge.isEmpty() && !valueOf(form, "client_secret"))
        return oauthError("invalid_client", "The client credentials are not valid");
    ++m_counters.codesExchanged;
    return issued(code.grant, true);
}

HttpReply Tokens::refreshed(const HttpFields &form)
{
    const QByteArray token = field(form, "refresh_token");
    const auto found = m_refresh.constFind(token);
    if (found == m_refresh.constEnd())
        return refusedRefresh(token);
    const Grant grant = *found;
    m_refresh.erase(found);
    ++m_counters.refreshes;
    const HttpReply reply = issued(grant, true);
    m_used.insert(token, {m_clock.now(), reply.body});
    return reply;
}

HttpReply Tokens::refusedRefresh(const QByteArray &token)
{
    const auto used = m_used.find(token);
    if (used != m_used.end()) {
        const auto grace = std::chrono::milliseconds(m_options.refreshGrace).count();
        if (grace > 0 && m_clock.now() - used->time <= grace) {
            ++m_counters.refreshesReplayed;
            return HttpReply::json(used->answer);
        }
        ++m_counters.refreshesReused;
        // Once is right: a client whose answer got lost has nothing else to try.
        if (used->refusals++ > 0)
            m_log.addClientFault(u"a refused refresh token sent again"_s);
    }
    ++m_counters.refreshesRefused;
    return oauthError("invalid_grant", "Invalid refresh token");
}

HttpReply Tokens::asserted(const HttpFields &form)
{
    const Assertions::Outcome outcome = m_assertions.check(field(form, "assertion"));
    if (outcome.complaint) {
        ++m_counters.assertionsRefused;
        return oauthError("invalid_grant", outcome.complaint);
    }
    if (!m_isAuthorized)
        return oauthError(
            "unauthorized_client", "This app is not authorized by the enterprise admin");
    const auto grant = subject(outcome.subjectType, outcome.subjectId);
    if (!grant)
        return oauthError(
            "invalid_grant", "Please check the 'sub' claim. The 'sub' specified is invalid.");
    ++m_counters.assertions;
    return issued(*grant, false);
}

HttpReply Tokens::credentials(const HttpFields &form)
{
    if (!m_isAuthorized)
        return oauthError(
            "unauthorized_client", "This app is not authorized by the enterprise admin");
    const auto grant = subject(field(form, "box_subject_type"), field(form, "box_subject_id"));
    if (!grant)
        return oauthError("invalid_grant", "Grant credentials are invalid");
    ++m_counters.credentials;
    return issued(*grant, false);
}

std::optional<Tokens::Grant> Tokens::subject(const QByteArray &type, const QByteArray &id) const
{
    if (type == "enterprise" && id == idOf(m_enterprise.id()))
        return Grant{true, true, 0, {}};
    if (type != "user")
        return std::nullopt;
    const auto &people = m_enterprise.people();
    const auto found = std::find_if(
        people.begin(), people.end(), [&id](const auto &person) { return idOf(person.id) == id; });
    if (found == people.end())
        return std::nullopt;
    const auto number = static_cast<std::uint32_t>(found - people.begin());
    return Grant{number == 0, false, number, {}};
}

HttpReply Tokens::issued(const Grant &grant, bool withRefresh)
{
    const QByteArray access = freshToken("sim-at-");
    const QByteArray refresh = withRefresh ? freshToken("sim-rt-") : QByteArray();
    const std::int64_t life = nextLife();
    const std::int64_t now = m_clock.now();
    if (m_access.size() > maxAccess)
        m_access.removeIf([now](const auto &token) { return token->expires <= now; });
    m_access.insert(access, {grant, now + life * 1000, refresh});
    QJsonObject body{
        {u"access_token"_s, QString::fromLatin1(access)},
        {u"expires_in"_s, qint64{life}},
        {u"restricted_to"_s, QJsonArray()},
        {u"token_type"_s, u"bearer"_s},
    };
    if (withRefresh) {
        m_refresh.insert(refresh, grant);
        body[u"refresh_token"] = QString::fromLatin1(refresh);
    }
    return HttpReply::json(QJsonDocument(body).toJson(QJsonDocument::Compact));
}

std::int64_t Tokens::nextLife()
{
    if (m_options.tokenLife.count() > 0)
        return m_options.tokenLife.count();
    return shortestLife + m_random.below(longestLife - shortestLife + 1);
}

QByteArray Tokens::freshToken(const char *prefix)
{
    const auto digits = [this] {
        return QByteArray::number(quint64{m_random.next()}, 16).rightJustified(16, '0');
    };
    const QByteArray first = digits();
    return QByteArray(prefix) + first + digits();
}

} // namespace boxwatch::sim
