// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/realtime.h"

#include "simulator/replies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

// Box tells within a second; a test need not wait that long.
constexpr std::chrono::milliseconds lookAgain{20};

QByteArray freshChannel(Random &random)
{
    const QByteArray digits = QByteArray::number(quint64{random.next()}, 16).rightJustified(16, '0')
        + QByteArray::number(random.next32(), 16).rightJustified(8, '0');
    return digits.left(20);
}

/// `members` of the fault stand in for what the entry says; `remove` lists what it leaves out.
QJsonArray oddServers(const QJsonObject &right, const Fault &fault)
{
    if (fault.details["entries"_L1].isArray())
        return fault.details["entries"_L1].toArray();
    QJsonObject server = right;
    const QString suffix = fault.details["url_suffix"_L1].toString();
    server[u"url"] = QString(server["url"_L1].toString() + suffix);
    const QJsonObject members = fault.details["members"_L1].toObject();
    for (auto member = members.begin(); member != members.end(); ++member)
        server[member.key()] = *member;
    for (const QJsonValue &name : fault.details["remove"_L1].toArray())
        server.remove(name.toString());
    return {server};
}

} // namespace

Realtime::Realtime(
    const SimulatorOptions &options, const Streams &streams, const SimulationClock &clock,
    EventsEndpoint &events, RequestLog &log)
    : m_options(options)
    , m_streams(streams)
    , m_clock(clock)
    , m_events(events)
    , m_log(log)
    , m_random(mixed(options.seed ^ 0xc4a2U))
{
    m_timer.setInterval(lookAgain);
    connect(&m_timer, &QTimer::timeout, this, &Realtime::check);
}

