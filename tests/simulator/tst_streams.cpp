// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QDateTime>
#include <QHash>
#include <QJsonDocument>
#include <QLocale>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

SimulatorOptions small()
{
    SimulatorOptions options;
    options.seed = 21;
    options.backlog = 2000;
    return options;
}

struct Fixture : SimulatorFixture
{
    explicit Fixture(const SimulatorOptions &options = small()) : SimulatorFixture(options) { }
};

QByteArray isoDate(const QDateTime &time)
{
    return time.toUTC().toString(u"yyyy-MM-ddThh:mm:ssZ"_s).toLatin1();
}

QDateTime serverTime(SimulatorClient &client)
{
    const QByteArray date = client.get("/2.0/users/me").headers.value("date");
    QDateTime time = QLocale::c().toDateTime(
        QString::fromLatin1(date), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    time.setTimeSpec(Qt::UTC);
    return time;
}

} // namespace

class TestStreams : public QObject
{
    Q_OBJECT

private slots:
    void repeatsAndSwapsAFewLiveEventsByDefault()
    {
        SimulatorOptions options = small();
        options.backlog = 10'000;
        Fixture f(options);
        const QList<QByteArray> truth = f.client.truth("admin_logs");

        const QList<QByteArray> live = idsOf(f.client.walk("admin_logs_streaming", 500));

        QCOMPARE(setOf(live), setOf(truth));
        const auto repeats = live.size() - truth.size();
        QVERIFY2(repeats > 100 && repeats < 300, qPrintable(QString::number(repeats)));
        QHash<QByteArray, qsizetype> places;
        for (qsizetype i = 0; i < truth.size(); ++i)
            places[truth[i]] = i;
        int swaps = 0;
        for (qsizetype i = 1; i < live.size(); ++i)
            swaps += places.value(live[i]) < places.value(live[i - 1]) ? 1 : 0;
        QVERIFY2(swaps > 100 && swaps < 1000, qPrintable(QString::number(swaps)));
    }

    void keepsTheHistoryInOrderAndWithoutRepeats()
    {
        Fixture f;
        const QJsonArray all = f.client.walk("admin_logs", 500);

        QList<QByteArray> ids = idsOf(all);
        ids.removeAll(QByteArray());
        QCOMPARE(setOf(ids).size(), ids.size());
        QDateTime last;
        for (const QJsonValue &event : all) {
            const auto time = QDateTime::fromString(
                event["created_at"_L1].toString().left(19)
                    + event["created_at"_L1].toString().mid(19),
                Qt::ISODateWithMs);
            // Whole seconds: an event may show a fraction that others do not.
            QVERIFY(!last.isValid() || time.addSecs(1) >= last);
            last = time;
        }
    }

    void letsSomeHistoryComeLateBehindTheCursor()
    {
        SimulatorOptions options = small();
        options.backlog = 100;
        options.stragglerShare = 0.05;
        options.stragglerDelay = std::chrono::minutes(20);
        Fixture f(options);
        f.simulator.advance(std::chrono::hours(1));
        const QByteArray before = isoDate(serverTime(f.client));
        f.simulator.addEvents(1000);
        f.simulator.advance(std::chrono::seconds(61));
        QByteArray cursor = "0";
        QList<QByteArray> inTime;
        for (;;) {
            const auto answer = f.client.events(
                "admin_logs", "limit=500&stream_position=" + cursor);
            inTime += idsOf(answer.entries());
            if (answer.next() == cursor)
                break;
            cursor = answer.next();
        }
        QCOMPARE(setOf(inTime), setOf(f.client.truth("admin_logs")));

        f.simulator.advance(std::chrono::minutes(21));
        const QList<QByteArray> truth = f.client.truth("admin_logs");
        const auto late = f.client.events("admin_logs", "stream_position=" + cursor);
        const QList<QByteArray> again = idsOf(
            f.client.walk("admin_logs", 500, "", "created_after=" + before));

        QCOMPARE(truth.size(), 1100);
        QVERIFY(inTime.size() > 1000 && inTime.size() < 1085);
        QCOMPARE(late.entries().size(), 0);
        QCOMPARE(setOf(inTime + again), setOf(truth));
        QCOMPARE(setOf(idsOf(f.client.walk("admin_logs_streaming", 500))), setOf(truth));
    }

