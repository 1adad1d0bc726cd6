// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"
#include "core/query/histogram.h"
#include "tests/query/sampleevents.h"

#include <QDateTime>
#include <QTest>

#include <numeric>

using namespace boxwatch;

namespace {

using Row = EventTable::Row;

constexpr qint64 second = 1000;
constexpr qint64 hour = 3600 * second;
constexpr qint64 day = 24 * hour;

/// The same bins, counted event by event.
Histogram recounted(
    const Histogram &like, const std::vector<SampleEvent> &events, std::span<const Row> rows)
{
    Histogram histogram{.from = like.from, .step = like.step};
    histogram.bins.resize(like.bins.size());
    for (const Row row : rows) {
        const SampleEvent &event = events[row];
        if (event.createdAt < like.from || event.createdAt >= like.to())
            continue;
        const auto bin = static_cast<std::size_t>((event.createdAt - like.from) / like.step);
        const Severity severity = EventCatalogue::instance().find(event.type).severity;
        ++histogram.bins[bin].bySeverity[static_cast<std::size_t>(severity)];
    }
    return histogram;
}

std::vector<Row> rowsFrom(Row first, Row end)
{
    std::vector<Row> rows(end - first);
    std::iota(rows.begin(), rows.end(), first);
    return rows;
}

std::vector<SampleEvent> eventsAt(std::initializer_list<qint64> times)
{
    std::vector<SampleEvent> events;
    for (const qint64 time : times) {
        events.emplace_back();
        events.back().createdAt = time;
    }
    return events;
}

/// A table with these events, all of which are counted.
struct Counted
{
    explicit Counted(const std::vector<SampleEvent> &events)
    {
        EventTable table;
        appendSamples(table, events, 0, events.size());
        const std::vector<Row> rows = rowsFrom(0, static_cast<Row>(events.size()));
        if (!counts.add(table.snapshot(), rows))
            qFatal("cancelled by nobody");
    }

    HistogramCounts counts;
};

qint64 total(const Histogram &histogram)
{
    return std::accumulate(
        histogram.bins.begin(), histogram.bins.end(), qint64{0},
        [](qint64 sum, const Histogram::Bin &bin) { return sum + bin.total(); });
}

} // namespace

class TestHistogram : public QObject
{
    Q_OBJECT

private slots:
    void countsAsANaiveCountDoes();
    void countsTheSameInSteps();
    void adaptsItsStep_data();
    void adaptsItsStep();
    void beginsItsBinsByTheClock();
    void isEmptyWithoutTimes();
    void showsASpanWithoutEvents();
    void leavesOutTimesThatCannotBe();
    void endsWhenItIsCancelled();
};

void TestHistogram::countsAsANaiveCountDoes()
{
    QRandomGenerator random(1);
    const std::vector<SampleEvent> events = randomEvents(random, 20'000);
    EventTable table;
    appendSamples(table, events, 0, events.size());
    const std::vector<Row> rows = rowsFrom(100, 19'000);
    HistogramCounts counts;
    QVERIFY(counts.add(table.snapshot(), rows));

    for (const int bins : {1, 7, 50, 200, 1000}) {
        const Histogram all = counts.histogram(bins);
        QCOMPARE(all, recounted(all, events, rows));
        QCOMPARE(total(all), counts.count());
        QVERIFY(static_cast<int>(all.bins.size()) <= std::max(bins, 2));

        const qint64 from = events[500].receivedAt - 9 * day;
        const Histogram part = counts.histogram(bins, from, from + 5 * hour, 5 * hour / 2);
        QCOMPARE(part, recounted(part, events, rows));
        QVERIFY(part.from <= from && part.to() >= from + 5 * hour);
    }
}

void TestHistogram::countsTheSameInSteps()
{
    QRandomGenerator random(2);
    std::vector<SampleEvent> events = randomEvents(random, 6000);
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].createdAt != Event::noTime)
            events[i].createdAt = 1'772'400'000'000 + static_cast<qint64>(i) * 5 * second;
    }
    EventTable table;
    HistogramCounts inSteps;
    for (Row first = 0; first < 6000; first += 200) {
        appendSamples(table, events, first, first + 200);
        const std::vector<Row> fresh = rowsFrom(first, first + 200);
        QVERIFY(inSteps.add(table.snapshot(), fresh));

        const Histogram now = inSteps.histogram(60);

        QCOMPARE(now, recounted(now, events, rowsFrom(0, first + 200)));
        QCOMPARE(total(now), inSteps.count());
    }
}

