// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace boxwatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

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
        return {u"catchup"_s, Ink::Accent, tr("Catching up"), reached};
    }
    if (!isEnterprise(status.type)) {
        QString since;
        if (status.since.isValid())
            since = tr("since %1").arg(clockTime(status.since, zone).chopped(3));
        return {u"waiting"_s, Ink::LiveText, tr("Waiting for news"), since};
    }
    return {
        u"live"_s, Ink::LiveText, tr("Live"),
        waiting ? untilNext(status, now, QT_TRANSLATE_NOOP("boxwatch::Words", "Next poll in %1 s"))
                : tr("Asking Box")};
}

} // namespace

QString StateWords::sentence() const
{
    return detail.isEmpty() ? state : state + u" · "_s + detail;
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
            u"retry"_s, Ink::WarnText, tr("Retrying"),
            untilNext(status, now, QT_TRANSLATE_NOOP("boxwatch::Words", "Next try in %1 s"))};
    case State::Paused:
        return {
            u"pause"_s, Ink::Text2,
            status.since.isValid() ? tr("Paused at %1").arg(clockTime(status.since, zone))
                                   : tr("Paused"),
            tr("Resume goes on from there")};
    case State::SignedOut:
        return {u"key"_s, Ink::CriticalText, tr("Signed out"), tr("Sign in to go on")};
    case State::Ended:
        return {u"stop"_s, Ink::Text2, tr("Ended"), tr("Everything up to the end is here")};
    case State::Failed:
        return {u"warn"_s, Ink::CriticalText, tr("Failed"), tr("Start tries again")};
    case State::Stopped:
        break;
    }
    return {u"stop"_s, Ink::Text2, tr("Stopped"), {}};
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

QString streamShortTitle(StreamType type)
{
    switch (type) {
    case StreamType::AdminLogs:
        return tr("History only");
    case StreamType::AdminLogsStreaming:
        return tr("Live only");
    default:
        return tr("My own events");
    }
}

} // namespace boxwatch
