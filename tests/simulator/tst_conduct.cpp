// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

struct Fixture
{
    explicit Fixture(SimulatorOptions options = {}) : client(start(options)) { }

    QByteArray end(const QByteArray &stream)
    {
        return client.events(stream, "stream_position=now").next();
    }

    Simulator simulator;
    SimulatorClient client;

private:
    const Simulator &start(SimulatorOptions &options)
    {
        options.backlog = 50;
        simulator.start(options);
        return simulator;
    }
};

} // namespace

class TestConduct : public QObject
{
    Q_OBJECT

private slots:
    void notesRequestsThatBreakARule_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("fault");
        const auto row = [](const char *name, const char *query, const char *fault) {
            QTest::newRow(name) << QByteArray(query) << QString::fromLatin1(fault);
        };
        row("a good one", "stream_type=admin_logs&limit=500&created_after=2026-01-01T00:00:00Z",
            "");
        row("a large limit", "limit=501", "limit above 500");
        row("no limit to speak of", "limit=0", "limit below 1");
        row("a date with an offset",
            "stream_type=admin_logs&created_after=2026-01-01T00:00:00-08:00",
            "a date that is not UTC with Z: 2026-01-01T00:00:00-08:00");
        row("a raw plus", "stream_type=admin_logs&created_before=2026-01-01T00:00:00+01:00",
            "raw + in the query");
        row("types with a user stream", "event_type=UPLOAD", "event_type with a user stream");
        row("dates with a user stream", "created_after=2026-01-01T00:00:00Z",
            "dates with a stream that ignores them");
        row("dates with the live stream",
            "stream_type=admin_logs_streaming&created_before=2026-01-01T00:00:00Z",
            "dates with a stream that ignores them");
        row("now with the history", "stream_type=admin_logs&stream_position=now",
            "stream_position=now with admin_logs");
        row("a token in the query", "access_token=abc", "access token in the query");
        row("a parameter twice", "limit=1&limit=2", "parameter sent twice: limit");
        row("a parameter that is none", "color=red", "unknown parameter: color");
    }

    void notesRequestsThatBreakARule()
    {
        QFETCH(const QByteArray, query);
        QFETCH(const QString, fault);
        Fixture f;

        f.client.get("/2.0/events?" + query);

        QCOMPARE(f.simulator.clientFaults().value(0), fault);
    }

    void notesThemEvenIfTheAnswerIsAFault()
    {
        Fixture f;
        f.simulator.addFault("{\"status\":503}");

        f.client.get("/2.0/events?limit=800");

        QCOMPARE(f.simulator.clientFaults(), QStringList{u"limit above 500"_s});
    }

    void notesAPositionOfAnotherStream()
    {
        Fixture f;
        const QByteArray position = f.client.events("admin_logs", "limit=5").next();

        f.client.events("admin_logs_streaming", "stream_position=" + position);

        QCOMPARE(f.simulator.clientFaultCount(), std::uint64_t{1});
        QVERIFY(f.simulator.clientFaults().first().startsWith(u"position of another stream"));
    }

    void notesCallsBeforeRetryAfterHasPassed()
    {
        Fixture f;
        f.simulator.addFault("{\"status\":429,\"retry_after\":60,\"endpoint\":\"events\"}");

        QCOMPARE(f.client.events("all").status, 429);
        QTest::qWait(1700);
        f.client.get("/2.0/users/me");
        QCOMPARE(f.simulator.clientFaults().size(), 1);
        QVERIFY(f.simulator.clientFaults().first().contains(u"Retry-After"));
        f.client.setToken(f.simulator.token().toLatin1() + "-guest");
        f.client.events("all");

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }

    void forgetsRetryAfterOnceItHasPassed()
    {
        Fixture f;
        f.simulator.addFault("{\"status\":429,\"retry_after\":1,\"endpoint\":\"events\"}");

        QCOMPARE(f.client.events("all").status, 429);
        QTest::qWait(1200);
        f.client.events("all");

        QCOMPARE(f.simulator.clientFaults(), QStringList());
    }

    void waitsForASignThatRetryAfterWasHeard()
    {
        Fixture f;
        SimulatorClient other(f.simulator);
        f.simulator.addFault("{\"status\":429,\"retry_after\":60,\"endpoint\":\"me\"}");
        QCOMPARE(f.client.get("/2.0/users/me").status, 429);
        QTest::qWait(1700);

        other.events("all");
        QCOMPARE(f.simulator.clientFaults(), QStringList());
        f.client.get("/oauth2/token");

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }

    void forgivesAnAnswerThatNobodyHeard()
    {
        SimulatorOptions options;
        options.minimumGap = std::chrono::seconds(60);
        Fixture f(options);
        f.simulator.addFault("{\"status\":429,\"retry_after\":60,\"endpoint\":\"me\"}");
        const QByteArray end = "/2.0/events?stream_type=admin_logs_streaming&stream_position="
            + f.end("admin_logs_streaming");

        rawAnswer(f.simulator, rawGet(f.simulator, "/2.0/users/me"));
        rawAnswer(f.simulator, rawGet(f.simulator, end));
        QTest::qWait(1700);
        rawAnswer(f.simulator, rawGet(f.simulator, end));
        f.client.get("/2.0/users/me");

        QCOMPARE(f.simulator.clientFaults(), QStringList());
    }

    void excusesCallsThatWereUnderWay()
    {
        Fixture f;
        f.simulator.addFault("{\"status\":429,\"retry_after\":60,\"endpoint\":\"events\"}");

        QCOMPARE(f.client.events("all").status, 429);
        f.client.events("admin_logs");

        QCOMPARE(f.simulator.clientFaults(), QStringList());
    }

    void notesTwoCallsForTheSameEventsAtOnce_data()
    {
        QTest::addColumn<QByteArray>("other");
        QTest::addColumn<int>("faults");
        QTest::newRow("the same") << QByteArray("admin_logs") << 1;
        QTest::newRow("another stream") << QByteArray("admin_logs_streaming") << 0;
        QTest::newRow("other dates")
            << QByteArray("admin_logs&created_after=2026-01-01T00:00:00Z") << 0;
    }

    void notesTwoCallsForTheSameEventsAtOnce()
    {
        QFETCH(const QByteArray, other);
        QFETCH(const int, faults);
        Fixture f;
        f.simulator.addFault("{\"kind\":\"delay\",\"delay_ms\":2000,\"endpoint\":\"events\"}");
        const auto first = f.client.begin("GET", "/2.0/events?stream_type=admin_logs");
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.requestCount("events"), std::uint64_t{1}, patience);

        f.client.events(other);
        QTRY_VERIFY_WITH_TIMEOUT(first->isFinished(), patience);

        QCOMPARE(f.simulator.clientFaults().size(), faults);
    }

    void excusesWhoGaveTheFirstCallUp()
    {
        Fixture f;
        f.simulator.addFault("{\"kind\":\"delay\",\"delay_ms\":1500,\"endpoint\":\"events\"}");
        auto first = f.client.begin("GET", "/2.0/events?stream_type=admin_logs");
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.requestCount("events"), std::uint64_t{1}, patience);

        first->abort();
        first.reset();
        f.client.events("admin_logs");
        QTest::qWait(300);

        QCOMPARE(f.simulator.clientFaults(), QStringList());
    }

    void notesWhoAsksTooSoonAfterThereWasNothing()
    {
        SimulatorOptions options;
        options.minimumGap = std::chrono::seconds(60);
        Fixture f(options);
        const QByteArray end = "stream_position=" + f.end("admin_logs_streaming");

        f.client.events("admin_logs_streaming", end);
        QCOMPARE(f.simulator.clientFaults(), QStringList());
        f.client.events("admin_logs_streaming", end);

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }

    void letsAPollExcuseASecondCall()
    {
        SimulatorOptions options;
        options.minimumGap = std::chrono::seconds(60);
        options.pollHold = std::chrono::milliseconds(1);
        Fixture f(options);
        const QByteArray end = "stream_position=" + f.end("all");
        f.client.events("all", end);
        const auto server = f.client.send("OPTIONS", "/2.0/events").entries().first().toObject();
        const QUrl url(server["url"_L1].toString());
        const QByteArray token = f.simulator.token().toLatin1();

        f.client.setToken({});
        f.client.get(url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) + '&' + end);
        f.client.setToken(token);
        f.client.events("all", end);

        QCOMPARE(f.simulator.clientFaults(), QStringList());
    }

    void notesManyCallsThatBringNothing()
    {
        SimulatorOptions options;
        options.maxIdleRate = 5;
        Fixture f(options);
        const QByteArray end = "stream_position=" + f.end("all");
        for (int i = 0; i < 24; ++i)
            f.client.events("all", end);
        QCOMPARE(f.simulator.clientFaults(), QStringList());

        for (int i = 0; i < 3; ++i)
            f.client.events("all", end);

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }

    void countsThemAllButListsAThousand()
    {
        Fixture f;
        for (int i = 0; i < 1005; ++i)
            f.client.get("/2.0/events?limit=900&stream_position=now");

        QCOMPARE(f.simulator.clientFaultCount(), std::uint64_t{1005});
        QCOMPARE(f.simulator.clientFaults().size(), 1000);
        QVERIFY(f.simulator.post("/_sim/clear"));
        QCOMPARE(f.simulator.clientFaultCount(), std::uint64_t{0});
        QCOMPARE(f.simulator.requestCount("events"), std::uint64_t{0});
    }
};

QTEST_GUILESS_MAIN(TestConduct)
#include "tst_conduct.moc"
