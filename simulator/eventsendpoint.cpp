// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/eventsendpoint.h"

#include "simulator/replies.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QString>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr std::uint32_t maxLimit = 500;

constexpr std::array<const char *, 6> known{"stream_type", "stream_position", "limit",
                                            "event_type",  "created_after",   "created_before"};

HttpReply badRequest(const QByteArray &message)
{
    return apiError(400, "bad_request", message);
}

bool isStart(const QByteArray &position)
{
    return position.isEmpty() || position == "0" || position == "null";
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

/// RFC 3339 with seconds and an offset, in milliseconds since 1970 UTC.
std::optional<std::int64_t> timeOf(const QByteArray &text)
{
    static const QRegularExpression form(
        u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$"_s);
    const QString string = QString::fromUtf8(text);
    if (!form.match(string).hasMatch())
        return std::nullopt;
    const QDateTime time = QDateTime::fromString(string, Qt::ISODateWithMs);
    return time.isValid() ? std::optional(time.toMSecsSinceEpoch()) : std::nullopt;
}

} // namespace

EventsEndpoint::EventsEndpoint(
    const SimulatorOptions &options, const Streams &streams, const SimulationClock &clock,
    RequestLog &log)
    : m_options(options)
    , m_streams(streams)
    , m_clock(clock)
    , m_log(log)
{
}

HttpReply EventsEndpoint::answer(const HttpRequest &request, bool isAdmin)
{
    const HttpFields query = request.query();
    if (auto refusal = check(query))
        return *refusal;
    Question question;
    const std::optional<StreamKind> kind = kindOf(query);
    if (!kind)
        return badRequest("Invalid stream_type parameter");
    question.kind = *kind;
    if (isOfEnterprise(*kind) && !isAdmin)
        return insufficientScope();
    if (auto refusal = read(question, query))
        return *refusal;
    return chunk(question);
}

std::optional<StreamKind> EventsEndpoint::kindOf(const HttpFields &query)
{
    const QByteArray name = valueOf(query, "stream_type").value_or(QByteArrayLiteral("all"));
    return streamKindOf(viewOf(name));
}

std::optional<std::uint64_t> EventsEndpoint::slotOf(StreamKind kind, const QByteArray &text)
{
    const auto place = m_streams.positions().parse(kind, viewOf(text));
    if (!place || place->index > m_streams.head(kind, m_clock.now()))
        return std::nullopt;
    if (place->isRounded) {
        m_log.addClientFault(u"position sent back rounded: "_s + QString::fromUtf8(text));
        if (m_options.strictPositions)
            return std::nullopt;
    }
    return place->index;
}

/// Unknown and repeated parameters.
std::optional<HttpReply> EventsEndpoint::check(const HttpFields &query)
{
    QList<QByteArray> seen;
    for (const auto &field : query) {
        const QByteArray &name = field.first;
        const bool isKnown = std::any_of(
            known.begin(), known.end(), [&name](const char *other) { return name == other; });
        if (!isKnown)
            m_log.addClientFault(u"unknown parameter: "_s + QString::fromUtf8(name));
        if (seen.contains(name)) {
            m_log.addClientFault(u"parameter sent twice: "_s + QString::fromUtf8(name));
            return apiError(400, "invalid_request_parameters", "Parameter sent twice: " + name);
        }
        seen.append(name);
    }
    return std::nullopt;
}

std::optional<HttpReply> EventsEndpoint::read(Question &question, const HttpFields &query)
{
    question.position = valueOf(query, "stream_position").value_or(QByteArray());
    question.isNow = question.position == "now";
    if (question.isNow && question.kind == StreamKind::AdminLogs) {
        m_log.addClientFault(u"stream_position=now with admin_logs"_s);
        return badRequest("Invalid stream position");
    }
    if (const auto text = valueOf(query, "limit")) {
        bool isNumber = false;
        const qlonglong limit = text->toLongLong(&isNumber);
        if (!isNumber || limit < 0)
            return apiError(400, "invalid_limit", "Invalid limit parameter");
        if (limit > maxLimit)
            m_log.addClientFault(u"limit above 500"_s);
        question.limit = static_cast<std::uint32_t>(std::min<qlonglong>(limit, maxLimit));
    }
    question.selection = m_streams.selectionOf(question.kind);
    const auto types = valueOf(query, "event_type");
    const bool hasDates = valueOf(query, "created_after") || valueOf(query, "created_before");
    if (types && !isOfEnterprise(question.kind))
        m_log.addClientFault(u"event_type with a user stream"_s);
    else if (types)
        readTypes(question, *types);
    if (question.kind != StreamKind::AdminLogs) {
        if (hasDates)
            m_log.addClientFault(u"dates with a stream that ignores them"_s);
        return std::nullopt;
    }
    if (auto refusal = readDate(question.selection.after, query, "created_after"))
        return refusal;
    return readDate(question.selection.before, query, "created_before");
}

std::optional<HttpReply> EventsEndpoint::readDate(
    std::int64_t &date, const HttpFields &query, const char *name) const
{
    const auto text = valueOf(query, name);
    if (!text)
        return std::nullopt;
    const std::optional<std::int64_t> time = timeOf(*text);
    if (!time)
        return badRequest(QByteArray("Invalid ") + name + " parameter");
    if (qstrcmp(name, "created_after") == 0 && *time > m_clock.now())
        return badRequest("created_after is invalid since it is in the future");
    // Events show whole seconds; a bound between two of them belongs to the next.
    date = (*time + 999) / 1000 * 1000;
    return std::nullopt;
}

void EventsEndpoint::readTypes(Question &question, const QByteArray &names)
{
    const EventTypes &types = m_streams.makerOf(question.kind).types();
    question.selection.types.assign(types.all().size(), false);
    for (const QByteArray &name : names.split(',')) {
        if (const auto number = types.find(viewOf(name)); number && !name.isEmpty())
            question.selection.types[*number] = true;
    }
}

HttpReply EventsEndpoint::chunk(const Question &question)
{
    const StreamKind kind = question.kind;
    const std::int64_t now = m_clock.now();
    Streams::Chunk chunk;
    if (question.isNow) {
        return HttpReply::json(
            m_streams.body(kind, {}, m_streams.positions().json(kind, m_streams.head(kind, now))));
    }
    const std::uint64_t oldest = m_streams.oldest(kind, now);
    std::uint64_t slot = oldest;
    if (!isStart(question.position)) {
        const std::optional<std::uint64_t> place = slotOf(kind, question.position);
        if (!place)
            return badRequest("Invalid stream position");
        if (*place < oldest)
            return HttpReply::json(
                m_streams.body(kind, {}, m_streams.positions().json(kind, oldest)));
        slot = *place;
    }
    chunk.next = slot;
    if (question.limit > 0)
        chunk = m_streams.read(kind, slot, question.limit, question.selection, now);
    return HttpReply::json(m_streams.body(kind, chunk.events, nextOf(question, slot, chunk)));
}

QByteArray EventsEndpoint::nextOf(
    const Question &question, std::uint64_t slot, const Streams::Chunk &chunk) const
{
    // Caught up: admin_logs gives back what was sent, and "0" if nothing was. A filtered read that
    // gave up early moves on although it found nothing.
    const bool isAtEnd = chunk.next >= m_streams.head(question.kind, m_clock.now());
    const bool hasMoved = chunk.next != slot;
    if (question.kind == StreamKind::AdminLogs && chunk.events.empty() && (isAtEnd || !hasMoved)) {
        if (isStart(question.position))
            return "\"0\"";
        return m_streams.positions().json(question.kind, slot);
    }
    return m_streams.positions().json(question.kind, chunk.next);
}

} // namespace boxwatch::sim
