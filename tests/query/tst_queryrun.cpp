// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/entrytest.h"
#include "core/query/queryrun.h"
#include "core/store/sessionfile.h"
#include "tests/query/naivequery.h"
#include "tests/query/randomquery.h"
#include "tests/query/sampleevents.h"

#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <map>
#include <numeric>
#include <thread>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Row = EventTable::Row;

/// What a query gave: rows, and counts by the name of the type.
struct Answer
{
    std::vector<Row> rows;
    std::map<std::string, qint64> counts;

    friend bool operator==(const Answer &, const Answer &) = default;
};

Query parsed(const QString &text)
{
    const ParsedQuery query = Query::parse(text);
    if (query.error)
        qFatal("%s: %s", qPrintable(text), qPrintable(query.error->message));
    return query.query;
}

QueryContext contextOf(const std::vector<SampleEvent> &events)
{
    QueryContext context;
    std::vector<Row> marks;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].isMarked)
            marks.push_back(static_cast<Row>(i));
    }
    context.marks = RowSet(std::move(marks));
    for (const int stream : {1, 2, 3})
        context.streams.insert(stream, sampleStreamType(stream));
    return context;
}

Answer naiveAnswer(
    const Query &query, const std::vector<SampleEvent> &events, const QSet<QByteArray> &hidden)
{
    Answer answer;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!passesNaively(query.root(), events[i]))
            continue;
        ++answer.counts[events[i].type.toStdString()];
        if (!hidden.contains(events[i].type))
            answer.rows.push_back(static_cast<Row>(i));
    }
    return answer;
}

/// Asks the snapshots one after the other, each for what the one before it did not have.
Answer answerOf(QueryRun &run, std::span<const TableSnapshot> tables, const QueryContext &context)
{
    Answer answer;
    Row next = 0;
    for (const TableSnapshot &table : tables) {
        const bool done = run.run(table, next, context, [&](QueryRun::Batch &&batch) {
            answer.rows.insert(answer.rows.end(), batch.rows.begin(), batch.rows.end());
            next = batch.next;
            return true;
        });
        if (!done || next != table.size())
            qFatal("the run did not get to the end");
    }
    const TableSnapshot &last = tables.back();
    for (EventTable::Code type = 0; type < last.typeCount(); ++type) {
        if (run.typeCounts()[type] > 0)
            answer.counts[std::string(last.typeName(type))] = run.typeCounts()[type];
    }
    return answer;
}

/// A table that grew in steps, and what was to be seen after each.
struct GrowingTable
{
    explicit GrowingTable(const std::vector<SampleEvent> &events, std::size_t steps = 3)
    {
        for (std::size_t step = 0; step < steps; ++step) {
            const std::size_t first = events.size() * step / steps;
            appendSamples(table, events, first, events.size() * (step + 1) / steps);
            snapshots.push_back(table.snapshot());
        }
    }

    EventTable table;
    std::vector<TableSnapshot> snapshots;
};

/// A session file with raw events, 100 in a chunk, and the table of its rows.
class RawSession
{
    QTemporaryDir m_folder; // outlives what is open in it

public:
    explicit RawSession(int events)
    {
        auto created = SessionFile::create(path());
        if (!created)
            qFatal("%s", qPrintable(created.error().message));
        file = std::move(*created);
        const int stream = file->stream(StreamType::AdminLogs)->id;
        for (int first = 0; first < events; first += 100)
            append(stream, first, std::min(first + 100, events));
        table.publish();
    }

    QString path() const { return m_folder.filePath(u"raw.boxwatch"_s); }

    static QByteArray rawEvent(int number)
    {
        return "{\"event_id\":\"" + QByteArray::number(number) + "\",\"note\":\""
            + (number % 7 == 0 ? "Needle é" : "hay") + "\"}";
    }

