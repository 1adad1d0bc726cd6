// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/control.h"

#include "simulator/replies.h"
#include "simulator/simulatorserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

// One reply of that many ids is 40 MB. The rest is there for asking again from "next".
constexpr std::uint64_t maxIds = 1'000'000;
constexpr std::uint64_t maxRaw = 10'000;
constexpr std::uint64_t maxInserted = 10'000'000;

std::optional<std::uint64_t> numberOf(const HttpFields &query, const char *name)
{
    const auto text = valueOf(query, name);
    bool isNumber = false;
    const quint64 number = text ? text->toULongLong(&isNumber) : 0;
    return isNumber ? std::optional<std::uint64_t>(number) : std::nullopt;
}

HttpReply jsonOf(const QJsonObject &object)
{
    return HttpReply::json(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

/// The ids of a range of events, as JSON lines.
struct Ids
{
    TextBuffer lines;
    std::uint64_t count = 0; ///< in the range
    std::uint64_t listed = 0; ///< in lines
    std::uint64_t next = 0; ///< the first one that is not in lines

    void add(const Streams &streams, StreamKind kind, std::uint64_t event, bool isWanted)
    {
        if (++count > maxIds || !isWanted)
            return;
        ++listed;
        next = event + 1;
        const bool hasId = streams.hasId(kind, event);
        lines.append(hasId ? "\"" : "null");
        streams.appendId(lines, kind, event);
        lines.append(hasId ? "\"\n" : "\n");
    }
};

/// GET /_sim/truth?stream_type=&from=&to=&ids=: what a client has that misses nothing and keeps
/// nothing twice. Numbers of events, not places in the stream.
HttpReply truth(const HttpRequest &request, SimulatorServer &server)
{
    const HttpFields query = request.query();
    const std::optional<StreamKind> kind = EventsEndpoint::kindOf(query);
    if (!kind)
        return apiError(400, "bad_request", "Invalid stream_type parameter");
    const Streams &streams = server.streams();
    const EventMaker &maker = streams.makerOf(*kind);
    const std::int64_t now = server.clock().now();
    const std::uint64_t head = streams.head(*kind, now);
    const std::uint64_t oldest = streams.oldestEvent(*kind, now);
    const std::uint64_t from = numberOf(query, "from").value_or(oldest);
    const std::uint64_t all = maker.countUntil(now);
    const std::uint64_t to = std::min(numberOf(query, "to").value_or(all), all);
    const bool wantsIds = valueOf(query, "ids") != QByteArray("0");

    const Streams::Selection selection = streams.selectionOf(*kind);
    Ids ids;
    ids.next = from;
    for (std::uint64_t event = from; event < to; ++event) {
        if (streams.isSelected(*kind, selection, event) && streams.contains(*kind, head, event)
            && !streams.isHidden(*kind, event, now))
            ids.add(streams, *kind, event, wantsIds);
    }
    const QByteArray summary = QJsonDocument(QJsonObject{
                                                 {u"from"_s, static_cast<qint64>(from)},
                                                 {u"to"_s, static_cast<qint64>(to)},
                                                 {u"count"_s, static_cast<qint64>(ids.count)},
                                                 {u"listed"_s, static_cast<qint64>(ids.listed)},
                                                 {u"next"_s, static_cast<qint64>(ids.next)},
                                             })
                                   .toJson(QJsonDocument::Compact);
    HttpReply reply = HttpReply::json(summary + '\n' + ids.lines.take());
    reply.contentType = "application/jsonl";
    return reply;
}

/// GET /_sim/raw?stream_type=&index=&count=: events byte for byte, one a line.
HttpReply raw(const HttpRequest &request, const Streams &streams)
{
    const HttpFields query = request.query();
    const std::optional<StreamKind> kind = valueOf(query, "stream_type")
        ? EventsEndpoint::kindOf(query)
        : StreamKind::AdminLogs;
    const auto index = numberOf(query, "index");
    if (!index || !kind)
        return apiError(400, "bad_request", "Which event?");
    const std::uint64_t count = std::min(numberOf(query, "count").value_or(1), maxRaw);
    TextBuffer out;
    for (std::uint64_t i = 0; i < count; ++i) {
        streams.append(out, *kind, *index + i);
        out.append('\n');
    }
    HttpReply reply = HttpReply::json(out.take());
    reply.contentType = "application/jsonl";
    return reply;
}

bool insertOdd(std::uint64_t count, QJsonObject wish, SimulatorServer &server)
{
    wish[u"kind"] = u"content"_s;
    const auto fault = Fault::fromJson(wish);
    const QByteArray name = wish["stream_type"_L1].toString(u"admin_logs"_s).toUtf8();
    const auto kind = streamKindOf({name.constData(), static_cast<std::size_t>(name.size())});
    if (!fault || !kind)
        return false;
    Streams &streams = server.streams();
    const std::int64_t now = server.clock().now();
    const std::uint64_t first = streams.makerOf(*kind).countUntil(now);
    streams.insert(count, now);
    const std::uint64_t end = streams.makerOf(*kind).countUntil(now);
    for (std::uint64_t event = first; event < end; ++event)
        streams.makeOdd(*kind, event, *fault);
    return true;
}

/// POST /_sim/events?count=: so many events happen now. With a Fault of kind "content" as JSON they
/// look as it says, in the streams of its "stream_type".
HttpReply insertEvents(const HttpRequest &request, SimulatorServer &server)
{
    const std::uint64_t count = numberOf(request.query(), "count").value_or(1);
    if (count > maxInserted)
        return apiError(400, "bad_request", "Too many");
    QJsonObject wish = QJsonDocument::fromJson(request.body).object();
    if (!wish.isEmpty() && !insertOdd(count, wish, server))
        return apiError(400, "bad_request", "Not an event");
    if (wish.isEmpty())
        server.streams().insert(count, server.clock().now());
    const std::uint64_t all =
        server.streams().makerOf(StreamKind::AdminLogs).countUntil(server.clock().now());
    return jsonOf({{u"events"_s, static_cast<qint64>(all)}});
}

/// POST /_sim/clock?advance=: so many seconds pass at once.
HttpReply advanceClock(const HttpRequest &request, SimulatorServer &server)
{
    const double seconds = valueOf(request.query(), "advance").value_or("0").toDouble();
    server.clock().advance(static_cast<std::int64_t>(seconds * 1000));
    return jsonOf({{u"now"_s, qint64{server.clock().now()}}});
}

/// GET /_sim/counters: requests by endpoint, and what clients did that good ones do not.
HttpReply counters(SimulatorServer &server)
{
    QJsonObject all = server.log().counters();
    all[u"faults_hit"] = static_cast<qint64>(server.faults().hits());
    all[u"held_polls"] = static_cast<qint64>(server.heldPolls());
    QJsonObject tokens = server.tokens().state();
    tokens.remove(u"live_refresh_tokens"_s);
    all[u"tokens"] = tokens;
    return jsonOf(all);
}

/// GET /_sim/jwt-config?form=3des|aes|plain|pkcs1: the file that the Developer Console gives out.
HttpReply jwtConfiguration(const HttpRequest &request, SimulatorServer &server)
{
    static constexpr std::array<const char *, 4> names{"3des", "aes", "plain", "pkcs1"};
    const QByteArray name = valueOf(request.query(), "form").value_or("3des");
    const auto found = std::find(names.begin(), names.end(), std::string_view(name.constData()));
    if (found == names.end())
        return apiError(400, "bad_request", "Which form?");
    const auto form = static_cast<AppKey::Form>(found - names.begin());
    return HttpReply::json(server.tokens().configuration(form));
}

std::optional<SimulatorOptions::Consent> consentOf(const QString &name)
{
    if (name == u"ask")
        return SimulatorOptions::Consent::Ask;
    if (name == u"grant")
        return SimulatorOptions::Consent::Grant;
    return name == u"deny" ? std::optional(SimulatorOptions::Consent::Deny) : std::nullopt;
}

/// Who consents from now on, if the wish says so.
void chooseWho(const QJsonObject &wish, SimulatorServer &server)
{
    const bool isElsewhere = wish.contains("enterprise"_L1);
    if (!isElsewhere && !wish.contains("person"_L1))
        return;
    const auto people = static_cast<qint64>(server.streams().enterprise().people().size());
    Tokens::Grant grant;
    grant.person = static_cast<std::uint32_t>(
        std::clamp<qint64>(wish["person"_L1].toInteger(0), 0, people - 1));
    grant.isAdmin = grant.person == 0 || isElsewhere;
    grant.enterprise = wish["enterprise"_L1].toString().toUtf8();
    server.consent().setWho(grant);
}

/// POST /_sim/auth: who signs in how from now on, and what of that is good no longer.
HttpReply setAuth(const HttpRequest &request, SimulatorServer &server)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    const QJsonObject wish = document.object();
    const QString complaint = authComplaint(wish);
    if (!document.isObject() || !complaint.isEmpty())
        return apiError(400, "bad_request", complaint.toUtf8());
    Tokens &tokens = server.tokens();
    if (const auto mode = consentOf(wish["consent"_L1].toString()))
        server.consent().setMode(*mode);
    if (wish.contains("admin"_L1))
        tokens.setAdminAllowed(wish["admin"_L1].toBool());
    if (wish.contains("authorized"_L1))
        tokens.setAuthorized(wish["authorized"_L1].toBool());
    const QString expiring = wish["expire"_L1].toString();
    if (expiring == u"access" || expiring == u"all")
        tokens.expireAccess();
    if (expiring == u"refresh" || expiring == u"all")
        tokens.expireRefresh();
    chooseWho(wish, server);
    return jsonOf(tokens.state());
}

/// GET /_sim/scenario says how far it is, POST starts one.
HttpReply scenario(const HttpRequest &request, SimulatorServer &server)
{
    if (request.method == "POST") {
        Scenario started = Scenario::fromJson(request.body);
        if (!started.complaint.isEmpty())
            return apiError(400, "bad_request", started.complaint.toUtf8());
        server.player().start(std::move(started));
    }
    const ScenarioPlayer &player = server.player();
    return jsonOf({
        {u"steps"_s, static_cast<qint64>(player.stepCount())},
        {u"done"_s, static_cast<qint64>(player.stepsDone())},
        {u"running"_s, player.isRunning()},
    });
}

/// POST /_sim/fault with a Fault as JSON, several in an array, or {"clear":true}, {"clear":name}.
HttpReply addFault(const HttpRequest &request, SimulatorServer &server)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    const QJsonArray list = document.isArray() ? document.array() : QJsonArray{document.object()};
    QList<Fault> faults;
    for (const QJsonValue &wish : list) {
        const QJsonValue clear = wish["clear"_L1];
        const auto fault = Fault::fromJson(wish.toObject());
        if (document.isNull() || (clear.isUndefined() && !fault))
            return apiError(400, "bad_request", "Not a fault");
        if (clear.isUndefined())
            faults.append(*fault);
        else if (clear.isString() || clear.toBool())
            server.faults().clear(clear.toString().toUtf8());
    }
    for (const Fault &fault : faults)
        server.faults().add(fault);
    return jsonOf({});
}

} // namespace