HttpReply Realtime::subscription(
    const HttpRequest &request, const QByteArray &base, const Fault *fault)
{
    const std::optional<StreamKind> kind = EventsEndpoint::kindOf(request.query());
    if (!kind || isOfEnterprise(*kind))
        return apiError(400, "bad_request", "Invalid stream_type parameter");

    const std::int64_t now = m_clock.now();
    m_channels.removeIf([now](const auto &channel) { return channel->expires + 600'000 < now; });
    const QByteArray name = freshChannel(m_random);
    m_channels.insert(
        name,
        {*kind, now + std::chrono::milliseconds(std::chrono::minutes(m_options.pollLife)).count()});

    const QByteArray url = base + "/subscribe?channel=" + name
        + "&stream_type=" + QByteArray::fromStdString(std::string(nameOf(*kind)));
    const auto number = [this](int value) {
        return m_options.pollNumbers ? QJsonValue(value) : QJsonValue(QString::number(value));
    };
    const QJsonObject server{
        {u"type"_s, u"realtime_server"_s},
        {u"url"_s, QString::fromLatin1(url)},
        {u"ttl"_s, number(m_options.pollLife)},
        {u"max_retries"_s, number(m_options.pollRetries)},
        {u"retry_timeout"_s, m_options.pollRetryTimeout},
    };
    const QJsonArray servers = fault ? oddServers(server, *fault) : QJsonArray{server};
    return HttpReply::json(QJsonDocument(QJsonObject{
                                             {u"chunk_size"_s, servers.size()},
                                             {u"entries"_s, servers},
                                         })
                               .toJson(QJsonDocument::Compact));
}

void Realtime::poll(const HttpExchange &exchange, const Fault *fault)
{
    const HttpRequest &request = exchange.request();
    const HttpFields query = request.query();
    const auto channel = m_channels.find(valueOf(query, "channel").value_or(QByteArray()));
    if (channel == m_channels.end()) {
        if (m_whenAnswered)
            m_whenAnswered();
        exchange.answer(apiError(404, "not_found", "Not Found"));
        return;
    }
    if (const auto refusal = refusalOf(request, *channel)) {
        if (m_whenAnswered)
            m_whenAnswered();
        exchange.answer(*refusal);
        return;
    }
    const StreamKind kind = channel->kind;
    if (m_whenAnswered && fault)
        m_whenAnswered();
    if (fault && answerOddly(exchange, channel, *fault))
        return;
    std::uint64_t slot = m_streams.head(kind, m_clock.now());
    if (const auto position = valueOf(query, "stream_position"); position && *position != "now")
        slot = m_events.slotOf(kind, *position).value_or(*position == "0" ? 0 : slot);
    hold(exchange, kind, slot, fault);
}

std::optional<HttpReply> Realtime::refusalOf(const HttpRequest &request, Channel &channel)
{
    const bool hasToken = !request.header("authorization").isEmpty();
    if (m_options.pollToken == SimulatorOptions::PollToken::Needed && !hasToken)
        return invalidToken();
    if (m_options.pollToken == SimulatorOptions::PollToken::Refused && hasToken)
        return apiError(400, "bad_request", "No token here");
    if (m_options.pollToken == SimulatorOptions::PollToken::Unneeded && hasToken)
        m_log.addClientFault(u"access token sent to the realtime server"_s);
    if (++channel.polls > m_options.pollRetries + 1) {
        m_log.addClientFault(u"more polls than max_retries + 1"_s);
        return tooManyPolls();
    }
    if (m_clock.now() >= channel.expires)
        return tooManyPolls();
    return std::nullopt;
}

HttpReply Realtime::tooManyPolls() const
{
    if (m_options.tooManyPolls == 200)
        return saying("max_retries");
    return apiError(m_options.tooManyPolls, "max_retries", "max_retries");
}

/// True if that was all: the others are held, in one odd way or another.
bool Realtime::answerOddly(
    const HttpExchange &exchange, Channels::iterator channel, const Fault &fault)
{
    if (fault.how == "early") {
        tell(exchange, "new_change");
    } else if (fault.how == "message") {
        tell(exchange, fault.details["message"_L1].toString(u"out_of_date"_s).toUtf8());
    } else if (fault.how == "max_retries") {
        const auto status = fault.number("status"_L1, 200);
        exchange.answer(
            status == 200 ? saying("max_retries")
                          : apiError(static_cast<int>(status), "max_retries", "max_retries"));
    } else if (fault.how == "expired") {
        m_channels.erase(channel);
        exchange.answer(apiError(404, "not_found", "Not Found"));
    } else {
        return false;
    }
    return true;
}

void Realtime::hold(
    const HttpExchange &exchange, StreamKind kind, std::uint64_t slot, const Fault *fault)
{
    const int number = ++m_lastNumber;
    Poll poll{number, exchange, kind, slot, m_clock.now() + m_options.pollHold.count()};
    if (fault) {
        poll.isDeaf = fault->how == "withhold" || fault->how == "no_reconnect";
        poll.isMute = fault->how == "no_reconnect";
        poll.late = fault->delay;
    }
    m_held.push_back(std::move(poll));
    exchange.whenGone(*this, [this, number] {
        std::erase_if(m_held, [number](const Poll &held) { return held.number == number; });
    });
    m_timer.start();
    check();
}

void Realtime::check()
{
    const std::int64_t now = m_clock.now();
    std::vector<Poll> informed;
    std::vector<Poll> over;
    std::erase_if(m_held, [&](const Poll &poll) {
        const bool hasNews = !poll.isDeaf && m_streams.hasNews(poll.kind, poll.slot, now);
        if (hasNews)
            informed.push_back(poll);
        else if (now >= poll.until)
            over.push_back(poll);
        return hasNews || now >= poll.until;
    });
    if (m_held.empty())
        m_timer.stop();
    // Last, for an answer can make its client go away, and that changes what is held.
    if (m_whenAnswered && !(informed.empty() && over.empty()))
        m_whenAnswered();
    for (const Poll &poll : informed)
        tellNews(poll);
    for (const Poll &poll : over) {
        HttpReply reply = saying("reconnect");
        if (poll.isMute)
            reply.ending = HttpReply::Ending::Close;
        poll.exchange.answer(reply);
    }
}

void Realtime::tellNews(const Poll &poll)
{
    if (poll.late.count() == 0) {
        tell(poll.exchange, "new_change");
        return;
    }
    QTimer::singleShot(
        poll.late, this, [exchange = poll.exchange] { tell(exchange, "new_change"); });
}

void Realtime::tell(const HttpExchange &exchange, const QByteArray &message)
{
    exchange.answer(saying(message));
}

HttpReply Realtime::saying(const QByteArray &message)
{
    const QJsonArray text{QString::fromUtf8(message)};
    const QByteArray quoted = QJsonDocument(text).toJson(QJsonDocument::Compact);
    HttpReply reply = HttpReply::json(
        "{\"version\":1,\"message\":" + quoted.mid(1, quoted.size() - 2) + '}');
    reply.closes = true;
    return reply;
}

} // namespace boxwatch::sim
