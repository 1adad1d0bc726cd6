// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/realtime.h"

#include "simulator/replies.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

// Box tells within a second; a test need not wait that long.
constexpr std::chrono::milliseconds lookAgain{20};

QByteArray freshChannel()
{
    auto *const random = QRandomGenerator::global();
    const QByteArray digits = QByteArray::number(random->generate64(), 16).rightJustified(16, '0')
        + QByteArray::number(random->generate(), 16).rightJustified(8, '0');
    return digits.left(20);
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
{
    m_timer.setInterval(lookAgain);
    connect(&m_timer, &QTimer::timeout, this, &Realtime::check);
}

HttpReply Realtime::subscription(const HttpRequest &request, const QByteArray &base)
{
    const std::optional<StreamKind> kind = EventsEndpoint::kindOf(request.query());
    if (!kind || isOfEnterprise(*kind))
        return apiError(400, "bad_request", "Invalid stream_type parameter");

    const std::int64_t now = m_clock.now();
    m_channels.removeIf([now](const auto &channel) { return channel->expires + 600'000 < now; });
    const QByteArray name = freshChannel();
    m_channels.insert(
        name,
        {*kind, now + std::chrono::milliseconds(std::chrono::minutes(m_options.pollLife)).count()});

    const QByteArray url = base + "/subscribe?channel=" + name
        + "&stream_type=" + QByteArray::fromStdString(std::string(nameOf(*kind)));
    const QJsonObject server{
        {u"type"_s, u"realtime_server"_s},
        {u"url"_s, QString::fromLatin1(url)},
        {u"ttl"_s, QString::number(m_options.pollLife)},
        {u"max_retries"_s, QString::number(m_options.pollRetries)},
        {u"retry_timeout"_s, m_options.pollRetryTimeout},
    };
    return HttpReply::json(
        QJsonDocument(QJsonObject{{u"chunk_size"_s, 1}, {u"entries"_s, QJsonArray{server}}})
            .toJson(QJsonDocument::Compact));
}

void Realtime::poll(const HttpExchange &exchange)
{
    const HttpFields query = exchange.request().query();
    const auto channel = m_channels.find(valueOf(query, "channel").value_or(QByteArray()));
    if (channel == m_channels.end()) {
        exchange.answer(apiError(404, "not_found", "Not Found"));
        return;
    }
    if (!exchange.request().header("authorization").isEmpty())
        m_log.addClientFault(u"access token sent to the realtime server"_s);
    const std::int64_t now = m_clock.now();
    if (channel->polls++ > m_options.pollRetries || now >= channel->expires) {
        tell(exchange, "max_retries");
        return;
    }
    const StreamKind kind = channel->kind;
    std::uint64_t slot = m_streams.head(kind, now);
    if (const auto position = valueOf(query, "stream_position"); position && *position != "now")
        slot = m_events.slotOf(kind, *position).value_or(*position == "0" ? 0 : slot);

    const int number = ++m_lastNumber;
    m_held.push_back({number, exchange, kind, slot, now + m_options.pollHold.count()});
    exchange.whenGone(*this, [this, number] {
        std::erase_if(m_held, [number](const Poll &held) { return held.number == number; });
    });
    m_timer.start();
    check();
}

void Realtime::check()
{
    const std::int64_t now = m_clock.now();
    std::vector<std::pair<HttpExchange, const char *>> answers;
    std::erase_if(m_held, [&](const Poll &poll) {
        const bool hasNews = m_streams.hasNews(poll.kind, poll.slot, now);
        if (hasNews || now >= poll.until)
            answers.emplace_back(poll.exchange, hasNews ? "new_change" : "reconnect");
        return hasNews || now >= poll.until;
    });
    if (m_held.empty())
        m_timer.stop();
    // Last, for an answer can make its client go away, and that changes what is held.
    for (const auto &[exchange, message] : answers)
        tell(exchange, message);
}

void Realtime::tell(const HttpExchange &exchange, const char *message)
{
    HttpReply reply = HttpReply::json(
        QByteArrayLiteral("{\"version\":1,\"message\":\"") + QByteArray(message) + "\"}");
    reply.closes = true;
    exchange.answer(reply);
}

} // namespace boxwatch::sim