QString authComplaint(const QJsonObject &wish)
{
    static const QStringList known{u"consent"_s, u"admin"_s,  u"authorized"_s,
                                   u"expire"_s,  u"person"_s, u"enterprise"_s};
    for (const QString &name : wish.keys()) {
        if (!known.contains(name))
            return u"unknown member: "_s + name;
    }
    if (wish.contains("consent"_L1) && !consentOf(wish["consent"_L1].toString()))
        return u"consent is ask, grant or deny"_s;
    static const QStringList expiring{u"access"_s, u"refresh"_s, u"all"_s};
    if (wish.contains("expire"_L1) && !expiring.contains(wish["expire"_L1].toString()))
        return u"expire is access, refresh or all"_s;
    return {};
}

HttpReply controlReply(const HttpRequest &request, SimulatorServer &server)
{
    const QByteArray path = request.path();
    const bool isPost = request.method == "POST";
    if (path == "/_sim/truth" && !isPost)
        return truth(request, server);
    if (path == "/_sim/raw" && !isPost)
        return raw(request, server.streams());
    if (path == "/_sim/log" && !isPost)
        return HttpReply::json(server.log().entriesJson());
    if (path == "/_sim/counters" && !isPost)
        return counters(server);
    if (path == "/_sim/clear" && isPost) {
        server.log().clear();
        return jsonOf({});
    }
    if (path == "/_sim/scenario")
        return scenario(request, server);
    if (path == "/_sim/auth")
        return isPost ? setAuth(request, server) : jsonOf(server.tokens().state());
    if (path == "/_sim/jwt-config" && !isPost)
        return jwtConfiguration(request, server);
    if (path == "/_sim/events" && isPost)
        return insertEvents(request, server);
    if (path == "/_sim/clock" && isPost)
        return advanceClock(request, server);
    if (path == "/_sim/fault" && isPost)
        return addFault(request, server);
    return apiError(404, "not_found", "Not Found");
}

} // namespace boxwatch::sim
