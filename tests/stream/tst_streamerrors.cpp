// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/enterprisefixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

class TestStreamErrors : public QObject
{
    Q_OBJECT

private slots:
    void ridesOut_data()
    {
        QTest::addColumn<std::function<void(ReplyQueue &)>>("trouble");
        const auto row = [](const char *name, std::function<void(ReplyQueue &)> trouble) {
            QTest::newRow(name) << std::move(trouble);
        };
        row("a server error", [](ReplyQueue &events) { events.status(500); });
        row("a page of a gateway", [](ReplyQueue &events) {
            events.status(502, "<html>Bad Gateway</html>", {{"Content-Type", "text/html"}});
        });
        row("an empty answer", [](ReplyQueue &events) { events.json(""); });
        row("a sign-in page of a hotel", [](ReplyQueue &events) {
            events.json("<html>Welcome</html>", {{"Content-Type", "text/html"}});
        });
        row("nothing at all", [](ReplyQueue &events) { events.status(204); });
        row("JSON cut short",
            [](ReplyQueue &events) { events.json(R"({"entries":[{"event_id":"x"},)"); });
        row("a body cut short that announced no length", [](ReplyQueue &events) {
            events.unannounced(R"({"chunk_size":1,"entries":[{"event_id":"x"})");
        });
        row("a body shorter than announced",
            [](ReplyQueue &events) { events.truncated(chunkJson({"x"}, "9"), 20); });
        row("an array", [](ReplyQueue &events) { events.json("[]"); });
        row("no entries", [](ReplyQueue &events) { events.json(R"({"next_stream_position":4})"); });
        row("a wrong address", [](ReplyQueue &events) { events.status(404); });
        row("a conflict", [](ReplyQueue &events) { events.status(409); });
        row("a refused right", [](ReplyQueue &events) { events.status(403); });
        row("a redirect", [](ReplyQueue &events) {
            events.status(302, {}, {{"Location", "https://evil.example/"}});
        });
    }

