// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/sampletable.h"

namespace boxwatch {

namespace {

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

} // namespace

void appendSamples(EventTable &table, const QList<SampleEvent> &samples)
{
    table.beginChunk({.chunkId = 1, .receivedAt = 1'790'000'010'000, .stream = 1});
    for (const SampleEvent &sample : samples) {
        Event event;
        event.id = viewOf(sample.id);
        event.type = viewOf(sample.type);
        event.createdAt = sample.createdAt;
        event.actor.id = viewOf(sample.whoId);
        event.actor.name = viewOf(sample.who);
        event.item = {.type = "file", .id = "1", .name = viewOf(sample.what)};
        event.folder.name = viewOf(sample.folder);
        event.address = viewOf(sample.address);
        table.append(event, table.packId(event));
    }
    table.publish();
}

QList<SampleEvent> manySamples(int count, const QByteArrayList &types)
{
    QList<SampleEvent> samples;
    samples.reserve(count);
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i);
        samples.append(
            {.type = types.at(i % types.size()),
             .who = "Person " + QByteArray::number(i % 997),
             .what = "File " + number + ".txt",
             .folder = "Folder " + QByteArray::number(i % 101),
             .address = "192.0.2." + QByteArray::number(i % 250),
             .id = "event-" + number,
             .createdAt = 1'790'000'000'000 + i});
    }
    return samples;
}

} // namespace boxwatch
