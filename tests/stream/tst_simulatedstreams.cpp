// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/enterpriseeventstream.h"
#include "core/stream/usereventstream.h"
#include "simulator/simulator.h"
#include "stream/streamfixture.h"

#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

namespace {

SimulatorOptions calmOptions()
{
    SimulatorOptions options;
    options.backlog = 1234;
    options.oddShare = 0;
    options.historyDelay = 0ms;
    options.liveDelay = 0ms;
    return options;
}

/// A stream that reads from a simulator, which knows what there is to read.
struct Fixture : StreamFollower
{
    Simulator box;
    std::unique_ptr<Network> network;
    std::unique_ptr<FixedToken> token;
    std::unique_ptr<BoxApi> api;
    StreamSettings settings;
    StreamTiming timing = fastTiming();

    explicit Fixture(StreamType type, const SimulatorOptions &options = calmOptions())
    {
        if (!box.start(options))
            qFatal("the simulator does not start");
        settings.type = type;
        settings.start = Start::Earliest;
        settings.pollingInterval = 0ms;
        NetworkSettings where;
        where.apiUrl = box.apiUrl();
        network = std::make_unique<Network>(where);
        token = std::make_unique<FixedToken>(Secret(box.token().toUtf8()));
        api = std::make_unique<BoxApi>(*network, *token);
    }

    ~Fixture() { stream.reset(); }

    void begin()
    {
        if (isEnterprise(settings.type))
            watch(std::make_unique<EnterpriseEventStream>(*api, settings, timing));
        else
            watch(std::make_unique<UserEventStream>(*api, settings, timing));
        stream->start();
    }

    /// The ids of all events that there are, in order of the alphabet.
    QByteArrayList truth() const
    {
        const QByteArray text = box.read(
            "/_sim/truth?stream_type=" + streamTypeName(settings.type));
        QByteArrayList all = text.trimmed().split('\n').mid(1);
        for (QByteArray &id : all)
            id = id.mid(1, id.size() - 2);
        std::ranges::sort(all);
        return all;
    }

    QByteArrayList sortedIds() const
    {
        QByteArrayList all = ids;
        std::ranges::sort(all);
        return all;
    }

    QByteArray breaches() const { return box.clientFaults().join(u'\n').toUtf8(); }
};

const std::array allTypes{
    StreamType::All, StreamType::Changes, StreamType::Sync, StreamType::AdminLogs,
    StreamType::AdminLogsStreaming};

} // namespace

class TestSimulatedStreams : public QObject
{
    Q_OBJECT

private slots:
    void bringEachEventOnceHoweverPositionsAreWritten_data()
    {
        QTest::addColumn<StreamType>("type");
        QTest::addColumn<int>("form");
        QTest::addColumn<int>("empty");
        for (const StreamType type : allTypes) {
            for (int i = 0; i < 5; ++i)
                QTest::addRow("%s, %d", streamTypeName(type).constData(), i) << type << i << i;
        }
    }

