// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/consent.h"

#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

// 128 bits in base64url.
constexpr qsizetype minState = 22;

HttpReply pageOf(int status, const QString &title, const QString &content)
{
    HttpReply reply = HttpReply::empty(status);
    reply.contentType = "text/html; charset=utf-8";
    reply.body = (u"<!DOCTYPE html><html><head><title>"_s + title + u"</title></head><body><h1>"_s
                  + title + u"</h1>"_s + content + u"</body></html>"_s)
                     .toUtf8();
    return reply;
}

bool isLoopback(const QUrl &url)
{
    return url.host() == u"localhost" || url.host() == u"127.0.0.1" || url.host() == u"::1";
}

} // namespace

Consent::Consent(
    const SimulatorOptions &options, const Enterprise &enterprise, Tokens &tokens, RequestLog &log)
    : m_options(options)
    , m_enterprise(enterprise)
    , m_tokens(tokens)
    , m_log(log)
    , m_mode(options.consent)
{
}

HttpReply Consent::answer(const HttpRequest &request)
{
    const HttpFields query = request.query();
    if (const char *const complaint = complaintAbout(query))
        return pageOf(400, u"Error"_s, u"<p>"_s + QLatin1String(complaint) + u"</p>"_s);
    if (valueOf(query, "state").value_or(QByteArray()).size() < minState)
        m_log.addClientFault(u"authorization without a state that cannot be guessed"_s);
    if (m_mode != SimulatorOptions::Consent::Ask)
        return decided(query, m_mode == SimulatorOptions::Consent::Grant);
    const auto decision = valueOf(request.form(), "decision");
    if (request.method == "POST" && decision)
        return decided(query, *decision == "grant");
    return page(request);
}

const char *Consent::complaintAbout(const HttpFields &query) const
{
    if (valueOf(query, "client_id") != SimulatorOptions::clientId().toUtf8())
        return "invalid_client";
    if (valueOf(query, "response_type") != QByteArray("code"))
        return "unsupported_response_type";
    const auto redirect = valueOf(query, "redirect_uri");
    if (!redirect && m_options.redirectUris.size() != 1)
        return "redirect_uri_missing";
    const auto &known = m_options.redirectUris;
    if (redirect && std::none_of(known.begin(), known.end(), [&redirect](const QString &uri) {
            return isSameRedirect(*redirect, uri.toUtf8());
        }))
        return "redirect_uri_mismatch";
    const auto challenge = valueOf(query, "code_challenge");
    if (challenge
        && (challenge->size() != 43
            || valueOf(query, "code_challenge_method") != QByteArray("S256")))
        return "invalid_request: code_challenge";
    return nullptr;
}

bool Consent::isSameRedirect(const QByteArray &given, const QByteArray &configured)
{
    QUrl one = QUrl::fromEncoded(given, QUrl::StrictMode);
    QUrl other = QUrl::fromEncoded(configured, QUrl::StrictMode);
    if (!one.isValid() || !other.isValid() || one.host().isEmpty())
        return false;
    if (!isLoopback(one))
        return one.scheme() == u"https" && given == configured;
    one.setPort(-1);
    other.setPort(-1);
    return one.toEncoded() == other.toEncoded();
}

HttpReply Consent::page(const HttpRequest &request) const
{
    const QString name = QString::fromStdString(m_enterprise.people()[m_grant.person].name);
    const QString action = QString::fromLatin1(request.target).toHtmlEscaped();
    HttpReply reply = pageOf(
        200, u"Grant access to Box"_s,
        u"<p>"_s + name.toHtmlEscaped() + u", Boxwatch wants to read your events.</p>"_s
            + u"<form method=\"post\" action=\""_s + action
            + u"\"><button name=\"decision\" value=\"grant\">Grant access to Box</button> "_s
            + u"<button name=\"decision\" value=\"deny\">Deny</button></form>"_s);
    reply.headers.append({QByteArray("Cache-Control"), QByteArray("no-store")});
    return reply;
}

HttpReply Consent::decided(const HttpFields &query, bool isGranted)
{
    const auto given = valueOf(query, "redirect_uri");
    QUrl target = QUrl::fromEncoded(given ? *given : m_options.redirectUris.first().toUtf8());
    QUrlQuery parameters(target);
    const auto add = [&parameters](const QString &name, const QByteArray &value) {
        parameters.addQueryItem(
            name, QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(value))));
    };
    if (isGranted) {
        Tokens::Code code;
        code.grant = m_grant;
        code.redirectUri = given.value_or(QByteArray());
        code.challenge = valueOf(query, "code_challenge").value_or(QByteArray());
        add(u"code"_s, m_tokens.newCode(code));
    } else {
        add(u"error"_s, "access_denied");
        add(u"error_description"_s, "The user denied access to your application");
    }
    if (const auto state = valueOf(query, "state"))
        add(u"state"_s, *state);
    target.setQuery(parameters);
    HttpReply reply = HttpReply::empty(302);
    reply.headers.append({"Location", target.toEncoded()});
    return reply;
}

} // namespace boxwatch::sim