    void withholdsSomeLiveEventsForGood()
    {
        SimulatorOptions options = small();
        options.backlog = 10'000;
        options.withheldShare = 0.01;
        options.repeatRate = 0.05;
        Fixture f(options);

        const QList<QByteArray> live = idsOf(f.client.walk("admin_logs_streaming", 500));

        QCOMPARE(setOf(live), setOf(f.client.truth("admin_logs_streaming")));
        const auto missing = setOf(f.client.truth("admin_logs")) - setOf(live);
        QVERIFY2(
            missing.size() > 60 && missing.size() < 150,
            qPrintable(QString::number(missing.size())));
        const auto repeats = live.size() - setOf(live).size();
        QVERIFY2(repeats > 350 && repeats < 650, qPrintable(QString::number(repeats)));
    }

    void forgetsAfterTheDaysOfEachStream_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<int>("days");
        QTest::newRow("all") << QByteArray("all") << 21;
        QTest::newRow("changes") << QByteArray("changes") << 21;
        QTest::newRow("sync") << QByteArray("sync") << 31;
        QTest::newRow("admin_logs") << QByteArray("admin_logs") << 365;
        QTest::newRow("admin_logs_streaming") << QByteArray("admin_logs_streaming") << 14;
    }

    void forgetsAfterTheDaysOfEachStream()
    {
        QFETCH(const QByteArray, stream);
        QFETCH(const int, days);
        SimulatorOptions options = small();
        options.backlogSpan = std::chrono::hours(1);
        Fixture f(options);
        const auto first = f.client.events(stream, "limit=5");

        f.simulator.advance(std::chrono::hours(24 * days - 2));
        QVERIFY(!f.client.walk(stream, 500).isEmpty());
        f.simulator.advance(std::chrono::hours(4));
        const auto stale = f.client.events(stream, "stream_position=" + first.next());

        QCOMPARE(stale.status, 200);
        QCOMPARE(stale.entries().size(), 0);
        QVERIFY(stale.next() != first.next());
        QCOMPARE(f.client.walk(stream, 500).size(), 0);
    }

    void refusesStalePositionsWhenToldTo()
    {
        SimulatorOptions options = small();
        options.refuseStalePositions = true;
        Fixture f(options);
        const QByteArray old = f.client.events("all", "limit=5").next();

        f.simulator.advance(std::chrono::hours(24 * 40));
        const auto stale = f.client.events("all", "stream_position=" + old);

        QCOMPARE(stale.status, 400);
        QCOMPARE(stale.json()["message"_L1].toString(), u"Invalid stream position"_s);
    }

    void takesNowForTheHistoryWhenToldTo()
    {
        SimulatorOptions options = small();
        options.acceptNow = true;
        Fixture f(options);

        const auto now = f.client.events("admin_logs", "stream_position=now");

        QCOMPARE(now.status, 200);
        QCOMPARE(now.entries().size(), 0);
        QCOMPARE(f.simulator.clientFaults(), QStringList{u"stream_position=now with admin_logs"_s});
    }

    void refusesLargeLimitsWhenToldTo()
    {
        SimulatorOptions options = small();
        options.refuseLargeLimits = true;
        Fixture f(options);

        const auto answer = f.client.events("all", "limit=501");

        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json()["code"_L1].toString(), u"invalid_limit"_s);
        QCOMPARE(f.client.events("all", "limit=500").status, 200);
    }

    void refusesUnknownTypesWhenToldTo()
    {
        SimulatorOptions options = small();
        options.refuseUnknownTypes = true;
        Fixture f(options);

        QCOMPARE(f.client.events("admin_logs", "event_type=UPLOAD,NO_SUCH_TYPE").status, 400);
        QCOMPARE(f.client.events("admin_logs", "event_type=UPLOAD,LOGIN").status, 200);
        QCOMPARE(f.client.events("all", "event_type=NO_SUCH_TYPE").status, 200);
    }

    void takesOldDatesUnlessTold()
    {
        SimulatorOptions options = small();
        Fixture f(options);
        options.refuseOldDates = true;
        Fixture strict(options);
        const QDateTime now = serverTime(f.client);
        const QByteArray old = "created_after=" + isoDate(now.addDays(-366));
        const QByteArray young = "created_after=" + isoDate(now.addDays(-364));

        QCOMPARE(f.client.events("admin_logs", old).status, 200);
        const auto refused = strict.client.events("admin_logs", old);
        QCOMPARE(refused.status, 400);
        QVERIFY(refused.json()["message"_L1].toString().contains(u"beyond one year in the past"));
        QCOMPARE(strict.client.events("admin_logs", young).status, 200);
    }

    void movesOverAStretchThatTheFilterLeavesEmpty()
    {
        SimulatorOptions options = small();
        options.backlog = 600'000;
        options.oddShare = 0;
        Fixture f(options);

        const auto first = f.client.events("admin_logs_streaming", "event_type=NO_SUCH_TYPE");
        const auto second = f.client.events(
            "admin_logs_streaming", "event_type=NO_SUCH_TYPE&stream_position=" + first.next());

        QCOMPARE(first.entries().size(), 0);
        QCOMPARE(second.entries().size(), 0);
        QVERIFY(first.next() != second.next());
    }

    void showsUserEventsWithinASecond()
    {
        Fixture f;
        const QByteArray now = f.client.events("all", "stream_position=now").next();

        f.simulator.addEvents(3);

        QVERIFY(f.client.events("all", "stream_position=" + now).entries().size() >= 3);
    }

    void repeatsTheLastUserEventsAtTheNextPosition()
    {
        SimulatorOptions options = small();
        options.userRepeatRate = 1;
        Fixture f(options);
        const auto first = f.client.events("all", "limit=50");

        const auto second = f.client.events("all", "limit=50&stream_position=" + first.next());

        const auto both = setOf(idsOf(first.entries())) & setOf(idsOf(second.entries()));
        QVERIFY(both.size() >= 1 && both.size() <= 4);
    }

    void keepsChangesAndSyncWithinAll()
    {
        Fixture f;
        const auto all = setOf(f.client.truth("all"));
        for (const char *stream : {"changes", "sync"}) {
            const auto part = setOf(f.client.truth(stream));
            QVERIFY2(!part.isEmpty() && part.size() < all.size() && all.contains(part), stream);
        }
    }

    void showsUserEventsLaterWhenToldTo()
    {
        SimulatorOptions options = small();
        options.userDelay = std::chrono::seconds(30);
        Fixture f(options);
        const QByteArray now = "stream_position="
            + f.client.events("all", "stream_position=now").next();

        f.simulator.addEvents(3);

        QCOMPARE(f.client.events("all", now).entries().size(), 0);
        f.simulator.advance(std::chrono::seconds(31));
        QVERIFY(f.client.events("all", now).entries().size() >= 3);
    }

    void givesTheSameBytesForTheSameSeedAndTime()
    {
        SimulatorOptions options = small();
        options.startTime = 1'772'000'000'000;
        options.stragglerShare = 0.1;
        options.withheldShare = 0.1;
        Fixture one(options);
        Fixture two(options);
        options.seed = 22;
        Fixture three(options);
        for (const char *stream : {"all", "admin_logs", "admin_logs_streaming"}) {
            const QByteArray body = one.client.events(stream, "limit=500").body;
            QCOMPARE(two.client.events(stream, "limit=500").body, body);
            QVERIFY(three.client.events(stream, "limit=500").body != body);
        }
    }

    void givesTheSameBytesFromMemory()
    {
        SimulatorOptions options = small();
        options.startTime = 1'772'000'000'000;
        options.stragglerShare = 0.1; // so that runs of events are broken
        options.withheldShare = 0.1;
        Fixture made(options);
        options.inMemory = true;
        Fixture kept(options);
        for (Fixture *f : {&made, &kept}) {
            f->simulator.addEvents(700); // which are not in memory
            f->simulator.advance(std::chrono::hours(1));
        }

        const auto compareAll = [&made, &kept] {
            for (const char *stream : {"all", "admin_logs", "admin_logs_streaming"}) {
                QByteArray position = "0";
                for (int chunk = 0; chunk < 7; ++chunk) {
                    const QByteArray query = "limit=500&stream_position=" + position;
                    const auto answer = made.client.events(stream, query);
                    QCOMPARE(kept.client.events(stream, query).body, answer.body);
                    position = answer.next();
                }
            }
            const QByteArray few = "limit=37&event_type=UPLOAD,DOWNLOAD";
            QCOMPARE(
                kept.client.events("admin_logs", few).body,
                made.client.events("admin_logs", few).body);
        };
        compareAll();

        for (Fixture *f : {&made, &kept}) {
            QVERIFY(
                f->simulator.addFault(json("{'kind':'content','how':'awkward_text','entries':3}")));
            f->client.events("admin_logs", "limit=500");
        }
        compareAll();
    }

    void runsForHoursAtARateAndKnowsTheTruth()
    {
        SimulatorOptions options = small();
        options.rate = 50;
        Fixture f(options);
        f.simulator.advance(std::chrono::hours(3));

        const QJsonObject summary =
            QJsonDocument::fromJson(
                f.client.get("/_sim/truth?stream_type=admin_logs&ids=0").body.trimmed())
                .object();

        // 3 hours of 50 events/s are 540,000; the last minute of them is not visible yet.
        const qint64 count = summary["count"_L1].toInteger();
        QVERIFY2(count > 538'000 && count < 545'000, qPrintable(QString::number(count)));
        const auto some = f.client.get("/_sim/truth?stream_type=admin_logs&from=500000&to=500100");
        QCOMPARE(some.body.trimmed().split('\n').size(), 101);
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
