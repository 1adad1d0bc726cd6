// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/boxsimcommandline.h"

#include "simulator/boxsimoptions.h"
#include "simulator/scenario.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QVariant>

#include <algorithm>
#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;

namespace boxwatch::sim {

namespace {

constexpr int exitUsage = 2;
constexpr int exitFile = 4;

constexpr const char *description =
    R"(A simulator of the Box Events API on 127.0.0.1, for tests, benches and demonstrations.

Prints one line of JSON with its address and an access token, then serves until SIGINT or SIGTERM.
All events come from the seed: the same seed gives the same bytes.

Served as by Box:
  GET, OPTIONS /2.0/events   all, changes, sync, admin_logs, admin_logs_streaming
  GET /subscribe             the long poll that OPTIONS leads to
  GET /2.0/users/me
  GET /api/oauth2/authorize  a page with Grant and Deny
  POST /oauth2/token         authorization_code, refresh_token (each works once), client_credentials,
                             JWT
  POST /oauth2/revoke

Tokens: TOKEN may do everything, TOKEN-user is refused enterprise events, TOKEN-guest is a colleague,
TOKEN-other belongs to another enterprise, TOKEN-refresh is a refresh token. Client id
boxwatch-demo-client, client secret boxwatch-demo-secret.

For tests, without a token:
  GET  /_sim/truth?stream_type=&from=&to=&ids=0   count and ids (JSON lines) of a range of events
  GET  /_sim/raw?index=&count=&stream_type=       events byte for byte, one a line
  GET  /_sim/log, /_sim/counters                  requests, secrets masked; what clients did wrong
  POST /_sim/clear                                forgets both
  POST /_sim/events?count=                        so many events happen now
  POST /_sim/clock?advance=                       so many seconds pass at once
  POST /_sim/fault                                something goes wrong, as the JSON in it says
  GET, POST /_sim/auth                            counters of tokens; who signs in, what has expired
  GET  /_sim/jwt-config?form=                     the configuration file of the application
  GET, POST /_sim/scenario                        how far the time line is; starts another one

docs/simulator.md says what is in that JSON.)";

const QStringList positionForms{
    u"faithful"_s, u"text"_s, u"number"_s, u"alternating"_s, u"compound"_s};
const QStringList emptyPositions{u"faithful"_s, u"zero"_s, u"missing"_s, u"null"_s, u"moving"_s};
const QStringList pollTokens{u"unneeded"_s, u"needed"_s, u"refused"_s};
const QStringList consents{u"ask"_s, u"grant"_s, u"deny"_s};

void declareServer(BoxsimOptions &options)
{
    options.add("port", "Port on 127.0.0.1; 0: any free one.", "PORT", u"0"_s);
    options.add("seed", "What everything is made from.", "NUMBER", u"1"_s);
    options.add(
        "start-time",
        "Simulated time at the start, e.g. 2026-03-02T08:00:00Z. Default: the real time.", "TIME");
    options.add(
        "clock-offset", "How far the simulated clock is ahead of the real one.", "SECONDS", u"0"_s);
    options.add("scenario", "A time line of events, faults and clock steps.", "FILE");
    options.add("gzip", "Compress replies for clients that accept it.");
    options.add("tls", "HTTPS with a certificate made at the start.");
    options.add("tls-cert-out", "Write that certificate (PEM) to a file. Implies --tls.", "FILE");
    options.add(
        "minimum-gap",
        "Note it as a fault when a client asks for events sooner after there were none.", "SECONDS",
        u"0"_s);
    options.add(
        "max-idle-rate", "Note it when more calls per second bring nothing for 5 s; 0: never.",
        "PER-SECOND", u"0"_s);
}

void declareEvents(BoxsimOptions &options)
{
    options.add("backlog", "Events that have already happened.", "COUNT", u"10000"_s);
    options.add("backlog-days", "Over how many days they are spread.", "DAYS", u"10"_s);
    options.add("rate", "Further events per second.", "PER-SECOND", u"0"_s);
    options.add(
        "in-memory",
        "Make the enterprise events of the backlog at the start and keep them, 900 MB a million.");
    options.add("odd", "Share of events with something odd about them.", "SHARE", u"0.01"_s);
    options.add("history-delay", "Until admin_logs shows an event.", "SECONDS", u"60"_s);
    options.add("live-delay", "Until admin_logs_streaming shows it.", "SECONDS", u"12"_s);
    options.add("user-delay", "Until the user streams show it.", "SECONDS", u"0"_s);
    options.add(
        "straggler-share", "Share of events that come to admin_logs late.", "SHARE", u"0"_s);
    options.add("straggler-delay", "How late they come at most.", "SECONDS", u"1800"_s);
    options.add(
        "withheld-share", "Share of events that admin_logs_streaming never has.", "SHARE", u"0"_s);
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
}

void declareAnswers(BoxsimOptions &options)
{
    options.add(
        "position-form",
        "How positions are written: faithful, text, number, alternating, compound.", "FORM",
        positionForms.first());
    options.add(
        "empty-position",
        "What a chunk without events says of the next position: faithful, zero, missing, null, "
        "moving.",
        "FORM", emptyPositions.first());
    options.add("strict-positions", "Refuse a position that went through a double.");
    options.add("refuse-stale-positions", "Refuse a position that is older than what is kept.");
    options.add("accept-now", "Take the position now for admin_logs too.");
    options.add("refuse-large-limits", "Refuse a limit above 500.");
    options.add("refuse-unknown-types", "Refuse an event type that nobody knows.");
    options.add("refuse-old-dates", "Refuse a created_after more than a year ago.");
    options.add(
        "poll-hold", "How long a long poll waits before it says reconnect.", "SECONDS", u"610"_s);
    options.add("poll-retries", "max_retries of the realtime server.", "COUNT", u"10"_s);
    options.add("poll-retry-timeout", "retry_timeout of the realtime server.", "SECONDS", u"610"_s);
    options.add("poll-life", "ttl of the realtime server.", "MINUTES", u"10"_s);
    options.add("poll-numbers", "ttl and max_retries are numbers, not text.");
    options.add(
        "poll-token", "The access token on long polls is unneeded, needed or refused.", "WORD",
        pollTokens.first());
    options.add(
        "too-many-polls", "Status of the answer to one poll too many: 200, 400 or 404.", "STATUS",
        u"200"_s);
    options.add("early-polls", "new_change comes when an event happens, not when it shows.");
}

void declareTokens(BoxsimOptions &options)
{
    options.add("token", "The access token to take.", "TEXT", SimulatorOptions::defaultToken());
    options.add(
        "token-life", "How long tokens from /oauth2/token last; 0: 3600 to 4200 s, as with Box.",
        "SECONDS", u"0"_s);
    options.add(
        "refresh-grace", "How long a used refresh token gives the same new pair again.", "SECONDS",
        u"0"_s);
    options.add("code-life", "How long authorization codes last.", "SECONDS", u"30"_s);
    options.add(
        "redirect-uri",
        "A redirect URI of the application; may stand several times. Default: "
        "http://127.0.0.1/callback and http://localhost/callback.",
        "URI");
    options.add(
        "consent", "What the page of /api/oauth2/authorize does: ask, grant, deny.", "WORD",
        consents.first());
    options.add("public-client", "The client secret may be left out; a code then needs PKCE.");
    options.add("unauthorized-app", "No admin has authorized the application.");
}

void readEvents(BoxsimOptions &options, SimulatorOptions &result)
{
    result.backlog = options.whole("backlog", 100'000'000);
    result.backlogSpan = std::chrono::hours(std::max<std::int64_t>(
        1, static_cast<std::int64_t>(options.real("backlog-days", 3650) * 24)));
    result.rate = options.real("rate", 1e6);
    result.inMemory = options.isSet("in-memory");
    result.oddShare = options.real("odd", 1);
    result.historyDelay = options.seconds("history-delay");
    result.liveDelay = options.seconds("live-delay");
    result.userDelay = options.seconds("user-delay");
    result.stragglerShare = options.real("straggler-share", 1);
    result.stragglerDelay = options.seconds("straggler-delay");
    result.withheldShare = options.real("withheld-share", 1);
    result.repeatRate = options.real("repeat-rate", 0.9);
    result.reorderRate = options.real("reorder", 1);
    result.userRepeatRate = options.real("user-repeat-rate", 1);
    result.shortChunks = options.real("short-chunks", 1);
    result.userEvery = std::max(
        1U, static_cast<std::uint32_t>(options.whole("user-every", 1'000'000)));
}

void readAnswers(BoxsimOptions &options, SimulatorOptions &result)
{
    result.positionForm = static_cast<SimulatorOptions::PositionForm>(
        options.choice("position-form", positionForms));
    result.emptyPosition = static_cast<SimulatorOptions::EmptyPosition>(
        options.choice("empty-position", emptyPositions));
    result.strictPositions = options.isSet("strict-positions");
    result.refuseStalePositions = options.isSet("refuse-stale-positions");
    result.acceptNow = options.isSet("accept-now");
    result.refuseLargeLimits = options.isSet("refuse-large-limits");
    result.refuseUnknownTypes = options.isSet("refuse-unknown-types");
    result.refuseOldDates = options.isSet("refuse-old-dates");
    result.pollHold = options.seconds("poll-hold");
    result.pollRetries = static_cast<int>(options.whole("poll-retries", 1'000'000));
    result.pollRetryTimeout = static_cast<int>(options.whole("poll-retry-timeout", 1'000'000));
    result.pollLife = static_cast<int>(options.whole("poll-life", 1'000'000));
    result.pollNumbers = options.isSet("poll-numbers");
    result.pollToken = static_cast<SimulatorOptions::PollToken>(
        options.choice("poll-token", pollTokens));
    static const QStringList statuses{u"200"_s, u"400"_s, u"404"_s};
    result.tooManyPolls = statuses[options.choice("too-many-polls", statuses)].toInt();
    result.earlyPolls = options.isSet("early-polls");
}

void readTokens(BoxsimOptions &options, SimulatorOptions &result)
{
    result.token = options.text("token");
    result.tokenLife = std::chrono::seconds(options.whole("token-life", 1'000'000));
    result.refreshGrace = std::chrono::seconds(options.whole("refresh-grace", 1'000'000));
    result.codeLife = std::chrono::seconds(options.whole("code-life", 1'000'000));
    if (options.isSet("redirect-uri"))
        result.redirectUris = options.texts("redirect-uri");
    result.consent = static_cast<SimulatorOptions::Consent>(options.choice("consent", consents));
    result.publicClient = options.isSet("public-client");
    result.appAuthorized = !options.isSet("unauthorized-app");
}

SimulatorOptions read(BoxsimOptions &options)
{
    SimulatorOptions result;
    result.port = static_cast<std::uint16_t>(options.whole("port", 65'535));
    result.seed = options.whole("seed", std::numeric_limits<std::int64_t>::max());
    result.startTime = options.time("start-time");
    result.clockOffset = options.signedSeconds("clock-offset");
    result.gzip = options.isSet("gzip");
    result.minimumGap = options.seconds("minimum-gap");
    result.maxIdleRate = options.real("max-idle-rate", 1e6);
    readEvents(options, result);
    readAnswers(options, result);
    readTokens(options, result);
    return result;
}

BoxsimCommandLine complain(const QString &sentence, int exitCode = exitUsage)
{
    std::fprintf(
        stderr, "boxsim: %s%s\n", qUtf8Printable(sentence),
        exitCode == exitUsage ? " Try boxsim --help." : "");
    BoxsimCommandLine line;
    line.exitCode = exitCode;
    return line;
}

/// `options` of a scenario as they would stand on the command line.
QStringList argumentsOf(const QJsonObject &options)
{
    QStringList arguments;
    for (auto option = options.begin(); option != options.end(); ++option) {
        const QString name = u"--"_s + option.key();
        const QJsonArray values = option->isArray() ? option->toArray() : QJsonArray{*option};
        for (const QJsonValue &value : values) {
            if (!value.isBool())
                arguments.append(name + u'=' + value.toVariant().toString());
            else if (value.toBool())
                arguments.append(name);
        }
    }
    return arguments;
}

/// Reads the file into \p content and puts its options before those of the command line, which
/// therefore win. Gives a line that ends the program if that is not possible.
std::optional<BoxsimCommandLine> readScenario(
    BoxsimOptions &options, const QStringList &arguments, QByteArray &content)
{
    QFile file(options.text("scenario"));
    if (!file.open(QIODevice::ReadOnly))
        return complain(file.fileName() + u": "_s + file.errorString(), exitFile);
    content = file.readAll();
    const Scenario scenario = Scenario::fromJson(content);
    if (!scenario.complaint.isEmpty())
        return complain(file.fileName() + u": "_s + scenario.complaint + u'.');
    const QStringList all = arguments.mid(0, 1) + argumentsOf(scenario.options) + arguments.mid(1);
    if (!options.parser().parse(all))
        return complain(file.fileName() + u": "_s + options.parser().errorText() + u'.');
    return std::nullopt;
}

} // namespace

BoxsimCommandLine BoxsimCommandLine::parse(const QStringList &arguments)
{
    BoxsimOptions options(QString::fromUtf8(description));
    declareServer(options);
    declareEvents(options);
    declareAnswers(options);
    declareTokens(options);
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
    QByteArray scenario;
    if (options.isSet("scenario")) {
        if (auto end = readScenario(options, arguments, scenario))
            return *end;
    }
    line.options = read(options);
    line.options.scenario = scenario;
    line.certificateFile = options.text("tls-cert-out");
    line.tls = options.isSet("tls") || !line.certificateFile.isEmpty();
    return options.complaint().isEmpty() ? line : complain(options.complaint());
}

} // namespace boxwatch::sim
