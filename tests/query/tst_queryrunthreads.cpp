// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/facets.h"
#include "core/query/histogram.h"
#include "core/query/queryrun.h"
#include "core/query/rowsorter.h"
#include "tests/query/sampleevents.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Row = EventTable::Row;

constexpr std::size_t eventCount = 70'000; // so that a segment is sealed meanwhile
constexpr std::size_t eventsPerChunk = 700;

/// Follows a table until it has all events. What it found, or nothing if something was wrong on the way.
std::vector<Row> follow(const EventTable &table, const QString &text)
{
    QueryRun run(Query::parse(text).query, {});
    FacetCounts facets;
    HistogramCounts histogram;
    std::vector<Row> rows;
    for (Row next = 0; next < eventCount;) {
        const TableSnapshot snapshot = table.snapshot();
        const std::size_t before = rows.size();
        const bool done = run.run(snapshot, next, {}, [&](QueryRun::Batch &&batch) {
            rows.insert(rows.end(), batch.rows.begin(), batch.rows.end());
            return true;
        });
        const std::span<const Row> fresh = std::span(rows).subspan(before);
        if (!done || !facets.add(snapshot, fresh) || !histogram.add(snapshot, fresh))
            return {};
        facets.top(Facet::Item, 5, snapshot);
        histogram.histogram(100);
        if (next == snapshot.size())
            std::this_thread::yield();
        next = snapshot.size();
    }
    for (const SortKey key : {SortKey::Item, SortKey::EventId}) {
        const auto sorted = RowSorter(key, Qt::AscendingOrder).sort(table.snapshot(), rows);
        if (!sorted || sorted->size() != rows.size())
            return {};
    }
    return rows;
}

} // namespace

class TestQueryRunThreads : public QObject
{
    Q_OBJECT

private slots:
    void followsATableThatGrows();
};

void TestQueryRunThreads::followsATableThatGrows()
{
    QRandomGenerator random(3);
    const std::vector<SampleEvent> few = randomEvents(random, 2000);
    std::vector<SampleEvent> events;
    while (events.size() < eventCount)
        events.push_back(few[events.size() % few.size()]);
    EventTable table;
    const std::vector<QString> queries{u"forecast or -who:ana"_s, u"item:/q1/ size:>1kb"_s};
    std::vector<std::vector<Row>> found(queries.size());

    std::vector<std::thread> readers;
    for (std::size_t i = 0; i < queries.size(); ++i)
        readers.emplace_back([&, i] { found[i] = follow(table, queries[i]); });
    for (std::size_t first = 0; first < eventCount; first += eventsPerChunk)
        appendSamples(table, events, first, std::min(first + eventsPerChunk, eventCount));
    for (std::thread &reader : readers)
        reader.join();

    for (std::size_t i = 0; i < queries.size(); ++i) {
        QVERIFY(!found[i].empty());
        QCOMPARE(found[i], follow(table, queries[i]));
    }
}

QTEST_GUILESS_MAIN(TestQueryRunThreads)

#include "tst_queryrunthreads.moc"
