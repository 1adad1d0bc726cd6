// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/pollfixture.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

using Fixture = PollFixture;

} // namespace

class TestRealtime : public QObject
{
    Q_OBJECT

private slots:
    void offersAServer()
    {
        Fixture f;

        const auto answer = f.client.send("OPTIONS", "/2.0/events?stream_type=changes");

        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()["chunk_size"_L1].toInt(), 1);
        const QJsonObject server = answer.entries().first().toObject();
        QCOMPARE(server["type"_L1].toString(), u"realtime_server"_s);
        QCOMPARE(server["ttl"_L1].toString(), u"10"_s);
        QCOMPARE(server["max_retries"_L1].toString(), u"10"_s);
        QCOMPARE(server["retry_timeout"_L1].toInt(), 610);
        QVERIFY(server["url"_L1].toString().startsWith(f.simulator.url().toString()));
        QVERIFY(server["url"_L1].toString().endsWith(u"&stream_type=changes"_s));
    }

    void offersNoneForEnterpriseStreams()
    {
        Fixture f;
        QCOMPARE(f.client.send("OPTIONS", "/2.0/events?stream_type=admin_logs").status, 400);
    }

    void tellsAtOnceThatAClientIsBehind()
    {
        Fixture f;
        const QByteArray behind = f.client.events("all", "limit=10").next();

        const auto answer = f.client.get(f.channel() + "&stream_position=" + behind);

        QCOMPARE(answer.body, newChange);
        QCOMPARE(answer.headers.value("connection"), QByteArray("close"));
    }

    void holdsThePollUntilSomethingHappens()
    {
        Fixture f;
        const auto poll = f.client.begin("GET", f.channel() + "&stream_position=" + f.now());
        QSignalSpy finished(poll.get(), &QNetworkReply::finished);
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{1}, patience);
        QVERIFY(!poll->isFinished());

        f.simulator.addEvents(1);

        QVERIFY(poll->isFinished() || finished.wait(patience));
        QCOMPARE(poll->readAll(), newChange);
        QCOMPARE(f.simulator.heldPolls(), std::size_t{0});
    }

    void countsFromTheRequestOnWithoutAPosition()
    {
        Fixture f;
        const auto poll = f.client.begin("GET", f.channel());
        QSignalSpy finished(poll.get(), &QNetworkReply::finished);
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{1}, patience);

        f.simulator.addEvents(1);

        QVERIFY(poll->isFinished() || finished.wait(patience));
        QCOMPARE(poll->readAll(), newChange);
    }

    void saysReconnectWhenNothingHappens()
    {
        Fixture f(std::chrono::milliseconds(50));

        QCOMPARE(f.client.get(f.channel() + "&stream_position=" + f.now()).body, reconnect);
    }

    void refusesTooManyPolls()
    {
        Fixture f(std::chrono::milliseconds(1));
        const QByteArray poll = f.channel();

        for (int i = 0; i < 11; ++i)
            QCOMPARE(f.client.get(poll).body, reconnect);

        QCOMPARE(f.client.get(poll).body, maxRetries);
    }

    void refusesPollsAfterTheLifeOfAChannel()
    {
        Fixture f;
        const QByteArray poll = f.channel();

        f.simulator.advance(std::chrono::minutes(11));

        QCOMPARE(f.client.get(poll).body, maxRetries);
    }

    void knowsNoOtherChannel()
    {
        Fixture f;
        QCOMPARE(
            f.client.get("/subscribe?channel=00000000000000000000&stream_type=all").status, 404);
    }

    void notesATokenThatWasSent()
    {
        Fixture f(std::chrono::milliseconds(1));
        const QByteArray poll = f.channel();

        f.client.setToken({});
        f.client.get(poll);
        QCOMPARE(f.simulator.clientFaults(), QStringList());
        f.client.setToken("secret");
        f.client.get(poll);

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }

    void holdsAHundredPolls()
    {
        Fixture f;
        // One access manager opens six connections at most.
        std::vector<std::unique_ptr<SimulatorClient>> clients;
        std::vector<std::unique_ptr<QNetworkReply>> polls;
        const QByteArray position = f.now();
        for (int i = 0; i < 20; ++i) {
            clients.push_back(std::make_unique<SimulatorClient>(f.simulator));
            for (int j = 0; j < 5; ++j)
                polls.push_back(
                    clients.back()->begin("GET", f.channel() + "&stream_position=" + position));
        }
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{100}, patience);

        f.simulator.addEvents(1);

        QTRY_VERIFY_WITH_TIMEOUT(
            std::all_of(
                polls.begin(), polls.end(), [](const auto &poll) { return poll->isFinished(); }),
            patience);
        for (const auto &poll : polls)
            QCOMPARE(poll->readAll(), newChange);
    }

    void forgetsAClientThatGoesAway()
    {
        Fixture f;
        auto poll = f.client.begin("GET", f.channel() + "&stream_position=" + f.now());
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{1}, patience);

        poll->abort();
        poll.reset();

        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{0}, patience);
    }

    void ignoresWhatIsForOtherFeeds()
    {
        SimulatorOptions options;
        options.backlog = 400;
        options.userRepeatRate = 0;
        Simulator simulator;
        QVERIFY(simulator.start(options));
        SimulatorClient client(simulator);

        QVERIFY(client.walk("sync", 500).size() < client.walk("all", 500).size());
        QVERIFY(client.walk("sync", 500).size() > 50);
    }

    void givesNumbersAsNumbersWhenToldTo()
    {
        SimulatorOptions options;
        options.pollNumbers = true;
        options.pollRetries = 3;
        options.pollLife = 7;
        options.pollRetryTimeout = 20;
        Fixture f(options);

        const QJsonObject server = f.server();

        QCOMPARE(server["ttl"_L1], QJsonValue(7));
        QCOMPARE(server["max_retries"_L1], QJsonValue(3));
        QCOMPARE(server["retry_timeout"_L1], QJsonValue(20));
    }

    void offersAServerWithChannelAndStreamInItsQuery()
    {
        Fixture f;
        const QUrl url(f.server()["url"_L1].toString());
        const QRegularExpression form(u"^channel=[0-9a-f]{20}&stream_type=all$"_s);
        QVERIFY2(form.match(url.query()).hasMatch(), qPrintable(url.query()));
    }

    void saysTooManyPollsByStatusWhenToldTo_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("400") << 400;
        QTest::newRow("404") << 404;
    }

    void saysTooManyPollsByStatusWhenToldTo()
    {
        QFETCH(const int, status);
        SimulatorOptions options = Fixture::holding(std::chrono::milliseconds(1));
        options.tooManyPolls = status;
        options.pollRetries = 0;
        Fixture f(options);
        const QByteArray poll = f.channel();
        QCOMPARE(f.client.get(poll).body, reconnect);
        f.client.setToken({});
        f.simulator.post("/_sim/clear");

        const auto answer = f.client.get(poll);

        QCOMPARE(answer.status, status);
        QCOMPARE(answer.json()["code"_L1].toString(), u"max_retries"_s);
        QCOMPARE(f.simulator.clientFaults(), QStringList{u"more polls than max_retries + 1"_s});
    }

    void demandsOrRefusesATokenWhenToldTo()
    {
        SimulatorOptions options = Fixture::holding(std::chrono::milliseconds(1));
        options.pollToken = SimulatorOptions::PollToken::Needed;
        Fixture needed(options);
        options.pollToken = SimulatorOptions::PollToken::Refused;
        Fixture refused(options);
        const QByteArray one = needed.channel();
        const QByteArray two = refused.channel();

        QCOMPARE(needed.client.get(one).status, 200);
        QCOMPARE(refused.client.get(two).status, 400);
        needed.client.setToken({});
        refused.client.setToken({});

        QCOMPARE(needed.client.get(one).status, 401);
        QCOMPARE(refused.client.get(two).status, 200);
        QCOMPARE(needed.simulator.clientFaults(), QStringList());
    }

    void stopsWithPollsHeld()
    {
        Fixture f;
        const auto poll = f.client.begin("GET", f.channel());
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{1}, patience);

        f.simulator.stop();

        QVERIFY(!f.simulator.isRunning());
        QTRY_VERIFY_WITH_TIMEOUT(poll->isFinished(), patience);
    }
};

QTEST_GUILESS_MAIN(TestRealtime)
#include "tst_realtime.moc"
