// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/singlefetch.h"
#include "stream/enterprisefixture.h"

#include <QTest>

#include <optional>

using namespace boxwatch;
using Start = StreamSettings::Start;

namespace {

struct Fixture : StreamFixture
{
    StreamSettings settings;
    std::unique_ptr<SingleFetch> fetch;
    std::optional<Result<FetchedChunk>> result;
    int results = 0;

    explicit Fixture(StreamType type, Start start = Start::Now)
    {
        settings.type = type;
        settings.start = start;
    }

    void begin(int limit = 100)
    {
        fetch = std::make_unique<SingleFetch>(
            api, settings, limit, [this](Result<FetchedChunk> fetched) {
                ++results;
                result = std::move(fetched);
            });
    }

    ReplyQueue &events() { return server.on(eventsRoute); }
    auto asked() const { return server.requests(eventsRoute); }
};

} // namespace

class TestSingleFetch : public QObject
{
    Q_OBJECT

private slots:
    void tellsTheCurrentPosition_data()
    {
        QTest::addColumn<StreamType>("type");
        for (const StreamType type :
             {StreamType::All, StreamType::Changes, StreamType::Sync,
              StreamType::AdminLogsStreaming})
            QTest::newRow(streamTypeName(type).constData()) << type;
    }

    void tellsTheCurrentPosition()
    {
        QFETCH(const StreamType, type);
        Fixture f(type);
        f.events().json(chunkJson({}, "18578959106960616"));

        f.begin();

        QTRY_VERIFY(f.result);
        QVERIFY(*f.result);
        QCOMPARE(f.result->value().next.text(), "18578959106960616");
        QVERIFY(f.result->value().chunk.isEmpty());
        QVERIFY(SingleFetch::hasCurrentPosition(type));
        QCOMPARE(f.asked().at(0).item("stream_position"), "now");
        QCOMPARE(f.asked().at(0).item("stream_type"), streamTypeName(type));
    }

    void readsTheLastTwoMinutesWhereThereIsNoCurrentPosition()
    {
        Fixture f(StreamType::AdminLogs);
        f.server.on(meRoute).json(
            R"({"type":"user","id":"7"})", {{"Date", "Sun, 01 Mar 2026 10:00:00 GMT"}});
        f.events().json(chunkJson({"a"}, R"("p1")"));

        f.begin();

        QTRY_VERIFY(f.result);
        QVERIFY(!SingleFetch::hasCurrentPosition(StreamType::AdminLogs));
        QVERIFY(f.asked().at(0).item("stream_position").isNull());
        QVERIFY(f.asked().at(0).item("created_after").startsWith("2026-03-01T09:58:0"));
        QCOMPARE(f.result->value().next.text(), "p1");
    }

    void readsOneChunkFromAPosition()
    {
        Fixture f(StreamType::AdminLogsStreaming, Start::Position);
        f.settings.state.position = StreamPosition("1;x+/=");
        f.settings.state.eventTypes = {"UPLOAD"};
        const QByteArray body = chunkJson({"a", "b"}, R"("p1")") + "\n ";
        f.events().json(body).json(chunkJson({"c"}, R"("p2")")).forEver();

        f.begin(2);

        QTRY_VERIFY(f.result);
        QTest::qWait(50);
        QCOMPARE(f.results, 1);
        QCOMPARE(f.asked().size(), 1U); // though there is more
        QCOMPARE(f.asked().at(0).item("stream_position"), "1;x+/=");
        QCOMPARE(f.asked().at(0).item("limit"), "2");
        QCOMPARE(f.asked().at(0).item("event_type"), "UPLOAD");
        const FetchedChunk &fetched = f.result->value();
        QCOMPARE(fetched.body, body);
        QCOMPARE(fetched.chunk.events().size(), 2U);
        QCOMPARE(fetched.next.text(), "p1");
    }

    void readsTheEarliestEventsThatBoxHas()
    {
        Fixture f(StreamType::All, Start::Earliest);
        f.events().json(chunkJson({"a"}, "1"));

        f.begin();

        QTRY_VERIFY(f.result);
        QCOMPARE(f.asked().at(0).item("stream_position"), "0");
    }

    void keepsThePositionWhereBoxGivesNone()
    {
        Fixture f(StreamType::AdminLogs, Start::Position);
        f.settings.state.position = StreamPosition("p1");
        f.events().json(chunkJson({}, "0"));

        f.begin();

        QTRY_VERIFY(f.result);
        QCOMPARE(f.result->value().next.text(), "p1");
    }

    void triesOnceAndSaysWhatIsWrong_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("400") << 400 << Error::Kind::Refused;
        QTest::newRow("401") << 401 << Error::Kind::Unauthorized;
        QTest::newRow("403") << 403 << Error::Kind::Forbidden;
        QTest::newRow("500") << 500 << Error::Kind::Server;
    }

    void triesOnceAndSaysWhatIsWrong()
    {
        QFETCH(const int, status);
        QFETCH(const Error::Kind, kind);
        Fixture f(StreamType::AdminLogsStreaming);
        f.events().status(status).forEver();

        f.begin();

        QTRY_VERIFY(f.result);
        QVERIFY(!*f.result);
        QCOMPARE(f.result->error().kind, kind);
        QCOMPARE(f.asked().size(), 1U);
    }

    void refusesABodyThatIsCutShort()
    {
        Fixture f(StreamType::All);
        f.events().json(R"({"entries":[{"event_id":"x"},)");

        f.begin();

        QTRY_VERIFY(f.result);
        QCOMPARE(f.result->error().kind, Error::Kind::Malformed);
    }

    void isSilentAfterItsEnd()
    {
        Fixture f(StreamType::All);
        f.events().json(chunkJson({}, "1")).after(std::chrono::milliseconds(50));
        f.begin();
        QCOMPARE(f.results, 0); // not from within the constructor
        QTRY_COMPARE(f.asked().size(), 1U);

        f.fetch.reset();
        QTest::qWait(150);

        QCOMPARE(f.results, 0);
    }

    void mayBeDestroyedByWhoeverHearsOfIt()
    {
        Fixture f(StreamType::All);
        f.events().json(chunkJson({}, "1"));
        bool done = false;
        std::unique_ptr<SingleFetch> fetch;
        fetch = std::make_unique<SingleFetch>(
            f.api, f.settings, 100, [&](const Result<FetchedChunk> &) {
                done = true;
                fetch.reset();
            });

        QTRY_VERIFY(done);
        QTest::qWait(20);
    }
};

QTEST_GUILESS_MAIN(TestSingleFetch)
#include "tst_singlefetch.moc"
