// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/facets.h"
#include "core/query/queryrun.h"
#include "tests/query/sampleevents.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <span>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Row = EventTable::Row;

/// What tells a value of a field apart, as FacetValue::key says it; empty if there is none.
QByteArray keyOf(Facet facet, const SampleEvent &event)
{
    const auto key = [](const QByteArray &id, const QByteArray &otherwise) {
        if (!id.isEmpty())
            return QByteArray("id:" + id);
        return otherwise.isEmpty() ? QByteArray() : QByteArray("name:" + otherwise);
    };
    switch (facet) {
    case Facet::Who:
        return key(
            event.actor.id, event.actor.login.isEmpty() ? event.actor.name : event.actor.login);
    case Facet::Item:
        return key(event.itemId, event.itemName);
    case Facet::Folder:
        return key(event.folderId, event.folderName);
    case Facet::Address:
        return event.address;
    case Facet::Service:
        return event.service;
    case Facet::Type:
        return event.type;
    }
    return {};
}

std::map<QByteArray, qint64> naiveCounts(
    Facet facet, const std::vector<SampleEvent> &events, std::span<const Row> rows)
{
    std::map<QByteArray, qint64> counts;
    for (const Row row : rows) {
        if (const QByteArray key = keyOf(facet, events[row]); !key.isEmpty())
            ++counts[key];
    }
    return counts;
}

std::map<QByteArray, qint64> countsOf(const std::vector<FacetValue> &values)
{
    std::map<QByteArray, qint64> counts;
    for (const FacetValue &value : values)
        counts[value.key] = value.count;
    return counts;
}

std::vector<Row> everyThird(Row first, Row end)
{
    std::vector<Row> rows;
    for (Row row = first; row < end; row += 3)
        rows.push_back(row);
    return rows;
}

std::vector<Row> allRows(const TableSnapshot &table)
{
    std::vector<Row> rows(table.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    return rows;
}

std::size_t rowsThatPass(const QString &query, const TableSnapshot &table)
{
    const ParsedQuery parsed = Query::parse(query);
    if (parsed.error)
        qFatal("%s: %s", qPrintable(query), qPrintable(parsed.error->message));
    std::size_t rows = 0;
    QueryRun run(parsed.query, {});
    run.run(table, 0, {}, [&rows](QueryRun::Batch &&batch) {
        rows += batch.rows.size();
        return true;
    });
    return rows;
}

constexpr std::array facets{Facet::Who,     Facet::Item,    Facet::Folder,
                            Facet::Address, Facet::Service, Facet::Type};

} // namespace

class TestFacets : public QObject
{
    Q_OBJECT

private slots:
    void countsAsANaiveCountDoes();
    void countsTheSameInSteps();
    void givesTheMostFrequentFirst();
    void hasAClauseThatFindsJustTheseEvents();
    void tellsPeopleOfOneNameApart();
    void knowsOfNamesThatAreNotCounted();
    void givesNoMoreThanWanted();
    void showsTheLatestName();
    void endsWhenItIsCancelled();
};

void TestFacets::countsAsANaiveCountDoes()
{
    QRandomGenerator random(1);
    const std::vector<SampleEvent> few = randomEvents(random, 1000);
    std::vector<SampleEvent> events;
    while (events.size() < EventTable::rowsPerSegment + 3000)
        events.push_back(few[events.size() % few.size()]);
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();

    for (const std::vector<Row> &rows : {allRows(snapshot), everyThird(1, snapshot.size())}) {
        FacetCounts counts;
        QVERIFY(counts.add(snapshot, rows));
        for (const Facet facet : facets) {
            const auto naive = naiveCounts(facet, events, rows);
            QCOMPARE(countsOf(counts.top(facet, 1000, snapshot)), naive);
            QCOMPARE(counts.distinct(facet), static_cast<qint64>(naive.size()));
        }
    }
}

void TestFacets::countsTheSameInSteps()
{
    QRandomGenerator random(2);
    const std::vector<SampleEvent> events = randomEvents(random, 3000);
    EventTable table;
    FacetCounts inSteps;
    for (Row first = 0; first < 3000; first += 300) {
        appendSamples(table, events, first, first + 300);
        std::vector<Row> rows(300);
        std::iota(rows.begin(), rows.end(), first);
        QVERIFY(inSteps.add(table.snapshot(), rows));
    }
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts atOnce;
    QVERIFY(atOnce.add(snapshot, allRows(snapshot)));

    for (const Facet facet : facets) {
        QCOMPARE(inSteps.top(facet, 1000, snapshot), atOnce.top(facet, 1000, snapshot));
        QCOMPARE(inSteps.distinct(facet), atOnce.distinct(facet));
    }
}

void TestFacets::givesTheMostFrequentFirst()
{
    QRandomGenerator random(3);
    const std::vector<SampleEvent> events = randomEvents(random, 1000);
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts counts;
    QVERIFY(counts.add(snapshot, allRows(snapshot)));

    for (const Facet facet : facets) {
        const std::vector<FacetValue> all = counts.top(facet, 1000, snapshot);
        const std::vector<FacetValue> first = counts.top(facet, 3, snapshot);
        QVERIFY(std::ranges::is_sorted(all, std::greater<>(), &FacetValue::count));
        QCOMPARE(first.size(), std::size_t{3});
        QVERIFY(std::ranges::equal(first, std::span(all).first(3)));
    }
}

