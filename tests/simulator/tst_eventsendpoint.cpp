// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

SimulatorOptions small()
{
    SimulatorOptions options;
    options.seed = 11;
    options.backlog = 1500;
    return options;
}

struct Fixture : SimulatorFixture
{
    explicit Fixture(const SimulatorOptions &options = small()) : SimulatorFixture(options) { }
};

QByteArray isoDate(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate).toLatin1();
}

} // namespace

class TestEventsEndpoint : public QObject
{
    Q_OBJECT

private slots:
    void walksToTheTruth_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<int>("limit");
        for (const char *stream :
             {"all", "changes", "sync", "admin_logs", "admin_logs_streaming"}) {
            for (const int limit : {37, 500}) {
                QTest::addRow("%s by %d", stream, limit) << QByteArray(stream) << limit;
            }
        }
    }

    void walksToTheTruth()
    {
        QFETCH(QByteArray, stream);
        QFETCH(int, limit);
        Fixture f;
        const QList<QByteArray> truth = f.client.truth(stream);

        const QList<QByteArray> ids = idsOf(f.client.walk(stream, limit));

        QVERIFY(truth.size() > 200);
        QCOMPARE(setOf(ids), setOf(truth));
        if (stream == "admin_logs")
            QCOMPARE(ids, truth);
        else if (stream == "admin_logs_streaming")
            QVERIFY(ids.size() > truth.size() && ids.size() < truth.size() + 100);
        QCOMPARE(f.simulator.clientFaults(), QStringList());
    }

    void givesTheSameBytesInEveryStream()
    {
        Fixture f;
        const QList<QByteArray> raw = f.client
                                          .get(
                                              "/_sim/raw?stream_type=admin_logs&index=0&count=1500")
                                          .body.trimmed()
                                          .split('\n');
        QCOMPARE(raw.size(), 1500);

        for (const char *stream : {"admin_logs", "admin_logs_streaming"}) {
            const QByteArray chunk = f.client.events(stream, "limit=200").body;
            int found = 0;
            for (const QByteArray &event : raw)
                found += chunk.contains(event) ? 1 : 0;
            const int entries = static_cast<int>(
                QJsonDocument::fromJson(chunk)["entries"_L1].toArray().size());
            QVERIFY2(found >= entries - 10 && found > 100, stream);
        }
    }

    void readsOnFromAPosition()
    {
        Fixture f;
        const auto first = f.client.events("admin_logs", "limit=500");
        const auto second = f.client.events(
            "admin_logs", "limit=500&stream_position=" + first.next());
        const QList<QByteArray> truth = f.client.truth("admin_logs");

        QCOMPARE(
            idsOf(first.entries()) + idsOf(second.entries()),
            truth.mid(0, first.entries().size() + second.entries().size()));
    }

    void saysWhereItIsWhenNothingIsThere()
    {
        Fixture f;
        SimulatorOptions none = small();
        none.backlog = 0;
        Fixture empty(none);
        const QByteArray end = [&f] {
            QByteArray position = "0";
            for (auto answer = f.client.events("admin_logs", "limit=500");
                 !answer.entries().isEmpty();
                 answer = f.client.events("admin_logs", "limit=500&stream_position=" + position))
                position = answer.next();
            return position;
        }();

        QCOMPARE(f.client.events("admin_logs", "stream_position=" + end).next(), end);
        QCOMPARE(empty.client.events("admin_logs").next(), QByteArray("0"));
        QCOMPARE(empty.client.events("admin_logs", "stream_position=0").next(), QByteArray("0"));
        QVERIFY(empty.client.events("all").next().size() == 17);
        QVERIFY(empty.client.events("admin_logs_streaming").next().size() == 19);
    }

    void countsAChunk()
    {
        Fixture f;
        QCOMPARE(f.client.events("admin_logs", "limit=7").json()["chunk_size"_L1].toInt(), 7);
        SimulatorOptions options = small();
        options.shortChunks = 0;
        options.userRepeatRate = 0;
        Fixture full(options);

        QCOMPARE(full.client.events("admin_logs").entries().size(), 100);
        QCOMPARE(full.client.events("all", "limit=4000").entries().size(), 500);
        QCOMPARE(full.client.events("all", "limit=0").entries().size(), 0);
        QCOMPARE(full.client.events("all", "limit=ten").status, 400);
        QCOMPARE(
            full.client.events("all", "limit=ten").json()["code"_L1].toString(),
            u"invalid_limit"_s);
    }

    void givesShortChunksAlthoughMoreIsThere()
    {
        SimulatorOptions options = small();
        options.shortChunks = 1;
        Fixture f(options);

        const auto chunk = f.client.events("admin_logs", "limit=500");

        QVERIFY(chunk.entries().size() < 500);
        QCOMPARE(idsOf(f.client.walk("admin_logs", 500)), f.client.truth("admin_logs"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("message");
        const QString position = u"Invalid stream position"_s;
        QTest::newRow("a position out of thin air")
            << QByteArray("stream_position=12345") << position;
        QTest::newRow("letters") << QByteArray("stream_position=abc") << position;
        QTest::newRow("now in admin_logs")
            << QByteArray("stream_type=admin_logs&stream_position=now") << position;
        QTest::newRow("a raw plus sign")
            << QByteArray("stream_type=admin_logs&created_after=2026-01-01T00:00:00+01:00")
            << u"Invalid created_after parameter"_s;
        QTest::newRow("a date without offset")
            << QByteArray("stream_type=admin_logs&created_before=2026-01-01T00:00:00")
            << u"Invalid created_before parameter"_s;
        QTest::newRow("the future")
            << QByteArray("stream_type=admin_logs&created_after=2199-01-01T00:00:00Z")
            << u"created_after is invalid since it is in the future"_s;
        QTest::newRow("an unknown stream")
            << QByteArray("stream_type=logs") << u"Invalid stream_type parameter"_s;
        QTest::newRow("a parameter twice")
            << QByteArray("limit=5&limit=6") << u"Parameter sent twice: limit"_s;
    }

    void refuses()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, message);
        Fixture f;

        const auto answer = f.client.get("/2.0/events?" + query);

        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json()["type"_L1].toString(), u"error"_s);
        QCOMPARE(answer.json()["message"_L1].toString(), message);
    }

    void refusesAPositionOfAnotherStream()
    {
        Fixture f;
        const QByteArray position = f.client.events("admin_logs", "limit=5").next();

        QCOMPARE(
            f.client.events("admin_logs_streaming", "stream_position=" + position).status, 400);
    }

    void takesARoundedPositionButNotesIt()
    {
        Fixture f;
        SimulatorOptions options = small();
        options.strictPositions = true;
        Fixture strict(options);
        const auto first = f.client.events("all", "limit=5");
        const QByteArray rounded = QByteArray::number(first.next().toDouble(), 'f', 0);

        const auto second = f.client.events("all", "limit=5&stream_position=" + rounded);

        QCOMPARE(second.status, 200);
        QCOMPARE(f.simulator.clientFaults().size(), 1);
        QCOMPARE(strict.client.events("all", "stream_position=" + rounded).status, 400);
    }

    void startsAtTheOldestWhenNoPositionIsMeant_data()
    {
        QTest::addColumn<QByteArray>("position");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("empty") << QByteArray("&stream_position=");
        QTest::newRow("null") << QByteArray("&stream_position=null");
        QTest::newRow("zero") << QByteArray("&stream_position=0");
    }

    void startsAtTheOldestWhenNoPositionIsMeant()
    {
        QFETCH(const QByteArray, position);
        Fixture f;
        for (const char *stream : {"all", "changes", "sync", "admin_logs"}) {
            const QList<QByteArray> ids = idsOf(
                f.client.events(stream, "limit=10" + position).entries());
            QVERIFY(!ids.isEmpty());
            QCOMPARE(ids, f.client.truth(stream).mid(0, ids.size()));
        }
    }

    void ignoresDatesOutsideTheHistory()
    {
        Fixture f;
        const QByteArray late = "limit=500&created_after=2199-01-01T00:00:00Z";
        QVERIFY(!f.client.events("admin_logs_streaming", late).entries().isEmpty());
        QVERIFY(!f.client.events("all", late).entries().isEmpty());
    }

    void startsNowWithoutEvents()
    {
        Fixture f;
        for (const char *stream : {"all", "admin_logs_streaming"}) {
            const auto now = f.client.events(stream, "stream_position=now");
            QCOMPARE(now.entries().size(), 0);
            QCOMPARE(f.client.events(stream, "stream_position=" + now.next()).entries().size(), 0);
        }
    }

    void showsEventsAfterTheirDelay()
    {
        Fixture f;
        const QByteArray live =
            f.client.events("admin_logs_streaming", "stream_position=now").next();
        const auto history = [&f] { return f.client.truth("admin_logs").size(); };
        const auto streaming = [&f, live] {
            return f.client.walk("admin_logs_streaming", 500, live).size();
        };
        QCOMPARE(history(), 1500);

        f.simulator.addEvents(5);

        QCOMPARE(f.client.truth("all").size(), 1505);
        QCOMPARE(streaming(), 0);
        f.simulator.advance(std::chrono::milliseconds(12'500));
        QVERIFY(streaming() >= 5);
        QCOMPARE(history(), 1500);
        f.simulator.advance(std::chrono::milliseconds(48'000));
        QCOMPARE(history(), 1505);
        QCOMPARE(idsOf(f.client.walk("admin_logs", 500)), f.client.truth("admin_logs"));
    }

    void goesOnByItselfAtARate()
    {
        SimulatorOptions options = small();
        options.rate = 10;
        Fixture f(options);

        f.simulator.advance(std::chrono::seconds(600));

        const auto count = f.simulator.eventCount();
        QVERIFY2(count >= 7500 && count < 8500, qPrintable(QString::number(count)));
    }

    void forgetsWhatIsTooOld()
    {
        Fixture f;
        const QByteArray old = f.client.events("admin_logs_streaming", "limit=5").next();

        f.simulator.advance(std::chrono::hours(24 * 30));
        const auto answer = f.client.events("admin_logs_streaming", "stream_position=" + old);

        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.entries().size(), 0);
        QVERIFY(answer.next() != old);
        QCOMPARE(f.client.walk("all", 500).size(), 0);
        QCOMPARE(f.client.truth("admin_logs").size(), 1500);
    }

    void filtersByType()
    {
        Fixture f;
        int expected = 0;
        for (const QJsonValue &event : f.client.walk("admin_logs", 500)) {
            const QString type = event["event_type"_L1].toString();
            expected += type == u"UPLOAD" || type == u"LOGIN" ? 1 : 0;
        }

        const QJsonArray some = f.client.walk("admin_logs", 500, "0", "event_type=UPLOAD,LOGIN");

        QVERIFY(expected > 50);
        QCOMPARE(some.size(), expected);
        QCOMPARE(f.client.walk("admin_logs", 500, "0", "event_type=NO_SUCH_TYPE").size(), 0);
        QVERIFY(f.client.events("all", "event_type=NO_SUCH_TYPE").entries().size() > 0);
    }

    void filtersByTime()
    {
        Fixture f;
        const QJsonArray all = f.client.walk("admin_logs", 500);
        const auto timeOf = [&all](qsizetype i) {
            return QDateTime::fromString(all[i]["created_at"_L1].toString(), Qt::ISODateWithMs)
                .toSecsSinceEpoch();
        };
        const qint64 from = timeOf(400);
        const qint64 to = timeOf(900);
        qsizetype expected = 0;
        for (qsizetype i = 0; i < all.size(); ++i)
            expected += timeOf(i) >= from && timeOf(i) < to ? 1 : 0;

        const QByteArray range = "created_after=" + isoDate(from)
            + "&created_before=" + isoDate(to);
        const QJsonArray some = f.client.walk("admin_logs", 100, "0", range);

        QCOMPARE(some.size(), expected);
        QCOMPARE(some[0]["event_id"_L1], all[400]["event_id"_L1]);
    }
};

QTEST_GUILESS_MAIN(TestEventsEndpoint)
#include "tst_eventsendpoint.moc"
