// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QString bothName = u"enterprise"_s;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::Words)
};

QString tr(const char *text)
{
    return Words::tr(text);
}

QString untilNext(const StreamStatus &status, const QDateTime &now, const char *words)
{
    if (!status.nextAttempt.isValid())
        return {};
    const auto left = qMax<qint64>(0, now.secsTo(status.nextAttempt));
    return tr(words).arg(left);
}

StateWords running(const StreamStatus &status, const QDateTime &now, const QTimeZone &zone)
{
    const bool waiting = status.state == EventStream::State::Waiting;
    if (!waiting && !status.live) {
        QString reached;
        if (status.newestEvent != Event::noTime)
            reached = isoTime(QDateTime::fromMSecsSinceEpoch(status.newestEvent, Qt::UTC), zone)
                          .chopped(3);
        return {u"catchup"_s, Ink::Accent, tr("Catching up"), reached, {}};
    }
    if (!isEnterprise(status.type)) {
        QString since;
        if (status.since.isValid())
            since = tr("since %1").arg(clockTime(status.since, zone).chopped(3));
        return {u"waiting"_s, Ink::LiveText, tr("Waiting for news"), since, {}};
    }
    return {
        u"live"_s,
        Ink::LiveText,
        tr("Live"),
        waiting ? untilNext(status, now, QT_TRANSLATE_NOOP("boxwatch::Words", "Next poll in %1 s"))
                : tr("Asking Box"),
        {}};
}

const StreamStatus *streamOf(const std::vector<StreamStatus> &streams, StreamType type)
{
    const auto found = std::ranges::find(streams, type, &StreamStatus::type);
    return found == streams.end() ? nullptr : &*found;
}

QString lowered(QString words)
{
    if (!words.isEmpty())
        words[0] = words.at(0).toLower();
    return words;
}

// Live is what people look at; what history lacks is said beside it.
StateWords bothWords(
    const StreamStatus &live, const StreamStatus &history, const QDateTime &now,
    const QTimeZone &zone)
{
    using State = EventStream::State;
    const StateWords ofLive = stateWords(live, now, zone);
    const StateWords ofHistory = stateWords(history, now, zone);
    if (live.state == State::BackingOff || history.state == State::BackingOff) {
        if (live.state == history.state)
            return ofLive;
        const bool liveFails = live.state == State::BackingOff;
        StateWords words = liveFails ? ofLive : ofHistory;
        const QString goesOn = liveFails ? tr("history goes on") : tr("live goes on");
        words.state = liveFails ? tr("Retrying live") : tr("Retrying history");
        words.detail += words.detail.isEmpty() ? goesOn : u" · "_s + goesOn;
        return words;
    }
    if (live.live && !history.live) {
        StateWords words = ofLive;
        words.detail = tr("History: %1").arg(lowered(ofHistory.state));
        if (!ofHistory.detail.isEmpty())
            words.detail += u' ' + ofHistory.detail;
        return words;
    }
    return ofLive;
}

} // namespace

QString StateWords::sentence() const
{
    QString words = detail.isEmpty() ? state : state + u" · "_s + detail;
    if (!parts.isEmpty())
        words += u" ("_s + parts + u')';
    return words;
}

Ink StateWords::glyphInk() const
{
    return ink == Ink::LiveText ? Ink::LiveFill : ink;
}

StateWords stateWords(const StreamStatus &status, const QDateTime &now, const QTimeZone &zone)
{
    using State = EventStream::State;
    switch (status.state) {
    case State::Fetching:
    case State::Waiting:
        return running(status, now, zone);
    case State::BackingOff:
        return {
            u"retry"_s,
            Ink::WarnText,
            tr("Retrying"),
            untilNext(status, now, QT_TRANSLATE_NOOP("boxwatch::Words", "Next try in %1 s")),
            {}};
    case State::Paused:
        return {
            u"pause"_s,
            Ink::Text2,
            status.since.isValid() ? tr("Paused at %1").arg(clockTime(status.since, zone))
                                   : tr("Paused"),
            tr("Resume goes on from there"),
            {}};
    case State::SignedOut:
        return {u"key"_s, Ink::CriticalText, tr("Signed out"), tr("Sign in to go on"), {}};
    case State::Ended:
        return {u"stop"_s, Ink::Text2, tr("Ended"), tr("Everything up to the end is here"), {}};
    case State::Failed:
        return {u"warn"_s, Ink::CriticalText, tr("Failed"), tr("Start tries again"), {}};
    case State::Stopped:
        break;
    }
    return {u"stop"_s, Ink::Text2, tr("Stopped"), {}, {}};
}

