// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/streamarguments.h"

#include "app/cli/moment.h"
#include "core/event/eventcatalogue.h"
#include "core/net/networksettings.h"

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr double longestInterval = 86'400; // seconds

Error usage(const QString &message)
{
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = message;
    return error;
}

bool isEventTypeName(const QByteArray &name)
{
    return name.size() <= 128 && std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                   || c == '_';
           });
}

// What Box gives out is printable ASCII; anything else was mistyped.
bool isPosition(const QString &text)
{
    return !text.isEmpty() && text.size() <= 512
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7f'; });
}

// Each poll counts against what the enterprise may call in a month: 12 s makes 216,000 calls.
double shortestInterval(StreamType type)
{
    switch (type) {
    case StreamType::AdminLogs:
        return 60;
    case StreamType::AdminLogsStreaming:
        return 12;
    default:
        return 0;
    }
}

} // namespace

QByteArrayList splitNames(const QString &text)
{
    QByteArrayList names;
    for (const QString &name : text.split(u',', Qt::SkipEmptyParts)) {
        if (const QByteArray trimmed = name.trimmed().toUtf8(); !trimmed.isEmpty())
            names.append(trimmed);
    }
    return names;
}

Result<StreamOptions> StreamArgumentReader::read(
    const StreamArguments &arguments, const QDateTime &now)
{
    StreamArgumentReader reader(arguments, now);
    for (const auto step :
         {&StreamArgumentReader::readStream, &StreamArgumentReader::readFrom,
          &StreamArgumentReader::readUntil, &StreamArgumentReader::readEventTypes,
          &StreamArgumentReader::readConnection, &StreamArgumentReader::readPollInterval,
          &StreamArgumentReader::readToken}) {
        if (auto done = (reader.*step)(); !done)
            return done.error();
    }
    return reader.m_options;
}

Result<void> StreamArgumentReader::readStream()
{
    if (m_arguments.stream == u"user"_s) {
        m_options.settings.type = StreamType::All;
        return {};
    }
    if (m_arguments.stream == u"admin_logs"_s) {
        m_options.settings.type = StreamType::AdminLogs;
        return {};
    }
    if (m_arguments.stream == u"admin_logs_streaming"_s) {
        m_options.settings.type = StreamType::AdminLogsStreaming;
        return {};
    }
    return usage(tr("--stream: \"%1\" is none of user, admin_logs, admin_logs_streaming.")
                     .arg(m_arguments.stream));
}

Result<void> StreamArgumentReader::readFrom()
{
    StreamSettings &settings = m_options.settings;
    m_options.startGiven = m_arguments.from.has_value();
    const QString from = m_arguments.from.value_or(u"now"_s).trimmed();

    if (from.compare(u"now"_s, Qt::CaseInsensitive) == 0) {
        settings.start = StreamSettings::Start::Now;
        return {};
    }
    if (from.compare(u"earliest"_s, Qt::CaseInsensitive) == 0 || from == u"0"_s) {
        settings.start = StreamSettings::Start::Earliest;
        return {};
    }
    if (looksLikeDate(from)) {
        const auto moment = parseMoment(from);
        if (!moment)
            return usage(
                tr("--from: \"%1\" is not a date. Write 2026-03-02 or 2026-03-02T08:20:00Z.")
                    .arg(from));
        if (settings.type != StreamType::AdminLogs)
            return usage(tr("--from: Box can start at a date only in the enterprise's history "
                            "(--stream admin_logs). Start from now, earliest or a position."));
        if (*moment > m_now)
            return usage(tr("--from: %1 is in the future.").arg(momentText(*moment)));
        settings.start = StreamSettings::Start::Date;
        settings.state.startDate = *moment;
        m_options.notes.append(tr("From %1.").arg(momentText(*moment)));
        return {};
    }
    if (!isPosition(from))
        return usage(
            tr("--from: \"%1\" is none of now, earliest, a date or a stream position.").arg(from));
    settings.start = StreamSettings::Start::Position;
    settings.state.position = StreamPosition(from.toLatin1());
    return {};
}

