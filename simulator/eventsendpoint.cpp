// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/eventsendpoint.h"

#include "simulator/replies.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr std::uint32_t maxLimit = 500;
constexpr qint64 maxBigChunk = 100'000;
constexpr std::int64_t year = std::int64_t{365} * 86'400'000;

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
    const SimulatorOptions &options, Streams &streams, const SimulationClock &clock,
    RequestLog &log)
    : m_options(options)
    , m_streams(streams)
    , m_clock(clock)
    , m_log(log)
    , m_positions(options, streams.positions())
{
}

HttpReply EventsEndpoint::answer(const HttpRequest &request, bool isAdmin, const Fault *fault)
{
    m_broughtNews = false;
    m_isCaughtUp = false;
    const HttpFields query = request.query();
    if (auto refusal = refusalOf(query))
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
    return chunk(question, fault);
}

std::optional<StreamKind> EventsEndpoint::kindOf(const HttpFields &query)
{
    const QByteArray name = valueOf(query, "stream_type").value_or(QByteArrayLiteral("all"));
    return streamKindOf(viewOf(name));
}

std::optional<std::uint64_t> EventsEndpoint::slotOf(StreamKind kind, const QByteArray &text)
{
    const auto place = m_positions.parse(kind, text);
    if (!place || place->index > m_streams.head(kind, m_clock.now())) {
        for (std::size_t i = 0; i < streamKindNames.size(); ++i) {
            if (static_cast<StreamKind>(i) != kind
                && m_positions.parse(static_cast<StreamKind>(i), text))
                m_log.addClientFault(u"position of another stream: "_s + QString::fromUtf8(text));
        }
        return std::nullopt;
    }
    if (place->isRounded) {
        m_log.addClientFault(u"position sent back rounded: "_s + QString::fromUtf8(text));
        if (m_options.strictPositions)
            return std::nullopt;
    }
    return place->index;
}

/// Parameters that come twice.
std::optional<HttpReply> EventsEndpoint::refusalOf(const HttpFields &query)
{
    QList<QByteArray> seen;
    for (const auto &field : query) {
        if (seen.contains(field.first))
            return apiError(
                400, "invalid_request_parameters", "Parameter sent twice: " + field.first);
        seen.append(field.first);
    }
    return std::nullopt;
}

std::optional<HttpReply> EventsEndpoint::read(Question &question, const HttpFields &query)
{
    question.position = valueOf(query, "stream_position").value_or(QByteArray());
    question.isNow = question.position == "now";
    if (question.isNow && question.kind == StreamKind::AdminLogs && !m_options.acceptNow)
        return badRequest("Invalid stream position");
    if (const auto text = valueOf(query, "limit")) {
        bool isNumber = false;
        const qlonglong limit = text->toLongLong(&isNumber);
        if (!isNumber || limit < 0)
            return apiError(400, "invalid_limit", "Invalid limit parameter");
        if (limit > maxLimit && m_options.refuseLargeLimits)
            return apiError(400, "invalid_limit", "Invalid limit parameter");
        question.limit = static_cast<std::uint32_t>(std::min<qlonglong>(limit, maxLimit));
    }
    question.selection = m_streams.selectionOf(question.kind);
    const auto types = valueOf(query, "event_type");
    if (types && isOfEnterprise(question.kind) && !readTypes(question, *types)
        && m_options.refuseUnknownTypes)
        return badRequest("Invalid event_type parameter");
    if (question.kind != StreamKind::AdminLogs)
        return std::nullopt;
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
    if (qstrcmp(name, "created_after") == 0 && m_options.refuseOldDates
        && *time < m_clock.now() - year)
        return badRequest(
            "created_after is beyond one year in the past, API only supports time range starting "
            "from one year in the past from now");
    // Events show whole seconds; a bound between two of them belongs to the next.
    date = (*time + 999) / 1000 * 1000;
    return std::nullopt;
}

/// False if there is a name that nobody knows.
bool EventsEndpoint::readTypes(Question &question, const QByteArray &names)
{
    bool areKnown = true;
    const EventTypes &types = m_streams.makerOf(question.kind).types();
    question.selection.types.assign(types.all().size(), false);
    for (const QByteArray &name : names.split(',')) {
        if (const auto number = types.find(viewOf(name)); number && !name.isEmpty())
            question.selection.types[*number] = true;
        else
            areKnown = false;
    }
    return areKnown;
}

HttpReply EventsEndpoint::chunk(const Question &question, const Fault *fault)
{
    const StreamKind kind = question.kind;
    const std::int64_t now = m_clock.now();
    Streams::Chunk chunk;
    if (question.isNow)
        return HttpReply::json(
            m_streams.body(kind, {}, m_positions.json(kind, m_streams.head(kind, now))));
    const std::uint64_t oldest = m_streams.oldest(kind, now);
    std::uint64_t slot = oldest;
    if (!isStart(question.position)) {
        const std::optional<std::uint64_t> place = slotOf(kind, question.position);
        if (!place)
            return badRequest("Invalid stream position");
        if (*place < oldest)
            return staleAnswer(question, oldest);
        slot = *place;
    }
    chunk.next = slot;
    std::uint32_t limit = question.limit;
    if (fault && fault->how == "big")
        limit = static_cast<std::uint32_t>(
            std::clamp<qint64>(fault->number("count"_L1, 5000), 0, maxBigChunk));
    else if (fault && fault->how == "short")
        limit = std::min(
            limit, static_cast<std::uint32_t>(std::max<qint64>(0, fault->number("count"_L1, 1))));
    if (limit > 0)
        chunk = m_streams.read(kind, slot, limit, question.selection, now);
    m_broughtNews = chunk.next != slot && !chunk.events.empty();
    if (fault)
        return odd(question, slot, chunk, *fault);
    const QByteArray next = nextOf(question, slot, chunk);
    // Another name for the same place looks like a new one, and may be followed.
    const bool isSameName = next == question.position || next == '"' + question.position + '"';
    m_isCaughtUp = chunk.next == slot && isSameName;
    return HttpReply::json(m_streams.body(kind, chunk.events, next));
}