    std::unique_ptr<SessionFile> file;
    EventTable table;

private:
    void append(int stream, int first, int end)
    {
        std::vector<QByteArray> raws;
        std::vector<Event> events;
        for (int number = first; number < end; ++number)
            raws.push_back(rawEvent(number));
        for (const QByteArray &raw : raws) {
            Event event;
            event.raw = {raw.constData(), static_cast<std::size_t>(raw.size())};
            event.type = (&raw - raws.data()) % 2 == 0 ? "UPLOAD" : "DOWNLOAD";
            events.push_back(event);
        }
        const auto id = file->commit({.stream = stream, .events = events});
        if (!id)
            qFatal("%s", qPrintable(id.error().message));
        table.beginChunk({.chunkId = *id, .first = static_cast<Row>(first), .stream = 1});
        for (const Event &event : events)
            table.append(event, {});
    }
};

} // namespace

class TestQueryRun : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithANaiveSearch_data();
    void agreesWithANaiveSearch();
    void agreesOverSeveralSegments();
    void handsOverBatchesInOrderAndWithoutHoles();
    void asksOnlyFromTheGivenRowOn();
    void givesNothingOnceItIsCancelled();
    void learnsAnewWhatItWasKeptFromLearning();
    void goesOnAfterRunsThatWereGivenUp();
    void stopsWhenABatchIsRefused();
    void findsTextsThatLieNextToEachOtherOnlyOneByOne();
    void findsLettersOfAllScriptsInEitherCase();
    void findsWhatStandsInTheRawEvents();
    void readsOnlyTheRawEventsThatAreLeft();
    void reportsProgressOfRawEvents();
    void saysWhyRawEventsCannotBeRead();
    void cancelsWhileItReadsRawEvents();
    void knowsWhatItHangsOn();
};

void TestQueryRun::agreesWithANaiveSearch_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestQueryRun::agreesWithANaiveSearch()
{
    QFETCH(const quint32, seed);
    QRandomGenerator random(seed);
    int someFound = 0;
    for (int i = 0; i < 10; ++i) {
        const std::vector<SampleEvent> events = randomEvents(random, 60);
        const GrowingTable table(events);
        const QueryContext context = contextOf(events);
        for (int j = 0; j < 50; ++j) {
            const QString text = randomQuery(random, events);
            const Query query = parsed(text);
            const QSet<QByteArray> hidden = random.bounded(3) == 0
                ? QSet<QByteArray>{events[0].type, "DOWNLOAD", "LOGIN"}
                : QSet<QByteArray>();

            QueryRun whole(query, hidden);
            QueryRun inSteps(query, hidden);

            const Answer naive = naiveAnswer(query, events, hidden);
            const std::span<const TableSnapshot> snapshots = table.snapshots;
            QVERIFY2(
                answerOf(whole, snapshots.last(1), context) == naive,
                qPrintable(u"whole: "_s + text));
            QVERIFY2(
                answerOf(inSteps, snapshots, context) == naive, qPrintable(u"in steps: "_s + text));
            someFound += !naive.rows.empty() && naive.rows.size() < events.size();
        }
    }
    QVERIFY2(someFound > 100, "the queries are no test if all find nothing or everything");
}

void TestQueryRun::agreesOverSeveralSegments()
{
    QRandomGenerator random(99);
    const std::vector<SampleEvent> few = randomEvents(random, 3001);
    std::vector<SampleEvent> events;
    while (events.size() < 2 * EventTable::rowsPerSegment + 5000)
        events.push_back(few[events.size() % few.size()]);
    const GrowingTable table(events, 2);
    const QueryContext context = contextOf(events);

    for (const QString &text :
         {u""_s, u"forecast"_s, u"type:download"_s, u"size:1kb..3kb is:late"_s, u"-who:ana"_s,
          u"after:2026-03-04 (in:finance or ip:10.20.) -item:/pdf$/"_s, u"is:marked"_s, u"Москва"_s,
          u"received:2026-03-08"_s}) {
        const Query query = parsed(text);
        QueryRun whole(query, {"LOGIN"});
        QueryRun inSteps(query, {"LOGIN"});

        const Answer naive = naiveAnswer(query, events, {"LOGIN"});
        const std::span<const TableSnapshot> snapshots = table.snapshots;
        QVERIFY2(answerOf(whole, snapshots.last(1), context) == naive, qPrintable(text));
        QVERIFY2(answerOf(inSteps, snapshots, context) == naive, qPrintable(text));
    }
}

