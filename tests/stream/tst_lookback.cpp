// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/lookback.h"
#include "stream/enterprisefixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

namespace {

const QDateTime serverNow = QDateTime::fromString(
    QStringLiteral("2026-03-01T20:00:00Z"), Qt::ISODate);

/// A history that has caught up at 20:00 and waits, and somebody who looks back. The events of the
/// history are of 18:00, as all of chunkJson().
struct Fixture : EnterpriseFixture
{
    LookBackSettings lookBackSettings{24h, 40ms};
    std::unique_ptr<LookBackStream> lookBack;
    bool storesLate = true;
    QByteArrayList found; ///< ids that the look-back has brought
    qsizetype freshOfChunk = 0;
    int lateChunks = 0;
    QList<qsizetype> passes; ///< by looked()
    int mostPasses = -1; ///< stops after so many

    Fixture() : EnterpriseFixture(Start::Earliest, 60s)
    {
        events()
            .json(chunkJson({"a"}, R"("p1")"), dated(serverNow))
            .json(emptyChunk(R"("p1")"), dated(serverNow));
    }

    ~Fixture() { lookBack.reset(); }

    void begin()
    {
        auto history = std::make_unique<EnterpriseEventStream>(api, settings, timing);
        lookBack = std::make_unique<LookBackStream>(api, *history, lookBackSettings, timing);
        LookBackStream *l = lookBack.get();
        QObject::connect(l, &LookBackStream::received, l, [this](const EventChunk &chunk) {
            ++lateChunks;
            freshOfChunk = 0;
            for (const Event &event : chunk.events()) {
                const QByteArray id(event.id.data(), static_cast<qsizetype>(event.id.size()));
                freshOfChunk += ids.contains(id) || found.contains(id) ? 0 : 1;
                found << id;
            }
            if (storesLate)
                lookBack->stored(freshOfChunk);
        });
        QObject::connect(l, &LookBackStream::looked, l, [this](qsizetype late) {
            passes << late;
            if (passes.size() == mostPasses)
                lookBack->stop();
        });
        watch(std::move(history));
        stream->start();
        lookBack->start();
    }

    /// What the look-back has asked: it alone gives an end.
    std::vector<LoopbackServer::Request> lookedBack() const
    {
        auto all = asked();
        std::erase_if(all, [](const auto &one) { return one.item("created_before").isNull(); });
        return all;
    }
};

} // namespace

class TestLookBack : public QObject
{
    Q_OBJECT

private slots:
    void findsAnEventBehindTheHistory()
    {
        Fixture f;
        f.mostPasses = 1;
        f.events()
            .json(chunkJson({"late", "a"}, R"("q1")"), dated(serverNow))
            .json(emptyChunk(R"("q1")"), dated(serverNow))
            .stall();

        f.begin();

        QTRY_COMPARE(f.passes, QList<qsizetype>({1}));
        QCOMPARE(f.found, QByteArrayList({"late", "a"}));
        const auto asked = f.lookedBack();
        QCOMPARE(asked.size(), 2U);
        QCOMPARE(asked.at(0).item("stream_type"), "admin_logs");
        QVERIFY(asked.at(0).item("stream_position").isNull());
        QVERIFY(asked.at(0).item("created_after").startsWith("2026-02-28T20:00:0"));
        // Not into what the history is still going to bring.
        QVERIFY(asked.at(0).item("created_before").startsWith("2026-03-01T19:58:0"));
        QCOMPARE(asked.at(1).item("stream_position"), "q1");
        QCOMPARE(asked.at(1).item("created_before"), asked.at(0).item("created_before"));
        // The history itself has not noticed.
        QCOMPARE(f.stream->streamState().position.text(), "p1");
        QCOMPARE(f.chunks, 1);
    }

    void looksAgainAfterEachInterval()
    {
        Fixture f;
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.begin();

        QTRY_VERIFY(f.passes.size() >= 3);
        const auto asked = f.lookedBack();
        for (std::size_t i = 1; i < 3; ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 35ms);
    }

