// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/userfixture.h"

#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;
using Fixture = UserFixture;

class TestUserEventStream : public QObject
{
    Q_OBJECT

private slots:
    void startsNowAndWaitsForNews()
    {
        Fixture f;
        f.events()
            .json(chunkJson({}, "100"))
            .json(chunkJson({"a"}, "101"))
            .json(chunkJson({}, "101"));
        f.options().json(f.realtime()).forEver();
        f.polls().json(pollMessage("new_change"));

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        const auto &all = f.server.requests();
        QCOMPARE(all.at(0).method + ' ' + all.at(0).path, eventsRoute);
        QCOMPARE(all.at(0).item("stream_position"), "now");
        QCOMPARE(all.at(1).method + ' ' + all.at(1).path, optionsRoute);
        QCOMPARE(all.at(2).method + ' ' + all.at(2).path, pollRoute);
        QCOMPARE(all.at(2).item("stream_position"), "100");
        QCOMPARE(all.at(3).item("stream_position"), "100");
        QCOMPARE(f.announced.at(0).position.text(), "100");
    }

    void asksWithNothingThatAUserStreamIgnores()
    {
        Fixture f(Start::Position);
        f.settings.state.position = StreamPosition("5");
        f.settings.state.startDate = QDateTime::currentDateTimeUtc();
        f.settings.state.endDate = QDateTime::currentDateTimeUtc();
        f.settings.state.eventTypes = {"ITEM_UPLOAD"};
        f.events().json(chunkJson({}, "5"));
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        const auto request = f.asked().at(0);
        QCOMPARE(request.query.size(), 3);
        QCOMPARE(request.item("stream_type"), "all");
        QCOMPARE(request.item("stream_position"), "5");
        QCOMPARE(request.item("limit"), "500");
        const auto options = f.server.requests(optionsRoute).at(0);
        QCOMPARE(options.query.size(), 1);
        QCOMPARE(options.item("stream_type"), "all");
        QVERIFY(options.body.isEmpty());
        QCOMPARE(options.headers.value("authorization"), "Bearer t0k");
    }

    void keepsThePollUrlAndTheTokenApart()
    {
        Fixture f;
        f.events().json(chunkJson({}, "100"));
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        const auto poll = f.server.requests(pollRoute).at(0);
        QCOMPARE(poll.target, "/subscribe?channel=c%2Bh&stream_type=all&stream_position=100");
        QVERIFY(!poll.headers.contains("authorization"));
    }

