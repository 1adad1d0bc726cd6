// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/enterprisefixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

class TestEnterpriseEventStream : public QObject
{
    Q_OBJECT

private slots:
    void readsABacklogAndEnds()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events()
            .json(chunkJson({"a", "b"}, R"("p1")"))
            .json(chunkJson({"c"}, R"("p2")"))
            .json(emptyChunk(R"("p2")"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b", "c"}));
        QCOMPARE(f.stream->state(), State::Ended);
        QCOMPARE(f.stream->streamState().position.text(), "p2");
        QCOMPARE(f.errors.size(), 0U);
        QCOMPARE(f.caughtUp, 1);
    }

    void asksWithTheParametersThatTheHistoryHeeds()
    {
        EnterpriseFixture f(Start::Date, 0ms);
        f.settings.state.startDate = QDateTime::fromString(
            QStringLiteral("2026-01-02T03:04:05.678+05:30"), Qt::ISODateWithMs);
        f.settings.state.endDate = QDateTime::fromString(
            QStringLiteral("2026-02-01T00:00:00Z"), Qt::ISODate);
        f.settings.state.eventTypes = {"UPLOAD", "DOWNLOAD"};
        f.events().json(chunkJson({"a"}, R"("1;x+/=")")).json(emptyChunk(R"("1;x+/=")"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        const auto second = f.asked().at(1);
        QCOMPARE(second.query.size(), 6);
        QCOMPARE(second.item("stream_type"), "admin_logs");
        QCOMPARE(second.item("limit"), "500");
        QCOMPARE(second.item("stream_position"), "1;x+/=");
        QCOMPARE(second.item("created_after"), "2026-01-01T21:34:05Z");
        QCOMPARE(second.item("created_before"), "2026-02-01T00:00:00Z");
        QCOMPARE(second.item("event_type"), "UPLOAD,DOWNLOAD");
        QVERIFY(!second.target.contains('+'));
        QVERIFY(f.asked().at(0).item("stream_position").isNull());
    }

    void asksTheLiveStreamWithoutDates()
    {
        EnterpriseFixture f(Start::Now, 0ms);
        f.settings.type = StreamType::AdminLogsStreaming;
        f.settings.state.endDate = QDateTime::currentDateTimeUtc();
        f.settings.state.eventTypes = {"UPLOAD"};
        f.events().json(emptyChunk(R"("p1")"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        const auto request = f.asked().at(0);
        QCOMPARE(request.item("stream_position"), "now");
        QCOMPARE(request.item("event_type"), "UPLOAD");
        QVERIFY(request.item("created_after").isNull());
        QVERIFY(request.item("created_before").isNull());
        QCOMPARE(f.stream->streamState().position.text(), "p1");
    }

    void startsTheHistoryTwoMinutesBeforeBoxsClock()
    {
        EnterpriseFixture f(Start::Now, 0ms);
        f.server.on(meRoute).json(
            R"({"type":"user","id":"7"})", {{"Date", "Sun, 01 Mar 2026 10:00:00 GMT"}});
        f.events().json(emptyChunk("0"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QVERIFY(f.asked().at(0).item("stream_position").isNull());
        const QByteArray after = f.asked().at(0).item("created_after");
        QVERIFY(after == "2026-03-01T09:58:00Z" || after == "2026-03-01T09:58:01Z");
        // So that a restart does not begin later.
        QVERIFY(f.announced.at(0).startDate.has_value());
        QVERIFY(f.announced.at(0).position.isEmpty());
    }

    void goesOnFromASavedPosition()
    {
        EnterpriseFixture f(Start::Resume, 0ms);
        f.settings.state.position = StreamPosition("1152922976252290886");
        f.events().json(emptyChunk(R"("1152922976252290886")"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.asked().at(0).item("stream_position"), "1152922976252290886");
    }

    void sendsAPositionBackDigitForDigit_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("number beyond 2^53")
            << QByteArray("18578959106960616") << QByteArray("18578959106960616");
        QTest::newRow("number beyond 2^64")
            << QByteArray("118578959106960616111") << QByteArray("118578959106960616111");
        QTest::newRow("string") << QByteArray(R"("18578959106960617")")
                                << QByteArray("18578959106960617");
        QTest::newRow("other characters")
            << QByteArray(R"("123;0f8b-uuid+/=")") << QByteArray("123;0f8b-uuid+/=");
    }

    void sendsAPositionBackDigitForDigit()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QByteArray, sent);
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events().json(chunkJson({"a"}, json)).json(emptyChunk(json));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.asked().at(1).item("stream_position"), sent);
    }

    void takesANumberAndAStringForTheSamePosition()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events().json(chunkJson({"a"}, "77")).json(emptyChunk(R"("77")"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.asked().size(), 2U);
    }

    void keepsThePositionOverAnEmptyChunkWithout_data()
    {
        QTest::addColumn<QByteArray>("next");
        QTest::newRow("zero") << QByteArray("0");
        QTest::newRow("zero as text") << QByteArray(R"("0")");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("empty text") << QByteArray(R"("")");
    }

    void keepsThePositionOverAnEmptyChunkWithout()
    {
        QFETCH(const QByteArray, next);
        EnterpriseFixture f(Start::Earliest, 5ms);
        f.events()
            .json(chunkJson({"a"}, R"("p1")"))
            .json(emptyChunk(next))
            .json(chunkJson({"b"}, R"("p2")"));

        f.begin();

        QTRY_COMPARE(f.ids.size(), 2);
        QCOMPARE(f.asked().at(2).item("stream_position"), "p1");
    }

    void followsShortChunksToTheEnd()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events()
            .json(chunkJson({"a"}, "1"))
            .json(chunkJson({"b", "c", "d"}, "2"))
            .json(emptyChunk("3"))
            .json(emptyChunk("4"))
            .json(chunkJson({"e"}, "5"))
            .json(emptyChunk("5"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids.size(), 5);
        QCOMPARE(f.stream->streamState().position.text(), "5");
    }

    void followsAnEmptyStretchOnlySoFarWhenPolling()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        for (int i = 1; i <= 100; ++i)
            f.events().json(emptyChunk(QByteArray::number(i)));

        f.begin();

        QTRY_COMPARE(f.caughtUp, 1);
        QCOMPARE(f.asked().size(), 21U);
        QCOMPARE(f.stream->streamState().position.text(), "21");
    }

    void crossesALongEmptyStretchInOnePass()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.timing.enterpriseGap = 0ms;
        for (int i = 1; i <= 150; ++i)
            f.events().json(emptyChunk(QByteArray::number(i)));
        f.events().json(chunkJson({"a"}, "151")).json(emptyChunk("151"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a"}));
    }

    void doesNotSpinOnAChunkThatStaysTheSame()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.events().json(chunkJson({"a", "b"}, R"("p1")")).forEver();

        f.begin();

        QTRY_COMPARE(f.caughtUp, 1);
        QTest::qWait(100);
        QCOMPARE(f.asked().size(), 2U);
        QCOMPARE(f.ids, QByteArrayList({"a", "b"}));
    }

    void leavesACircleOfRepeats()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        for (int i = 0; i < 50; ++i)
            f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"b"}, "2"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b"}));
        QVERIFY(f.asked().size() < 10);
    }

    void followsAPositionThatGoesBack()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events()
            .json(chunkJson({"a"}, "5"))
            .json(chunkJson({"b"}, "3"))
            .json(chunkJson({"b"}, "4"))
            .json(chunkJson({"c"}, "6"))
            .json(emptyChunk("6"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b", "c"}));
    }

    void countsTheEntriesItselfHoweverManyThereAre()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        QByteArrayList ids;
        for (int i = 0; i < 5000; ++i)
            ids << "id" + QByteArray::number(i);
        QByteArray body = chunkJson(ids, "1");
        body.replace("\"chunk_size\":5000", "\"chunk_size\":0");
        f.events().json(body).json(emptyChunk("1"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, ids);
    }

    void goesOnPastRepeatsThatMove()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.events()
            .json(chunkJson({"a"}, "1"))
            .json(chunkJson({"a"}, "2"))
            .json(chunkJson({"a"}, "3"))
            .json(chunkJson({"b"}, "4"))
            .json(emptyChunk("4"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b"}));
    }

    void isNotLiveBeforeAllThatNobodyWantsIsRead()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.settings.type = StreamType::AdminLogsStreaming;
        f.timing.enterpriseGap = 0ms;
        f.wants = [](const QByteArray &id) { return id == "wanted"; };
        for (int i = 1; i <= 130; ++i)
            f.events().json(chunkJson({"a" + QByteArray::number(i)}, QByteArray::number(i)));
        f.events().json(chunkJson({"wanted"}, "131")).json(emptyChunk("131"));
        QByteArrayList idsWhenLive;

        f.watch(std::make_unique<EnterpriseEventStream>(f.api, f.settings, f.timing));
        connect(f.stream.get(), &EventStream::caughtUp, this, [&] { idsWhenLive = f.ids; });
        f.stream->start();

        QTRY_COMPARE_WITH_TIMEOUT(f.caughtUp, 1, 30'000);
        QCOMPARE(idsWhenLive, QByteArrayList({"wanted"}));
        QCOMPARE(f.asked().size(), 132U);
    }

    void waitsBetweenFetchesThatBringNothing()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.timing.enterpriseGap = 60ms;
        f.events()
            .json(emptyChunk("1"))
            .json(emptyChunk("2"))
            .json(emptyChunk("3"))
            .json(emptyChunk("3"));

        f.begin();

        QTRY_COMPARE(f.ended, 1);
        const auto asked = f.asked();
        for (std::size_t i = 1; i < asked.size(); ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 50ms);
    }

    void asksForTheNextChunkBeforeThisOneIsStored()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.storesAtOnce = false;
        f.events()
            .json(chunkJson({"a"}, "1"))
            .json(chunkJson({"b"}, "2"))
            .json(chunkJson({"c"}, "3"))
            .json(emptyChunk("3"));

        f.begin();
        QTRY_COMPARE(f.asked().size(), 2U);
        QTest::qWait(100);

        QCOMPARE(f.chunks, 1); // the second waits for the first
        QCOMPARE(f.asked().size(), 2U); // and nothing is fetched beyond it
        QVERIFY(f.stream->streamState().position.isEmpty());
        f.store();
        QCOMPARE(f.chunks, 2);
        QCOMPARE(f.stream->streamState().position.text(), "1");
        QTRY_COMPARE(f.asked().size(), 3U);
        f.store();
        QTRY_COMPARE(f.chunks, 3);
        f.store();
        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b", "c"}));
    }

    void tellsOfWhatItHasFetchedWhileAnotherChunkIsBeingStored()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"b"}, "2")).json(emptyChunk("2"));
        std::vector<EventChunk> ahead;
        std::vector<EventChunk> received;

        f.begin();
        const EventStream *stream = f.stream.get();
        QObject::connect(stream, &EventStream::fetchedAhead, stream, [&](const EventChunk &chunk) {
            ahead.push_back(chunk);
        });
        QObject::connect(stream, &EventStream::received, stream, [&](const EventChunk &chunk) {
            received.push_back(chunk);
        });
        QTRY_COMPARE(ahead.size(), 1U);
        QCOMPARE(received.size(), 1U);
        f.store();

        QCOMPARE(received.size(), 2U);
        QVERIFY(ahead.at(0).isSameAs(received.at(1)));
        f.store();
        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(ahead.size(), 1U);
    }

    void announcesAStateOnceItIsStored()
    {
        EnterpriseFixture f(Start::Earliest, 0ms);
        f.storesAtOnce = false;
        f.settings.state.eventTypes = {"UPLOAD"};
        f.events().json(chunkJson({"a"}, R"("p1")")).json(emptyChunk(R"("p1")"));

        f.begin();
        QTRY_COMPARE(f.chunks, 1);

        QCOMPARE(f.announced.size(), 0U);
        QCOMPARE(f.handedOn.at(0).position.text(), "p1");
        f.store();
        QCOMPARE(f.announced.size(), 1U);
        QCOMPARE(f.announced.at(0), f.handedOn.at(0));
        QCOMPARE(f.announced.at(0).eventTypes, QByteArrayList({"UPLOAD"}));
        QTRY_COMPARE(f.ended, 1);
        QCOMPARE(f.announced.size(), 1U);
    }

    void pollsAtItsInterval()
    {
        EnterpriseFixture f(Start::Earliest, 100ms);
        f.events().json(chunkJson({"a"}, "1")).json(emptyChunk("1")).forEver();

        f.begin();

        QTRY_VERIFY(f.caughtUp >= 4);
        const auto asked = f.asked();
        for (std::size_t i = 2; i < 5; ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 95ms);
        QVERIFY(f.entered(State::Waiting) >= 4);
    }

    void tellsWhenItAsksNext()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.events().json(emptyChunk("0"));

        f.begin();
        QVERIFY(!f.stream->nextAttempt().isValid());
        QTRY_COMPARE(f.stream->state(), State::Waiting);

        const QDateTime next = f.stream->nextAttempt(); // before the clock is read
        const qint64 wait = QDateTime::currentDateTimeUtc().msecsTo(next);
        QVERIFY(wait > 50'000 && wait <= 60'000);
    }

    void leavesAPlaceWherePositionsStandStill()
    {
        EnterpriseFixture f(Start::Resume, 5ms);
        f.settings.state.position = StreamPosition("p1");
        f.events()
            .json(chunkJson({"a"}, R"("p1")"))
            .json(chunkJson({"b"}, R"("p1")"))
            .json(chunkJson({"c"}, R"("p1")"))
            .json(emptyChunk("0"))
            .forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 4);
        QVERIFY(f.asked().at(3).item("stream_position").isNull());
        QCOMPARE(f.asked().at(3).item("created_after"), "2026-03-01T17:55:00Z");
    }
};

QTEST_GUILESS_MAIN(TestEnterpriseEventStream)
#include "tst_enterpriseeventstream.moc"
