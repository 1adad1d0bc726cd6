// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/pollfixture.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

using Fixture = PollFixture;

} // namespace

class TestPollFaults : public QObject
{
    Q_OBJECT

private slots:
    void withholdsANotification()
    {
        Fixture f(std::chrono::milliseconds(400));
        QVERIFY(f.add("{'kind':'poll','how':'withhold'}"));
        const auto poll = f.client.begin("GET", f.channel() + "&stream_position=" + f.now());
        QSignalSpy finished(poll.get(), &QNetworkReply::finished);
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{1}, patience);

        f.simulator.addEvents(1);

        QVERIFY(poll->isFinished() || finished.wait(patience));
        QCOMPARE(poll->readAll(), reconnect);
    }

    void saysNewChangeAgainAndAgainWithoutNews()
    {
        Fixture f;
        QVERIFY(f.add("{'kind':'poll','how':'early','times':20}"));
        const QByteArray poll = f.channel() + "&stream_position=" + f.now();

        for (int i = 0; i < 10; ++i)
            QCOMPARE(f.client.get(poll).body, newChange);
    }

    void saysNewChangeBeforeTheEventCanBeRead()
    {
        SimulatorOptions options;
        options.userDelay = std::chrono::seconds(30);
        options.earlyPolls = true;
        Fixture f(options);
        const QByteArray position = "stream_position=" + f.now();
        f.simulator.addEvents(1);

        QCOMPARE(f.client.get(f.channel() + '&' + position).body, newChange);
        QCOMPARE(f.client.events("all", position).entries().size(), 0);
        f.simulator.advance(std::chrono::seconds(31));

        QVERIFY(!f.client.events("all", position).entries().isEmpty());
    }

    void saysOtherThings_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("an unknown message")
            << QByteArray("{'kind':'poll','how':'message','message':'undefined'}") << 200
            << QByteArray("{\"version\":1,\"message\":\"undefined\"}");
        QTest::newRow("nothing") << QByteArray("{'endpoint':'subscribe','kind':'empty'}") << 200
                                 << QByteArray();
        QTest::newRow("max_retries")
            << QByteArray("{'kind':'poll','how':'max_retries'}") << 200 << maxRetries;
        QTest::newRow("max_retries by status")
            << QByteArray("{'kind':'poll','how':'max_retries','status':404}") << 404
            << QByteArray("max_retries");
        QTest::newRow("another body")
            << QByteArray("{'endpoint':'subscribe','kind':'body','body':'[]'}") << 200
            << QByteArray("[]");
        QTest::newRow("slowly, blanks first")
            << QByteArray("{'endpoint':'subscribe','kind':'drip','padding':3,"
                          "'bytes_per_second':100000}")
            << 200 << QByteArray("   " + reconnect);
    }

    void saysOtherThings()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const int, status);
        QFETCH(const QByteArray, body);
        Fixture f;
        QVERIFY(f.add(fault));

        const auto answer = f.poll();

        QCOMPARE(answer.status, status);
        if (status == 200)
            QCOMPARE(answer.body, body);
        else
            QVERIFY(answer.body.contains(body));
    }

    void letsAChannelExpire()
    {
        Fixture f(std::chrono::milliseconds(1));
        const QByteArray poll = f.channel();
        QCOMPARE(f.client.get(poll).status, 200);
        QVERIFY(f.add("{'kind':'poll','how':'expired'}"));

        QCOMPARE(f.client.get(poll).status, 404);
        QCOMPARE(f.client.get(poll).status, 404);
        QCOMPARE(f.client.get(f.channel()).status, 200);
    }

    void endsAPollWithoutAWord()
    {
        Fixture f(std::chrono::milliseconds(50));
        QVERIFY(f.add("{'kind':'poll','how':'no_reconnect','times':-1}"));

        const auto answer = f.poll();

        QCOMPARE(answer.status, 0);
        QCOMPARE(answer.error, QNetworkReply::RemoteHostClosedError);
    }

    void tellsLate()
    {
        Fixture f;
        QVERIFY(f.add("{'kind':'poll','how':'late','delay_ms':300}"));
        QElapsedTimer time;
        time.start();

        const auto answer = f.client.get(f.channel() + "&stream_position=0");

        QCOMPARE(answer.body, newChange);
        QVERIFY(time.elapsed() >= 290);
    }

    void offersOddServers()
    {
        Fixture f;
        const QByteArray right = f.server()["url"_L1].toString().toLatin1();
        QVERIFY(f.add("[{'kind':'server','url_suffix':'&x=%2B#end'},"
                      "{'kind':'server','members':{'ttl':0,'max_retries':'abc'},"
                      "'remove':['retry_timeout']},"
                      "{'kind':'server','entries':[]}]"));

        const QByteArray url = f.server()["url"_L1].toString().toLatin1();
        const QJsonObject numbers = f.server();
        const auto none = f.client.send("OPTIONS", "/2.0/events");

        QVERIFY2(url.endsWith("&x=%2B#end") && url.size() == right.size() + 10, url.constData());
        QCOMPARE(numbers["ttl"_L1], QJsonValue(0));
        QCOMPARE(numbers["max_retries"_L1], QJsonValue(u"abc"_s));
        QVERIFY(!numbers.contains("retry_timeout"_L1));
        QCOMPARE(none.json()["chunk_size"_L1].toInt(-1), 0);
        QCOMPARE(none.entries().size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestPollFaults)
#include "tst_pollfaults.moc"