HttpReply EventsEndpoint::staleAnswer(const Question &question, std::uint64_t oldest)
{
    if (m_options.refuseStalePositions)
        return badRequest("Invalid stream position");
    return HttpReply::json(
        m_streams.body(question.kind, {}, m_positions.json(question.kind, oldest)));
}

HttpReply EventsEndpoint::odd(
    const Question &question, std::uint64_t slot, Streams::Chunk &chunk, const Fault &fault)
{
    const StreamKind kind = question.kind;
    QByteArray next;
    std::int64_t surplus = 0;
    if (fault.kind == Fault::Kind::Position) {
        const bool isEmpty = fault.how == "moving" || fault.how == "cycle";
        if (fault.details["empty"_L1].toBool(isEmpty)) {
            chunk.events.clear();
            chunk.next = slot;
        }
        next = m_positions.spoilt(
            fault, kind, question.position, slot, chunk.next,
            m_streams.oldest(kind, m_clock.now()));
    } else {
        next = nextOf(question, slot, chunk);
        if (fault.kind == Fault::Kind::Chunk)
            reshape(chunk, question, fault);
        else if (fault.kind == Fault::Kind::Content)
            makeOdd(chunk, question, fault);
    }
    if (fault.how == "wrong_chunk_size")
        surplus = std::max<qint64>(
            -static_cast<qint64>(chunk.events.size()), fault.number("difference"_L1, 7));
    if (fault.how == "no_entries")
        return HttpReply::json("{\"chunk_size\":0,\"next_stream_position\":" + next + '}');
    if (fault.how == "null_entries")
        return HttpReply::json(
            "{\"chunk_size\":0,\"next_stream_position\":" + next + ",\"entries\":null}");
    return HttpReply::json(m_streams.body(kind, chunk.events, next, surplus));
}

/// Whether \p event is something that this reader can have had.
bool EventsEndpoint::mayRepeat(const Question &question, std::uint64_t event) const
{
    const std::int64_t now = m_clock.now();
    return event >= m_streams.oldestEvent(question.kind, now)
        && m_streams.isSelected(question.kind, question.selection, event)
        && !m_streams.isHidden(question.kind, event, now);
}

/// Faults of Kind::Chunk. What they add or turn round is all in the stream anyway.
void EventsEndpoint::reshape(
    Streams::Chunk &chunk, const Question &question, const Fault &fault) const
{
    std::vector<std::uint64_t> &events = chunk.events;
    if (fault.how == "out_of_order") {
        std::reverse(events.begin(), events.end());
    } else if (fault.how == "repeats_near") {
        const std::vector<std::uint64_t> once = events;
        events.insert(events.end(), once.begin(), once.end());
    } else if (fault.how == "repeats_far") {
        const auto distance = static_cast<std::uint64_t>(
            std::max<qint64>(1, fault.number("distance"_L1, 4999)));
        for (const std::uint64_t event : std::vector<std::uint64_t>(events)) {
            if (event >= distance && mayRepeat(question, event - distance))
                events.push_back(event - distance);
        }
    }
}

/// The first few of the chunk that are not odd yet; `entries` says how many, -1: all.
void EventsEndpoint::makeOdd(
    const Streams::Chunk &chunk, const Question &question, const Fault &fault)
{
    qint64 left = fault.number("entries"_L1, 1);
    for (const std::uint64_t event : chunk.events) {
        if (left == 0)
            return;
        if (m_streams.isOdd(question.kind, event))
            continue;
        m_streams.makeOdd(question.kind, event, fault);
        --left;
    }
}

QByteArray EventsEndpoint::nextOf(
    const Question &question, std::uint64_t slot, const Streams::Chunk &chunk)
{
    const StreamKind kind = question.kind;
    if (chunk.events.empty()) {
        switch (m_options.emptyPosition) {
        case SimulatorOptions::EmptyPosition::Faithful:
            break;
        case SimulatorOptions::EmptyPosition::Zero:
            return "\"0\"";
        case SimulatorOptions::EmptyPosition::Missing:
            return {};
        case SimulatorOptions::EmptyPosition::Null:
            return "null";
        case SimulatorOptions::EmptyPosition::Moving:
            return m_positions.other(kind, chunk.next, 100 + ++m_moves);
        }
    }
    // Caught up: admin_logs gives back what was sent, and "0" if nothing was. A filtered read that
    // gave up early moves on although it found nothing.
    const bool isAtEnd = chunk.next >= m_streams.head(kind, m_clock.now());
    const bool hasMoved = chunk.next != slot;
    const bool isCaughtUp = chunk.events.empty() && (isAtEnd || !hasMoved) && !chunk.hasSkipped;
    if (kind == StreamKind::AdminLogs && isCaughtUp) {
        if (isStart(question.position))
            return "\"0\"";
        return m_positions.json(kind, slot);
    }
    return m_positions.json(kind, chunk.next);
}

} // namespace boxwatch::sim
