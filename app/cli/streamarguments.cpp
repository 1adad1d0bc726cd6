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

// Box holds events back for so long (reference 4.6): asking more often brings nothing.
double usefulInterval(StreamType type)
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
          &StreamArgumentReader::readHistoryInterval, &StreamArgumentReader::readLookBack,
          &StreamArgumentReader::readToken}) {
        if (auto done = (reader.*step)(); !done)
            return done.error();
    }
    return reader.m_options;
}

Result<void> StreamArgumentReader::readStream()
{
    if (m_arguments.stream == u"enterprise"_s) {
        m_options.settings.type = StreamType::AdminLogsStreaming;
        m_options.withHistory = true;
        return {};
    }
    // Box calls the stream of everything that concerns a user "all".
    const QByteArray name = m_arguments.stream == u"user"_s ? "all" : m_arguments.stream.toLatin1();
    const std::optional<StreamType> type = streamTypeFromName(name);
    if (!type)
        return usageError(tr("--stream: \"%1\" is none of enterprise, admin_logs, "
                             "admin_logs_streaming, user, changes, sync.")
                              .arg(m_arguments.stream));
    m_options.settings.type = *type;
    return {};
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
            return usageError(
                tr("--from: \"%1\" is not a date. Write 2026-03-02 or 2026-03-02T08:20:00Z.")
                    .arg(from));
        if (!isEnterprise(settings.type))
            return usageError(
                tr("--from: Box can start at a date only in the enterprise's streams. "
                   "Start from now, earliest or a position."));
        if (*moment > m_now)
            return usageError(tr("--from: %1 is in the future.").arg(momentText(*moment)));
        settings.start = StreamSettings::Start::Date;
        settings.state.startDate = *moment;
        m_options.notes.append(tr("From %1.").arg(momentText(*moment)));
        return {};
    }
    if (!isPosition(from))
        return usageError(
            tr("--from: \"%1\" is none of now, earliest, a date or a stream position.").arg(from));
    if (m_options.withHistory)
        return usageError(
            tr("--from: a position is good for one stream only, and --stream enterprise "
               "reads two. Start from now, earliest or a date."));
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
        return usageError(
            tr("--until: \"%1\" is not a date. Write 2026-03-02 or 2026-03-02T08:20:00Z.")
                .arg(until));

    StreamSettings &settings = m_options.settings;
    if (settings.state.startDate && *moment <= *settings.state.startDate)
        return usageError(tr("--until: %1 is not after --from.").arg(momentText(*moment)));
    settings.state.endDate = *moment;
    m_options.notes.append(tr("Until %1.").arg(momentText(*moment)));
    return {};
}

Result<void> StreamArgumentReader::readEventTypes()
{
    const QByteArrayList names = splitNames(m_arguments.eventTypes);
    if (names.isEmpty())
        return {};
    for (const QByteArray &name : names) {
        if (!isEventTypeName(name))
            return usageError(tr("--event-types: \"%1\" cannot be the name of an event type.")
                                  .arg(QString::fromUtf8(name)));
        if (!EventCatalogue::instance().find(name).known)
            m_options.notes.append(tr("No event type %1 is known; it is looked for all the same.")
                                       .arg(QString::fromUtf8(name)));
    }
    m_options.settings.state.eventTypes = names;
    return {};
}

Result<void> StreamArgumentReader::readConnection()
{
    NetworkSettings &network = m_options.connection.network;
    if (!m_arguments.apiUrl.isEmpty())
        network.apiUrl = QUrl(m_arguments.apiUrl, QUrl::StrictMode);
    network.tokenUrl = QUrl(m_arguments.tokenUrl, QUrl::StrictMode);
    // An empty one would be found from --api-url.
    if (!m_arguments.tokenUrl.isEmpty() && network.tokenUrl.isEmpty())
        return usageError(tr("--token-url: this is not a URL."));
    network.caFile = m_arguments.caFile;
    return checkSettings(network);
}

Result<void> StreamArgumentReader::readPollInterval()
{
    StreamSettings &settings = m_options.settings;
    settings.pollingInterval = defaultPollingInterval(settings.type);
    if (!m_arguments.pollInterval)
        return {};

    const auto polling = interval(*m_arguments.pollInterval, "--poll-interval", settings.type);
    if (!polling)
        return polling.error();
    settings.pollingInterval = *polling;
    return {};
}

