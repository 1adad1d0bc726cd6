// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/conduct.h"

#include "simulator/eventsendpoint.h"

#include <QRegularExpression>
#include <QTimer>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr std::array<const char *, 6> known{"stream_type", "stream_position", "limit",
                                            "event_type",  "created_after",   "created_before"};
constexpr int maxLimit = 500;

// Calls that were on their way when a client was told to wait are no fault of his. Not even those that come by
// the same connection: one may stand in a queue behind the answer that nobody has looked at yet.
constexpr qint64 underWay = 1500;
// Clocks tick in milliseconds, and two of them never agree on one.
constexpr qint64 tolerance = 20;
// Longer than the end of a connection needs to be noticed on this machine.
constexpr std::chrono::milliseconds lookAgain{100};
constexpr qint64 idleSpan = 5000;
constexpr qsizetype maxFaults = 1000;
constexpr qint64 maxRest = 3'600'000;

/// Milliseconds that Retry-After of \p reply asks for; 0: none, or nothing that can be read.
qint64 restOf(const HttpReply &reply)
{
    QByteArray text;
    for (const auto &[name, value] : reply.headers) {
        if (name.toLower() == "retry-after")
            text = value;
    }
    bool isNumber = false;
    const qlonglong seconds = text.toLongLong(&isNumber);
    return isNumber ? std::clamp<qint64>(seconds * 1000, 0, maxRest) : 0;
}

bool isUtc(const QByteArray &date)
{
    static const QRegularExpression form(
        u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$"_s);
    return form.match(QString::fromUtf8(date)).hasMatch();
}

} // namespace

Conduct::Conduct(const SimulatorOptions &options, const Tokens &tokens, RequestLog &log)
    : m_options(options)
    , m_tokens(tokens)
    , m_log(log)
{
    m_time.start();
}

void Conduct::asked(const QByteArray &endpoint, const HttpExchange &exchange)
{
    const HttpRequest &request = exchange.request();
    const HttpFields query = request.query();
    if (valueOf(query, "access_token"))
        m_log.addClientFault(u"access token in the query"_s);
    const bool isEvents = endpoint == "events";
    if (isEvents)
        checkQuery(request, query);
    if (!m_rests.isEmpty()) {
        hear(exchange.connectionNumber());
        if (isEvents || endpoint == "options" || endpoint == "me")
            checkRest(request);
    }
    if (!isEvents || (!hasPace() && m_waiting.empty()))
        return;
    const QByteArray reader = readerOf(request);
    if (hasPace())
        checkPace(reader, exchange.connectionNumber());
    checkWaiting(reader);
}

void Conduct::checkQuery(const HttpRequest &request, const HttpFields &query)
{
    QList<QByteArray> seen;
    for (const auto &field : query) {
        const QByteArray &name = field.first;
        const bool isKnown = std::any_of(
            known.begin(), known.end(), [&name](const char *other) { return name == other; });
        if (!isKnown && name != "access_token")
            m_log.addClientFault(u"unknown parameter: "_s + QString::fromUtf8(name));
        if (seen.contains(name))
            m_log.addClientFault(u"parameter sent twice: "_s + QString::fromUtf8(name));
        seen.append(name);
    }
    if (request.target.contains('+'))
        m_log.addClientFault(u"raw + in the query"_s);
    bool isNumber = false;
    const qlonglong limit = valueOf(query, "limit").value_or("100").toLongLong(&isNumber);
    if (limit > maxLimit)
        m_log.addClientFault(u"limit above 500"_s);
    if (!isNumber || limit < 1)
        m_log.addClientFault(u"limit below 1"_s);
    const auto kind = EventsEndpoint::kindOf(query);
    if (!kind)
        return;
    if (!isOfEnterprise(*kind) && valueOf(query, "event_type"))
        m_log.addClientFault(u"event_type with a user stream"_s);
    if (*kind == StreamKind::AdminLogs && valueOf(query, "stream_position") == QByteArray("now"))
        m_log.addClientFault(u"stream_position=now with admin_logs"_s);
    if (valueOf(query, "created_after") || valueOf(query, "created_before")) {
        if (*kind != StreamKind::AdminLogs)
            m_log.addClientFault(u"dates with a stream that ignores them"_s);
        checkDates(query);
    }
}

void Conduct::checkDates(const HttpFields &query)
{
    for (const char *const name : {"created_after", "created_before"}) {
        const auto date = valueOf(query, name);
        if (date && !isUtc(*date))
            m_log.addClientFault(u"a date that is not UTC with Z: "_s + QString::fromUtf8(*date));
    }
}

void Conduct::hear(quint64 connection)
{
    for (Rest &rest : m_rests) {
        if (rest.connection != connection)
            continue;
        rest.isHeard = true;
        for (const QString &fault : std::as_const(rest.faults))
            m_log.addClientFault(fault);
        rest.faults.clear();
    }
}

