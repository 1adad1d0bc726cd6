// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/serverfilter.h"
#include "core/stream/usereventstream.h"
#include "stream/enterprisefixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

namespace {

const QByteArray upload = "UPLOAD";
const QByteArray download = "DOWNLOAD";

/// The live stream, going on from p1.
struct Fixture : EnterpriseFixture
{
    explicit Fixture(std::chrono::milliseconds interval = 60s)
        : EnterpriseFixture(Start::Resume, interval)
    {
        settings.type = StreamType::AdminLogsStreaming;
        settings.state.position = StreamPosition("p1");
        settings.state.eventTypes = {upload};
    }

    QByteArray typesAsked(std::size_t request) const
    {
        return asked().at(request).item("event_type");
    }
    QByteArray positionAsked(std::size_t request) const
    {
        return asked().at(request).item("stream_position");
    }
};

} // namespace

class TestEventTypes : public QObject
{
    Q_OBJECT

private slots:
    void asksForBothSpellingsOfAName_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("as the pages have it") << QByteArray("SIGN_DOCUMENT_VIEWED_BY_SIGNER");
        QTest::newRow("as the filter has it") << QByteArray("SIGN_DOCUMENT_VIEWED_BY_SIGNED");
    }

    void asksForBothSpellingsOfAName()
    {
        QFETCH(const QByteArray, name);

        const ServerFilter filter(StreamType::AdminLogs, {upload, name});

        QCOMPARE(
            filter.sent(),
            QByteArrayList(
                {upload, "SIGN_DOCUMENT_VIEWED_BY_SIGNER", "SIGN_DOCUMENT_VIEWED_BY_SIGNED"}));
        QVERIFY(!filter.isUnsendable());
    }

    void takesBothSpellingsForOneType()
    {
        const QByteArrayList wanted{"SIGN_DOCUMENT_VIEWED_BY_SIGNER", "ADMIN_INVITE_ACCEPT"};

        QVERIFY(wantsEventType(wanted, "SIGN_DOCUMENT_VIEWED_BY_SIGNER"));
        QVERIFY(wantsEventType(wanted, "SIGN_DOCUMENT_VIEWED_BY_SIGNED"));
        QVERIFY(wantsEventType(wanted, "MASTER_INVITE_ACCEPT"));
        QVERIFY(!wantsEventType(wanted, "MASTER_INVITE_REJECT"));
        QVERIFY(!wantsEventType(wanted, "UPLOAD"));
        QVERIFY(!wantsEventType(wanted, ""));
    }

    void wantsAllTypesIfNoneWereChosen()
    {
        QVERIFY(wantsEventType({}, "UPLOAD"));
        QVERIFY(wantsEventType({}, "HOLODECK_PROGRAM_STARTED"));
    }

    void asksForAllWhereBoxListsNoSuchType()
    {
        Fixture f(20ms);
        f.settings.state.eventTypes = {upload, "HOLODECK_PROGRAM_STARTED"};
        f.events().json(chunkJson({"a"}, R"("p2")")).json(emptyChunk(R"("p2")")).forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 4);
        for (const auto &request : f.asked())
            QVERIFY(request.item("event_type").isNull());
        QCOMPARE(f.notes.size(), 1U);
        QCOMPARE(f.notes.at(0).kind, StreamNote::Kind::AllTypesAsked);
        QCOMPARE(f.notes.at(0).eventTypes, f.settings.state.eventTypes);
        QVERIFY(sentenceFor(f.notes.at(0)).contains(QStringLiteral("HOLODECK_PROGRAM_STARTED")));
        QCOMPARE(f.errors.size(), 0U);
        // What the person wants stays in the state, for whoever stores.
        QCOMPARE(f.stream->streamState().eventTypes, f.settings.state.eventTypes);
    }

    void sendsNoListThatAGatewayWouldRefuse()
    {
        QByteArrayList wanted;
        for (int i = 0; i < 300; ++i)
            wanted << "A_NAME_OF_THIRTY_CHARACTERS_" + QByteArray::number(100 + i);

        const ServerFilter filter(StreamType::AdminLogs, wanted);

        QVERIFY(filter.sent().isEmpty());
        QVERIFY(filter.isUnsendable());
    }

    void sendsNoTypesToAUserStream()
    {
        const ServerFilter filter(StreamType::All, {upload});

        QVERIFY(filter.sent().isEmpty());
        QVERIFY(!filter.isUnsendable()); // nobody expects it of a user stream
    }

    void goesOnWithoutTypesThatBoxRefuses()
    {
        Fixture f(20ms);
        f.events()
            .status(400, refusalJson("Bad request"))
            .json(chunkJson({"a"}, R"("p2")"))
            .json(emptyChunk(R"("p2")"))
            .forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 5);
        QCOMPARE(f.typesAsked(0), upload);
        QCOMPARE(f.positionAsked(1), "p1"); // the place is not lost
        for (std::size_t i = 1; i < 5; ++i)
            QVERIFY(f.typesAsked(i).isNull());
        QCOMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.refusals.size(), 1U);
        QCOMPARE(f.refusals.at(0).status, 400);
        QCOMPARE(f.errors.size(), 0U);
        QCOMPARE(f.gaps.size(), 0U);
        QCOMPARE(f.stream->streamState().eventTypes, QByteArrayList({upload}));
    }

    void blamesTheTypesOnlyIfItGoesWithoutThem()
    {
        Fixture f(20ms);
        f.settings.type = StreamType::AdminLogs;
        f.settings.state.startDate = QDateTime::currentDateTimeUtc().addDays(-1);
        f.events()
            .status(400, refusalJson("Bad request"))
            .status(400, refusalJson("Bad request"))
            .json(emptyChunk("0"))
            .forEver();

        f.begin();

        QTRY_COMPARE(f.recovered, 1);
        QCOMPARE(f.typesAsked(0), upload);
        QVERIFY(f.typesAsked(1).isNull());
        QCOMPARE(f.typesAsked(2), upload);
        QCOMPARE(f.refusals.size(), 0U);
        QCOMPARE(f.errors.size(), 1U);
    }

    void doesNotBlameTheTypesForThePosition()
    {
        Fixture f(20ms);
        f.events()
            .status(400, refusalJson("Invalid stream position"))
            .json(emptyChunk(R"("p9")"))
            .forEver();

        f.begin();

        QTRY_COMPARE(f.gaps.size(), 1U);
        QCOMPARE(f.positionAsked(1), "0");
        QCOMPARE(f.typesAsked(1), upload);
        QCOMPARE(f.refusals.size(), 0U);
    }

    void changesTheTypesWithoutLosingThePlace_data()
    {
        QTest::addColumn<State>("when");
        QTest::newRow("while fetching") << State::Fetching;
        QTest::newRow("while waiting") << State::Waiting;
        QTest::newRow("while backing off") << State::BackingOff;
        QTest::newRow("while paused") << State::Paused;
    }

    void changesTheTypesWithoutLosingThePlace()
    {
        QFETCH(const State, when);
        Fixture f;
        if (when == State::Fetching)
            f.events().json(chunkJson({"a"}, R"("p2")")).stall();
        else if (when == State::BackingOff)
            f.events().json(chunkJson({"a"}, R"("p2")")).status(500);
        else
            f.events().json(chunkJson({"a"}, R"("p2")")).json(emptyChunk(R"("p2")"));
        f.begin();
        QTRY_COMPARE(f.asked().size(), 2U);
        if (when == State::Paused)
            f.stream->pause();
        QTRY_COMPARE(f.stream->state(), when);

        f.stream->setEventTypes({download, upload});

        const StreamState expected{StreamPosition("p2"), {}, {}, {download, upload}};
        QCOMPARE(f.handedOn.back(), expected);
        QCOMPARE(f.announced.back(), expected);
        QCOMPARE(f.stream->streamState(), expected);
        QCOMPARE(f.stream->state(), when);
        f.events().json(chunkJson({"b"}, R"("p3")")).json(emptyChunk(R"("p3")")).forEver();
        if (when == State::Paused)
            f.stream->resume();
        else if (when != State::Fetching) // where it asks again at once
            f.stream->lookNow();
        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.typesAsked(2), "DOWNLOAD,UPLOAD");
        QCOMPARE(f.positionAsked(2), "p2");
    }

    void changesTheTypesBeforeItHasBegun()
    {
        Fixture f;
        f.events().json(chunkJson({"a"}, R"("p2")")).json(emptyChunk(R"("p2")"));
        f.watch(std::make_unique<EnterpriseEventStream>(f.api, f.settings, f.timing));

        f.stream->setEventTypes({download});
        QCOMPARE(f.signalCount, 0);
        f.stream->start();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.typesAsked(0), download);
        QCOMPARE(f.announced.at(0).eventTypes, QByteArrayList({download}));
    }

    void storesTypesThatWereChangedWhileStopped()
    {
        Fixture f;
        f.events().json(chunkJson({"a"}, R"("p2")")).json(emptyChunk(R"("p2")"));
        f.begin();
        QTRY_COMPARE(f.caughtUp, 1);
        f.stream->stop();
        const int before = f.signalCount;

        f.stream->setEventTypes({download});
        QCOMPARE(f.signalCount, before);
        f.events().json(emptyChunk(R"("p2")"));
        f.stream->start();

        QTRY_COMPARE(f.announced.back().eventTypes, QByteArrayList({download}));
        QCOMPARE(f.typesAsked(2), download);
        QCOMPARE(f.positionAsked(2), "p2");
    }

    void changesTheTypesWhileAChunkIsBeingStored()
    {
        Fixture f;
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, R"("p2")")).json(chunkJson({"b"}, R"("p3")"));
        f.begin();
        QTRY_COMPARE(f.chunks, 1);
        QTRY_COMPARE(f.asked().size(), 2U);

        f.stream->setEventTypes({download});
        QCOMPARE(f.chunks, 1);
        f.store();

        QCOMPARE(f.announced.at(0).eventTypes, QByteArrayList({upload}));
        QCOMPARE(f.chunks, 2); // the state, without events
        QCOMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.handedOn.at(1).position.text(), "p2");
        QCOMPARE(f.handedOn.at(1).eventTypes, QByteArrayList({download}));
        f.events().clear();
        f.events().json(chunkJson({"b"}, R"("p3")")).json(emptyChunk(R"("p3")")).forEver();
        f.store();
        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        // What was on its way had been asked for with the old types.
        QCOMPARE(f.positionAsked(2), "p2");
        QCOMPARE(f.typesAsked(2), download);
    }

    void keepsTheNewTypesIfTheDiskIsFull()
    {
        Fixture f;
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, R"("p2")")).stall();
        f.begin();
        QTRY_COMPARE(f.chunks, 1);

        f.stream->setEventTypes({download});
        f.stream->notStored();
        QVERIFY(f.stream->isPaused());
        f.events().clear();
        f.events().json(chunkJson({"a"}, R"("p2")"));
        const std::size_t before = f.asked().size();
        f.stream->resume();

        QTRY_COMPARE(f.chunks, 2);
        QCOMPARE(f.positionAsked(before), "p1");
        QCOMPARE(f.typesAsked(before), download);
        QCOMPARE(f.handedOn.back().eventTypes, QByteArrayList({download}));
    }

    void asksAnewForNowWhenTheTypesChange()
    {
        Fixture f;
        f.settings.start = Start::Now;
        f.settings.state.position = {};
        f.events().stall();
        f.begin();
        QTRY_COMPARE(f.asked().size(), 1U);

        f.stream->setEventTypes({download});
        QCOMPARE(f.handedOn.size(), 0U); // “now” is no state to keep
        f.events().json(emptyChunk(R"("p2")"));

        QTRY_COMPARE(f.caughtUp, 1);
        QCOMPARE(f.positionAsked(1), "now");
        QCOMPARE(f.announced.back().eventTypes, QByteArrayList({download}));
    }

    void triesTheNewTypesAfterTheOldOnesWereRefused()
    {
        Fixture f(30ms);
        f.events()
            .status(400, refusalJson("Invalid event_type parameter"))
            .json(emptyChunk(R"("p2")"))
            .forEver();
        f.begin();
        QTRY_COMPARE(f.refusals.size(), 1U);
        const std::size_t before = f.asked().size();

        f.stream->setEventTypes({download});

        QTRY_VERIFY(f.asked().size() > before + 1);
        QCOMPARE(f.asked().back().item("event_type"), download);
        QCOMPARE(f.refusals.size(), 1U);
    }

    void keepsTheTypesOfAUserStreamForWhoeverStores()
    {
        StreamFixture f;
        StreamSettings settings;
        settings.type = StreamType::All;
        settings.start = Start::Position;
        settings.state.position = StreamPosition("5");
        f.server.on(eventsRoute).json(chunkJson({"a"}, "6")).json(chunkJson({}, "6")).forEver();
        f.server.on(optionsRoute).stall();
        f.watch(std::make_unique<UserEventStream>(f.api, settings, fastTiming()));
        f.stream->start();
        QTRY_COMPARE(f.stream->state(), State::Waiting);

        f.stream->setEventTypes({"ITEM_UPLOAD"});

        QCOMPARE(f.stream->streamState().eventTypes, QByteArrayList({"ITEM_UPLOAD"}));
        for (const auto &request : f.server.requests(eventsRoute))
            QVERIFY(request.item("event_type").isNull());
    }
};

QTEST_GUILESS_MAIN(TestEventTypes)
#include "tst_eventtypes.moc"
