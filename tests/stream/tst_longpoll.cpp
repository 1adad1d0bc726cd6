// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/userfixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

class TestLongPoll : public QObject
{
    Q_OBJECT

private slots:
    void fetchesWithinASecondOfTheNews()
    {
        UserFixture f;
        f.timing = StreamTiming(); // as for Box
        f.events().json(chunkJson({}, "100")).json(chunkJson({"a", "b"}, "101"));
        f.events().json(chunkJson({}, "101")).forEver();
        f.options().json(f.realtime()).forEver();
        f.polls().json(pollMessage("new_change")).after(1100ms).stall().forEver();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        const auto told = f.server.requests(pollRoute).at(0).at + 1100ms;
        QVERIFY(f.asked().at(1).at - told <= 1s);
    }

    void pollsAgainFromTheSamePlaceWhereTheNewsCannotBeReadYet()
    {
        UserFixture f;
        f.events()
            .json(chunkJson({}, "100"))
            .json(chunkJson({}, "100"))
            .json(chunkJson({}, "100"))
            .json(chunkJson({"a"}, "101"))
            .json(chunkJson({}, "101"))
            .forEver();
        f.options().json(f.realtime()).forEver();
        f.polls()
            .json(pollMessage("new_change"))
            .json(pollMessage("new_change"))
            .json(pollMessage("new_change"))
            .stall();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QTRY_COMPARE(f.server.count(pollRoute), 4);
        const auto polls = f.server.requests(pollRoute);
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(polls.at(i).item("stream_position"), "100");
        QCOMPARE(f.server.count(optionsRoute), 1);
    }

    void becomesRareWhereAnEndComesAtOnceForEver_data()
    {
        QTest::addColumn<QByteArray>("message");
        for (const char *message : {"reconnect", "max_retries", "new_change"})
            QTest::newRow(message) << QByteArray(message);
    }

    void becomesRareWhereAnEndComesAtOnceForEver()
    {
        QFETCH(const QByteArray, message);
        UserFixture f;
        f.timing.userGap = 1ms;
        f.timing.quietStep = 40ms;
        f.timing.quietCeiling = 160ms; // half a minute
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime(3)).forEver();
        f.polls().json(pollMessage(message)).forEver();

        f.begin();
        QTRY_VERIFY(f.server.count(pollRoute) >= 8);

        const auto polls = f.server.requests(pollRoute);
        QVERIFY(polls.at(4).at - polls.at(3).at >= 78ms);
        for (std::size_t i = 5; i < 8; ++i)
            QVERIFY(polls.at(i).at - polls.at(i - 1).at >= 155ms);
        QCOMPARE(f.errors.size(), 0U);
    }

    void isBackAtOnceWhenAPollHasLasted()
    {
        UserFixture f;
        f.timing.userGap = 1ms;
        f.timing.quietStep = 10s;
        f.timing.quietCeiling = 10s;
        f.timing.usefulPoll = 80ms;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime()).forEver();
        for (int round = 0; round < 4; ++round) {
            f.polls().json(pollMessage("reconnect")).json(pollMessage("reconnect"));
            f.polls().json(pollMessage("reconnect")).after(100ms);
        }

        f.begin();

        // Never three in a row, so never a break of ten seconds.
        QTRY_COMPARE_WITH_TIMEOUT(f.server.count(pollRoute), 13, 9000);
    }

    void keepsQuietAboutPollsThatAProxyCuts_data()
    {
        QTest::addColumn<bool>("reset");
        QTest::newRow("closed") << false;
        QTest::newRow("reset") << true;
    }

    void keepsQuietAboutPollsThatAProxyCuts()
    {
        QFETCH(const bool, reset);
        UserFixture f;
        f.timing.ordinaryPoll = 40ms;
        f.timing.usefulPoll = 40ms;
        f.events().json(chunkJson({}, "100"));
        for (int i = 0; i < 6; ++i)
            f.events().json(chunkJson({}, "100"));
        f.events().json(chunkJson({"a"}, "101")).json(chunkJson({}, "101")).forEver();
        f.options().json(f.realtime()).forEver();
        if (reset)
            f.polls().reset().after(60ms).forEver();
        else
            f.polls().hangUp().after(60ms).forEver();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"})); // each cut leads to a look
        QVERIFY(f.server.count(optionsRoute) >= 5);
        QCOMPARE(f.errors.size(), 0U);
        QCOMPARE(f.entered(State::BackingOff), 0);
    }

    void asksForAnotherServerForEver()
    {
        UserFixture f;
        f.timing.userGap = 0ms;
        f.timing.quietStep = 0ms;
        f.timing.quietCeiling = 0ms;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime()).forEver();
        f.polls().json(pollMessage("reconnect")).forEver();

        f.begin();

        QTRY_VERIFY_WITH_TIMEOUT(f.server.count(optionsRoute) >= 60, 20'000);
        QCOMPARE(f.errors.size(), 0U);
        // One each, and no more under way than one.
        QVERIFY(std::abs(f.server.count(optionsRoute) - f.server.count(pollRoute)) <= 1);
    }

    void leavesThePollAndLooksWhenTheMachineWakesUp()
    {
        UserFixture f;
        f.events().json(chunkJson({}, "100")).json(chunkJson({"a"}, "101"));
        f.events().json(chunkJson({}, "101")).forEver();
        f.options().json(f.realtime()).forEver();
        f.polls().stall().stall();
        f.begin();
        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QTest::qWait(50); // more than fastTiming().hurriedGap

        f.stream->lookNow();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QTRY_COMPARE(f.server.count(pollRoute), 2);
        QCOMPARE(f.server.count(optionsRoute), 2);
        QCOMPARE(f.server.requests(pollRoute).at(1).item("stream_position"), "101");
    }

    void readsOnThroughAFullChunkOfRepeats()
    {
        UserFixture f(Start::Position);
        f.settings.state.position = StreamPosition("1");
        QByteArrayList known;
        for (int i = 0; i < 200; ++i)
            known << "k" + QByteArray::number(i);
        f.events()
            .json(chunkJson(known, "2"))
            .json(chunkJson(known, "3"))
            .json(chunkJson(known, "4"))
            .json(chunkJson({"a"}, "5"))
            .json(chunkJson({}, "5"))
            .forEver();
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.ids, known + QByteArrayList({"a"}));
        QCOMPARE(f.server.requests(pollRoute).at(0).item("stream_position"), "5");
    }

    void pollsFromWhereABacklogInShortChunksEnds()
    {
        UserFixture f(Start::Position);
        f.settings.state.position = StreamPosition("1");
        f.events()
            .json(chunkJson({"a"}, "2"))
            .json(chunkJson({}, "3")) // moved without events
            .json(chunkJson({"b", "c", "d"}, "4"))
            .json(chunkJson({}, "4"))
            .forEver();
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b", "c", "d"}));
    }

    void listensAgainAfterThePlaceOfAnOldServerIsGone()
    {
        UserFixture f;
        f.events().json(chunkJson({}, "100")).json(chunkJson({"a"}, "101"));
        f.events().json(chunkJson({}, "101")).forEver();
        f.options().json(f.realtime()).forEver();
        f.polls().status(404).json(pollMessage("new_change")).stall();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.server.count(optionsRoute), 2);
        QCOMPARE(f.errors.size(), 0U);
    }
};

QTEST_GUILESS_MAIN(TestLongPoll)
#include "tst_longpoll.moc"