Result<void> StreamArgumentReader::readHistoryInterval()
{
    m_options.settings.slowerWhenQuiet = m_arguments.slowerWhenQuiet;
    // A pass without polling is one of both streams.
    if (m_options.settings.pollingInterval.count() == 0)
        m_options.historyInterval = std::chrono::milliseconds::zero();
    if (!m_arguments.historyInterval)
        return {};
    if (!m_options.withHistory)
        return usageError(
            tr("--history-interval is for --stream enterprise; the interval of a single "
               "stream is --poll-interval."));
    const auto polling = interval(
        *m_arguments.historyInterval, "--history-interval", StreamType::AdminLogs);
    if (!polling)
        return polling.error();
    if ((polling->count() == 0) != (m_options.settings.pollingInterval.count() == 0))
        return usageError(tr("--poll-interval and --history-interval are both 0, or neither is."));
    m_options.historyInterval = *polling;
    return {};
}

Result<void> StreamArgumentReader::readLookBack()
{
    const StreamSettings &settings = m_options.settings;
    const bool polls = settings.pollingInterval.count() > 0;
    const bool hasHistory = m_options.withHistory || settings.type == StreamType::AdminLogs;
    if ((m_arguments.lookBack || m_arguments.lookBackInterval) && !(polls && hasHistory))
        return usageError(
            tr("--look-back is for the history (--stream enterprise or admin_logs), and "
               "for a capture that goes on (--poll-interval other than 0)."));
    if (settings.slowerWhenQuiet && !(polls && isEnterprise(settings.type)))
        return usageError(
            tr("--slower-when-quiet is for the enterprise's streams, and for a capture that "
               "goes on (--poll-interval other than 0)."));
    constexpr double longestLookBack = 14.0 * 24; // hours
    if (m_arguments.lookBack) {
        const double hours = *m_arguments.lookBack;
        if (!std::isfinite(hours) || hours < 0 || hours > longestLookBack)
            return usageError(tr("--look-back: a number of hours from 0 (off) to 336, please."));
        m_options.lookBack.span = std::chrono::milliseconds(std::llround(hours * 3'600'000));
    }
    if (m_arguments.lookBackInterval) {
        const double seconds = *m_arguments.lookBackInterval;
        if (!std::isfinite(seconds) || seconds <= 0 || seconds > longestInterval)
            return usageError(tr("--look-back-interval: a number of seconds up to 86400, please."));
        m_options.lookBack.interval = std::chrono::milliseconds(std::llround(seconds * 1000));
    }
    return {};
}

Result<std::chrono::milliseconds> StreamArgumentReader::interval(
    double seconds, const char *option, StreamType type)
{
    if (!std::isfinite(seconds) || seconds < 0 || seconds > longestInterval)
        return usageError(
            tr("%1: a number of seconds from 0 to 86400, please.").arg(QLatin1StringView(option)));

    const double shortest = usefulInterval(type);
    const bool ours = isLoopback(m_options.connection.network.apiUrl);
    if (seconds > 0 && seconds < shortest && !ours)
        m_options.notes.append(tr("Box shows events of this stream after about %1 s, and each look "
                                  "counts against the calls that the enterprise may make in a "
                                  "month: asking every %2 s makes %L3 of them a day.")
                                   .arg(QString::number(shortest), QString::number(seconds))
                                   .arg(std::llround(86'400 / seconds)));
    return std::chrono::milliseconds(std::llround(std::ceil(seconds * 1000)));
}

CaptureSettings StreamOptions::capture() const
{
    CaptureSettings capture = withHistory ? liveAndHistory(settings, historyInterval)
                                          : CaptureSettings(settings);
    capture.lookBack = lookBack;
    return capture;
}

Result<void> StreamArgumentReader::readToken()
{
    const QString from = m_arguments.tokenFrom;
    if (from.isEmpty())
        return usageError(tr("Say where the access token is: --token-from env:NAME, stdin or "
                             "keychain:ACCOUNT."));
    const auto origin = originFrom(from);
    const bool isOfKeychain = origin && origin->kind == TokenOrigin::Kind::Keychain;
    if (origin && (!isOfKeychain || !origin->name.isEmpty())) {
        m_options.token = *origin;
        return {};
    }
    // Not repeated: it may be the token itself.
    return usageError(
        tr("--token-from takes env:NAME, stdin or keychain:ACCOUNT. If this was the token "
           "itself, revoke it: a command line can be read by every user of this machine."));
}

} // namespace boxwatch
