// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/infocommand.h"

#include "app/cli/moment.h"
#include "app/cli/terminal.h"
#include "core/store/sessionfile.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

class InfoText
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::InfoText)

public:
    static QString text(
        const QString &path, const SessionSummary &summary, const CallCounts &calls);

private:
    static QString owner(const SessionOwner &owner);
    static QString streams(const SessionSummary &summary);
    static QString gaps(const SessionSummary &summary);
    static QString when(qint64 time);
};

QString InfoText::when(qint64 time)
{
    if (time == Event::noTime || time == 0)
        return tr("never");
    return momentText(QDateTime::fromMSecsSinceEpoch(time, Qt::UTC));
}

QString InfoText::owner(const SessionOwner &owner)
{
    if (owner.isEmpty())
        return tr("not known yet");
    QString text = u"%1 <%2>"_s.arg(owner.name, owner.login);
    if (!owner.enterpriseName.isEmpty())
        text += u", "_s + owner.enterpriseName;
    return terminalText(text);
}

QString InfoText::streams(const SessionSummary &summary)
{
    QString text;
    for (const StoredStream &stream : summary.streams) {
        const QString position = stream.state.position.isEmpty()
            ? tr("no position yet")
            : tr("position %1").arg(terminalText(QString::fromUtf8(stream.state.position.text())));
        text += tr("Stream      %1, %2, last answer %3\n")
                    .arg(
                        QString::fromLatin1(streamTypeName(stream.type)), position,
                        when(stream.lastAnswer));
    }
    return text.isEmpty() ? tr("Stream      none yet\n") : text;
}

QString InfoText::text(const QString &path, const SessionSummary &summary, const CallCounts &calls)
{
    const QLocale locale;
    const qint64 each = summary.events > 0 ? summary.bytesOnDisk / summary.events : 0;
    return tr("Session     %1\n").arg(terminalText(path))
        + tr("Account     %1\n").arg(owner(summary.owner))
        + tr("Events      %1, of which %2 unreadable\n")
              .arg(locale.toString(summary.events), locale.toString(summary.unreadable))
        + tr("Duplicates  %1 dropped\n").arg(locale.toString(summary.duplicates))
        + tr("Late        %1\n").arg(locale.toString(summary.late))
        + tr("First       %1\n").arg(when(summary.firstEvent))
        + tr("Last        %1\n").arg(when(summary.lastEvent))
        + tr("On disk     %1, %2 bytes an event\n")
              .arg(locale.formattedDataSize(summary.bytesOnDisk), locale.toString(each))
        + tr("API calls   %1 today, %2 this month (UTC)\n")
              .arg(locale.toString(calls.today), locale.toString(calls.month))
        + streams(summary) + gaps(summary);
}

QString InfoText::gaps(const SessionSummary &summary)
{
    QString text;
    for (const StreamGap &gap : summary.gaps)
        text += tr("Gap         %1\n").arg(sentenceFor(gap));
    return text;
}

QJsonValue jsonTime(qint64 time)
{
    if (time == Event::noTime || time == 0)
        return QJsonValue::Null;
    return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs);
}

QJsonValue jsonTime(const std::optional<QDateTime> &time)
{
    return time ? QJsonValue(time->toUTC().toString(Qt::ISODateWithMs)) : QJsonValue::Null;
}

QJsonObject jsonStream(const StoredStream &stream)
{
    QJsonArray types;
    for (const QByteArray &type : stream.state.eventTypes)
        types.append(QString::fromUtf8(type));
    return {
        {u"stream"_s, QString::fromLatin1(streamTypeName(stream.type))},
        {u"position"_s, QString::fromUtf8(stream.state.position.text())},
        {u"from"_s, jsonTime(stream.state.startDate)},
        {u"until"_s, jsonTime(stream.state.endDate)},
        {u"event_types"_s, types},
        {u"last_answer"_s, jsonTime(stream.lastAnswer)}};
}

QJsonObject jsonOwner(const SessionOwner &owner)
{
    return {
        {u"id"_s, owner.accountId},
        {u"name"_s, owner.name},
        {u"login"_s, owner.login},
        {u"enterprise_id"_s, owner.enterpriseId},
        {u"enterprise_name"_s, owner.enterpriseName}};
}

QJsonArray jsonGaps(const SessionSummary &summary)
{
    QJsonArray gaps;
    for (const StreamGap &gap : summary.gaps)
        gaps.append(QJsonObject{
            {u"stream"_s, QString::fromLatin1(streamTypeName(gap.type))},
            {u"after"_s, gap.after.isValid() ? jsonTime(std::optional(gap.after)) : QJsonValue()},
            {u"before"_s,
             gap.before.isValid() ? jsonTime(std::optional(gap.before)) : QJsonValue()},
            {u"reason"_s, gap.reason == StreamGap::Reason::Refused ? u"refused"_s : u"too_old"_s}});
    return gaps;
}

QByteArray jsonInfo(const QString &path, const SessionSummary &summary, const CallCounts &calls)
{
    QJsonArray streams;
    for (const StoredStream &stream : summary.streams)
        streams.append(jsonStream(stream));
    const QJsonObject object{
        {u"file"_s, path},
        {u"account"_s,
         summary.owner.isEmpty() ? QJsonValue(QJsonValue::Null) : jsonOwner(summary.owner)},
        {u"created_at"_s, jsonTime(summary.createdAt)},
        {u"events"_s, summary.events},
        {u"duplicates"_s, summary.duplicates},
        {u"unreadable"_s, summary.unreadable},
        {u"late"_s, summary.late},
        {u"gaps"_s, jsonGaps(summary)},
        {u"calls_today"_s, calls.today},
        {u"calls_this_month"_s, calls.month},
        {u"first_event"_s, jsonTime(summary.firstEvent)},
        {u"last_event"_s, jsonTime(summary.lastEvent)},
        {u"bytes_on_disk"_s, summary.bytesOnDisk},
        {u"streams"_s, streams}};
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

} // namespace

ExitCode runInfo(const InfoOptions &options)
{
    const auto file = SessionFile::open(options.file, SessionFile::Mode::ReadOnly);
    const auto summary = file ? (*file)->summary() : Result<SessionSummary>(file.error());
    if (!summary) {
        writeError(u"boxwatch: "_s + terminalText(sentenceFor(summary.error())));
        return exitCodeFor(summary.error());
    }
    const auto calls = (*file)->calls(QDateTime::currentMSecsSinceEpoch());
    if (!calls) {
        writeError(u"boxwatch: "_s + terminalText(sentenceFor(calls.error())));
        return exitCodeFor(calls.error());
    }
    const QString path = QFileInfo(options.file).absoluteFilePath();
    const QByteArray text = options.json ? jsonInfo(path, *summary, *calls)
                                         : InfoText::text(path, *summary, *calls).toUtf8();
    return writeOutput(text) ? ExitCode::Success : ExitCode::File;
}

} // namespace boxwatch