void TestQueryRun::handsOverBatchesInOrderAndWithoutHoles()
{
    QRandomGenerator random(5);
    const std::vector<SampleEvent> few = randomEvents(random, 500);
    std::vector<SampleEvent> events;
    while (events.size() < 4 * EventTable::rowsPerSegment + 10)
        events.push_back(few[events.size() % few.size()]);
    const GrowingTable table(events, 1);
    QueryRun run(parsed(u"type:download"_s), {});
    const std::thread::id thread = std::this_thread::get_id();

    Row next = 0;
    int batches = 0;
    const bool done = run.run(table.snapshots.back(), 0, {}, [&](QueryRun::Batch &&batch) {
        const bool isInOrder = batch.next > next && std::ranges::is_sorted(batch.rows)
            && (batch.rows.empty()
                || (batch.rows.front() >= next && batch.rows.back() < batch.next));
        next = batch.next;
        ++batches;
        return isInOrder && std::this_thread::get_id() == thread;
    });

    QVERIFY(done);
    QCOMPARE(next, static_cast<Row>(events.size()));
    QVERIFY(batches >= 5);
}

void TestQueryRun::asksOnlyFromTheGivenRowOn()
{
    QRandomGenerator random(6);
    const std::vector<SampleEvent> events = randomEvents(random, 5000);
    const GrowingTable table(events, 1);
    QueryRun run(Query(), {});

    std::vector<Row> rows;
    run.run(table.snapshots.back(), 4321, {}, [&](QueryRun::Batch &&batch) {
        rows.insert(rows.end(), batch.rows.begin(), batch.rows.end());
        return true;
    });

    std::vector<Row> expected(5000 - 4321);
    std::iota(expected.begin(), expected.end(), Row{4321});
    QCOMPARE(rows, expected);
    QCOMPARE(
        std::accumulate(run.typeCounts().begin(), run.typeCounts().end(), qint64{0}), 5000 - 4321);
}

void TestQueryRun::givesNothingOnceItIsCancelled()
{
    QRandomGenerator random(7);
    const std::vector<SampleEvent> events = randomEvents(random, 1000);
    const GrowingTable table(events, 1);
    QueryRun run(Query(), {});
    const std::atomic<bool> cancelled = true;

    int batches = 0;
    const auto sink = [&batches](QueryRun::Batch &&) {
        ++batches;
        return true;
    };

    QVERIFY(!run.run(table.snapshots.back(), 0, {}, sink, &cancelled));
    QCOMPARE(batches, 0);
}

void TestQueryRun::learnsAnewWhatItWasKeptFromLearning()
{
    EventTable table;
    const auto add = [&table](std::string_view name) {
        Event event;
        event.item.name = name;
        table.beginChunk({});
        table.append(event, {});
        table.publish();
    };
    const auto text = std::make_shared<TextEntries>(
        std::make_shared<TextTest>(QueryTerm::Test::Contains, u"needle"_s),
        TextEntries::When::AllAtOnce);
    TripleEntries items(
        TripleEntries::Of::Items,
        {TripleEntries::Part{.entries = text}, TripleEntries::Part{.entries = text},
         TripleEntries::Part{.entries = text}});
    add("hay");
    QVERIFY(items.learn(table.snapshot()));
    QVERIFY(!items.mayPass());
    const std::atomic<bool> cancelled = true;
    add("a needle");
    const TableSnapshot both = table.snapshot();

    QVERIFY(!items.learn(both, &cancelled));
    QVERIFY(items.learn(both));

    QVERIFY(items.mayPass());
    QVERIFY(text->mayPass());
    QVERIFY(!items.passes(both, both.item(0)));
    QVERIFY(items.passes(both, both.item(1)));
}