void TestHistogram::adaptsItsStep_data()
{
    QTest::addColumn<qint64>("span");
    QTest::addColumn<qint64>("step");
    QTest::newRow("a minute") << 60 * second << second;
    QTest::newRow("an hour") << hour << 60 * second;
    QTest::newRow("a day") << day << 30 * 60 * second;
    QTest::newRow("two weeks") << 14 * day << 6 * hour;
    QTest::newRow("a year") << 365 * day << 7 * day;
    QTest::newRow("thirty years") << 30 * 365 * day << 28 * 8 * day;
}

void TestHistogram::adaptsItsStep()
{
    QFETCH(const qint64, span);
    QFETCH(const qint64, step);
    constexpr qint64 begin = 946'857'600'000; // Monday, 2000-01-03
    Counted counted(eventsAt({begin, begin + span - second}));

    const Histogram histogram = counted.counts.histogram(60);

    QCOMPARE(histogram.step, step);
    QVERIFY(histogram.from <= begin && histogram.to() >= begin + span);
    QCOMPARE(total(histogram), 2);
}

void TestHistogram::beginsItsBinsByTheClock()
{
    const qint64 time = QDateTime(QDate(2026, 3, 4), QTime(13, 7, 30), Qt::UTC).toMSecsSinceEpoch();
    Counted counted(eventsAt({time, time + 20 * day}));

    const Histogram utc = counted.counts.histogram(30);
    const Histogram tokyo = counted.counts.histogram(30, {}, {}, 9 * hour);
    const Histogram weeks = counted.counts.histogram(5);

    QCOMPARE(utc.step, day);
    QCOMPARE(
        QDateTime::fromMSecsSinceEpoch(utc.from, Qt::UTC),
        QDateTime(QDate(2026, 3, 4), QTime(0, 0), Qt::UTC));
    QCOMPARE(
        QDateTime::fromMSecsSinceEpoch(tokyo.from, Qt::UTC),
        QDateTime(QDate(2026, 3, 3), QTime(15, 0), Qt::UTC));
    QCOMPARE(weeks.step, 7 * day);
    QCOMPARE(QDateTime::fromMSecsSinceEpoch(weeks.from, Qt::UTC).date().dayOfWeek(), 1);
}

void TestHistogram::isEmptyWithoutTimes()
{
    Counted counted(eventsAt({Event::noTime, Event::noTime}));

    QCOMPARE(counted.counts.histogram(100).bins.size(), std::size_t{0});
    QCOMPARE(counted.counts.count(), 0);
    QVERIFY(!counted.counts.extent());
}

void TestHistogram::showsASpanWithoutEvents()
{
    Counted counted(eventsAt({50 * day}));

    const Histogram histogram = counted.counts.histogram(24, 60 * day, 61 * day);

    QCOMPARE(histogram.bins.size(), std::size_t{24});
    QCOMPARE(total(histogram), 0);
    QCOMPARE(counted.counts.histogram(24, 61 * day, 60 * day).bins.size(), std::size_t{0});
}

void TestHistogram::leavesOutTimesThatCannotBe()
{
    const qint64 time = 1'772'400'000'123;
    Counted counted(eventsAt({time, -5, INT64_MAX, 5'000'000'000'000, INT64_MIN + 1}));

    QCOMPARE(counted.counts.count(), 1);
    QCOMPARE(counted.counts.extent(), std::pair(time - 123, time - 123));
    QCOMPARE(total(counted.counts.histogram(100)), 1);
    QCOMPARE(total(counted.counts.histogram(100, INT64_MIN, INT64_MAX)), 1);
}

void TestHistogram::endsWhenItIsCancelled()
{
    EventTable table;
    const std::vector<SampleEvent> events = eventsAt({1, 2, 3});
    appendSamples(table, events, 0, events.size());
    const std::atomic<bool> cancelled = true;
    HistogramCounts counts;

    QVERIFY(!counts.add(table.snapshot(), rowsFrom(0, 3), &cancelled));
}

QTEST_GUILESS_MAIN(TestHistogram)

#include "tst_histogram.moc"
