// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/export/samplesession.h"

#include "core/event/chunkparser.h"
#include "core/session/sessionloader.h"
#include "core/store/sessionfile.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

bool commitChunk(SessionFile &file, const QByteArrayList &raws, int stream)
{
    ChunkParser parser;
    const auto chunk = parser.parseChunk(
        R"({"next_stream_position":"77","entries":[)" + raws.join(',') + "]}");
    if (!chunk)
        return false;
    return file
        .commit(
            {.stream = stream,
             .after = {.position = chunk->next()},
             .receivedAt = 1'772'438'400'000, // 2026-03-02T08:00:00Z
             .events = chunk->events()})
        .hasValue();
}

} // namespace

SampleSession::SampleSession(const QByteArrayList &raws, qsizetype perChunk)
{
    const auto file = SessionFile::create(path());
    if (!file)
        return;
    const auto stream = (*file)->stream(StreamType::AdminLogs);
    if (!stream)
        return;
    for (qsizetype first = 0; first < raws.size(); first += perChunk) {
        if (!commitChunk(**file, raws.mid(first, perChunk), stream->id))
            return;
    }

    EventTable table;
    SessionLoader loader(**file, table, raws.size());
    for (bool atEnd = false; !atEnd;) {
        const auto read = loader.readSome();
        if (!read)
            return;
        atEnd = *read;
    }
    m_table = table.snapshot();
    m_valid = m_table.size() == static_cast<EventTable::Row>(raws.size());
}

QByteArray downloadEvent(int number, const QString &actor, const QString &item)
{
    const QJsonObject owner{
        {u"type"_s, u"user"_s},
        {u"id"_s, u"24601330"_s},
        {u"name"_s, u"Mara Okafor"_s},
        {u"login"_s, u"mara.okafor@example.com"_s}};
    const QJsonObject event{
        {u"type"_s, u"event"_s},
        {u"event_id"_s, u"6a5dc0b7-3d1b-4f4e-9f0a-%1"_s.arg(number, 12, 16, QChar(u'0'))},
        {u"event_type"_s, number % 3 == 0 ? u"UPLOAD"_s : u"DOWNLOAD"_s},
        {u"created_at"_s, u"2026-03-02T08:20:31-08:00"_s},
        {u"created_by"_s,
         QJsonObject{
             {u"type"_s, u"user"_s},
             {u"id"_s, QString::number(7000 + number)},
             {u"name"_s, actor},
             {u"login"_s, u"someone@example.com"_s}}},
        {u"action_by"_s, QJsonValue::Null},
        {u"ip_address"_s, u"203.0.113.24"_s},
        {u"session_id"_s, QJsonValue::Null},
        {u"source"_s,
         QJsonObject{
             {u"item_type"_s, u"file"_s},
             {u"item_id"_s, u"1593028471102"_s},
             {u"item_name"_s, item},
             {u"classification"_s, QJsonObject{{u"name"_s, u"Internal"_s}}},
             {u"parent"_s,
              QJsonObject{
                  {u"type"_s, u"folder"_s},
                  {u"id"_s, u"267710045518"_s},
                  {u"name"_s, u"Finance"_s}}},
             {u"owned_by"_s, owner}}},
        {u"additional_details"_s,
         QJsonObject{{u"size"_s, 48213}, {u"service_name"_s, u"Box Sync for Desktop"_s}}}};
    return QJsonDocument(event).toJson(QJsonDocument::Compact);
}

QStringList difficultNames()
{
    return {
        u"Q1 forecast.xlsx"_s,
        u"決算報告書・第4四半期.pdf"_s,
        u"财务报表（最终版）.docx"_s,
        u"تقرير الميزانية السنوي.pdf"_s,
        u"דוח שנתי 2026.xlsx"_s,
        u"Отчёт за квартал №3.docx"_s,
        u"ประกาศ.txt"_s,
        u"Ελληνικά – «σχέδιο».txt"_s,
        u"Zalgo ẑ̶̢ 👩‍👩‍👧‍👦 🏳️‍🌈.png"_s,
        u"a,b;c\td"_s,
        u"two\nlines"_s,
        u"three\r\nmore\rlines"_s,
        u"He said \"no\", twice: \"\"."_s,
        u"\"quoted\""_s,
        u"  spaces around  "_s,
        u"'apostrophe"_s,
        QString(u"nul\0inside"_s),
        u"=HYPERLINK(\"http://example.com\",\"x\")"_s,
        u"+1+1"_s,
        u"-2+3+cmd|' /C calc'!A0"_s,
        u"@SUM(1+1)*cmd|' /C calc'!A0"_s,
        u"\t=1+1"_s,
        u" \u200b\ufeff=1+1"_s,
        u"\uff1d1+1"_s,
        u"<img src=x onerror=alert(1)>"_s,
        QString(1000, u'長'),
    };
}

QByteArray readWhole(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace boxwatch
