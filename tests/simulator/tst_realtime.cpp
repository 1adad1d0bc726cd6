// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

struct Fixture
{
    explicit Fixture(std::chrono::milliseconds hold = std::chrono::minutes(10))
        : client(start(hold))
    {
    }

    /// Target of a poll on a fresh channel.
    QByteArray channel(const QByteArray &stream = "all")
    {
        const auto answer = client.send("OPTIONS", "/2.0/events?stream_type=" + stream);
        const QUrl url(answer.entries().first()["url"_L1].toString());
        return url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority);
    }

    QByteArray now() { return client.events("all", "stream_position=now").next(); }

    Simulator simulator;
    SimulatorClient client;

private:
    const Simulator &start(std::chrono::milliseconds hold)
    {
        SimulatorOptions options;
        options.backlog = 100;
        options.pollHold = hold;
        simulator.start(options);
        return simulator;
    }
};

const QByteArray newChange = "{\"version\":1,\"message\":\"new_change\"}";
const QByteArray reconnect = "{\"version\":1,\"message\":\"reconnect\"}";
const QByteArray maxRetries = "{\"version\":1,\"message\":\"max_retries\"}";

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
