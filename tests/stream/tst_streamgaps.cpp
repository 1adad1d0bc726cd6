// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/usereventstream.h"
#include "stream/enterprisefixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;
using Reason = StreamGap::Reason;

namespace {

const QDateTime serverNow = QDateTime::fromString(
    QStringLiteral("2026-06-15T12:00:00Z"), Qt::ISODate);

/// Goes on from p1, at noon of 15 June by the clock of Box.
struct Fixture : EnterpriseFixture
{
    explicit Fixture(StreamType type = StreamType::AdminLogsStreaming)
        : EnterpriseFixture(Start::Resume, 20ms)
    {
        settings.type = type;
        settings.state.position = StreamPosition("p1");
    }

    /// From what the test has put on meRoute.
    void learnTheTime()
    {
        const auto call = api.me([](const Result<Account> &) {});
        QTRY_VERIFY(api.clock().isKnown());
    }

    void beginAfter(const QDateTime &lastAnswer, const QDateTime &newest = {})
    {
        std::unique_ptr<FetchingStream> made;
        if (isEnterprise(settings.type))
            made = std::make_unique<EnterpriseEventStream>(api, settings, timing);
        else
            made = std::make_unique<UserEventStream>(api, settings, timing);
        made->setNewestStored(newest);
        made->setLastAnswer(lastAnswer);
        watch(std::move(made));
        stream->start();
    }
};

} // namespace