StateWords stateWords(
    const std::vector<StreamStatus> &streams, const QDateTime &now, const QTimeZone &zone)
{
    using State = EventStream::State;
    const StreamStatus all = combined(streams);
    const StreamStatus *live = streamOf(streams, StreamType::AdminLogsStreaming);
    const StreamStatus *history = streamOf(streams, StreamType::AdminLogs);
    if (!live || !history)
        return stateWords(all, now, zone);
    const bool running = all.state == State::Fetching || all.state == State::Waiting
        || all.state == State::BackingOff;
    StateWords words = running ? bothWords(*live, *history, now, zone) : stateWords(all, now, zone);
    if (running) {
        // Not deduced: that would be a builder which refers to texts that are gone.
        const auto part = [&](const QString &name, const StreamStatus &status) -> QString {
            return name + u": "_s + lowered(stateWords(status, now, zone).sentence());
        };
        words.parts = part(tr("live"), *live) + u"; "_s + part(tr("history"), *history);
    }
    return words;
}

QString gapSentence(const StreamGap &gap, const QTimeZone &zone)
{
    const QString stream = gap.type == StreamType::AdminLogsStreaming ? tr("the live stream")
        : gap.type == StreamType::AdminLogs                           ? tr("the history stream")
                                                                      : tr("this stream");
    QString what;
    if (gap.after.isValid() && gap.before.isValid())
        what = tr("Events of %1 between %2 and %3 may be missing.")
                   .arg(stream, isoTime(gap.after, zone), isoTime(gap.before, zone));
    else if (gap.after.isValid())
        what = tr("Events of %1 after %2 may be missing.").arg(stream, isoTime(gap.after, zone));
    else if (gap.before.isValid())
        what = tr("Events of %1 before %2 may be missing.").arg(stream, isoTime(gap.before, zone));
    else
        what = tr("Events of %1 may be missing.").arg(stream);
    const QString why = gap.reason == StreamGap::Reason::TooOld
        ? tr("The session was away for longer than Box keeps them.")
        : tr("Box no longer knows the place where the session stopped.");
    return what + u' ' + why;
}

QString grouped(qint64 number)
{
    return QLocale().toString(number);
}

QString byteSize(qint64 bytes)
{
    return QLocale().formattedDataSize(
        bytes, bytes < 10'000'000 ? 1 : 0, QLocale::DataSizeSIFormat);
}

QString timeSpan(std::chrono::milliseconds span)
{
    const auto seconds = std::chrono::round<std::chrono::seconds>(span).count();
    if (seconds < 120)
        return tr("%1 s").arg(seconds);
    if (seconds < 2 * 3600)
        return tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return tr("%1 h").arg(seconds / 3600);
    return tr("%1 days").arg(grouped(seconds / 86'400));
}

QString isoTime(const QDateTime &time, const QTimeZone &zone)
{
    return time.isValid() ? time.toTimeZone(zone).toString(u"yyyy-MM-dd HH:mm:ss"_s) : QString();
}

QString clockTime(const QDateTime &time, const QTimeZone &zone)
{
    return time.isValid() ? time.toTimeZone(zone).toString(u"HH:mm:ss"_s) : QString();
}

QString zoneName(const QTimeZone &zone)
{
    const int offset = zone.offsetFromUtc(QDateTime::currentDateTimeUtc()) / 60;
    if (offset == 0)
        return u"UTC"_s;
    return u"UTC%1%2:%3"_s.arg(offset < 0 ? u"−"_s : u"+"_s)
        .arg(qAbs(offset) / 60, 2, 10, QChar(u'0'))
        .arg(qAbs(offset) % 60, 2, 10, QChar(u'0'));
}

QString streamTitle(StreamType type)
{
    switch (type) {
    case StreamType::All:
        return tr("My own events");
    case StreamType::Changes:
        return tr("My own events, changes to the file tree only");
    case StreamType::Sync:
        return tr("My own events, synced folders only");
    case StreamType::AdminLogs:
        return tr("Whole enterprise, history only");
    case StreamType::AdminLogsStreaming:
        return tr("Whole enterprise, live only");
    }
    return {};
}

QString captureTitle(const CaptureSettings &capture)
{
    if (capture.isLiveAndHistory())
        return tr("Whole enterprise, live + history");
    return capture.streams.empty() ? QString() : streamTitle(capture.streams.front().type);
}

QString streamsName(const std::vector<StoredStream> &streams)
{
    if (streams.empty())
        return {};
    const bool both = std::ranges::count_if(
                          streams, [](const StoredStream &s) { return isEnterprise(s.type); })
        > 1;
    return both ? bothName : QString::fromLatin1(streamTypeName(streams.back().type));
}

QString streamsTitle(const QString &name)
{
    if (name == bothName)
        return tr("Whole enterprise, live + history");
    const auto type = streamTypeFromName(name.toLatin1());
    return type ? streamTitle(*type) : QString();
}

QString streamsShortTitle(const std::vector<StoredStream> &streams)
{
    const QString name = streamsName(streams);
    if (name == bothName)
        return tr("Live + history");
    const auto type = streamTypeFromName(name.toLatin1());
    if (!type)
        return {};
    switch (*type) {
    case StreamType::AdminLogs:
        return tr("History only");
    case StreamType::AdminLogsStreaming:
        return tr("Live only");
    default:
        return tr("My own events");
    }
}

} // namespace boxwatch