Result<void> StreamArgumentReader::readUntil()
{
    if (!m_arguments.until)
        return {};
    const QString until = m_arguments.until->trimmed();
    const auto moment = parseMoment(until);
    if (!moment)
        return usage(tr("--until: \"%1\" is not a date. Write 2026-03-02 or 2026-03-02T08:20:00Z.")
                         .arg(until));

    StreamSettings &settings = m_options.settings;
    if (settings.state.startDate && *moment <= *settings.state.startDate)
        return usage(tr("--until: %1 is not after --from.").arg(momentText(*moment)));
    settings.state.endDate = *moment;
    m_options.notes.append(tr("Until %1.").arg(momentText(*moment)));
    return {};
}

Result<void> StreamArgumentReader::readEventTypes()
{
    const QByteArrayList names = splitNames(m_arguments.eventTypes);
    if (names.isEmpty())
        return {};
    if (!isEnterprise(m_options.settings.type))
        return usage(
            tr("--event-types: Box can choose types only in the enterprise streams. Capture "
               "all and choose in the window or with export --types."));
    for (const QByteArray &name : names) {
        if (!isEventTypeName(name))
            return usage(tr("--event-types: \"%1\" cannot be the name of an event type.")
                             .arg(QString::fromUtf8(name)));
        if (!EventCatalogue::instance().find(name).known)
            m_options.notes.append(
                tr("No event type %1 is known; Box is asked for it all the same.")
                    .arg(QString::fromUtf8(name)));
    }
    m_options.settings.state.eventTypes = names;
    return {};
}

Result<void> StreamArgumentReader::readConnection()
{
    Connection &connection = m_options.connection;
    if (!m_arguments.apiUrl.isEmpty())
        connection.apiUrl = m_arguments.apiUrl;
    connection.tokenUrl = m_arguments.tokenUrl;
    connection.caFile = m_arguments.caFile;

    NetworkSettings network;
    network.apiUrl = QUrl(connection.apiUrl, QUrl::StrictMode);
    network.tokenUrl = connection.tokenUrl.isEmpty() ? tokenUrlFor(network.apiUrl)
                                                     : QUrl(connection.tokenUrl, QUrl::StrictMode);
    network.caFile = connection.caFile;
    return checkSettings(network);
}

Result<void> StreamArgumentReader::readPollInterval()
{
    StreamSettings &settings = m_options.settings;
    settings.pollingInterval = defaultPollingInterval(settings.type);
    if (!m_arguments.pollInterval)
        return {};

    double seconds = *m_arguments.pollInterval;
    if (!std::isfinite(seconds) || seconds < 0 || seconds > longestInterval)
        return usage(tr("--poll-interval: a number of seconds from 0 to 86400, please."));

    const double shortest = shortestInterval(settings.type);
    const bool ours = isLoopback(QUrl(m_options.connection.apiUrl));
    if (seconds > 0 && seconds < shortest && !ours) {
        m_options.notes.append(tr("Box is asked every %1 s, not every %2 s: each time counts "
                                  "against the calls that the "
                                  "enterprise may make in a month.")
                                   .arg(QString::number(shortest), QString::number(seconds)));
        seconds = shortest;
    }
    settings.pollingInterval = std::chrono::milliseconds(std::llround(std::ceil(seconds * 1000)));
    return {};
}

Result<void> StreamArgumentReader::readToken()
{
    const QString from = m_arguments.tokenFrom;
    if (from.isEmpty())
        return usage(tr("Say where the access token is: --token-from env:NAME, stdin or "
                        "keychain:ACCOUNT."));
    if (from == u"stdin"_s) {
        m_options.token.kind = TokenOrigin::Kind::StandardInput;
        return {};
    }
    const QString name = from.section(u':', 1);
    if (from.startsWith(u"env:"_s) && !name.isEmpty()) {
        m_options.token = {TokenOrigin::Kind::Environment, name};
        return {};
    }
    if (from.startsWith(u"keychain:"_s) && !name.isEmpty()) {
        m_options.token = {TokenOrigin::Kind::Keychain, name};
        return {};
    }
    // Not repeated: it may be the token itself.
    return usage(
        tr("--token-from takes env:NAME, stdin or keychain:ACCOUNT. If this was the token "
           "itself, revoke it: a command line can be read by every user of this machine."));
}

} // namespace boxwatch
