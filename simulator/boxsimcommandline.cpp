// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/boxsimcommandline.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDateTime>

#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr int exitUsage = 2;

constexpr const char *description =
    R"(A simulator of the Box Events API on 127.0.0.1, for tests, benches and demonstrations.

Prints one line of JSON with its address and an access token, then serves until SIGINT or SIGTERM.
All events come from the seed: the same seed gives the same bytes.

Served as by Box:
  GET, OPTIONS /2.0/events   all, changes, sync, admin_logs, admin_logs_streaming
  GET /subscribe             the long poll that OPTIONS leads to
  GET /2.0/users/me
  POST /oauth2/token         refresh_token (each works once), client_credentials
  POST /oauth2/revoke

Tokens: TOKEN may do everything, TOKEN-user is refused enterprise events, TOKEN-refresh is a refresh
token. Client id boxwatch-demo-client, client secret boxwatch-demo-secret.

For tests, without a token:
  GET  /_sim/truth?stream_type=&from=&to=&ids=0   count and ids (JSON lines) of a range of events
  GET  /_sim/raw?index=&count=&stream_type=       events byte for byte, one a line
  GET  /_sim/log, /_sim/counters                  requests, secrets masked; what clients did wrong
  POST /_sim/events?count=                        so many events happen now
  POST /_sim/clock?advance=                       so many seconds pass at once
  POST /_sim/fault                                {"endpoint":"events","kind":"status","status":503,
      "retry_after":2,"times":3,"skip":0,"delay_ms":0,"probability":1} or {"clear":true}
      endpoint: events options subscribe me token revoke *
      kind: status html empty garbage truncate reset stall delay)";

/// The options, and the first complaint about one of them.
class Options
{
public:
    Options()
    {
        m_parser.setApplicationDescription(QString::fromUtf8(description));
        m_parser.addHelpOption();
        m_parser.addVersionOption();
    }

    void add(
        const char *name, const char *text, const char *value = nullptr,
        const QString &standard = {})
    {
        QString help = QString::fromUtf8(text);
        if (!standard.isEmpty())
            help += u" Default: %1."_s.arg(standard);
        QCommandLineOption option(QString::fromLatin1(name), help);
        if (value)
            option.setValueName(QString::fromLatin1(value));
        if (!standard.isEmpty())
            option.setDefaultValue(standard);
        m_parser.addOption(option);
    }

    QCommandLineParser &parser() { return m_parser; }
    bool isSet(const char *name) const { return m_parser.isSet(QString::fromLatin1(name)); }
    QString text(const char *name) const { return m_parser.value(QString::fromLatin1(name)); }
    const QString &complaint() const { return m_complaint; }

    std::uint64_t whole(const char *name, std::uint64_t most)
    {
        bool isNumber = false;
        const qulonglong value = text(name).toULongLong(&isNumber);
        return isNumber && value <= most ? value : refuse<std::uint64_t>(name);
    }

    double real(const char *name, double most)
    {
        bool isNumber = false;
        const double value = text(name).toDouble(&isNumber);
        return isNumber && value >= 0 && value <= most ? value : refuse<double>(name);
    }

    std::chrono::milliseconds seconds(const char *name)
    {
        return std::chrono::milliseconds(static_cast<std::int64_t>(real(name, 1e9) * 1000));
    }

    std::int64_t time(const char *name)
    {
        if (!isSet(name))
            return 0;
        const QDateTime time = QDateTime::fromString(text(name), Qt::ISODateWithMs);
        return time.isValid() ? time.toMSecsSinceEpoch() : refuse<std::int64_t>(name);
    }

private:
    template<typename T>
    T refuse(const char *name)
    {
        if (m_complaint.isEmpty())
            m_complaint = u"--%1 does not take \"%2\"."_s.arg(
                QString::fromLatin1(name), text(name));
        return T{};
    }

    QCommandLineParser m_parser;
    QString m_complaint;
};

