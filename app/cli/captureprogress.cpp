// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/captureprogress.h"

#include "app/cli/terminal.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using What = CaptureProgress::What;

QString whatName(What what)
{
    switch (what) {
    case What::Started:
        return u"started"_s;
    case What::Progress:
        return u"progress"_s;
    case What::CaughtUp:
        return u"caught-up"_s;
    case What::Trouble:
        return u"trouble"_s;
    case What::Recovered:
        return u"recovered"_s;
    case What::Note:
        return u"note"_s;
    case What::Gap:
        return u"gap"_s;
    case What::Stopped:
        return u"stopped"_s;
    }
    return {};
}

QString stateName(EventStream::State state)
{
    switch (state) {
    case EventStream::State::Stopped:
        return u"stopped"_s;
    case EventStream::State::Fetching:
        return u"fetching"_s;
    case EventStream::State::Waiting:
        return u"waiting"_s;
    case EventStream::State::BackingOff:
        return u"backing-off"_s;
    case EventStream::State::Paused:
        return u"paused"_s;
    case EventStream::State::Ended:
        return u"ended"_s;
    case EventStream::State::SignedOut:
        return u"signed-out"_s;
    case EventStream::State::Failed:
        return u"failed"_s;
    }
    return {};
}

QJsonValue jsonTime(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(time.toUTC().toString(Qt::ISODateWithMs)) : QJsonValue::Null;
}

QJsonArray jsonStreams(const CaptureFigures &figures)
{
    QJsonArray streams;
    for (const StreamStatus &status : figures.streams) {
        const QString name = QString::fromLatin1(streamTypeName(status.type));
        streams.append(QJsonObject{
            {u"stream"_s, name},
            {u"state"_s, stateName(status.state)},
            {u"position"_s, figures.positions.value(name)},
            {u"live"_s, status.live},
            {u"next_try"_s, jsonTime(status.nextAttempt)}});
    }
    return streams;
}

class JsonProgress final : public CaptureProgress
{
public:
    void tell(What what, const CaptureFigures &figures, const QString &message) override
    {
        const StreamStatus &status = figures.status;
        QJsonObject line{
            {u"event"_s, whatName(what)},
            {u"time"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
            {u"state"_s, stateName(status.state)},
            {u"stream"_s, figures.stream},
            {u"events"_s, figures.events},
            {u"new_events"_s, figures.newEvents},
            {u"duplicates"_s, figures.duplicates},
            {u"unreadable"_s, figures.unreadable},
            {u"late"_s, figures.late},
            {u"position"_s, figures.position},
            {u"rate"_s, std::round(figures.rate * 10) / 10},
            {u"requests"_s, status.requests},
            {u"calls_today"_s, status.calls.today},
            {u"calls_this_month"_s, status.calls.month},
            {u"live"_s, status.live}};
        line.insert(
            u"lag_s"_s,
            status.lag < 0 ? QJsonValue(QJsonValue::Null)
                           : QJsonValue(static_cast<double>(status.lag) / 1000));
        line.insert(u"next_try"_s, jsonTime(status.nextAttempt));
        if (figures.streams.size() > 1)
            line.insert(u"streams"_s, jsonStreams(figures));
        // What a program can branch on; the message is for people.
        if (figures.error && !figures.error->code.isEmpty())
            line.insert(u"code"_s, figures.error->code);
        if (figures.error && figures.error->status > 0)
            line.insert(u"status"_s, figures.error->status);
        if (what == What::Started)
            line.insert(u"file"_s, figures.file);
        if (!figures.account.isEmpty())
            line.insert(u"account"_s, figures.account);
        if (!message.isEmpty())
            line.insert(u"message"_s, message);
        writeError(QString::fromUtf8(QJsonDocument(line).toJson(QJsonDocument::Compact)));
    }
};

class TextProgress final : public CaptureProgress
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::TextProgress)

public:
    void tell(What what, const CaptureFigures &figures, const QString &message) override
    {
        if (what == What::Progress) {
            m_line.show(line(figures));
            return;
        }
        m_line.clear();
        if (const QString text = sentence(what, figures, message); !text.isEmpty())
            writeError(u"boxwatch: "_s + terminalText(text));
    }

private:
    static QString line(const CaptureFigures &figures);
    static QString state(const CaptureFigures &figures);
    static QString sentence(What what, const CaptureFigures &figures, const QString &message);

    StatusLine m_line;
};

QString TextProgress::state(const CaptureFigures &figures)
{
    const StreamStatus &status = figures.status;
    const qint64 wait = status.nextAttempt.isValid()
        ? std::max<qint64>(0, QDateTime::currentDateTimeUtc().secsTo(status.nextAttempt))
        : -1;
    switch (status.state) {
    case EventStream::State::BackingOff:
        return wait < 0 ? tr("Retrying") : tr("Retrying · next try in %1 s").arg(wait);
    case EventStream::State::Paused:
        return tr("Paused");
    case EventStream::State::SignedOut:
        return tr("Signed out");
    case EventStream::State::Ended:
    case EventStream::State::Stopped:
    case EventStream::State::Failed:
        return tr("Stopped");
    case EventStream::State::Fetching:
    case EventStream::State::Waiting:
        break;
    }
    if (!status.live)
        return tr("Catching up");
    if (!isEnterprise(status.type))
        return tr("Waiting for news");
    return wait < 0 ? tr("Live") : tr("Live · next poll in %1 s").arg(wait);
}

QString TextProgress::line(const CaptureFigures &figures)
{
    const QLocale locale;
    QString text = tr("%1 · %2 events").arg(state(figures), locale.toString(figures.events));
    if (figures.rate >= 1)
        text += tr(" · %1/s").arg(locale.toString(std::llround(figures.rate)));
    if (figures.duplicates > 0)
        text += tr(" · %1 duplicates dropped").arg(locale.toString(figures.duplicates));
    if (figures.late > 0)
        text += tr(" · %1 late").arg(locale.toString(figures.late));
    return text;
}

QString TextProgress::sentence(What what, const CaptureFigures &figures, const QString &message)
{
    const QLocale locale;
    switch (what) {
    case What::Started:
        return tr("Capturing %1 into %2.").arg(figures.stream, figures.file);
    case What::CaughtUp:
        return tr("Caught up: %1 events.").arg(locale.toString(figures.events));
    case What::Recovered:
        return tr("All is well again.");
    case What::Trouble:
    case What::Note:
    case What::Gap:
        return message;
    case What::Stopped: {
        const QString stored = tr("%1 events stored, %2 of them new.")
                                   .arg(
                                       locale.toString(figures.events),
                                       locale.toString(figures.newEvents));
        // Where nothing came, why counts.
        if (figures.newEvents == 0 && !message.isEmpty())
            return message;
        return message.isEmpty() ? stored : message + u' ' + stored;
    }
    case What::Progress:
        break;
    }
    return {};
}

class NoProgress final : public CaptureProgress
{
public:
    void tell(What what, const CaptureFigures &, const QString &message) override
    {
        // Why it ended is an error, not progress.
        if (what == What::Stopped && !message.isEmpty())
            writeError(u"boxwatch: "_s + terminalText(message));
    }
};

} // namespace

std::unique_ptr<CaptureProgress> CaptureProgress::make(ProgressMode mode)
{
    switch (mode) {
    case ProgressMode::Json:
        return std::make_unique<JsonProgress>();
    case ProgressMode::None:
        return std::make_unique<NoProgress>();
    case ProgressMode::Auto:
        break;
    }
    return std::make_unique<TextProgress>();
}

} // namespace boxwatch