class TestStreamGaps : public QObject
{
    Q_OBJECT

private slots:
    void noticesAPositionThatBoxRefuses()
    {
        Fixture f;
        const QDateTime away = serverNow.addDays(-30);
        f.events()
            .status(400, refusalJson("Invalid stream position"), dated(serverNow))
            .json(chunkJson({"a"}, R"("p2")"), dated(serverNow))
            .json(emptyChunk(R"("p2")"), dated(serverNow))
            .forEver();

        f.beginAfter(away);

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QTRY_VERIFY(f.caughtUp >= 2);
        const StreamGap expected{
            StreamType::AdminLogsStreaming, away, serverNow.addDays(-14), Reason::Refused};
        QCOMPARE(f.gaps.size(), 1U);
        QCOMPARE(f.gaps.at(0), expected);
        QVERIFY(f.gaps.at(0).mayMissEvents());
        QCOMPARE(f.asked().at(1).item("stream_position"), "0");
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.recovered, 1);
    }

    void tellsOfAGapBeforeTheEventsBehindIt()
    {
        Fixture f;
        f.events().json(chunkJson({"a"}, R"("p2")"), dated(serverNow)).forEver();
        QByteArrayList order;

        f.settings.pollingInterval = 60s;
        f.watch(std::make_unique<EnterpriseEventStream>(f.api, f.settings, f.timing));
        auto *stream = static_cast<FetchingStream *>(f.stream.get());
        stream->setLastAnswer(serverNow.addDays(-15));
        connect(stream, &EventStream::gapNoticed, this, [&] { order << "gap"; });
        connect(stream, &EventStream::received, this, [&] { order << "chunk"; });
        stream->start();

        QTRY_VERIFY(order.size() >= 2);
        QCOMPARE(order.at(0), "gap");
        QCOMPARE(order.at(1), "chunk");
    }

    void knowsThatNothingIsMissingWhereTheHistoryBeginsAgainEarlier()
    {
        Fixture f(StreamType::AdminLogs);
        const QDateTime newest = serverNow.addDays(-3);
        f.events()
            .status(400, refusalJson("Invalid stream position"), dated(serverNow))
            .json(emptyChunk("0"), dated(serverNow))
            .forEver();

        f.beginAfter(serverNow.addDays(-3), newest);

        QTRY_COMPARE(f.gaps.size(), 1U);
        QCOMPARE(f.gaps.at(0).reason, Reason::Refused);
        QCOMPARE(f.gaps.at(0).before, newest.addSecs(-300));
        QVERIFY(!f.gaps.at(0).mayMissEvents());
    }

    void noticesAnAbsenceLongerThanBoxKeepsEvents_data()
    {
        QTest::addColumn<StreamType>("type");
        QTest::addColumn<int>("days");
        QTest::addColumn<bool>("isGap");
        QTest::newRow("user, 13 days") << StreamType::All << 13 << false;
        QTest::newRow("user, 15 days") << StreamType::All << 15 << true;
        QTest::newRow("changes, 15 days") << StreamType::Changes << 15 << true;
        QTest::newRow("sync, 15 days") << StreamType::Sync << 15 << true;
        QTest::newRow("live, 13 days") << StreamType::AdminLogsStreaming << 13 << false;
        QTest::newRow("live, 15 days") << StreamType::AdminLogsStreaming << 15 << true;
        QTest::newRow("history, 15 days") << StreamType::AdminLogs << 15 << false;
        QTest::newRow("history, 364 days") << StreamType::AdminLogs << 364 << false;
        QTest::newRow("history, 365 days") << StreamType::AdminLogs << 365 << true;
    }

    void noticesAnAbsenceLongerThanBoxKeepsEvents()
    {
        QFETCH(const StreamType, type);
        QFETCH(const int, days);
        QFETCH(const bool, isGap);
        Fixture f(type);
        const QDateTime away = serverNow.addDays(-days);
        f.events().json(emptyChunk(R"("p1")"), dated(serverNow)).forEver();

        f.beginAfter(away);

        QTRY_VERIFY(f.caughtUp >= 1);
        QCOMPARE(f.gaps.size(), isGap ? 1U : 0U);
        if (isGap) {
            const auto kept = std::chrono::milliseconds(retention(type));
            const StreamGap expected{type, away, serverNow.addMSecs(-kept.count()), Reason::TooOld};
            QCOMPARE(f.gaps.at(0), expected);
        }
        QCOMPARE(f.errors.size(), 0U);
    }

    void neverJumpsSilentlyFromAPositionThatIsTooOld()
    {
        Fixture f;
        f.events()
            .json(emptyChunk(R"("p7")"), dated(serverNow)) // Box has moved on by itself
            .json(chunkJson({"a"}, R"("p8")"), dated(serverNow))
            .json(emptyChunk(R"("p8")"), dated(serverNow))
            .forEver();

        f.beginAfter(serverNow.addDays(-20));

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.gaps.size(), 1U);
        QCOMPARE(f.gaps.at(0).reason, Reason::TooOld);
        QCOMPARE(f.asked().at(1).item("stream_position"), "p7");
    }

    void noticesAnAbsenceInTheMiddleOfARun()
    {
        Fixture f;
        f.settings.pollingInterval = 60s;
        f.events().json(emptyChunk(R"("p1")"), dated(serverNow));
        f.beginAfter(serverNow.addSecs(-60));
        QTRY_COMPARE(f.caughtUp, 1);
        QCOMPARE(f.gaps.size(), 0U);

        // The machine slept for three weeks, which no timer has noticed.
        f.events().json(emptyChunk(R"("p1")"), dated(serverNow.addDays(21)));
        f.stream->lookNow();

        QTRY_COMPARE(f.gaps.size(), 1U);
        QCOMPARE(f.gaps.at(0).after, serverNow);
        QCOMPARE(f.gaps.at(0).before, serverNow.addDays(7));
    }

    void noticesThatWhatItWasReadingHasExpired()
    {
        Fixture f;
        f.settings.pollingInterval = 60s;
        f.storesAtOnce = false;
        // Behind: the chunk holds events of 1 March, and there are more.
        const QDateTime march = QDateTime::fromString(
            QStringLiteral("2026-03-01T18:00:00Z"), Qt::ISODate);
        f.events().json(chunkJson({"a"}, R"("p2")"), dated(march.addDays(13))).stall();
        f.beginAfter({});
        QTRY_COMPARE(f.chunks, 1);
        f.stream->pause();
        f.store();

        f.events().clear();
        f.events().json(chunkJson({"b"}, R"("p3")"), dated(march.addDays(16)));
        f.stream->resume();

        QTRY_COMPARE(f.gaps.size(), 1U);
        QCOMPARE(f.gaps.at(0).after, march);
        QCOMPARE(f.gaps.at(0).before, march.addDays(2));
    }

    void takesAQuietStreamForNoGap()
    {
        Fixture f;
        f.events().json(emptyChunk(R"("p2")"), dated(serverNow)).forEver();

        f.beginAfter(serverNow.addDays(-2), serverNow.addDays(-100));

        QTRY_VERIFY(f.caughtUp >= 2);
        QCOMPARE(f.gaps.size(), 0U);
    }

    void noticesNothingWhereItIsNotKnownWhenItWasLastThere()
    {
        Fixture f;
        f.events().json(emptyChunk(R"("p2")"), dated(serverNow)).forEver();

        f.beginAfter({});

        QTRY_VERIFY(f.caughtUp >= 2);
        QCOMPARE(f.gaps.size(), 0U);
    }

    void skipsNothingAfterAnEventThatClaimsToHappenLater()
    {
        Fixture f(StreamType::AdminLogs);
        QByteArray body = chunkJson({"a", "strange"}, R"("p2")");
        const auto last = body.lastIndexOf("2026-03-01");
        body.replace(last, 4, "2099");
        f.events()
            .json(body, dated(serverNow))
            .status(400, refusalJson("Invalid stream position"), dated(serverNow))
            .json(emptyChunk("0"), dated(serverNow))
            .forEver();

        f.beginAfter({});

        QTRY_VERIFY(f.asked().size() >= 3);
        // The other event is of 18:00.
        QCOMPARE(f.asked().at(2).item("created_after"), "2026-03-01T17:55:00Z");
        QVERIFY(f.asked().at(2).item("stream_position").isNull());
    }

    void remembersWhenBoxLastAnsweredEvenWithoutEvents()
    {
        Fixture f(StreamType::All);
        const QDateTime before = serverNow.addDays(-13);
        f.events().json(chunkJson({}, R"("p1")"), dated(serverNow)).forEver();
        f.settings.pollingInterval = 0ms;

        f.beginAfter(before);
        const auto *stream = static_cast<FetchingStream *>(f.stream.get());
        QCOMPARE(stream->lastAnswer(), before);

        QTRY_COMPARE(f.ended, 1);
        QVERIFY(stream->lastAnswer() >= serverNow);
        QVERIFY(stream->lastAnswer() < serverNow.addSecs(60));
    }

    void keepsTheNewsOfAGapForSomebodyWhoPauses()
    {
        Fixture f;
        f.events()
            .status(400, refusalJson("Invalid stream position"), dated(serverNow))
            .json(chunkJson({"a"}, R"("p2")"), dated(serverNow))
            .json(emptyChunk(R"("p2")"), dated(serverNow))
            .forEver();
        f.beginAfter(serverNow.addDays(-30));
        EventStream *s = f.stream.get();
        connect(s, &EventStream::recovered, s, [s] { s->pause(); });
        QTRY_VERIFY(s->isPaused());
        QCOMPARE(f.gaps.size(), 0U);
        QCOMPARE(f.ids.size(), 0);

        f.events().clear();
        f.events().json(chunkJson({"a"}, R"("p2")"), dated(serverNow)).forEver();
        s->resume();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.gaps.size(), 1U);
    }

    void repeatsNoPositionThatBoxRefuses()
    {
        Fixture f;
        f.events().status(400, refusalJson("Invalid stream position"), dated(serverNow)).forEver();

        f.beginAfter(serverNow.addDays(-30));

        QTRY_VERIFY(f.asked().size() >= 5);
        QCOMPARE(f.asked().at(0).item("stream_position"), "p1");
        for (std::size_t i = 1; i < 5; ++i)
            QCOMPARE(f.asked().at(i).item("stream_position"), "0");
        QCOMPARE(f.errors.size(), 1U);
    }

    void readsOnThroughTheRepeatsAfterStartingOver()
    {
        Fixture f(StreamType::All);
        f.settings.pollingInterval = 60s;
        f.events()
            .json(chunkJson({"a", "b", "c"}, "3"), dated(serverNow))
            .json(chunkJson({}, "3"), dated(serverNow))
            .status(400, refusalJson("Invalid stream position"), dated(serverNow))
            .json(chunkJson({"a"}, "1"), dated(serverNow))
            .json(chunkJson({"b"}, "2"), dated(serverNow))
            .json(chunkJson({"c"}, "3"), dated(serverNow))
            .json(chunkJson({"d"}, "4"), dated(serverNow))
            .json(chunkJson({}, "4"), dated(serverNow))
            .forEver();
        f.server.on(optionsRoute)
            .json(realtimeJson(f.server.url(QStringLiteral("/subscribe?channel=c")), 10))
            .forEver();
        f.server.on(pollRoute).json(pollMessage("new_change")).stall();

        f.beginAfter({});

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b", "c", "d"}));
        QTRY_COMPARE(f.server.count(pollRoute), 2); // not one between the repeats
    }

    void startsAYearBackAtMostAndSaysSo()
    {
        Fixture f(StreamType::AdminLogs);
        f.settings.start = Start::Date;
        f.settings.state.position = {};
        f.settings.state.startDate = serverNow.addDays(-500);
        f.server.on(meRoute).json(R"({"type":"user","id":"7"})", dated(serverNow));
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.beginAfter({});

        QTRY_COMPARE(f.notes.size(), 1U);
        QCOMPARE(f.notes.at(0).kind, StreamNote::Kind::StartMoved);
        QCOMPARE(f.notes.at(0).type, StreamType::AdminLogs);
        QVERIFY(sentenceFor(f.notes.at(0)).contains(QLatin1String("The history begins at")));
        // By the clock of Box, not by ours.
        QVERIFY(f.asked().at(0).item("created_after").startsWith("2025-06-15T13:00:0"));
        QCOMPARE(
            f.asked().at(0).item("created_after"),
            f.notes.at(0).time.toString(Qt::ISODate).toLatin1());
        QTRY_VERIFY(f.caughtUp >= 2);
        QCOMPARE(f.notes.size(), 1U);
    }

    void startsTheLiveStreamTwoWeeksBackAtMostAndSaysSo()
    {
        Fixture f;
        f.settings.start = Start::Date;
        f.settings.state.startDate = serverNow.addDays(-15);
        f.server.on(meRoute).json(R"({"type":"user","id":"7"})", dated(serverNow));
        f.events().json(emptyChunk(R"("p2")"), dated(serverNow)).forEver();

        f.beginAfter({});

        QTRY_COMPARE(f.notes.size(), 1U);
        QCOMPARE(f.notes.at(0).kind, StreamNote::Kind::StartMoved);
        QCOMPARE(f.notes.at(0).type, StreamType::AdminLogsStreaming);
        QVERIFY(sentenceFor(f.notes.at(0)).contains(QLatin1String("The live stream begins at")));
        QCOMPARE(f.notes.at(0).time.date(), serverNow.addDays(-14).date());
        QCOMPARE(f.asked().at(0).item("stream_position"), "0");
        QVERIFY(f.asked().at(0).item("created_after").isNull());
        // For whoever stores, who leaves out what is older.
        QCOMPARE(f.stream->streamState().startDate, f.settings.state.startDate);
    }

    void asksForTheTimeOnceIfNobodyTellsIt()
    {
        Fixture f(StreamType::AdminLogs);
        f.settings.start = Start::Now;
        f.settings.state.position = {};
        f.server.on(meRoute).json(R"({"type":"user","id":"7"})", {{"Date", "?"}}).forEver();
        f.events().json(emptyChunk("0"), {{"Date", "?"}}).forEver();

        f.beginAfter({});

        QTRY_VERIFY(f.caughtUp >= 1);
        QCOMPARE(f.server.count(meRoute), 1);
    }

    void copesWithADateThatBoxRefuses_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<int>("days"); // from Box's time to the start date
        QTest::addColumn<int>("wrong"); // days by which the time seems to be another at first
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("in the future")
            << QByteArray("created_after is invalid since it is in the future") << 1 << 10
            << QByteArray("2026-06-15T11:58:00Z");
        QTest::newRow("too old") << QByteArray(
            "created_after is beyond one year in the past, API only supports time "
            "range starting from one year in the past from now")
                                 << -365 << -10 << QByteArray("2025-06-15T13:00:00Z");
    }

    void copesWithADateThatBoxRefuses()
    {
        QFETCH(const QByteArray, message);
        QFETCH(const int, days);
        QFETCH(const int, wrong);
        QFETCH(const QByteArray, sent);
        Fixture f(StreamType::AdminLogs);
        f.settings.start = Start::Date;
        f.settings.state.position = {};
        f.settings.state.startDate = serverNow.addDays(days);
        f.server.on(meRoute)
            .json(R"({"type":"user","id":"7"})", dated(serverNow.addDays(wrong)))
            .forEver();
        f.events()
            .status(400, refusalJson(message), dated(serverNow))
            .json(chunkJson({"a"}, R"("p2")"), dated(serverNow))
            .json(emptyChunk(R"("p2")"), dated(serverNow))
            .forEver();
        f.learnTheTime();

        f.beginAfter({});

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        // Whole seconds, and Box's clock may have moved on by one meanwhile.
        const QByteArray second = f.asked().at(1).item("created_after");
        QVERIFY(second == sent || second == sent.left(17) + "01Z");
        QCOMPARE(f.errors.size(), 0U);
    }

    void staysWithinTheYearWhileASessionGrowsOld()
    {
        Fixture f(StreamType::AdminLogs);
        f.settings.state.startDate = serverNow.addDays(-400);
        f.server.on(meRoute).json(R"({"type":"user","id":"7"})", dated(serverNow));
        f.events().json(emptyChunk(R"("p1")"), dated(serverNow)).forEver();
        f.learnTheTime();

        f.beginAfter(serverNow.addSecs(-60));

        QTRY_VERIFY(f.caughtUp >= 1);
        QCOMPARE(f.asked().at(0).item("stream_position"), "p1");
        QVERIFY(f.asked().at(0).item("created_after").startsWith("2025-06-15T13:00:0"));
        QCOMPARE(f.stream->streamState().startDate, f.settings.state.startDate);
        QCOMPARE(f.notes.size(), 0U); // the position says where it is
    }

    void keepsThePlaceOverEventsWithoutAPosition_data()
    {
        QTest::addColumn<QByteArray>("next");
        const auto row = [](const char *name, const QByteArray &next) {
            QTest::newRow(name) << next;
        };
        row("missing", {});
        row("null", "null");
        row("zero", "0");
        row("zero as text", R"("0")");
        row("zero with a fraction", "0.0");
        row("empty text", R"("")");
        row("now", R"("now")");
        row("true", "true");
        row("an object", R"({"a":1})");
        row("an array", "[1,2]");
        row("10 kB", '"' + QByteArray(10'000, '9') + '"');
    }

    void keepsThePlaceOverEventsWithoutAPosition()
    {
        QFETCH(const QByteArray, next);
        Fixture f;
        QByteArray body = chunkJson({"a"}, next.isEmpty() ? "null" : next);
        if (next.isEmpty())
            body.replace(R"("next_stream_position":null,)", "");
        f.events().json(body).json(body).json(chunkJson({"b"}, R"("p2")"));
        f.events().json(emptyChunk(R"("p2")")).forEver();

        f.beginAfter({});

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.asked().at(1).item("stream_position"), "p1");
        QCOMPARE(f.asked().at(2).item("stream_position"), "p1");
        QCOMPARE(f.notes.size(), 1U);
        QCOMPARE(f.notes.at(0).kind, StreamNote::Kind::NoPosition);
        QCOMPARE(f.errors.size(), 0U);
    }

    void goesOnFromAnyPositionAsItStands_data()
    {
        QTest::addColumn<QByteArray>("next");
        QTest::addColumn<QByteArray>("sent");
        const auto row = [](const char *name, const QByteArray &next, const QByteArray &sent) {
            QTest::newRow(name) << next << sent;
        };
        row("text", R"("123")", "123");
        row("number", "123", "123");
        row("number beyond 2^53", "1152922976252290886", "1152922976252290886");
        row("2^63 - 1", "9223372036854775807", "9223372036854775807");
        row("2^64", "18446744073709551616", "18446744073709551616");
        row("negative", "-5", "-5");
        row("with a fraction", "1.5", "1.5");
        row("with an escape", R"("a\/b\u002b")", "a/b+");
    }

    void goesOnFromAnyPositionAsItStands()
    {
        QFETCH(const QByteArray, next);
        QFETCH(const QByteArray, sent);
        Fixture f;
        f.events().json(chunkJson({"a"}, next)).json(emptyChunk(next)).forEver();

        f.beginAfter({});

        QTRY_VERIFY(f.asked().size() >= 2);
        QCOMPARE(f.asked().at(1).item("stream_position"), sent);
        QCOMPARE(f.notes.size(), 0U);
    }
};

QTEST_GUILESS_MAIN(TestStreamGaps)
#include "tst_streamgaps.moc"