void TestQueryRun::goesOnAfterRunsThatWereGivenUp()
{
    QRandomGenerator random(10);
    std::vector<SampleEvent> events = randomEvents(random, 60'000);
    for (std::size_t i = 0; i < events.size(); ++i)
        events[i].itemName += QByteArray::number(i); // many entries to search
    const GrowingTable table(events, 6);
    const QueryContext context = contextOf(events);
    const Query query = parsed(u"forecast or -item:7"_s);
    QueryRun run(query, {});

    // Given up at all sorts of moments.
    for (const TableSnapshot &snapshot : table.snapshots) {
        for (int i = 0; i < 10; ++i) {
            std::atomic<bool> cancelled = false;
            std::thread other([&cancelled, i] {
                std::this_thread::sleep_for(std::chrono::microseconds(i * 100));
                cancelled = true;
            });
            const auto refuse = [](QueryRun::Batch &&) { return false; };
            run.run(snapshot, snapshot.size() - 1, context, refuse, &cancelled);
            other.join();
        }
    }

    const std::span<const TableSnapshot> snapshots = table.snapshots;
    const auto found = answerOf(run, snapshots.last(1), context).rows;
    QCOMPARE(found, naiveAnswer(query, events, {}).rows);
}

void TestQueryRun::stopsWhenABatchIsRefused()
{
    QRandomGenerator random(8);
    const std::vector<SampleEvent> few = randomEvents(random, 500);
    std::vector<SampleEvent> events;
    while (events.size() < 6 * EventTable::rowsPerSegment)
        events.push_back(few[events.size() % few.size()]);
    const GrowingTable table(events, 1);
    QueryRun run(Query(), {});

    int batches = 0;
    const bool done = run.run(
        table.snapshots.back(), 0, {}, [&batches](QueryRun::Batch &&) { return ++batches < 2; });

    QVERIFY(!done);
    QCOMPARE(batches, 2);
}

void TestQueryRun::findsTextsThatLieNextToEachOtherOnlyOneByOne()
{
    EventTable table;
    table.beginChunk({});
    for (const std::string_view name : {"xfore", "casty", "a forecast", "forefore", "FORECAST"}) {
        Event event;
        event.item.name = name;
        table.append(event, {});
    }
    table.publish();
    QueryRun run(parsed(u"item:forecast"_s), {});

    const std::vector snapshots{table.snapshot()};
    const std::vector<Row> expected{2, 4};
    QCOMPARE(answerOf(run, snapshots, {}).rows, expected);
}

void TestQueryRun::findsLettersOfAllScriptsInEitherCase()
{
    EventTable table;
    table.beginChunk({});
    for (const std::string_view name :
         {"Straße 1", "STRASSE 1", "МОСКВА", "plain", "Ünïcode", "\xff\xfe"}) {
        Event event;
        event.item.name = name;
        table.append(event, {});
    }
    table.publish();
    const std::vector snapshots{table.snapshot()};
    const auto rows = [&snapshots](const QString &text) {
        QueryRun run(parsed(text), {});
        return answerOf(run, snapshots, {}).rows;
    };

    QCOMPARE(rows(u"москва"_s), std::vector<Row>{2});
    QCOMPARE(rows(u"item:=москва"_s), std::vector<Row>{2});
    QCOMPARE(rows(u"item:*СКВ*"_s), std::vector<Row>{2});
    QCOMPARE(rows(u"ÜNÏ"_s), std::vector<Row>{4});
    QCOMPARE(rows(u"item:straße"_s).front(), Row{0});
}

void TestQueryRun::findsWhatStandsInTheRawEvents()
{
    const RawSession session(1000);
    const std::vector snapshots{session.table.snapshot()};
    const QueryContext context{.sessionPath = session.path()};
    const auto rows = [&](const QString &text) {
        QueryRun run(parsed(text), {});
        return answerOf(run, snapshots, context).rows;
    };
    std::vector<Row> sevenths;
    for (Row row = 0; row < 1000; row += 7)
        sevenths.push_back(row);

    QCOMPARE(rows(u"raw:needle"_s), sevenths);
    QCOMPARE(rows(u"raw:\"NEEDLE É\""_s), sevenths);
    QCOMPARE(rows(u"raw:/need?le/"_s), sevenths);
    QCOMPARE(rows(u"-raw:needle"_s).size(), 1000 - sevenths.size());
    QCOMPARE(rows(u"raw:nowhere"_s).size(), std::size_t{0});
    std::erase_if(sevenths, [](Row row) { return row % 2 == 0; });
    QCOMPARE(rows(u"raw:needle type:download"_s), sevenths);
}

void TestQueryRun::readsOnlyTheRawEventsThatAreLeft()
{
    const RawSession session(300);
    Answer answer;
    QueryRun run(parsed(u"raw:hay type:nothing"_s), {});

    // Without a file each event that is asked for would be trouble.
    const QueryContext context{.sessionPath = session.path() + u".gone"_s};
    const std::vector snapshots{session.table.snapshot()};

    QVERIFY(answerOf(run, snapshots, context).rows.empty());
    QVERIFY(!run.trouble());
}

void TestQueryRun::reportsProgressOfRawEvents()
{
    const RawSession session(20'000);
    std::vector<double> progress;
    const QueryContext context{
        .sessionPath = session.path(),
        .progress = [&progress](double share) { progress.push_back(share); }};
    QueryRun run(parsed(u"raw:needle"_s), {});

    const std::vector snapshots{session.table.snapshot()};
    answerOf(run, snapshots, context);

    QVERIFY(progress.size() >= 3);
    QVERIFY(std::ranges::is_sorted(progress));
    QCOMPARE(progress.back(), 1.0);
}

void TestQueryRun::saysWhyRawEventsCannotBeRead()
{
    const RawSession session(10);
    const QueryContext context{.sessionPath = session.path() + u".gone"_s};
    QueryRun run(parsed(u"raw:hay"_s), {});

    const std::vector snapshots{session.table.snapshot()};

    QVERIFY(answerOf(run, snapshots, context).rows.empty());
    QVERIFY(run.trouble());
}

void TestQueryRun::cancelsWhileItReadsRawEvents()
{
    const RawSession session(20'000);
    std::atomic<bool> cancelled = false;
    const QueryContext context{
        .sessionPath = session.path(), .progress = [&cancelled](double) { cancelled = true; }};
    QueryRun run(parsed(u"raw:needle"_s), {});

    int batches = 0;
    const bool done = run.run(
        session.table.snapshot(), 0, context,
        [&batches](QueryRun::Batch &&) {
            ++batches;
            return true;
        },
        &cancelled);

    QVERIFY(!done);
    QCOMPARE(batches, 1);
}

void TestQueryRun::knowsWhatItHangsOn()
{
    const auto run = [](const QString &text) {
        return std::make_unique<QueryRun>(parsed(text), QSet<QByteArray>());
    };

    QVERIFY(run(u"ana or (-raw:x ip:10.)"_s)->readsRaw());
    QVERIFY(!run(u"ana"_s)->readsRaw());
    QVERIFY(run(u"-is:marked"_s)->readsMarks());
    QVERIFY(!run(u"is:late"_s)->readsMarks());
    QVERIFY(run(u"id:abc"_s)->readsIds());
    QVERIFY(run(u"5d41402a-bc4b-4a76-b971-9d911017c592"_s)->readsIds());
    QVERIFY(!run(u"q1"_s)->readsIds());
    QVERIFY(!run(u"who:q1 forecast"_s)->readsIds());
}

QTEST_GUILESS_MAIN(TestQueryRun)

#include "tst_queryrun.moc"
