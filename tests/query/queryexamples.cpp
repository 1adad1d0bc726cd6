// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/query/queryexamples.h"

#include "core/event/chunkparser.h"
#include "core/session/sessionloader.h"
#include "core/store/sessionfile.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr qsizetype lateEvents = 2; // the last ones
constexpr qint64 minute = 60'000;

const QDateTime noon({2026, 3, 2}, {12, 0}, Qt::UTC);

QByteArrayList linesOf(const QString &name)
{
    QFile file(QStringLiteral(BOXWATCH_TEST_DATA "/") + name);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QByteArrayList lines = file.readAll().split('\n');
    lines.removeLast();
    return lines;
}

EventChunk chunkOf(const QByteArrayList &raws)
{
    ChunkParser parser;
    const auto chunk = parser.parseChunk("{\"entries\":[" + raws.join(',') + "]}");
    return chunk ? *chunk : EventChunk();
}

} // namespace

std::vector<ExpectedRows> expectedRows()
{
    std::vector<ExpectedRows> examples;
    for (const QByteArray &line : linesOf(u"query-examples.txt"_s)) {
        const qsizetype tab = line.indexOf('\t');
        if (tab < 0)
            continue; // empty, or a comment
        const QString rows = QString::fromLatin1(line.first(tab));
        examples.push_back(
            {.query = QString::fromUtf8(line.sliced(tab + 1)),
             .rows = rows == "-"_L1 ? QString() : rows});
    }
    return examples;
}

ExampleEvents::ExampleEvents() : m_valid(write() && read())
{
}

bool ExampleEvents::write()
{
    const auto file = SessionFile::create(path());
    if (!file)
        return false;
    const auto live = (*file)->stream(StreamType::AdminLogsStreaming);
    const auto history = (*file)->stream(StreamType::AdminLogs);
    if (!live || !history)
        return false;
    const QByteArrayList raws = linesOf(u"query-examples.jsonl"_s);
    const EventChunk first = chunkOf(raws.first(raws.size() - lateEvents));
    const EventChunk late = chunkOf(raws.last(lateEvents));
    const qint64 now = noon.toMSecsSinceEpoch();
    return (*file)
               ->commit(
                   {.stream = live->id,
                    .after = {},
                    .receivedAt = now - 30 * minute,
                    .events = first.events()})
               .hasValue()
        && (*file)
               ->commit(
                   {.stream = history->id,
                    .after = {},
                    .receivedAt = now - 15 * minute,
                    .events = {},
                    .late = late.events()})
               .hasValue()
        && (*file)->setMark(1, true).hasValue() && (*file)->setMark(10, true).hasValue();
}

bool ExampleEvents::read()
{
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    if (!file)
        return false;
    const auto summary = (*file)->summary();
    const auto marks = (*file)->marks();
    if (!summary || !marks)
        return false;
    m_context.marks = *marks;
    m_context.sessionPath = path();
    for (const StoredStream &stream : summary->streams)
        m_context.streams.insert(stream.id, stream.type);

    EventTable table;
    SessionLoader loader(**file, table, summary->events);
    for (bool atEnd = false; !atEnd;) {
        const auto some = loader.readSome();
        if (!some)
            return false;
        atEnd = *some;
    }
    m_table = table.snapshot();
    return m_table.size() == 14;
}

QString ExampleEvents::find(const QString &query) const
{
    const ParsedQuery parsed = Query::parse(
        query, {.now = noon, .zone = QTimeZone("Europe/Berlin")});
    if (parsed.error)
        return u"error: "_s + parsed.error->message;
    QString rows;
    QueryRun run(parsed.query, {});
    const bool whole = run.run(m_table, 0, m_context, [&rows](QueryRun::Batch &&batch) {
        for (const EventTable::Row row : batch.rows)
            rows += QChar(static_cast<char16_t>(u'a' + row));
        return true;
    });
    return whole && !run.trouble() ? rows : u"error: the run ended early"_s;
}

} // namespace boxwatch
