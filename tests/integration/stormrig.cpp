// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "integration/stormrig.h"

#include "integration/storedids.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace boxwatch::test {

namespace {

// A minute is 600 ms here: history is asked every minute, live every half.
constexpr auto historyInterval = 600ms;
constexpr auto liveInterval = 300ms;

/// What can go wrong with an answer, whatever it is to. A rest is three seconds: the simulator does not
/// blame a call for having been on its way, but for half the rest at the most, and the proxies and a busy
/// machine keep one for longer than half a second.
constexpr std::array anywhere{
    R"({"kind":"status","status":500,"times":2})",
    R"({"kind":"status","status":503,"retry_after":3})",
    R"({"kind":"status","status":429,"retry_after":3})",
    R"({"kind":"status","status":429})",
    R"({"kind":"status","status":404})",
    R"({"kind":"status","status":408})",
    R"({"kind":"html","status":502})",
    R"({"kind":"html","status":200})",
    R"({"kind":"empty","status":200})",
    R"({"kind":"empty","status":204})",
    R"({"kind":"garbage","status":200})",
    R"({"kind":"reset","how":"before"})",
    R"({"kind":"reset","how":"in_headers"})",
    R"({"kind":"reset","how":"after_headers"})",
    R"({"kind":"truncate"})",
    R"({"kind":"lost"})",
    R"({"kind":"wrong_length","difference":20})",
    R"({"kind":"wrong_length","difference":-20})",
    R"({"kind":"delay","delay_ms":400})",
    R"({"kind":"stall"})",
    R"({"kind":"redirect","to":"host"})",
};

/// What can be wrong with a chunk of events.
constexpr std::array chunks{
    R"({"kind":"position","how":"moving"})",
    R"({"kind":"position","how":"stuck","times":2})",
    R"({"kind":"position","how":"back","distance":30})",
    R"({"kind":"position","how":"cycle","length":2,"times":4})",
    R"({"kind":"position","how":"zero"})",
    R"({"kind":"position","how":"missing"})",
    R"({"kind":"position","how":"null"})",
    R"({"kind":"position","how":"text"})",
    R"({"kind":"chunk","how":"out_of_order"})",
    R"({"kind":"chunk","how":"repeats_near"})",
    R"({"kind":"chunk","how":"repeats_far","distance":400})",
    R"({"kind":"chunk","how":"wrong_chunk_size","difference":3})",
    R"({"kind":"chunk","how":"short","count":1,"times":3})",
    R"({"kind":"content","how":"S9","entries":1})",
    R"({"kind":"content","how":"S14","entries":1})",
    R"({"kind":"content","how":"odd_members","entries":2})",
    R"({"kind":"content","how":"unknown_type","entries":1})",
    R"({"kind":"content","how":"deep","levels":600,"entries":1})",
    R"({"kind":"content","how":"mixed_offsets","entries":3})",
};

/// What the realtime server can get wrong.
constexpr std::array polls{
    R"({"kind":"poll","how":"withhold"})",
    R"({"kind":"poll","how":"early","times":3})",
    R"({"kind":"poll","how":"message","message":"out_of_date"})",
    R"({"kind":"poll","how":"max_retries","status":200})",
    R"({"kind":"poll","how":"max_retries","status":400})",
    R"({"kind":"poll","how":"expired"})",
    R"({"kind":"close","delay_ms":1000})",
};

template<typename List>
QByteArray oneOf(const List &list, QRandomGenerator &random)
{
    return list[static_cast<std::size_t>(random.bounded(static_cast<int>(list.size())))];
}

QByteArray withEndpoint(const QByteArray &fault, const char *endpoint)
{
    QJsonObject object = QJsonDocument::fromJson(fault).object();
    object.insert(u"endpoint"_s, QLatin1StringView(endpoint));
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

StormRig::StormRig(Kind kind, std::uint64_t seed)
    : m_kind(kind)
    , m_seed(seed)
    , m_random(static_cast<quint32>(seed * 3 + static_cast<std::uint64_t>(kind)))
    , m_settings(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat)
    , m_accounts(
          m_secrets, m_settings, m_folder.filePath(u"locks"_s),
          {.firstPause = 10ms, .longestPause = 600ms, .lockPoll = 10ms, .fresh = 0ms})
{
}

StormRig::~StormRig() = default;

SimulatorOptions StormRig::simulatorOptions() const
{
    SimulatorOptions options;
    options.seed = m_seed;
    options.backlog = 400;
    options.backlogSpan = std::chrono::hours(20);
    options.oddShare = 0; // an event without an id cannot be looked up
    options.historyDelay = 600ms;
    options.liveDelay = 120ms;
    options.repeatRate = 0.05;
    options.withheldShare = m_kind == Kind::LiveAndHistory ? 0.01 : 0;
    options.stragglerShare = m_kind == Kind::History ? 0.02 : 0;
    options.stragglerDelay = 4s;
    options.pollHold = 3s;
    // The usual rate, a little less for what a timer is early or late by.
    if (m_kind != Kind::User)
        options.minimumGap = (m_kind == Kind::History ? historyInterval : liveInterval) * 8 / 10;
    return options;
}

CaptureSettings StormRig::captureSettings() const
{
    StreamSettings start{.start = StreamSettings::Start::Earliest, .state = {}};
    CaptureSettings settings;
    if (m_kind == Kind::LiveAndHistory) {
        start.pollingInterval = liveInterval;
        settings = liveAndHistory(start, historyInterval);
    } else {
        start.type = m_kind == Kind::User ? StreamType::All : StreamType::AdminLogs;
        start.pollingInterval = historyInterval;
        settings = CaptureSettings(start);
    }
    settings.lookBack = {.span = 24h, .interval = 2s};
    settings.timing.enterpriseGap = 5ms;
    settings.timing.userGap = 20ms;
    settings.timing.retry = {10ms, 600ms};
    settings.timing.pollRetry = {20ms, 600ms};
    settings.timing.safetyInterval = 1200ms;
    settings.timing.plainInterval = historyInterval;
    settings.timing.lookBackGap = 10ms;
    settings.timing.hurriedGap = 10ms;
    settings.timing.slowestInterval = 3s;
    settings.timing.fetchDeadline = 1500ms;
    return settings;
}

Credentials StormRig::credentials() const
{
    Credentials credentials;
    credentials.method = SignInMethod::ClientCredentials;
    credentials.tokenUrl = resolved(m_network).tokenUrl;
    credentials.client = {
        SimulatorOptions::clientId().toUtf8(), Secret(SimulatorOptions::clientSecret().toUtf8())};
    const QJsonObject app =
        QJsonDocument::fromJson(m_simulator.read("/_sim/jwt-config?form=plain")).object();
    credentials.subject = {.id = app[u"enterpriseID"_s].toVariant().toByteArray()};
    credentials.accessToken = Secret(m_simulator.token().toUtf8());
    credentials.goodUntil = QDateTime::currentDateTimeUtc().addSecs(3600);
    return credentials;
}

bool StormRig::start()
{
    if (!m_simulator.start(simulatorOptions())
        || !m_proxy.start(static_cast<quint16>(m_simulator.url().port())))
        return false;
    m_network.apiUrl = m_proxy.through(m_simulator.apiUrl());
    m_network.fetchDeadline = 1500ms;
    m_network.tokenDeadline = 1000ms;
    m_proxy.setMix(
        {.seed = m_seed,
         .refused = 20,
         .silent = 20,
         .cut = 60,
         .reset = 60,
         .delayed = 60,
         .slow = 30,
         .furthest = 200'000,
         .longestDelay = 300ms,
         .slowest = 20'000});

    Account account;
    account.id = u"1"_s;
    account.login = u"storm@example.com"_s;
    m_accounts.add(account, credentials(), false, m_network, [this](const Accounts::Added &added) {
        begin(added.tokens);
    });
    return true;
}

void StormRig::begin(const TokenSourceFactory &tokens)
{
    m_session.create(m_folder.filePath(u"s.boxwatch"_s));
    m_session.start(captureSettings(), {.network = m_network, .token = {}, .tokens = tokens});
    connect(&m_trouble, &QTimer::timeout, this, &StormRig::spoil);
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, [this] { m_session.resume(); });
    connect(&m_happening, &QTimer::timeout, this, [this] {
        m_simulator.addEvents(static_cast<std::uint64_t>(m_random.bounded(1, 20)));
    });
    m_trouble.start(250ms);
    m_happening.start(400ms);
}

void StormRig::spoil()
{
    // A person who cannot leave it alone, but lets a pause last: one resumed at once would ask again
    // faster than the usual rate, and be blamed for it.
    if (m_random.bounded(12) == 0 && !m_rest.isActive()) {
        m_session.pause();
        m_rest.start(600 + m_random.bounded(400));
    }
    // A token that ends is renewed; two that end within one request are a matter for a person.
    if (++m_spoilt % 16 == 0)
        m_simulator.post("/_sim/auth", R"({"expire":"access"})");
    const int lot = m_random.bounded(10);
    QByteArray fault;
    if (m_kind == Kind::User && lot < 3)
        fault = withEndpoint(oneOf(polls, m_random), "subscribe");
    else if (lot < 6)
        fault = withEndpoint(oneOf(chunks, m_random), "events");
    else
        fault = withEndpoint(
            oneOf(anywhere, m_random), m_kind == Kind::User && lot == 9 ? "options" : "events");
    if (!m_simulator.addFault(fault))
        qFatal("not a fault: %s", fault.constData());
}

void StormRig::calm()
{
    m_trouble.stop();
    m_happening.stop();
    m_simulator.addFault(R"({"clear":true})");
    m_proxy.passAll();
}

QByteArray StormRig::streamType() const
{
    return m_kind == Kind::User ? "all" : "admin_logs";
}

QByteArrayList StormRig::truth() const
{
    return idsFrom(m_simulator.read("/_sim/truth?stream_type=" + streamType()));
}

bool StormRig::isComplete() const
{
    return m_session.counts().events >= truth().size();
}

QStringList StormRig::complaints() const
{
    QStringList complaints;
    const QString who = u"seed %1, kind %2: "_s.arg(m_seed).arg(static_cast<int>(m_kind));
    QByteArrayList stored;
    const TableSnapshot rows = m_session.table().snapshot();
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        stored.append(rows.eventId(row));
    QByteArrayList there = truth();
    std::ranges::sort(stored);
    std::ranges::sort(there);
    if (stored != there) {
        const auto state = static_cast<int>(m_session.status().state);
        const QString stateName = QString::fromLatin1(
            QMetaEnum::fromType<EventStream::State>().valueToKey(state));
        QByteArrayList lost;
        QByteArrayList extra;
        std::ranges::set_difference(there, stored, std::back_inserter(lost));
        std::ranges::set_difference(stored, there, std::back_inserter(extra));
        complaints.append(
            who
            + u"%1 events at the server, %2 stored, %3 lost, %4 twice or foreign; %5; %6"_s
                  .arg(there.size())
                  .arg(stored.size())
                  .arg(lost.size())
                  .arg(extra.size())
                  .arg(stateName)
                  .arg(m_proxy.summary()));
    }
    for (const QString &fault : m_simulator.clientFaults())
        complaints.append(who + fault);
    return complaints;
}

std::uint64_t StormRig::faultsHit() const
{
    const QJsonObject counters =
        QJsonDocument::fromJson(m_simulator.read("/_sim/counters")).object();
    return static_cast<std::uint64_t>(counters[u"faults_hit"_s].toInteger());
}

} // namespace boxwatch::test