void declare(Options &options)
{
    options.add("port", "Port on 127.0.0.1; 0: any free one.", "PORT", u"0"_s);
    options.add("seed", "What everything is made from.", "NUMBER", u"1"_s);
    options.add("backlog", "Events that have already happened.", "COUNT", u"10000"_s);
    options.add("backlog-days", "Over how many days they are spread.", "DAYS", u"10"_s);
    options.add(
        "start-time",
        "Simulated time at the start, e.g. 2026-03-02T08:00:00Z. Default: the real time.", "TIME");
    options.add("rate", "Further events per second.", "PER-SECOND", u"0"_s);
    options.add("odd", "Share of events with something odd about them.", "SHARE", u"0.01"_s);
    options.add("history-delay", "Until admin_logs shows an event.", "SECONDS", u"60"_s);
    options.add("live-delay", "Until admin_logs_streaming shows it.", "SECONDS", u"12"_s);
    options.add(
        "repeat-rate", "Share of events that admin_logs_streaming sends twice.", "SHARE",
        u"0.02"_s);
    options.add(
        "reorder", "Share of events that admin_logs_streaming sends late.", "SHARE", u"0.02"_s);
    options.add(
        "user-repeat-rate", "Share of user chunks that begin with events sent before.", "SHARE",
        u"0.1"_s);
    options.add(
        "short-chunks", "Share of chunks that hold less than they could.", "SHARE", u"0.02"_s);
    options.add("user-every", "Every how many events the user streams have one.", "COUNT", u"1"_s);
    options.add("strict-positions", "Refuse a position that went through a double.");
    options.add("token", "The access token to take.", "TEXT", SimulatorOptions::defaultToken());
    options.add("token-life", "How long tokens from /oauth2/token last.", "SECONDS", u"3930"_s);
    options.add(
        "poll-hold", "How long a long poll waits before it says reconnect.", "SECONDS", u"610"_s);
    options.add("poll-retries", "max_retries of the realtime server.", "COUNT", u"10"_s);
    options.add("poll-retry-timeout", "retry_timeout of the realtime server.", "SECONDS", u"610"_s);
    options.add("gzip", "Compress replies for clients that accept it.");
    options.add("tls", "HTTPS with a certificate made at the start.");
    options.add("tls-cert-out", "Write that certificate (PEM) to a file. Implies --tls.", "FILE");
}

SimulatorOptions read(Options &options)
{
    SimulatorOptions result;
    result.port = static_cast<std::uint16_t>(options.whole("port", 65'535));
    result.seed = options.whole("seed", std::numeric_limits<std::int64_t>::max());
    result.backlog = options.whole("backlog", 100'000'000);
    result.backlogSpan = std::chrono::hours(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(options.real("backlog-days", 3650) * 24)));
    result.startTime = options.time("start-time");
    result.rate = options.real("rate", 1e6);
    result.oddShare = options.real("odd", 1);
    result.historyDelay = options.seconds("history-delay");
    result.liveDelay = options.seconds("live-delay");
    result.repeatRate = options.real("repeat-rate", 0.9);
    result.reorderRate = options.real("reorder", 1);
    result.userRepeatRate = options.real("user-repeat-rate", 1);
    result.shortChunks = options.real("short-chunks", 1);
    result.userEvery = std::max(
        1U, static_cast<std::uint32_t>(options.whole("user-every", 1'000'000)));
    result.strictPositions = options.isSet("strict-positions");
    result.token = options.text("token");
    result.tokenLife = std::chrono::seconds(options.whole("token-life", 1'000'000));
    result.pollHold = options.seconds("poll-hold");
    result.pollRetries = static_cast<int>(options.whole("poll-retries", 1'000'000));
    result.pollRetryTimeout = static_cast<int>(options.whole("poll-retry-timeout", 1'000'000));
    result.gzip = options.isSet("gzip");
    return result;
}

BoxsimCommandLine complain(const QString &sentence)
{
    std::fprintf(stderr, "boxsim: %s Try boxsim --help.\n", qUtf8Printable(sentence));
    BoxsimCommandLine line;
    line.exitCode = exitUsage;
    return line;
}

} // namespace

BoxsimCommandLine BoxsimCommandLine::parse(const QStringList &arguments)
{
    Options options;
    declare(options);
    QCommandLineParser &parser = options.parser();
    if (!parser.parse(arguments))
        return complain(parser.errorText() + u'.');
    if (!parser.positionalArguments().isEmpty())
        return complain(u"\"%1\" means nothing here."_s.arg(parser.positionalArguments().first()));

    BoxsimCommandLine line;
    const bool wantsHelp = options.isSet("help") || options.isSet("help-all");
    if (wantsHelp || options.isSet("version")) {
        const QString text = wantsHelp ? parser.helpText()
                                       : QCoreApplication::applicationName() + u' '
                + QCoreApplication::applicationVersion() + u'\n';
        std::fputs(qUtf8Printable(text), stdout);
        line.exitCode = 0;
        return line;
    }
    line.options = read(options);
    line.certificateFile = options.text("tls-cert-out");
    line.tls = options.isSet("tls") || !line.certificateFile.isEmpty();
    return options.complaint().isEmpty() ? line : complain(options.complaint());
}

} // namespace boxwatch::sim
