// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/control.h"

#include "simulator/replies.h"
#include "simulator/simulatorserver.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

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

    void add(const EventMaker &maker, std::uint64_t event, bool isWanted)
    {
        if (++count > maxIds || !isWanted)
            return;
        ++listed;
        next = event + 1;
        const bool hasId = maker.hasId(event);
        lines.append(hasId ? "\"" : "null");
        maker.appendId(lines, event);
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
    const std::uint64_t oldest = streams.eventAt(*kind, streams.oldest(*kind, now));
    const std::uint64_t from = numberOf(query, "from").value_or(oldest);
    const std::uint64_t all = maker.countUntil(now);
    const std::uint64_t to = std::min(numberOf(query, "to").value_or(all), all);
    const bool wantsIds = valueOf(query, "ids") != QByteArray("0");

    const Streams::Selection selection = streams.selectionOf(*kind);
    Ids ids;
    ids.next = from;
    for (std::uint64_t event = from; event < to; ++event) {
        const bool isSelected = selection.types.empty() || selection.types[maker.typeOf(event)];
        if (isSelected && streams.contains(*kind, head, event))
            ids.add(maker, event, wantsIds);
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
        streams.makerOf(*kind).append(out, *index + i);
        out.append('\n');
    }
    HttpReply reply = HttpReply::json(out.take());
    reply.contentType = "application/jsonl";
    return reply;
}

/// POST /_sim/events?count=: so many events happen now.
HttpReply insertEvents(const HttpRequest &request, SimulatorServer &server)
{
    const std::uint64_t count = numberOf(request.query(), "count").value_or(1);
    if (count > maxInserted)
        return apiError(400, "bad_request", "Too many");
    const std::int64_t now = server.clock().now();
    server.streams().insert(count, now);
    return jsonOf(
        {{u"events"_s,
          static_cast<qint64>(server.streams().makerOf(StreamKind::AdminLogs).countUntil(now))}});
}

/// POST /_sim/clock?advance=: so many seconds pass at once.
HttpReply advanceClock(const HttpRequest &request, SimulatorServer &server)
{
    const double seconds = valueOf(request.query(), "advance").value_or("0").toDouble();
    server.clock().advance(static_cast<std::int64_t>(seconds * 1000));
    return jsonOf({{u"now"_s, qint64{server.clock().now()}}});
}

/// POST /_sim/fault with a Fault as JSON, or {"clear":true}.
HttpReply addFault(const HttpRequest &request, SimulatorServer &server)
{
    const QJsonDocument document = QJsonDocument::fromJson(request.body);
    if (document.object()["clear"_L1].toBool()) {
        server.faults().clear();
        return jsonOf({});
    }
    const auto fault = Fault::fromJson(document.object());
    if (!document.isObject() || !fault)
        return apiError(400, "bad_request", "Not a fault");
    server.faults().add(*fault);
    return jsonOf({});
}

} // namespace

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
        return HttpReply::json(server.log().countersJson());
    if (path == "/_sim/events" && isPost)
        return insertEvents(request, server);
    if (path == "/_sim/clock" && isPost)
        return advanceClock(request, server);
    if (path == "/_sim/fault" && isPost)
        return addFault(request, server);
    return apiError(404, "not_found", "Not Found");
}

} // namespace boxwatch::sim