    void ridesOut()
    {
        QFETCH(const std::function<void(ReplyQueue &)>, trouble);
        EnterpriseFixture f(Start::Earliest, 20ms);
        f.events().json(chunkJson({"a"}, "1"));
        trouble(f.events());
        f.events().json(chunkJson({"b"}, "2")).json(emptyChunk("2")).forEver();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.recovered, 1);
        QCOMPARE(f.asked().at(2).item("stream_position"), "1");
    }

    void neverOffersAPasswordTwiceThatAProxyRefuses()
    {
        EnterpriseFixture f(Start::Earliest, 20ms);
        f.events().json(chunkJson({"a"}, "1")).status(407).status(407);

        f.begin();

        QTRY_COMPARE(f.stream->state(), State::Failed);
        QTest::qWait(200); // more than all of fastTiming()
        QCOMPARE(f.asked().size(), 2U);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).code, QStringLiteral("proxy_auth"));

        // Somebody has given another one.
        f.events().clear();
        f.events().json(chunkJson({"b"}, "2")).json(emptyChunk("2")).forEver();
        f.stream->resume();
        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.recovered, 1);
    }

    void reportsATroubleOnceHoweverLongItLasts()
    {
        EnterpriseFixture f(Start::Earliest, 20ms);
        for (int i = 0; i < 20; ++i)
            f.events().status(503);
        f.events().status(429).json(emptyChunk("0")).forEver();

        f.begin();

        QTRY_COMPARE(f.recovered, 1);
        QCOMPARE(f.errors.size(), 2U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Server);
        QCOMPARE(f.errors.at(1).kind, Error::Kind::RateLimited);
    }

    void doesNotAskFasterWhenThereAreErrors()
    {
        EnterpriseFixture f(Start::Earliest, 60ms);
        f.events().status(500).forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 6);
        const auto asked = f.asked();
        for (std::size_t i = 1; i < asked.size(); ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 55ms);
    }

    void waitsAsLongAsBoxAsks_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("429") << 429 << QByteArray("Retry-After");
        QTest::newRow("429, lower case") << 429 << QByteArray("retry-after");
        QTest::newRow("503") << 503 << QByteArray("Retry-After");
    }

    void waitsAsLongAsBoxAsks()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, header);
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.events().status(status, {}, {{header, "1"}}).json(emptyChunk("0")).forEver();

        f.begin();

        QTRY_COMPARE(f.recovered, 1);
        QVERIFY(f.asked().at(1).at - f.asked().at(0).at >= 950ms);
    }

    void saysWhatIsMissingForAnEnterpriseStream()
    {
        EnterpriseFixture f(Start::Earliest, 20ms);
        f.events()
            .status(
                403, {},
                {{"WWW-Authenticate",
                  "Bearer realm=\"Service\", error=\"insufficient_scope\", "
                  "error_description=\"The request requires higher privileges than provided by "
                  "the access token.\""}})
            .forEver();

        f.begin();

        QTRY_COMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Forbidden);
        QCOMPARE(f.errors.at(0).code, QStringLiteral("insufficient_scope"));
        const QString sentence = sentenceFor(f.errors.at(0));
        QVERIFY2(
            sentence.contains(QStringLiteral("anage enterprise properties")), qPrintable(sentence));
        QVERIFY2(sentence.contains(QStringLiteral("admin")), qPrintable(sentence));
        QTRY_VERIFY(f.asked().size() >= 3); // it heals once the right is given
    }

    void failsOnePassAfterFiveTries()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events().json(chunkJson({"a"}, "1")).status(500).forEver();

        f.begin();

        QTRY_COMPARE(f.stream->state(), State::Failed);
        QCOMPARE(f.asked().size(), 6U);
        QCOMPARE(f.ended, 0);
        QCOMPARE(f.stream->streamState().position.text(), "1");
        QCOMPARE(f.errors.back().kind, Error::Kind::Server);
    }

    void failsOnePassAtOnceWhereWaitingCannotHelp()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events().status(403).forEver();

        f.begin();

        QTRY_COMPARE(f.stream->state(), State::Failed);
        QCOMPARE(f.asked().size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Forbidden);
    }

    void asksForANewTokenWhenBoxRefusesThisOne()
    {
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.events().json(chunkJson({"a"}, "1")).status(401).forEver();

        f.begin();
        QTRY_COMPARE(f.stream->state(), State::SignedOut);
        const std::size_t before = f.asked().size();
        QTest::qWait(100);
        QCOMPARE(f.asked().size(), before); // not one more call until a person acts
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Unauthorized);

        f.events().clear();
        f.events().json(chunkJson({"b"}, "2")).json(emptyChunk("2")).forEver();
        f.token.replace(Secret("t1k"));
        f.stream->start();

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.asked().at(before).item("stream_position"), "1");
        QCOMPARE(f.asked().at(before).headers.value("authorization"), "Bearer t1k");
        QCOMPARE(f.recovered, 1);
    }

    void startsOverWhereBoxRefusesThePosition()
    {
        EnterpriseFixture f(Start::Resume, 20ms);
        f.settings.type = StreamType::AdminLogsStreaming;
        f.settings.state.position = StreamPosition("stale");
        f.events()
            .status(400, R"({"code":"bad_request","message":"Invalid stream position"})")
            .json(chunkJson({"a"}, R"("p1")"))
            .json(emptyChunk(R"("p1")"))
            .forEver();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.asked().at(1).item("stream_position"), "0");
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).code, QStringLiteral("position_refused"));
    }

    void startsTheHistoryOverAtTheNewestEvent()
    {
        EnterpriseFixture f(Start::Resume, 20ms);
        f.settings.state.position = StreamPosition("stale");
        f.events()
            .status(400, R"({"code":"bad_request","message":"Invalid stream position"})")
            .json(emptyChunk("0"))
            .forEver();
        auto stream = std::make_unique<EnterpriseEventStream>(f.api, f.settings, f.timing);
        const QDateTime newest = QDateTime::currentDateTimeUtc().addDays(-3);
        stream->setNewestStored(newest);
        f.watch(std::move(stream));

        f.stream->start();

        QTRY_VERIFY(f.asked().size() >= 2);
        QVERIFY(f.asked().at(1).item("stream_position").isNull());
        QCOMPARE(
            f.asked().at(1).item("created_after"),
            newest.addSecs(-300).toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss'Z'")).toLatin1());
    }

    void neverRepeatsARefusedPositionForEver()
    {
        EnterpriseFixture f(Start::Resume, 20ms);
        f.settings.type = StreamType::AdminLogsStreaming;
        f.settings.state.position = StreamPosition("stale");
        f.events().status(400, R"({"message":"Invalid stream position"})").forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 4);
        for (std::size_t i = 1; i < 4; ++i)
            QCOMPARE(f.asked().at(i).item("stream_position"), "0");
    }

    void leavesAPositionAloneThatAPersonTyped_data()
    {
        QTest::addColumn<int>("interval");
        QTest::newRow("in one pass") << 0;
        QTest::newRow("and polls it no more") << 10;
    }

    void leavesAPositionAloneThatAPersonTyped()
    {
        QFETCH(const int, interval);
        EnterpriseFixture f(Start::Position, std::chrono::milliseconds(interval));
        f.settings.state.position = StreamPosition("typo");
        f.events().status(400, R"({"message":"Invalid stream position"})").forEver();

        f.begin();

        QTRY_COMPARE(f.stream->state(), State::Failed);
        QTest::qWait(50);
        QCOMPARE(f.asked().size(), 1U);
        QCOMPARE(f.gaps.size(), 0U);
    }
};

QTEST_GUILESS_MAIN(TestStreamErrors)
#include "tst_streamerrors.moc"