    void readsABacklogBeforeItWaits()
    {
        Fixture f(Start::Position);
        f.settings.state.position = StreamPosition("0");
        QByteArrayList all;
        for (int chunk = 0; chunk < 3; ++chunk) {
            QByteArrayList ids;
            for (int i = 0; i < (chunk < 2 ? 500 : 234); ++i)
                ids << "id" + QByteArray::number(chunk * 500 + i);
            f.events().json(chunkJson(ids, QByteArray::number(chunk + 1)));
            all << ids;
        }
        f.events().json(chunkJson({}, "3"));
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.ids.size(), 1234);
        QCOMPARE(f.ids, all);
        QCOMPARE(f.server.count(optionsRoute), 1);
    }

    void endsWhenCaughtUpIfToldTo()
    {
        Fixture f(Start::Earliest);
        f.settings.pollingInterval = 0ms;
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({}, "1"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.server.count(optionsRoute), 0);
    }

    void goesBackToWaitingAfterRepeats()
    {
        Fixture f(Start::Earliest);
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"a"}, "2"));
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.asked().size(), 2U);
        QCOMPARE(f.server.requests(pollRoute).at(0).item("stream_position"), "2");
    }

    void readsOnPastAFewEventsThatNobodyWants()
    {
        Fixture f(Start::Earliest);
        f.wants = [](const QByteArray &id) { return id == "wanted"; };
        f.events()
            .json(chunkJson({"a", "b"}, "1"))
            .json(chunkJson({"c"}, "2"))
            .json(chunkJson({"wanted"}, "3"))
            .json(chunkJson({}, "3"))
            .forEver();
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.ids, QByteArrayList({"wanted"}));
        QCOMPARE(f.server.requests(pollRoute).at(0).item("stream_position"), "3");
    }

    void neverOffersAPasswordTwiceThatAProxyRefuses_data()
    {
        QTest::addColumn<QByteArray>("route");
        QTest::newRow("where it asks for the server") << optionsRoute;
        QTest::newRow("where it listens") << pollRoute;
    }

    void neverOffersAPasswordTwiceThatAProxyRefuses()
    {
        QFETCH(const QByteArray, route);
        Fixture f;
        f.events().json(chunkJson({}, "100"));
        f.options().json(f.realtime());
        f.server.on(route).clear();
        f.server.on(route).status(407).forEver();

        f.begin();

        QTRY_COMPARE(f.stream->state(), State::Failed);
        QTest::qWait(200); // more than all of fastTiming()
        QCOMPARE(f.server.count(route), 1);
        QCOMPARE(f.asked().size(), 1U);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).code, QStringLiteral("proxy_auth"));
    }

    void asksForAnotherServerAfter_data()
    {
        QTest::addColumn<std::function<void(ReplyQueue &)>>("answer");
        const auto row = [](const char *name, std::function<void(ReplyQueue &)> answer) {
            QTest::newRow(name) << std::move(answer);
        };
        row("reconnect", [](ReplyQueue &polls) { polls.json(pollMessage("reconnect")); });
        row("reconnect in capitals",
            [](ReplyQueue &polls) { polls.json(pollMessage("RECONNECT")); });
        row("max_retries", [](ReplyQueue &polls) { polls.json(R"({"message":"max_retries"})"); });
        row("max_retries as an error", [](ReplyQueue &polls) {
            polls.status(400, R"({"code":"max_retries","message":"too many"})");
        });
        row("an unknown message",
            [](ReplyQueue &polls) { polls.json(pollMessage("out_of_date")); });
        row("an empty object", [](ReplyQueue &polls) { polls.json("{}"); });
        row("an empty array", [](ReplyQueue &polls) { polls.json("[]"); });
        row("an empty body", [](ReplyQueue &polls) { polls.json(""); });
        row("a page", [](ReplyQueue &polls) { polls.json("<html></html>"); });
        row("JSON cut short", [](ReplyQueue &polls) { polls.json("{\"mess"); });
        row("a server error", [](ReplyQueue &polls) { polls.status(502); });
        row("a channel that is gone", [](ReplyQueue &polls) { polls.status(404); });
        row("a reset", [](ReplyQueue &polls) { polls.reset().reset().reset(); });
    }

    void asksForAnotherServerAfter()
    {
        QFETCH(const std::function<void(ReplyQueue &)>, answer);
        Fixture f;
        f.events().json(chunkJson({}, "100")).json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime()).forEver();
        answer(f.polls());

        f.begin();

        QTRY_COMPARE(f.server.count(optionsRoute), 2);
        QTRY_COMPARE(f.stream->state(), State::Waiting);
        QCOMPARE(f.errors.size(), 0U);
    }

    void asksForAnotherServerWhenThePollsAreUsedUp()
    {
        Fixture f;
        f.timing.userGap = 0ms;
        f.timing.quietStep = 0ms;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime(2)).forEver();
        f.polls().json(pollMessage("new_change")).forEver();

        f.begin();

        QTRY_VERIFY(f.server.count(optionsRoute) >= 4);
        int polls = 0;
        for (const auto &request : f.server.requests()) {
            if (request.method == "OPTIONS") {
                QVERIFY(polls <= 3);
                polls = 0;
            } else if (request.path == "/subscribe") {
                ++polls;
            }
        }
    }

    void looksOnceAfterAPollWithoutAnAnswer()
    {
        Fixture f;
        f.timing.longestPoll = 100ms;
        f.events()
            .json(chunkJson({}, "100"))
            .json(chunkJson({"a"}, "101"))
            .json(chunkJson({}, "101"));
        f.options().json(f.realtime()).forEver();
        f.polls().drip(QByteArray(1000, ' '), 20ms).stall();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QTRY_COMPARE(f.server.count(optionsRoute), 2);
        QCOMPARE(f.errors.size(), 0U);
    }

    void findsAnEventThatNobodyNotifiedOf()
    {
        Fixture f;
        f.timing.safetyInterval = 60ms;
        f.events()
            .json(chunkJson({}, "100"))
            .json(chunkJson({}, "100"))
            .json(chunkJson({"a"}, "101"));
        f.events().json(chunkJson({}, "101")).forEver();
        f.options().json(f.realtime());
        f.polls().stall();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.server.count(pollRoute), 1); // the poll went on meanwhile
    }

    void keepsNewsThatComeWhileItLooks()
    {
        Fixture f;
        f.timing.safetyInterval = 50ms;
        f.events().json(chunkJson({}, "100")).json(chunkJson({}, "100")).after(300ms);
        f.events().json(chunkJson({"a"}, "101")).json(chunkJson({}, "101")).forEver();
        f.options().json(f.realtime()).forEver();
        f.polls().json(pollMessage("new_change")).after(200ms).stall().forEver();

        f.begin();
        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));

        // Without waiting once more: the third fetch comes before the second poll.
        QTRY_COMPARE(f.server.count(pollRoute), 2);
        const auto &all = f.server.requests();
        const auto second = std::find_if(all.rbegin(), all.rend(), [](const auto &request) {
            return request.path == "/subscribe";
        });
        QVERIFY(second != all.rend());
        QCOMPARE(second->item("stream_position"), "101");
    }

    void asksAtMostOncePerGapInAStorm()
    {
        Fixture f;
        f.timing.userGap = 100ms;
        f.events().json(chunkJson({}, "100"));
        for (int i = 1; i < 100; ++i)
            f.events().json(chunkJson({QByteArray::number(i)}, QByteArray::number(100 + i)));
        f.options().json(f.realtime(50)).forEver();
        f.polls().json(pollMessage("new_change")).forEver();

        f.begin();
        QTRY_VERIFY(f.asked().size() >= 8);

        const auto asked = f.asked();
        for (std::size_t i = 1; i < asked.size(); ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 90ms);
        QCOMPARE(f.stream->state() == State::Failed, false);
    }

    void doesNotSlowDownForNewsThatNobodyWants()
    {
        Fixture f;
        f.timing.userGap = 1ms;
        f.timing.quietStep = 60s;
        f.timing.quietCeiling = 60s;
        f.wants = [](const QByteArray &) { return false; };
        f.events().json(chunkJson({}, R"("p0")"));
        for (int i = 1; i <= 6; ++i) {
            const QByteArray place = "\"p" + QByteArray::number(i) + '"';
            f.events()
                .json(chunkJson({"a" + QByteArray::number(i)}, place))
                .json(chunkJson({}, place));
            f.polls().json(pollMessage("new_change"));
        }
        f.options().json(f.realtime()).forEver();

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 7);
        QCOMPARE(f.ids.size(), 0);
    }

    void slowsDownWhenNewsAreEmpty()
    {
        Fixture f;
        f.timing.userGap = 1ms;
        f.timing.quietStep = 100ms;
        f.timing.quietCeiling = 100ms;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime(50)).forEver();
        f.polls().json(pollMessage("new_change")).forEver();

        f.begin();
        QTRY_VERIFY(f.server.count(pollRoute) >= 7);

        const auto polls = f.server.requests(pollRoute);
        for (std::size_t i = 4; i < 7; ++i)
            QVERIFY(polls.at(i).at - polls.at(i - 1).at >= 95ms);
    }

    void doesNotSpinOnAnswersThatMakeNoSense()
    {
        Fixture f;
        f.timing.pollRetry = {100ms, 400ms, true};
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime()).forEver();
        f.polls().json(pollMessage("whatever")).forEver();

        f.begin();
        QTest::qWait(500);

        QVERIFY(f.server.requests().size() < 10);
    }

    void saysSoWhenPollsKeepFailing()
    {
        Fixture f;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime()).forEver();
        for (int i = 0; i < 5; ++i)
            f.polls().status(500);
        f.polls().json(pollMessage("reconnect")).stall();

        f.begin();

        QTRY_COMPARE(f.recovered, 1);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Server);
    }

    void looksAtIntervalsWhereOptionsIsBlocked_data()
    {
        QTest::addColumn<std::function<void(ReplyQueue &)>>("answer");
        const auto row = [](const char *name, std::function<void(ReplyQueue &)> answer) {
            QTest::newRow(name) << std::move(answer);
        };
        row("405", [](ReplyQueue &options) { options.status(405); });
        row("403", [](ReplyQueue &options) { options.status(403); });
        row("a page", [](ReplyQueue &options) { options.json("<html></html>"); });
    }

    void looksAtIntervalsWhereOptionsIsBlocked()
    {
        QFETCH(const std::function<void(ReplyQueue &)>, answer);
        Fixture f;
        f.timing.plainInterval = 80ms;
        answer(f.options());
        f.options().forEver();
        f.events()
            .json(chunkJson({}, "100"))
            .json(chunkJson({"a"}, "101"))
            .json(chunkJson({}, "101"));
        f.events().json(chunkJson({"b"}, "102")).json(chunkJson({}, "102")).forEver();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.errors.size(), 1U);
        const auto options = f.server.requests(optionsRoute);
        for (std::size_t i = 1; i < options.size(); ++i)
            QVERIFY(options.at(i).at - options.at(i - 1).at >= 75ms);
    }

    void backsOffWhenThereIsNoRealtimeServer()
    {
        Fixture f;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(R"({"chunk_size":0,"entries":[]})").json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Malformed);
        QCOMPARE(f.recovered, 1);
    }

    void backsOffAfterFailedFetches()
    {
        Fixture f(Start::Earliest);
        f.timing.retry = {40ms, 80ms, false};
        f.events().status(500).status(500).status(500).json(chunkJson({}, "0")).forEver();
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        const auto asked = f.asked();
        QVERIFY(asked.at(1).at - asked.at(0).at >= 38ms);
        QVERIFY(asked.at(2).at - asked.at(1).at >= 76ms);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.recovered, 1);
    }

    void signsOutWhenOptionsRefusesTheToken()
    {
        Fixture f;
        f.events().json(chunkJson({}, "100"));
        f.options().status(401).forEver();

        f.begin();

        QTRY_COMPARE(f.stream->state(), State::SignedOut);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Unauthorized);
    }

    void replaysFromTheStartWhereBoxRefusesThePosition()
    {
        Fixture f(Start::Resume);
        f.settings.state.position = StreamPosition("stale");
        f.events()
            .status(400, R"({"code":"bad_request","message":"Invalid stream position"})")
            .json(chunkJson({"a"}, "7"))
            .json(chunkJson({}, "7"));
        f.options().json(f.realtime());

        f.begin();

        QTRY_COMPARE(f.server.count(pollRoute), 1);
        QCOMPARE(f.asked().at(1).item("stream_position"), "0");
        QCOMPARE(f.ids, QByteArrayList({"a"}));
    }

    void closesThePollWhenPausedAndAsksAgainWhenResumed()
    {
        Fixture f;
        f.events()
            .json(chunkJson({}, "100"))
            .json(chunkJson({"a"}, "101"))
            .json(chunkJson({}, "101"));
        f.options().json(f.realtime()).forEver();
        f.polls().json(pollMessage("new_change")).after(100ms).stall();
        f.begin();
        QTRY_COMPARE(f.server.count(pollRoute), 1);

        f.stream->pause();
        const int before = f.signalCount;
        QTest::qWait(200);
        QCOMPARE(f.signalCount, before);
        QCOMPARE(f.asked().size(), 1U);

        f.stream->resume();
        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QTRY_COMPARE(f.server.count(pollRoute), 2);
        QCOMPARE(f.server.count(optionsRoute), 2);
    }

    void staysSilentAfterStopAndDestruction()
    {
        Fixture f;
        f.events().json(chunkJson({}, "100")).forEver();
        f.options().json(f.realtime());
        f.polls().json(pollMessage("new_change")).after(100ms).forEver();
        f.begin();
        QTRY_COMPARE(f.server.count(pollRoute), 1);

        f.stream->stop();
        const int before = f.signalCount;
        f.stream.reset();
        QTest::qWait(200);

        QCOMPARE(f.signalCount, before);
        QCOMPARE(f.server.requests().size(), 3U);
    }

    void endsAnywhereWithoutACrash_data()
    {
        QTest::addColumn<int>("requests");
        for (int requests = 1; requests < 12; ++requests)
            QTest::addRow("after %d requests", requests) << requests;
    }

    void endsAnywhereWithoutACrash()
    {
        QFETCH(const int, requests);
        Fixture f;
        f.timing.userGap = 1ms;
        f.events().json(chunkJson({}, "1")).json(chunkJson({"a"}, "2")).status(500);
        f.events().json(chunkJson({"b"}, "3")).json(chunkJson({}, "3")).forEver();
        f.options().json(f.realtime()).status(503).json(f.realtime()).forEver();
        f.polls().json(pollMessage("new_change")).json(pollMessage("reconnect")).forEver();
        f.begin();
        EventStream *s = f.stream.get();
        const auto end = [&] {
            if (f.server.requests().size() >= static_cast<std::size_t>(requests))
                f.stream.reset();
        };
        connect(s, &EventStream::stateChanged, this, end);
        connect(s, &EventStream::received, this, end);
        connect(s, &EventStream::recovered, this, end);
        connect(s, &EventStream::failed, this, end);

        QTRY_VERIFY(!f.stream);
        const auto asked = f.server.requests().size();
        QTest::qWait(50);

        QVERIFY(f.server.requests().size() <= asked + 1);
    }
};

QTEST_GUILESS_MAIN(TestUserEventStream)
#include "tst_usereventstream.moc"
