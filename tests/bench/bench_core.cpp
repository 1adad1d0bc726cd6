// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"
#include "core/export/exportjob.h"
#include "core/model/eventtablemodel.h"
#include "core/query/eventfilter.h"
#include "core/session/sessionloader.h"
#include "core/store/chunkcodec.h"
#include "tests/bench/figure.h"
#include "tests/bench/samplesession.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

constexpr int runs = 5;

qint64 residentBytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

/// A body of GET /events with the first events of a session.
QByteArray chunkBody(const SessionFile &file)
{
    const auto chunk = file.nextChunk(0);
    if (!chunk || !*chunk)
        qFatal("the sample session is empty");
    QByteArray body = "{\"chunk_size\":500,\"next_stream_position\":\"1\",\"entries\":[";
    for (const std::string_view event : (*chunk)->events) {
        body.append(event.data(), static_cast<qsizetype>(event.size()));
        body.append(',');
    }
    body.chop(1);
    body.append("]}");
    return body;
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

void parsing(const SessionFile &file)
{
    constexpr int repeats = 200;
    const QByteArray body = chunkBody(file);
    ChunkParser parser;
    qsizetype events = 0;
    EventTable table;
    const double ours = medianMs(runs, [&] {
        for (int i = 0; i < repeats; ++i) {
            const auto chunk = parser.parseChunk(body);
            table.beginChunk({});
            for (const Event &event : chunk->events())
                table.append(event, table.packId(event));
            events = static_cast<qsizetype>(chunk->events().size());
        }
    });
    volatile qsizetype length = 0;
    const double qt = medianMs(runs, [&] {
        for (int i = 0; i < repeats / 10; ++i)
            length = readWithQt(body);
    });
    const double total = static_cast<double>(events * repeats);
    Figure{
        .name = u"chunk bytes to columns"_s,
        .value = total / ours * 1000,
        .unit = u"events/s"_s,
        .rival = u"QJsonDocument, six fields"_s,
        .rivalValue = total / 10 / qt * 1000}
        .print();

    ChunkCodec codec;
    const auto chunk = parser.parseChunk(body);
    double bytes = 0;
    const double compressing = medianMs(runs, [&] {
        for (int i = 0; i < repeats; ++i)
            bytes = static_cast<double>(codec.encode(chunk->events())->data.size());
    });
    Figure{
        .name = u"chunk compressed"_s, .value = total / compressing * 1000, .unit = u"events/s"_s}
        .print();
    Figure{
        .name = u"compressed size"_s,
        .value = bytes / static_cast<double>(events),
        .unit = u"bytes/event"_s,
        .rival = u"as Box sent it"_s,
        .rivalValue = static_cast<double>(body.size()) / static_cast<double>(events),
        .lessIsBetter = true}
        .print();
}

void loading(const SessionFile &file, EventTable &table, qint64 events)
{
    const qint64 before = residentBytes();
    const double ms = medianMs(1, [&] {
        SessionLoader loader(file, table, events);
        for (auto done = loader.readSome(); done && !*done; done = loader.readSome()) { }
    });
    Figure{.name = u"open a session, all rows"_s, .value = ms / 1000, .unit = u"s"_s}.print();
    Figure{
        .name = u"columns in memory"_s,
        .value = static_cast<double>(residentBytes() - before) / static_cast<double>(events),
        .unit = u"bytes/event"_s}
        .print();
}

void filtering(const EventTable &table)
{
    const TableSnapshot rows = table.snapshot();
    const auto measure = [&](const EventFilter &filter) {
        return medianMs(runs, [&] {
            std::vector<EventTable::Row> visible;
            std::vector<qint64> counts;
            FilterRun run(filter);
            if (!run.run(rows, 0, visible, counts))
                qFatal("cancelled by nobody");
        });
    };
    Figure{
        .name = u"filter by type, all rows"_s,
        .value = measure({.hiddenTypes = {"PREVIEW"}, .text = {}}),
        .unit = u"ms"_s}
        .print();
    Figure{
        .name = u"filter by text, all rows"_s,
        .value = measure({.hiddenTypes = {}, .text = u"forecast"_s}),
        .unit = u"ms"_s}
        .print();
}

/// The same rows, the same question, asked of Qt's own proxy.
void filteringWithQt(const EventTable &whole)
{
    constexpr int count = 100'000;
    EventTable table;
    const TableSnapshot all = whole.snapshot();
    table.beginChunk({});
    for (EventTable::Row row = 0; row < qMin<EventTable::Row>(count, all.size()); ++row) {
        Event event;
        event.type = all.typeName(all.type(row));
        event.item.name = all.text(all.itemEntry(all.item(row)).third);
        table.append(event, {});
    }
    table.publish();
    EventTableModel model;
    model.setTable(&table);
    while (model.rowCount() == 0)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);

    QSortFilterProxyModel proxy;
    proxy.setFilterKeyColumn(EventTableModel::WhatColumn);
    proxy.setSourceModel(&model);
    int needle = 0;
    const double qt = medianMs(runs, [&] {
        proxy.setFilterFixedString(++needle % 2 == 1 ? u"forecast"_s : QString());
        if (proxy.rowCount() > count)
            qFatal("too many rows");
    });
    const double ours = medianMs(runs, [&] {
        std::vector<EventTable::Row> visible;
        std::vector<qint64> counts;
        FilterRun run({.hiddenTypes = {}, .text = u"forecast"_s});
        if (!run.run(table.snapshot(), 0, visible, counts))
            qFatal("cancelled by nobody");
    });
    Figure{
        .name = u"filter 100,000 rows by text"_s,
        .value = ours,
        .unit = u"ms"_s,
        .rival = u"QSortFilterProxyModel without a view"_s,
        .rivalValue = qt,
        .lessIsBetter = true}
        .print();
    model.setTable(nullptr);
}

void exporting(const QString &path, const EventTable &table)
{
    const QTemporaryDir folder;
    const double ms = medianMs(3, [&] {
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
    EventTable table;
    loading(**file, table, benchEvents());
    parsing(**file);
    filtering(table);
    filteringWithQt(table);
    exporting(path, table);
    return 0;
}
