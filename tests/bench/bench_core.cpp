// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"
#include "core/export/exportjob.h"
#include "core/session/sessionloader.h"
#include "core/store/chunkcodec.h"
#include "tests/bench/figure.h"
#include "tests/bench/samplesession.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include <algorithm>
#include <vector>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr int runs = 5;

/// Bodies of GET /events with the first events of a session, 500 in each.
std::vector<QByteArray> chunkBodies(const SessionFile &file, std::size_t count)
{
    std::vector<QByteArray> bodies;
    qint64 id = 0;
    while (bodies.size() < count) {
        const auto chunk = file.nextChunk(id);
        if (!chunk || !*chunk)
            break;
        id = (*chunk)->id;
        QByteArray body = "{\"chunk_size\":500,\"next_stream_position\":\"1\",\"entries\":[";
        for (const std::string_view event : (*chunk)->events) {
            body.append(event.data(), static_cast<qsizetype>(event.size()));
            body.append(',');
        }
        body.chop(1);
        bodies.push_back(body + "]}");
    }
    if (bodies.empty())
        qFatal("the sample session is empty");
    return bodies;
}

/// What a straightforward Qt program does to get the same few fields.
qsizetype readWithQt(const QByteArray &body)
{
    qsizetype length = 0;
    const QJsonArray entries = QJsonDocument::fromJson(body).object()["entries"_L1].toArray();
    for (const QJsonValue &entry : entries) {
        const QJsonObject event = entry.toObject();
        length += event["event_id"_L1].toString().size();
        length += event["event_type"_L1].toString().size();
        length += event["created_at"_L1].toString().size();
        length += event["created_by"_L1].toObject()["name"_L1].toString().size();
        length += event["source"_L1].toObject()["item_name"_L1].toString().size();
        length += event["ip_address"_L1].toString().size();
    }
    return length;
}

/// The columns of all of them; the number of events.
qsizetype readIntoColumns(const std::vector<QByteArray> &bodies)
{
    ChunkParser parser;
    EventTable table;
    std::vector<EventId> ids;
    qsizetype events = 0;
    for (const QByteArray &body : bodies) {
        const auto chunk = parser.parseChunk(body);
        ids.clear();
        for (const Event &event : chunk->events())
            ids.push_back(table.packId(event));
        table.beginChunk({});
        table.append(chunk->events(), ids);
        table.publish();
        events += static_cast<qsizetype>(chunk->events().size());
    }
    return events;
}

void parsing(const std::vector<QByteArray> &bodies)
{
    double events = 0;
    const double ours = medianMs(
        runs, [&] { events = static_cast<double>(readIntoColumns(bodies)); });
    const std::size_t few = std::max<std::size_t>(1, bodies.size() / 10);
    volatile qsizetype length = 0;
    const double qt = medianMs(runs, [&] {
        for (std::size_t i = 0; i < few; ++i)
            length = readWithQt(bodies[i]);
    });
    Figure{
        .name = u"chunk bytes to columns"_s,
        .value = events / ours * 1000,
        .unit = u"events/s"_s,
        .rival = u"QJsonDocument, six fields"_s,
        .rivalValue = events * static_cast<double>(few) / static_cast<double>(bodies.size()) / qt
            * 1000}
        .print();
}

void compressing(const std::vector<QByteArray> &bodies)
{
    ChunkParser parser;
    ChunkCodec codec;
    std::vector<EventChunk> chunks;
    double raw = 0;
    double events = 0;
    for (const QByteArray &body : bodies) {
        chunks.push_back(*parser.parseChunk(body));
        raw += static_cast<double>(body.size());
        events += static_cast<double>(chunks.back().events().size());
    }
    double bytes = 0;
    const double ms = medianMs(runs, [&] {
        bytes = 0;
        for (const EventChunk &chunk : chunks)
            bytes += static_cast<double>(codec.encode(chunk.events())->data.size());
    });
    Figure{.name = u"chunk compressed"_s, .value = events / ms * 1000, .unit = u"events/s"_s}
        .print();
    Figure{
        .name = u"compressed size"_s,
        .value = bytes / events,
        .unit = u"bytes/event"_s,
        .rival = u"as Box sent it"_s,
        .rivalValue = raw / events,
        .lessIsBetter = true}
        .print();
}

void exporting(const QString &path, const SessionFile &file)
{
    EventTable table;
    SessionLoader loader(file, table, benchEvents());
    for (auto done = loader.readSome(); !done || !*done; done = loader.readSome()) {
        if (!done)
            qFatal("%s", qPrintable(done.error().message));
    }
    const QTemporaryDir folder;
    const double ms = medianMs(runs, [&] {
        ExportOptions options;
        options.output = folder.filePath(u"out.csv"_s);
        const auto done = ExportJob::run(
            path, table.snapshot(), options, [](qint64, qint64) { return true; });
        if (!done)
            qFatal("%s", qPrintable(done.error().message));
    });
    Figure{.name = u"CSV export"_s, .value = table.size() / ms * 1000, .unit = u"rows/s"_s}.print();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"bench.boxwatch"_s);
    captureSample(path, benchEvents());

    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    if (!file)
        qFatal("%s", qPrintable(file.error().message));
    {
        const std::vector<QByteArray> bodies = chunkBodies(**file, 200);
        parsing(bodies);
        compressing(bodies);
    }
    exporting(path, **file);
    return 0;
}