    void waitsUntilTheHistoryHasCaughtUp()
    {
        Fixture f;
        f.events().clear();
        f.events().json(chunkJson({"a"}, R"("p1")"), dated(serverNow)).stall();
        f.begin();
        QTRY_COMPARE(f.asked().size(), 2U);

        QTest::qWait(150);
        QCOMPARE(f.asked().size(), 2U);

        f.events().json(emptyChunk(R"("p1")"), dated(serverNow));
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();
        f.stream->lookNow(); // the history gets on
        QTRY_VERIFY(f.passes.size() >= 1);
    }

    void endsWhereTheHistoryIs()
    {
        Fixture f;
        f.mostPasses = 1;
        f.events()
            .json(chunkJson({"late"}, R"("q1")"), dated(serverNow))
            .json(chunkJson({"a"}, R"("p1")"), dated(serverNow))
            .stall();

        f.begin();

        QTRY_COMPARE(f.passes.size(), 1);
        QCOMPARE(f.lookedBack().size(), 2U);
    }

    void neverRunsTwice()
    {
        Fixture f;
        f.storesLate = false;
        f.lookBackSettings.interval = 10ms;
        f.events().json(chunkJson({"late"}, R"("q1")"), dated(serverNow)).forEver();
        f.begin();
        QTRY_COMPARE(f.lateChunks, 1);

        QTest::qWait(150);

        QCOMPARE(f.lateChunks, 1);
        QCOMPARE(f.lookedBack().size(), 1U);
    }

    void givesWayToTheHistory()
    {
        Fixture f;
        f.lookBackSettings.interval = 60ms;
        f.events().stall();
        f.begin();
        QTRY_COMPARE(f.lookedBack().size(), 1U);

        f.events().json(chunkJson({"b"}, R"("p2")"), dated(serverNow)); // for the history
        f.events().json(emptyChunk(R"("p2")"), dated(serverNow));
        f.events().json(chunkJson({"late"}, R"("q1")"), dated(serverNow));
        f.events().json(emptyChunk(R"("q1")"), dated(serverNow)).forEver();
        f.stream->lookNow();

        QTRY_VERIFY(f.passes.size() >= 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.found, QByteArrayList({"late"}));
        const auto asked = f.asked();
        // The chunk that was given up is asked for again, once the history waits.
        QVERIFY(asked.at(3).item("created_before").isNull());
        QVERIFY(asked.at(4).item("created_before").isNull());
        QVERIFY(!asked.at(5).item("created_before").isNull());
        QVERIFY(asked.at(5).item("stream_position").isNull());
    }

    void isSilentWhilePausedAndGoesOn()
    {
        Fixture f;
        f.storesLate = false;
        f.events().json(chunkJson({"late"}, R"("q1")"), dated(serverNow));
        f.events().json(chunkJson({"later"}, R"("q2")"), dated(serverNow));
        f.events().json(emptyChunk(R"("q2")"), dated(serverNow)).forEver();
        f.begin();
        QTRY_COMPARE(f.lateChunks, 1);

        f.lookBack->pause();
        f.lookBack->stored(1);
        QTest::qWait(150);
        QCOMPARE(f.lateChunks, 1);
        QCOMPARE(f.lookedBack().size(), 1U);
        QVERIFY(f.lookBack->isLooking());

        f.storesLate = true;
        f.lookBack->resume();
        QTRY_VERIFY(f.passes.size() >= 1);
        QCOMPARE(f.passes.at(0), 2);
        QCOMPARE(f.lookedBack().at(1).item("stream_position"), "q1");
    }

    void staysSilentAfterStop()
    {
        Fixture f;
        f.events().stall();
        f.begin();
        QTRY_COMPARE(f.lookedBack().size(), 1U);

        f.lookBack->stop();
        f.lookBack->stop();
        QTest::qWait(150);

        QCOMPARE(f.lookedBack().size(), 1U);
        QCOMPARE(f.lateChunks, 0);
        QCOMPARE(f.passes.size(), 0);
        QVERIFY(!f.lookBack->isLooking());
    }

