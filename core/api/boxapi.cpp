// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/boxapi.h"

#include "core/api/apierror.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// For answers that are a few hundred bytes when they come from Box.
constexpr qint64 smallBody = 1024 * 1024;

/// `name=value&…` with each value percent-encoded: QUrlQuery would leave a + as it is, which the
/// server reads as a space.
class QueryText
{
public:
    void add(const char *name, const QByteArray &value)
    {
        if (!m_text.isEmpty())
            m_text += '&';
        m_text += name;
        m_text += '=';
        m_text += value.toPercentEncoding(",");
    }

    void add(const char *name, const std::optional<QDateTime> &time)
    {
        // UTC in whole seconds: an offset could lose its plus sign, and then Box answers 400.
        if (time && time->isValid())
            add(name, time->toUTC().toString(u"yyyy-MM-ddTHH:mm:ss'Z'"_s).toLatin1());
    }

    const QByteArray &text() const { return m_text; }

private:
    QByteArray m_text;
};

QByteArray textOf(const EventsQuery &query)
{
    QueryText text;
    text.add("stream_type", query.streamType);
    text.add("limit", QByteArray::number(std::clamp(query.limit, 1, EventsQuery::largestLimit)));
    if (!query.position.isEmpty())
        text.add("stream_position", query.position);
    text.add("created_after", query.createdAfter);
    text.add("created_before", query.createdBefore);
    if (!query.eventTypes.isEmpty())
        text.add("event_type", query.eventTypes.join(','));
    return text.text();
}

/// A gateway's page, a login page of a hotel, an empty body: whatever is not a JSON object.
bool looksLikeObject(const QByteArray &body)
{
    const auto *first = std::ranges::find_if(
        body, [](char c) { return c != ' ' && c != '\n' && c != '\r' && c != '\t'; });
    return first != body.end() && *first == '{';
}

QString idText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

Result<Account> accountFrom(const QByteArray &body)
{
    const QJsonObject user = QJsonDocument::fromJson(body).object();
    const QJsonObject enterprise = user.value("enterprise"_L1).toObject();
    Account account{idText(user.value("id"_L1)),       user.value("name"_L1).toString(),
                    user.value("login"_L1).toString(), user.value("role"_L1).toString(),
                    idText(enterprise.value("id"_L1)), enterprise.value("name"_L1).toString()};
    if (account.id.isEmpty())
        return localError(
            Error::Kind::Malformed, u"the answer to /users/me does not say who it is"_s);
    return account;
}

} // namespace

BoxApi::BoxApi(Network &network, TokenSource &tokens) : m_network(network), m_tokens(tokens)
{
}

QUrl BoxApi::urlOf(const QString &path, const QByteArray &query) const
{
    QUrl url = m_network.settings().apiUrl.adjusted(QUrl::StripTrailingSlash);
    url.setPath(url.path() + path);
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

std::optional<Error> BoxApi::mustWait() const
{
    if (m_quietUntil.hasExpired())
        return std::nullopt;
    Error error = localError(Error::Kind::RateLimited, u"Box has asked to wait"_s);
    error.retryAfter = std::chrono::milliseconds(m_quietUntil.remainingTime() + 1);
    return error;
}

BoxApi::Call BoxApi::call(
    Network::Lane lane, HttpRequest request, ApiCall::Sign sign, Callback<HttpReply> done)
{
    const bool isApi = lane != Network::Lane::LongPoll;
    if (const std::optional<Error> wait = mustWait(); wait && isApi)
        return std::make_unique<ApiCall>(*wait, std::move(done));
    return std::make_unique<ApiCall>(
        m_network, lane, std::move(request), m_tokens, sign,
        [this, isApi, done = std::move(done)](Result<HttpReply> reply) {
            if (reply) {
                m_clock.learn(reply->serverDate);
                if (reply->status != 200)
                    reply = apiErrorFrom(*reply);
            }
            if (!reply && isApi && reply.error().retryAfter)
                m_quietUntil.setRemainingTime(*reply.error().retryAfter);
            done(std::move(reply));
        });
}

BoxApi::Call BoxApi::events(const EventsQuery &query, Callback<QByteArray> done)
{
    HttpRequest request;
    request.url = urlOf(u"/events"_s, textOf(query));
    request.deadline = m_network.settings().fetchDeadline;
    return call(
        Network::Lane::Fetch, std::move(request), ApiCall::Sign::Always,
        [done = std::move(done)](Result<HttpReply> reply) {
            if (!reply)
                done(reply.error());
            else if (!looksLikeObject(reply->body))
                done(localError(
                    Error::Kind::Malformed, u"the answer is not JSON, probably not from Box"_s));
            else
                done(std::move(reply->body));
        });
}

BoxApi::Call BoxApi::realtimeServer(const QByteArray &streamType, Callback<RealtimeServer> done)
{
    QueryText query;
    query.add("stream_type", streamType);
    HttpRequest request;
    request.method = "OPTIONS";
    request.url = urlOf(u"/events"_s, query.text());
    request.deadline = m_network.settings().fetchDeadline;
    request.maxBody = smallBody;
    return call(
        Network::Lane::Fetch, std::move(request), ApiCall::Sign::Always,
        [done = std::move(done)](Result<HttpReply> reply) {
            if (reply)
                done(parseRealtimeServer(reply->body));
            else
                done(reply.error());
        });
}

bool BoxApi::mayPoll(const QUrl &server) const
{
    const QString host = server.host();
    const QUrl &api = m_network.settings().apiUrl;
    return host.endsWith(".box.net"_L1) || host.endsWith(".box.com"_L1) || host == api.host()
        || (isLoopback(server) && isLoopback(api));
}

BoxApi::Call BoxApi::listen(
    const QUrl &server, const QByteArray &position, std::chrono::milliseconds deadline,
    Callback<QByteArray> done)
{
    HttpRequest request;
    // A host that is not Box's is made to fail below, before anything is sent to it.
    if (mayPoll(server))
        request.url = pollUrl(server, position);
    request.deadline = deadline;
    request.maxBody = smallBody;
    const auto sign = m_listenWithToken ? ApiCall::Sign::Always : ApiCall::Sign::OnDemand;
    return call(
        Network::Lane::LongPoll, std::move(request), sign,
        [this, done = std::move(done)](Result<HttpReply> reply) {
            if (!reply) {
                Error error = reply.error();
                if (error.kind == Error::Kind::Usage)
                    error = localError(
                        Error::Kind::Malformed, u"a realtime server that is not Box's"_s);
                done(error);
                return;
            }
            m_listenWithToken = m_listenWithToken || reply->hadToken;
            const QJsonObject body = QJsonDocument::fromJson(reply->body).object();
            done(body.value("message"_L1).toString().left(64).toLower().toUtf8());
        });
}

BoxApi::Call BoxApi::me(Callback<Account> done)
{
    HttpRequest request;
    request.url = urlOf(u"/users/me"_s, "fields=id,type,name,login,role,enterprise");
    request.deadline = m_network.settings().fetchDeadline;
    request.maxBody = smallBody;
    return call(
        Network::Lane::Fetch, std::move(request), ApiCall::Sign::Always,
        [done = std::move(done)](Result<HttpReply> reply) {
            if (reply)
                done(accountFrom(reply->body));
            else
                done(reply.error());
        });
}

} // namespace boxwatch