void Conduct::checkRest(const HttpRequest &request)
{
    const auto grant = m_tokens.grantOf(request);
    const auto rest = grant ? m_rests.find(grant->account()) : m_rests.end();
    if (rest == m_rests.end())
        return;
    const qint64 now = m_time.elapsed();
    if (now >= rest->until) {
        if (rest->faults.isEmpty())
            m_rests.erase(rest);
        return;
    }
    if (now < rest->from)
        return;
    const QString fault = u"called %1 ms before Retry-After had passed"_s.arg(rest->until - now);
    if (rest->isHeard)
        m_log.addClientFault(fault);
    else if (rest->faults.size() < maxFaults)
        rest->faults.append(fault);
}

void Conduct::checkPace(const QByteArray &reader, quint64 connection)
{
    Pace &pace = m_paces[reader];
    const qint64 now = m_time.elapsed();
    if (pace.caughtUpAt >= 0 && pace.connection == connection && m_options.minimumGap.count() > 0
        && now - pace.caughtUpAt < m_options.minimumGap.count() - tolerance)
        m_log.addClientFault(
            u"asked for events again %1 ms after there were none"_s.arg(now - pace.caughtUpAt));
    pace.caughtUpAt = -1;
    while (!pace.idle.empty() && pace.idle.front() <= now - idleSpan)
        pace.idle.pop_front();
    const double most = m_options.maxIdleRate * idleSpan / 1000;
    if (m_options.maxIdleRate > 0 && static_cast<double>(pace.idle.size()) >= most) {
        m_log.addClientFault(
            u"%1 calls for events within 5 s, and nothing new"_s.arg(pace.idle.size() + 1));
        pace.idle.clear();
    }
}

void Conduct::checkWaiting(const QByteArray &reader)
{
    for (const Waiting &waiting : m_waiting) {
        if (waiting.reader != reader)
            continue;
        // The client may have gone away from it this very moment.
        QTimer::singleShot(lookAgain, this, [this, number = waiting.number] {
            const auto found = std::find_if(
                m_waiting.begin(), m_waiting.end(),
                [number](const Waiting &other) { return other.number == number; });
            if (found != m_waiting.end() && found->exchange.isOpen())
                m_log.addClientFault(u"two calls for the same events at once"_s);
        });
    }
}

void Conduct::answered(
    const QByteArray &endpoint, const HttpExchange &exchange, const HttpReply &reply,
    bool isCaughtUp, bool hasNews)
{
    if (endpoint == "subscribe")
        pollAnswered();
    if (reply.status == 429 || reply.status == 503)
        rest(exchange, reply);
    if (endpoint != "events" || !hasPace())
        return;
    Pace &pace = m_paces[readerOf(exchange.request())];
    if (hasNews)
        pace.idle.clear();
    else
        pace.idle.push_back(m_time.elapsed());
    if (isCaughtUp) {
        pace.caughtUpAt = m_time.elapsed();
        pace.connection = exchange.connectionNumber();
    }
}

void Conduct::rest(const HttpExchange &exchange, const HttpReply &reply)
{
    const qint64 length = restOf(reply);
    const auto grant = m_tokens.grantOf(exchange.request());
    if (length == 0 || !grant || reply.ending != HttpReply::Ending::Whole)
        return;
    const QByteArray account = grant->account();
    const quint64 connection = exchange.connectionNumber();
    const qint64 now = m_time.elapsed();
    m_rests.insert(
        account,
        {now + std::min(underWay, length / 2), now + length - tolerance, connection, false, {}});
    exchange.whenGone(*this, [this, account, connection] {
        // Perhaps he never read it.
        const auto rest = m_rests.constFind(account);
        if (rest != m_rests.constEnd() && rest->connection == connection && !rest->isHeard)
            m_rests.erase(rest);
    });
}

int Conduct::begin(const HttpExchange &exchange)
{
    const int number = ++m_lastNumber;
    m_waiting.push_back({number, readerOf(exchange.request()), exchange});
    exchange.whenGone(*this, [this, number] { end(number); });
    return number;
}

void Conduct::end(int number)
{
    std::erase_if(m_waiting, [number](const Waiting &waiting) { return waiting.number == number; });
}

void Conduct::pollAnswered()
{
    // Those of enterprises have no long poll to excuse them.
    for (auto pace = m_paces.begin(); pace != m_paces.end(); ++pace) {
        if (!pace.key().contains("\nadmin_logs"))
            pace->caughtUpAt = -1;
    }
}

bool Conduct::hasPace() const
{
    return m_options.minimumGap.count() > 0 || m_options.maxIdleRate > 0;
}

/// One token, one stream and one range of dates: a second reader of the same stream, such as one that
/// looks back, has other dates.
QByteArray Conduct::readerOf(const HttpRequest &request)
{
    const HttpFields query = request.query();
    QByteArray reader = request.header("authorization");
    for (const char *const name : {"stream_type", "created_after", "created_before"})
        reader += '\n' + valueOf(query, name).value_or(QByteArray());
    return reader;
}

} // namespace boxwatch::sim