    void endsAPassWithoutAWordOnErrors_data()
    {
        QTest::addColumn<std::function<void(ReplyQueue &)>>("trouble");
        const auto row = [](const char *name, std::function<void(ReplyQueue &)> trouble) {
            QTest::newRow(name) << std::move(trouble);
        };
        row("a server error", [](ReplyQueue &events) { events.status(500, {}, dated(serverNow)); });
        row("a refusal", [](ReplyQueue &events) { events.status(400, {}, dated(serverNow)); });
        row("a page", [](ReplyQueue &events) { events.json("<html></html>", dated(serverNow)); });
        row("JSON cut short",
            [](ReplyQueue &events) { events.json("{\"entries\":[", dated(serverNow)); });
        row("a reset", [](ReplyQueue &events) { events.reset().reset().reset(); });
    }

    void endsAPassWithoutAWordOnErrors()
    {
        QFETCH(const std::function<void(ReplyQueue &)>, trouble);
        Fixture f;
        f.lookBackSettings.interval = 80ms;
        trouble(f.events());
        f.events().json(chunkJson({"late"}, R"("q1")"), dated(serverNow));
        f.events().json(emptyChunk(R"("q1")"), dated(serverNow)).forEver();

        f.begin();

        QTRY_VERIFY(f.passes.size() >= 1); // the next pass
        QCOMPARE(f.passes.at(0), 1);
        QCOMPARE(f.errors.size(), 0U);
        const auto asked = f.lookedBack();
        QVERIFY(asked.at(asked.size() > 3 ? asked.size() - 2 : 1).at - asked.at(0).at >= 75ms);
    }

    void takesItsTimeWhereNothingIsNew()
    {
        Fixture f;
        f.mostPasses = 1;
        f.timing.lookBackGap = 80ms; // a second
        f.events()
            .json(chunkJson({"a"}, R"("q1")"), dated(serverNow))
            .json(chunkJson({"a"}, R"("q2")"), dated(serverNow))
            .json(chunkJson({"a"}, R"("q3")"), dated(serverNow))
            .json(emptyChunk(R"("q3")"), dated(serverNow))
            .stall();

        f.begin();

        QTRY_COMPARE(f.passes, QList<qsizetype>({0}));
        const auto asked = f.lookedBack();
        QCOMPARE(asked.size(), 4U);
        for (std::size_t i = 1; i < 4; ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 70ms);
    }

    void looksNoFurtherBackThanTheSessionWent_data()
    {
        QTest::addColumn<QDateTime>("startDate");
        QTest::addColumn<QDateTime>("notBefore");
        QTest::newRow("by its start date") << serverNow.addSecs(-7200) << QDateTime();
        QTest::newRow("by its first event") << QDateTime() << serverNow.addSecs(-7200);
    }

    void looksNoFurtherBackThanTheSessionWent()
    {
        QFETCH(const QDateTime, startDate);
        QFETCH(const QDateTime, notBefore);
        Fixture f;
        f.settings.start = Start::Resume;
        f.settings.state.position = StreamPosition("p0");
        if (startDate.isValid())
            f.settings.state.startDate = startDate;
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.begin();
        f.lookBack->setNotBefore(notBefore);

        QTRY_VERIFY(f.passes.size() >= 1);
        QCOMPARE(f.lookedBack().at(0).item("created_after"), "2026-03-01T18:00:00Z");
    }

    void looksNoFurtherBackOnceItIsToldSo()
    {
        Fixture f;
        f.storesLate = false;
        f.mostPasses = 1;
        f.events().json(chunkJson({"late"}, R"("q1")"), dated(serverNow));
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();
        f.begin();
        QTRY_COMPARE(f.lateChunks, 1);
        QVERIFY(f.lookedBack().at(0).item("created_after").startsWith("2026-02-28T20:00:0"));

        f.lookBack->setNotBefore(serverNow.addSecs(-3600));
        f.lookBack->stored(1);

        QTRY_COMPARE(f.passes.size(), 1);
        QCOMPARE(f.lookedBack().size(), 2U);
        QCOMPARE(f.lookedBack().at(1).item("created_after"), "2026-03-01T19:00:00Z");
        QVERIFY(f.lookedBack().at(1).item("stream_position").isNull());
    }

