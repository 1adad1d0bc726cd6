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

Error notBox(const QString &code, const QString &message)
{
    Error error = localError(Error::Kind::Malformed, message);
    error.code = code;
    return error;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// A brace, and then what may follow it: in UTF-16 that would be a zero.
bool looksLikeObject(const QByteArray &body)
{
    const auto *first = std::ranges::find_if_not(body, isSpace);
    if (first == body.end() || *first != '{' || first + 1 == body.end())
        return false;
    return first[1] == '"' || first[1] == '}' || isSpace(first[1]);
}

/// Whether \p reply can be from Box at all, before anybody reads it. Somebody in between likes to
/// answer with 200 and a page of their own.
Result<void> checkIsJson(const HttpReply &reply)
{
    const QByteArray type = reply.contentType.left(200).toLower();
    const QByteArray start = reply.body.left(64).trimmed();
    if (type.contains("html") || start.startsWith('<'))
        return notBox(u"captive_portal"_s, u"a web page in place of JSON, so not from Box"_s);
    // None at all is let through: the body has to convince.
    if (!type.isEmpty() && !type.contains("json"))
        return notBox(
            u"not_json"_s,
            u"an answer of the type %1, so not from Box"_s.arg(
                QString::fromLatin1(type.left(60)).simplified()));
    if (!looksLikeObject(reply.body))
        return notBox(u"not_json"_s, u"the answer is not JSON, probably not from Box"_s);
    return {};
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

BoxApi::BoxApi(Network &network, TokenSource &tokens)
    : m_network(network)
    , m_tokens(tokens)
    , m_budget(std::make_shared<CallBudget>(callLimitsOf(network.settings())))
{
}

QUrl BoxApi::urlOf(const QString &path, const QByteArray &query) const
{
    QUrl url = m_network.settings().apiUrl.adjusted(QUrl::StripTrailingSlash);
    url.setPath(url.path() + path);
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

BoxApi::Call BoxApi::call(
    Network::Lane lane, HttpRequest request, ApiCall::Sign sign, Callback<HttpReply> done)
{
    const bool isApi = lane != Network::Lane::LongPoll;
    if (const std::optional<Error> wait = m_budget->mustWait(); wait && isApi)
        return std::make_unique<ApiCall>(*wait, std::move(done));
    return std::make_unique<ApiCall>(
        m_network, lane, std::move(request), m_tokens, sign, isApi ? m_budget : nullptr,
        [this, isApi, done = std::move(done)](Result<HttpReply> reply) {
            if (reply) {
                m_clock.learn(reply->serverDate);
                if (reply->status != 200)
                    reply = apiErrorFrom(*reply);
            }
            if (!reply && isApi && reply.error().retryAfter)
                m_budget->keepQuiet(*reply.error().retryAfter);
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
        [this, streamType = query.streamType, done = std::move(done)](Result<HttpReply> reply) {
            if (!reply)
                done(explained(reply.error(), streamType));
            else if (const Result<void> checked = checkIsJson(*reply); !checked)
                done(checked.error());
            else
                done(std::move(reply->body));
        });
}

/// With what is known of the account: of the reasons for a 403, which one it is.
Error BoxApi::explained(Error error, const QByteArray &streamType) const
{
    const bool isRight = error.kind == Error::Kind::Forbidden
        && (error.code.isEmpty() || error.code == "insufficient_scope"_L1
            || error.code == "access_denied_insufficient_permissions"_L1
            || error.code == "forbidden"_L1);
    if (!isRight || !m_account || !streamType.startsWith("admin_logs"))
        return error;
    // The user that an app itself is: no person could make an admin of it.
    const bool isService = m_account->login.endsWith(u"@boxdevedition.com"_s, Qt::CaseInsensitive);
    if (m_account->enterpriseId.isEmpty())
        error.code = u"no_enterprise"_s;
    else if (isService)
        error.code = u"service_may_not"_s;
    else if (m_account->role == "user"_L1)
        error.code = u"not_admin"_s;
    else if (m_account->role == "coadmin"_L1)
        error.code = u"coadmin_may_not"_s;
    else if (m_account->role == "admin"_L1)
        error.code = u"app_may_not"_s;
    return error;
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
    const QUrl &api = m_network.settings().apiUrl;
    if (isLoopback(api))
        return isLoopback(server);
    const QString host = server.host();
    // 80 stands for the http that pollUrl() makes https of.
    const int port = server.port(443);
    const bool isUsualPort = port == 443 || (port == 80 && server.scheme() == "http"_L1);
    return (isUsualPort && (host.endsWith(".box.net"_L1) || host.endsWith(".box.com"_L1)))
        || (host == api.host() && (isUsualPort || port == api.port(443)));
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
        [this, done = std::move(done)](Result<HttpReply> reply) {
            const Result<void> checked = reply ? checkIsJson(*reply) : reply.error();
            if (!checked) {
                done(checked.error());
                return;
            }
            Result<Account> account = accountFrom(reply->body);
            if (account)
                learn(*account);
            done(std::move(account));
        });
}

void BoxApi::learn(const Account &account)
{
    if (m_account && m_account->id == account.id) {
        m_account = account;
        return;
    }
    m_account = account;
    const NetworkSettings &settings = m_network.settings();
    m_budget = CallBudget::ofAccount(settings.apiUrl, account.id, callLimitsOf(settings));
}

} // namespace boxwatch