void TestFacets::hasAClauseThatFindsJustTheseEvents()
{
    QRandomGenerator random(4);
    std::vector<SampleEvent> events = randomEvents(random, 800);
    for (SampleEvent &event : events) {
        // Texts that differ in case only are told apart here, but not by a query.
        event.type = event.type.toUpper();
        event.service = event.service.toLower();
        event.actor.name = event.actor.name.toLower();
        event.itemName = event.itemName.toLower();
        event.folderName = event.folderName.toLower();
        event.itemName.replace("\xff\xfe", "");
        // Nor can something without an id be told from what has the same name and one.
        if (event.itemId.isEmpty())
            event.itemName.clear();
        if (event.folderId.isEmpty())
            event.folderName.clear();
    }
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts counts;
    QVERIFY(counts.add(snapshot, allRows(snapshot)));

    for (const Facet facet : facets) {
        for (const FacetValue &value : counts.top(facet, 30, snapshot)) {
            QVERIFY2(
                static_cast<qint64>(rowsThatPass(value.clause, snapshot)) == value.count,
                qPrintable(value.clause));
        }
    }
}

void TestFacets::tellsPeopleOfOneNameApart()
{
    std::vector<SampleEvent> events(5);
    events[0].actor = {.id = "1", .name = "Ana Ruiz", .login = "ana@example.com"};
    events[1].actor = {.id = "2", .name = "Ana Ruiz", .login = "ana@example.org"};
    events[2].actor = events[0].actor;
    events[3].actor = {.id = "3", .name = "Kim \"K\" Novak", .login = "kim@example.com"};
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts counts;
    QVERIFY(counts.add(snapshot, allRows(snapshot)));

    const std::vector<FacetValue> top = counts.top(Facet::Who, 10, snapshot);

    QCOMPARE(top.size(), std::size_t{3});
    QCOMPARE(top[0].text, u"Ana Ruiz"_s);
    QCOMPARE(top[0].detail, u"ana@example.com"_s);
    QCOMPARE(top[0].count, 2);
    QCOMPARE(rowsThatPass(top[0].clause, snapshot), std::size_t{2});
    QCOMPARE(top[1].detail, u"ana@example.org"_s);
    QCOMPARE(rowsThatPass(top[1].clause, snapshot), std::size_t{1});
    QCOMPARE(top[2].clause, u"who:="_s + quotedForQuery(u"Kim \"K\" Novak"_s));
    QCOMPARE(rowsThatPass(top[2].clause, snapshot), std::size_t{1});
}

void TestFacets::knowsOfNamesThatAreNotCounted()
{
    std::vector<SampleEvent> events(3);
    events[0].actor = {.id = "1", .name = "Ana Ruiz", .login = "ana@example.com"};
    events[1].actor = {.id = "2", .name = "Ana Ruiz", .login = "ana@example.org"};
    events[2].actor = {.id = "3", .name = "Kim Novak", .login = "kim@example.com"};
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts counts;
    QVERIFY(counts.add(snapshot, std::array<EventTable::Row, 2>{0, 2}));

    const std::vector<FacetValue> top = counts.top(Facet::Who, 10, snapshot);

    QCOMPARE(top.size(), std::size_t{2});
    QCOMPARE(top[0].clause, u"user_id:="_s + quotedForQuery(u"1"_s));
    QCOMPARE(top[1].clause, u"who:="_s + quotedForQuery(u"Kim Novak"_s));
}

void TestFacets::givesNoMoreThanWanted()
{
    QRandomGenerator random(11);
    const std::vector<SampleEvent> events = randomEvents(random, 500);
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts counts;
    QVERIFY(counts.add(snapshot, allRows(snapshot)));

    for (const Facet facet : facets) {
        const std::vector<FacetValue> all = counts.top(facet, 1'000'000, snapshot);
        QCOMPARE(static_cast<qint64>(all.size()), counts.distinct(facet));
        for (int wanted = 0; wanted < static_cast<int>(all.size()); ++wanted) {
            const std::vector<FacetValue> top = counts.top(facet, wanted, snapshot);
            QVERIFY(
                std::ranges::equal(top, std::span(all).first(static_cast<std::size_t>(wanted))));
        }
    }
}

void TestFacets::showsTheLatestName()
{
    std::vector<SampleEvent> events(3);
    events[0].itemId = events[1].itemId = events[2].itemId = "77";
    events[0].itemName = "draft.txt";
    events[1].itemName = "final.txt";
    events[2].itemName = "final.txt";
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    FacetCounts counts;
    QVERIFY(counts.add(snapshot, allRows(snapshot)));

    const std::vector<FacetValue> top = counts.top(Facet::Item, 10, snapshot);

    QCOMPARE(top.size(), std::size_t{1});
    QCOMPARE(top[0].text, u"final.txt"_s);
    QCOMPARE(top[0].count, 3);
    QCOMPARE(rowsThatPass(top[0].clause, snapshot), std::size_t{3});
}

void TestFacets::endsWhenItIsCancelled()
{
    QRandomGenerator random(5);
    const std::vector<SampleEvent> events = randomEvents(random, 10'000);
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const TableSnapshot snapshot = table.snapshot();
    const std::atomic<bool> cancelled = true;
    FacetCounts counts;

    QVERIFY(!counts.add(snapshot, allRows(snapshot), &cancelled));
}

QTEST_GUILESS_MAIN(TestFacets)

#include "tst_facets.moc"
