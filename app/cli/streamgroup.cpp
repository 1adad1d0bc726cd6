// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/streamgroup.h"

#include "app/cli/streamarguments.h"

#include <QDateTime>
#include <QFile>

#include <CLI/CLI.hpp>

namespace boxwatch {

namespace {

constexpr auto streamHelp =
    "Which events: live and history of the enterprise together (enterprise), its history "
    "(admin_logs), its live stream (admin_logs_streaming), your own (user, also called all), or "
    "those of your own that change files (changes) or what is synchronized (sync)";
constexpr auto fromHelp =
    "Where to start: now, earliest, a stream position or, for an enterprise, a "
    "date. A session that was started before goes on where it stopped. [now]";
constexpr auto untilHelp =
    "Store no event of this moment or later, and end. A date is 2026-03-02 or "
    "2026-03-02T08:20:00Z; local time if no zone is given";
constexpr auto eventTypesHelp =
    "These types only: an enterprise stream asks Box for no others, and none "
    "are stored";
constexpr auto fetchFromHelp =
    "Where to read: earliest, a stream position or, for admin_logs, a date. now: the last two "
    "minutes "
    "of admin_logs; the other streams give no event then, but their current position. [now]";
constexpr auto fetchTypesHelp = "These types only (enterprise streams)";
constexpr auto pollHelp = "Seconds between two looks for news; 0 ends when caught up. [60; 30 for "
                          "enterprise and admin_logs_streaming]";
constexpr auto historyHelp =
    "The same for the history that runs beside the live stream (--stream enterprise). [300]";
constexpr auto quietHelp =
    "Ask less and less often, down to every 5 minutes, while nothing happens";
constexpr auto lookBackHelp =
    "How far back the history is read again, for events that Box adds late; 0: not at all. [24]";
constexpr auto tokenHelp =
    "Where the access token is. Never on the command line itself, which every "
    "user of the machine can read";

/// Nothing if it was not given, or if the command has no such option.
std::optional<QString> ifGiven(const CLI::Option *option, const std::string &value)
{
    return option && option->count() > 0 ? std::optional(argumentText(value)) : std::nullopt;
}

std::optional<double> ifGiven(const CLI::Option *option, double value)
{
    return option && option->count() > 0 ? std::optional(value) : std::nullopt;
}

} // namespace

QString argumentText(const std::string &argument)
{
    return QString::fromLocal8Bit(argument.data(), static_cast<qsizetype>(argument.size()));
}

QString argumentPath(const std::string &argument)
{
    return QFile::decodeName(QByteArray::fromStdString(argument));
}

void StreamGroup::declare(CLI::App &command)
{
    command.add_option("--stream", m_stream, streamHelp)
        ->check(CLI::IsMember(
            {"enterprise", "admin_logs", "admin_logs_streaming", "user", "all", "changes", "sync"}))
        ->capture_default_str();
    m_fromOption = command.add_option("--from", m_from, fromHelp);
    m_fromOption->type_name("now|earliest|POSITION|DATE");
    m_untilOption = command.add_option("--until", m_until, untilHelp);
    m_untilOption->type_name("DATE");
    command.add_option("--event-types", m_eventTypes, eventTypesHelp)->type_name("A,B");
    m_pollOption = command.add_option("--poll-interval", m_pollInterval, pollHelp);
    m_pollOption->type_name("SECONDS");
    m_historyOption = command.add_option("--history-interval", m_historyInterval, historyHelp);
    m_historyOption->type_name("SECONDS");
    command.add_flag("--slower-when-quiet", m_slowerWhenQuiet, quietHelp);
    m_lookBackOption = command.add_option("--look-back", m_lookBack, lookBackHelp);
    m_lookBackOption->type_name("HOURS");
    m_lookBackIntervalOption = command.add_option(
        "--look-back-interval", m_lookBackInterval, "Seconds between two such readings. [600]");
    m_lookBackIntervalOption->type_name("SECONDS");
    declareConnection(command);
}

void StreamGroup::declareForFetch(CLI::App &command)
{
    command.add_option("--stream", m_stream, streamHelp)
        ->check(
            CLI::IsMember({"admin_logs", "admin_logs_streaming", "user", "all", "changes", "sync"}))
        ->capture_default_str();
    m_fromOption = command.add_option("--from", m_from, fetchFromHelp);
    m_fromOption->type_name("now|earliest|POSITION|DATE");
    command.add_option("--event-types", m_eventTypes, fetchTypesHelp)->type_name("A,B");
    declareConnection(command);
}

void StreamGroup::declareConnection(CLI::App &command)
{
    command.add_option("--api-url", m_apiUrl, "Base of the Box API. [https://api.box.com/2.0]")
        ->type_name("URL");
    command.add_option("--token-url", m_tokenUrl, "The token endpoint. [found from --api-url]")
        ->type_name("URL");
    command.add_option("--token-from", m_tokenFrom, tokenHelp)
        ->type_name("env:NAME|stdin|keychain:ACCOUNT");
    command
        .add_option("--ca-file", m_caFile, "Trust the certificate authorities in this PEM file too")
        ->type_name("FILE");
    m_network.declare(command);
}

Result<StreamOptions> StreamGroup::read() const
{
    StreamArguments arguments;
    arguments.stream = argumentText(m_stream);
    arguments.from = ifGiven(m_fromOption, m_from);
    arguments.until = ifGiven(m_untilOption, m_until);
    arguments.eventTypes = argumentText(m_eventTypes);
    arguments.pollInterval = ifGiven(m_pollOption, m_pollInterval);
    arguments.historyInterval = ifGiven(m_historyOption, m_historyInterval);
    arguments.slowerWhenQuiet = m_slowerWhenQuiet;
    arguments.lookBack = ifGiven(m_lookBackOption, m_lookBack);
    arguments.lookBackInterval = ifGiven(m_lookBackIntervalOption, m_lookBackInterval);
    arguments.apiUrl = argumentText(m_apiUrl);
    arguments.tokenUrl = argumentText(m_tokenUrl);
    arguments.tokenFrom = argumentText(m_tokenFrom);
    arguments.caFile = argumentPath(m_caFile);
    auto options = StreamArgumentReader::read(arguments, QDateTime::currentDateTimeUtc());
    if (!options)
        return options;
    if (auto network = m_network.read(options->connection.network, options->proxyPassword);
        !network)
        return network.error();
    return options;
}

} // namespace boxwatch