    void givesUpARequestThatWentTooFarBack()
    {
        Fixture f;
        f.events().stall();
        f.begin();
        QTRY_COMPARE(f.lookedBack().size(), 1U);

        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();
        f.lookBack->setNotBefore(serverNow.addSecs(-3600));

        QTRY_VERIFY(f.passes.size() >= 1);
        QCOMPARE(f.lookedBack().at(1).item("created_after"), "2026-03-01T19:00:00Z");
        QCOMPARE(f.lateChunks, 0);
    }

    void neverLooksFurtherBackThanItWasTold_data()
    {
        QTest::addColumn<QDateTime>("earlier");
        QTest::newRow("an earlier time") << serverNow.addSecs(-9000);
        QTest::newRow("no time") << QDateTime();
    }

    void neverLooksFurtherBackThanItWasTold()
    {
        QFETCH(const QDateTime, earlier);
        Fixture f;
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.begin();
        f.lookBack->setNotBefore(serverNow.addSecs(-3600));
        f.lookBack->setNotBefore(earlier);

        QTRY_VERIFY(f.passes.size() >= 1);
        QCOMPARE(f.lookedBack().at(0).item("created_after"), "2026-03-01T19:00:00Z");
    }

    void asksForNothingLaterThanNow()
    {
        Fixture f;
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.begin();
        static_cast<FetchingStream *>(f.stream.get())->setNewestStored(serverNow.addYears(70));

        QTRY_VERIFY(f.passes.size() >= 1);
        QVERIFY(f.lookedBack().at(0).item("created_before").startsWith("2026-03-01T20:00:"));
    }

    void looksNowhereInASessionThatHasJustBegun()
    {
        Fixture f;
        f.events().clear();
        f.settings.start = Start::Resume;
        f.settings.state.startDate = serverNow.addSecs(-60);
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.begin();

        QTRY_VERIFY(f.passes.size() >= 2);
        QCOMPARE(f.lookedBack().size(), 0U);
    }

    void isOffWithoutASpanOrAnInterval_data()
    {
        QTest::addColumn<LookBackSettings>("settings");
        QTest::newRow("no span") << LookBackSettings{0h, 10ms};
        QTest::newRow("no interval") << LookBackSettings{24h, 0ms};
    }

    void isOffWithoutASpanOrAnInterval()
    {
        QFETCH(const LookBackSettings, settings);
        Fixture f;
        f.lookBackSettings = settings;
        f.begin();
        QTRY_COMPARE(f.caughtUp, 1);

        QTest::qWait(100);

        QVERIFY(!settings.isOn());
        QCOMPARE(f.asked().size(), 2U);
    }

    void asksForTheTypesThatTheHistoryAsksFor_data()
    {
        QTest::addColumn<bool>("refused");
        QTest::newRow("some") << false;
        QTest::newRow("all, after a refusal") << true;
    }

    void asksForTheTypesThatTheHistoryAsksFor()
    {
        QFETCH(const bool, refused);
        Fixture f;
        f.settings.state.eventTypes = {"UPLOAD"};
        if (refused) {
            f.events().clear();
            f.events()
                .status(400, refusalJson("Invalid event_type parameter"), dated(serverNow))
                .json(chunkJson({"a"}, R"("p1")"), dated(serverNow))
                .json(emptyChunk(R"("p1")"), dated(serverNow));
        }
        f.events().json(emptyChunk("0"), dated(serverNow)).forEver();

        f.begin();

        QTRY_VERIFY(f.passes.size() >= 1);
        QCOMPARE(f.lookedBack().at(0).item("event_type"), refused ? QByteArray() : "UPLOAD");
    }

    void leavesAPassThatCannotBeStored()
    {
        Fixture f;
        f.storesLate = false;
        f.events().json(chunkJson({"late"}, R"("q1")"), dated(serverNow)).forEver();
        f.begin();
        QTRY_COMPARE(f.lateChunks, 1);

        f.lookBack->notStored();

        QVERIFY(!f.lookBack->isLooking());
        QCOMPARE(f.passes.size(), 0);
        QTRY_COMPARE(f.lateChunks, 2); // the next pass tries again, from the beginning
        QVERIFY(f.lookedBack().at(1).item("stream_position").isNull());
    }
};

QTEST_GUILESS_MAIN(TestLookBack)
#include "tst_lookback.moc"