    void bringEachEventOnceHoweverPositionsAreWritten()
    {
        QFETCH(const StreamType, type);
        QFETCH(const int, form);
        QFETCH(const int, empty);
        SimulatorOptions options = calmOptions();
        options.positionForm = static_cast<SimulatorOptions::PositionForm>(form);
        options.emptyPosition = static_cast<SimulatorOptions::EmptyPosition>(empty);
        options.shortChunks = 0.3;
        options.strictPositions = true;
        Fixture f(type, options);
        f.settings.pollingInterval = 60s;

        f.begin();

        QTRY_COMPARE_WITH_TIMEOUT(f.caughtUp, 1, 30'000);
        QCOMPARE(f.sortedIds(), f.truth());
        QCOMPARE(f.errors.size(), 0U);
        QCOMPARE(f.breaches(), QByteArray());
    }

    void bringEachEventOnceThrough_data()
    {
        QTest::addColumn<StreamType>("type");
        QTest::addColumn<QByteArray>("fault");
        const std::vector<std::pair<const char *, const char *>> faults{
            {"500", R"("kind":"status","status":500)"},
            {"502, a page", R"("kind":"html","status":502)"},
            {"503 with Retry-After", R"("kind":"status","status":503,"retry_after":1)"},
            {"429 with a date", R"("kind":"status","status":429,"retry_after_date":1)"},
            {"403", R"("kind":"status","status":403)"},
            {"404", R"("kind":"status","status":404)"},
            {"405", R"("kind":"status","status":405)"},
            {"409", R"("kind":"status","status":409)"},
            {"a page with 200", R"("kind":"html","status":200)"},
            {"an empty 200", R"("kind":"empty","status":200)"},
            {"204", R"("kind":"empty","status":204)"},
            {"garbage", R"("kind":"garbage")"},
            {"a redirect", R"("kind":"redirect","to":"host")"},
            {"a reset before the headers", R"("kind":"reset","how":"before")"},
            {"a reset in the headers", R"("kind":"reset","how":"in_headers")"},
            {"a reset after the headers", R"("kind":"reset","how":"after_headers")"},
            {"a body cut short", R"("kind":"truncate")"},
            {"an answer that got lost", R"("kind":"lost")"},
            {"positions that move while empty", R"("kind":"position","how":"moving")"},
            {"a position that is stuck", R"("kind":"position","how":"stuck")"},
            {"a position that goes back", R"("kind":"position","how":"back","distance":300)"},
            {"positions in a circle", R"("kind":"position","how":"cycle","length":2)"},
            {"position 0 as text", R"("kind":"position","how":"zero")"},
            {"position 0 as a number", R"("kind":"position","how":"zero_number")"},
            {"no position", R"("kind":"position","how":"missing")"},
            {"a position that is null", R"("kind":"position","how":"null")"},
            {"an empty position", R"("kind":"position","how":"empty")"},
            {"a position that is an object", R"("kind":"position","how":"object")"},
            {"repeats nearby", R"("kind":"chunk","how":"repeats_near")"},
            {"disorder", R"("kind":"chunk","how":"out_of_order")"},
            {"a wrong chunk_size", R"("kind":"chunk","how":"wrong_chunk_size","difference":7)"},
            {"a chunk without entries", R"("kind":"chunk","how":"no_entries")"},
            {"entries that are null", R"("kind":"chunk","how":"null_entries")"},
        };
        for (const StreamType type : {StreamType::All, StreamType::AdminLogs}) {
            for (const auto &[name, fault] : faults)
                QTest::addRow("%s, %s", streamTypeName(type).constData(), name)
                    << type
                    << QByteArray(
                           R"({"endpoint":"events","skip":1,"times":2,)" + QByteArray(fault) + '}');
        }
    }

    void bringEachEventOnceThrough()
    {
        QFETCH(const StreamType, type);
        QFETCH(const QByteArray, fault);
        Fixture f(type);
        f.settings.pollingInterval = 30ms;
        f.timing.safetyInterval = 100ms;
        QVERIFY(f.box.addFault(fault));

        f.begin();

        const QByteArrayList truth = f.truth();
        QTRY_COMPARE_WITH_TIMEOUT(f.ids.size(), truth.size(), 30'000);
        QCOMPARE(f.sortedIds(), truth);
        QTRY_COMPARE(f.stream->state(), State::Waiting);
        QCOMPARE(static_cast<int>(f.errors.size()) > 0, f.recovered > 0);
        QCOMPARE(f.breaches(), QByteArray());
    }

    void bringEachEventOnceThroughPauses_data()
    {
        QTest::addColumn<StreamType>("type");
        for (const StreamType type : allTypes)
            QTest::newRow(streamTypeName(type).constData()) << type;
    }

    void bringEachEventOnceThroughPauses()
    {
        QFETCH(const StreamType, type);
        SimulatorOptions options = calmOptions();
        options.backlog = 4000;
        Fixture f(type, options);
        f.settings.pollingInterval = 10ms;
        f.timing.safetyInterval = 50ms;
        f.begin();

        for (int round = 0; round < 25; ++round) {
            QTest::qWait(round % 7);
            f.stream->pause();
            const int before = f.signalCount;
            f.box.addEvents(3);
            QTest::qWait(round % 3);
            QCOMPARE(f.signalCount, before);
            f.stream->resume();
        }

        const QByteArrayList truth = f.truth();
        QTRY_COMPARE_WITH_TIMEOUT(f.ids.size(), truth.size(), 30'000);
        QCOMPARE(f.sortedIds(), truth);
        QCOMPARE(f.breaches(), QByteArray());
    }

    void bringNewEventsToAUserWhatever_data()
    {
        QTest::addColumn<QByteArray>("fault");
        const auto row = [](const char *name, const QByteArray &fault) {
            QTest::newRow(name) << fault;
        };
        row("all is well", {});
        row("happens to notifications",
            R"({"endpoint":"subscribe","kind":"poll","how":"withhold","times":-1})");
        row("comes before it can be read",
            R"({"endpoint":"subscribe","kind":"poll","how":"early","times":5})");
        row("the server says",
            R"({"endpoint":"subscribe","kind":"poll","how":"message","message":"out_of_date","times":3})");
        row("channels expire",
            R"({"endpoint":"subscribe","kind":"poll","how":"expired","times":2})");
        row("ends in max_retries",
            R"({"endpoint":"subscribe","kind":"poll","how":"max_retries","status":400,"times":2})");
        row("ends without reconnect",
            R"({"endpoint":"subscribe","kind":"poll","how":"no_reconnect","times":3})");
        row("a proxy answers OPTIONS",
            R"({"endpoint":"options","kind":"status","status":405,"times":3})");
    }

    void bringNewEventsToAUserWhatever()
    {
        QFETCH(const QByteArray, fault);
        SimulatorOptions options = calmOptions();
        options.backlog = 10;
        options.pollHold = 60ms;
        options.pollRetries = 2;
        Fixture f(StreamType::All, options);
        f.settings.pollingInterval = 60s;
        f.timing.safetyInterval = 150ms;
        if (!fault.isEmpty())
            QVERIFY(f.box.addFault(fault));
        f.begin();
        QTRY_COMPARE(f.ids.size(), 10);

        for (int round = 0; round < 10; ++round) {
            f.box.addEvents(1);
            QTest::qWait(40);
        }

        QTRY_COMPARE_WITH_TIMEOUT(f.sortedIds(), f.truth(), 20'000);
        QCOMPARE(f.breaches(), QByteArray());
    }

    void goOnFromASavedPositionWithoutRepeatsOrGaps_data()
    {
        bringEachEventOnceThroughPauses_data();
    }

    void goOnFromASavedPositionWithoutRepeatsOrGaps()
    {
        QFETCH(const StreamType, type);
        Fixture f(type);
        f.begin();
        QTRY_COMPARE_WITH_TIMEOUT(f.ended, 1, 20'000);
        const qsizetype before = f.ids.size();
        f.box.addEvents(700);

        f.settings.start = Start::Resume;
        f.settings.state = f.stream->streamState();
        f.begin();

        QTRY_COMPARE_WITH_TIMEOUT(f.ended, 2, 20'000);
        QVERIFY(f.ids.size() > before);
        QCOMPARE(f.sortedIds(), f.truth());
        QCOMPARE(f.gaps.size(), 0U);
        QCOMPARE(f.breaches(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestSimulatedStreams)
#include "tst_simulatedstreams.moc"
