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
    "Which events: your own (user), the enterprise's history (admin_logs) or "
    "the enterprise's live stream (admin_logs_streaming)";
constexpr auto fromHelp = "Where to start: now, earliest, a stream position or, for admin_logs, a "
                          "date. A session that was started before goes on where it stopped. [now]";
constexpr auto untilHelp =
    "Store no event of this moment or later, and end. A date is 2026-03-02 or "
    "2026-03-02T08:20:00Z; local time if no zone is given";
constexpr auto eventTypesHelp =
    "Ask Box for these types only (enterprise streams); events of other "
    "types are not stored";
constexpr auto pollHelp = "Seconds between two looks for news; 0 ends when caught up. [60; 30 for "
                          "admin_logs_streaming]";
constexpr auto tokenHelp =
    "Where the access token is. Never on the command line itself, which every "
    "user of the machine can read";

std::optional<QString> ifGiven(const CLI::Option *option, const std::string &value)
{
    return option->count() > 0 ? std::optional(argumentText(value)) : std::nullopt;
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
        ->check(CLI::IsMember({"user", "admin_logs", "admin_logs_streaming"}))
        ->capture_default_str();
    m_fromOption = command.add_option("--from", m_from, fromHelp);
    m_fromOption->type_name("now|earliest|POSITION|DATE");
    m_untilOption = command.add_option("--until", m_until, untilHelp);
    m_untilOption->type_name("DATE");
    command.add_option("--event-types", m_eventTypes, eventTypesHelp)->type_name("A,B");
    m_pollOption = command.add_option("--poll-interval", m_pollInterval, pollHelp);
    m_pollOption->type_name("SECONDS");
    command.add_option("--api-url", m_apiUrl, "Base of the Box API. [https://api.box.com/2.0]")
        ->type_name("URL");
    command.add_option("--token-url", m_tokenUrl, "The token endpoint. [found from --api-url]")
        ->type_name("URL");
    command.add_option("--token-from", m_tokenFrom, tokenHelp)
        ->type_name("env:NAME|stdin|keychain:ACCOUNT");
    command
        .add_option("--ca-file", m_caFile, "Trust the certificate authorities in this PEM file too")
        ->type_name("FILE");
}

Result<StreamOptions> StreamGroup::read() const
{
    StreamArguments arguments;
    arguments.stream = argumentText(m_stream);
    arguments.from = ifGiven(m_fromOption, m_from);
    arguments.until = ifGiven(m_untilOption, m_until);
    arguments.eventTypes = argumentText(m_eventTypes);
    if (m_pollOption->count() > 0)
        arguments.pollInterval = m_pollInterval;
    arguments.apiUrl = argumentText(m_apiUrl);
    arguments.tokenUrl = argumentText(m_tokenUrl);
    arguments.tokenFrom = argumentText(m_tokenFrom);
    arguments.caFile = argumentPath(m_caFile);
    return StreamArgumentReader::read(arguments, QDateTime::currentDateTimeUtc());
}

} // namespace boxwatch
