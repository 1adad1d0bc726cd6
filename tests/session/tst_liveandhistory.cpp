// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/session.h"
#include "historyfaults.h"
#include "simulator/simulator.h"

#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <vector>

#include <sqlite3.h>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30'000;

SimulatorOptions enterprise()
{
    SimulatorOptions options;
    options.backlog = 2000;
    options.backlogSpan = std::chrono::hours(24);
    options.historyDelay = 600ms;
    options.liveDelay = 100ms;
    options.oddShare = 0; // each event has an id and a time
    return options;
}

/// Both streams, polled so often that a test need not wait.
CaptureSettings both(StreamSettings::Start start)
{
    CaptureSettings settings = liveAndHistory(
        {.start = start, .state = {}, .pollingInterval = 100ms}, 150ms);
    settings.lookBack.span = 0ms;
    return settings;
}

QHash<QByteArray, int> countById(const EventTable &table)
{
    QHash<QByteArray, int> counts;
    const TableSnapshot rows = table.snapshot();
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        ++counts[rows.eventId(row)];
    return counts;
}

int lateRows(const EventTable &table)
{
    int late = 0;
    const TableSnapshot rows = table.snapshot();
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        late += rows.isLate(row) ? 1 : 0;
    return late;
}

bool noneTwice(const EventTable &table)
{
    const QHash<QByteArray, int> counts = countById(table);
    return std::all_of(counts.begin(), counts.end(), [](int count) { return count == 1; });
}

} // namespace

class LiveAndHistoryTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void bringsEachEventOnceWhicheverStreamIsFirst();
    void bringsNewEventsFromTheLiveStreamFirst();
    void marksWhatTheLiveStreamHadMissed();
    void marksNothingThatHappenedBeforeTheLiveStreamBegan();
    void bringsEventsWithinAPollAndASecond();
    void goesOnWithBothCursors();
    void startsTheHistoryWhereTheLiveStreamBegan();
    void findsWhatCameBehindTheCursor();
    void doesNotCallLateWhatWasNotAskedForBefore();
    void doesNotCallLateWhatWasNotAskedForInAnEarlierRun();
    void startsAsChosenEvenIfItWasKilledBeforeTheFirstAnswer();
    void keepsTheGapOfALongAbsence();
    void asksForOtherTypesWithoutLosingThePlace();
    void leavesOutWhatTheServerSendsAllTheSame();
    void countsTheCallsOfTheDay();
    void tellsOfEachStream();

private:
    QString path() const { return m_folder->filePath(u"s.boxwatch"_s); }
    Connection connection() const
    {
        return {
            .network = {.apiUrl = m_simulator->apiUrl()},
            .token = Secret(m_simulator->token().toUtf8())};
    }

    void startSimulator(const SimulatorOptions &options)
    {
        m_simulator = std::make_unique<Simulator>();
        QVERIFY(m_simulator->start(options));
    }

    /// Captures both streams until they are live.
    void begin(Session &session, const CaptureSettings &settings) const
    {
        QSignalSpy caughtUp(&session, &Session::caughtUp);
        session.start(settings, connection());
        QTRY_VERIFY_WITH_TIMEOUT(!caughtUp.isEmpty(), patience);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Simulator> m_simulator;
};

void LiveAndHistoryTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    startSimulator(enterprise());
}

void LiveAndHistoryTest::bringsEachEventOnceWhicheverStreamIsFirst()
{
    Session session;
    session.create(path());
    begin(session, both(StreamSettings::Start::Earliest));
    m_simulator->addEvents(300);

    QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2300, patience);
    // The history brings each again, and each is recognised.
    QTRY_VERIFY_WITH_TIMEOUT(session.counts().duplicates >= 2300, patience);
    QCOMPARE(session.counts().events, 2300);
    QTRY_COMPARE(session.table().size(), 2300U);
    QVERIFY(noneTwice(session.table()));
}

void LiveAndHistoryTest::bringsNewEventsFromTheLiveStreamFirst()
{
    Session session;
    session.create(path());
    begin(session, both(StreamSettings::Start::Now));
    const auto before = session.table().size();
    m_simulator->addEvents(50);

    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), before + 50, patience);
    const TableSnapshot rows = session.table().snapshot();
    int live = 0;
    for (const StoredStream &stream : session.summary().streams) {
        for (auto row = before; row < rows.size(); ++row)
            live += stream.type == StreamType::AdminLogsStreaming && rows.stream(row) == stream.id;
    }
    QCOMPARE(live, 50);
}

void LiveAndHistoryTest::marksWhatTheLiveStreamHadMissed()
{
    SimulatorOptions options = enterprise();
    options.withheldShare = 0.1;
    options.repeatRate = 0.05;
    options.historyDelay = 60s;
    startSimulator(options);
    {
        Session session;
        session.create(path());
        begin(session, both(StreamSettings::Start::Earliest));
        QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2000, patience);
        const qint64 before = session.counts().events;
        m_simulator->addEvents(400);
        // The live stream is through before the history comes, as it is at Box.
        QTRY_VERIFY_WITH_TIMEOUT(session.counts().events > before + 300, patience);
        m_simulator->advance(30s);
        const auto asked = m_simulator->requestCount("events");
        QTRY_VERIFY_WITH_TIMEOUT(m_simulator->requestCount("events") > asked + 6, patience);
        QVERIFY(session.counts().events < before + 400);
        m_simulator->advance(40s);
        QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, before + 400, patience);

        QVERIFY(noneTwice(session.table()));
        QVERIFY2(session.counts().late > 10, qPrintable(QString::number(session.counts().late)));
        QVERIFY2(session.counts().late < 100, qPrintable(QString::number(session.counts().late)));
        QCOMPARE(lateRows(session.table()), session.counts().late);
    }
    // Late is what an event was when it came, also for those who look tomorrow.
    Session session;
    session.open(path());
    QTRY_VERIFY(session.isOpen());
    QVERIFY(session.summary().late > 10);
    QTRY_COMPARE(lateRows(session.table()), session.summary().late);
}

void LiveAndHistoryTest::marksNothingThatHappenedBeforeTheLiveStreamBegan()
{
    Session session;
    session.create(path());
    CaptureSettings settings = both(StreamSettings::Start::Now);
    // The history from yesterday, the live stream from now.
    settings.streams.back().start = StreamSettings::Start::Date;
    settings.streams.back().state.startDate = QDateTime::currentDateTimeUtc().addDays(-2);
    begin(session, settings);

    QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2000, patience);
    QCOMPARE(session.counts().late, 0);
}

void LiveAndHistoryTest::bringsEventsWithinAPollAndASecond()
{
    SimulatorOptions options = enterprise();
    options.liveDelay = 0ms;
    options.withheldShare = 0.01;
    options.repeatRate = 0.05;
    options.rate = 40;
    startSimulator(options);
    Session session;
    session.create(path());
    CaptureSettings settings = both(StreamSettings::Start::Now);
    settings.streams.front().pollingInterval = 1s;
    settings.streams.back().pollingInterval = 2s;
    begin(session, settings);
    QTest::qWait(6000);

    const TableSnapshot rows = session.table().snapshot();
    std::vector<qint64> delays;
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        delays.push_back(rows.receivedAt(row) - rows.createdAt(row));
    QVERIFY(delays.size() > 100);
    std::ranges::sort(delays);
    const qint64 median = delays[delays.size() / 2];
    qInfo("median from event to row: %lld ms", static_cast<long long>(median));
    QVERIFY2(median <= 2000, qPrintable(u"%1 ms"_s.arg(median)));
    QVERIFY(noneTwice(session.table()));
}

void LiveAndHistoryTest::goesOnWithBothCursors()
{
    {
        Session session;
        session.create(path());
        begin(session, both(StreamSettings::Start::Earliest));
        QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2000, patience);
    }
    m_simulator->addEvents(100);
    Session session;
    session.open(path());
    QTRY_VERIFY(session.isOpen());
    const qint64 duplicates = session.counts().duplicates;
    begin(session, both(StreamSettings::Start::Resume));

    QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2100, patience);
    // A cursor that was lost would have brought everything again.
    QVERIFY(session.counts().duplicates - duplicates < 1000);
    QTRY_COMPARE(session.table().size(), 2100U);
    QVERIFY(noneTwice(session.table()));
    QCOMPARE(session.summary().streams.size(), 2U);
    QVERIFY2(
        m_simulator->clientFaults().isEmpty(), qPrintable(m_simulator->clientFaults().join(u'\n')));
}

void LiveAndHistoryTest::startsTheHistoryWhereTheLiveStreamBegan()
{
    {
        Session session;
        session.create(path());
        CaptureSettings live = both(StreamSettings::Start::Now);
        live.streams.resize(1);
        begin(session, live);
        m_simulator->addEvents(60);
        QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 60, patience);
    }
    Session session;
    session.open(path());
    begin(session, both(StreamSettings::Start::Resume));

    // All that the history brings has been there since the live stream began.
    QTRY_VERIFY_WITH_TIMEOUT(session.counts().duplicates >= 60, patience);
    QCOMPARE(session.counts().events, 60);
}

void LiveAndHistoryTest::findsWhatCameBehindTheCursor()
{
    SimulatorOptions options = enterprise();
    options.stragglerShare = 0.05;
    options.stragglerDelay = 3s;
    startSimulator(options);
    Session session;
    session.create(path());
    CaptureSettings settings = both(StreamSettings::Start::Earliest);
    settings.streams.erase(settings.streams.begin()); // the history alone
    settings.lookBack = {.span = std::chrono::hours(1), .interval = 1s};
    begin(session, settings);
    QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2000, patience);
    const qint64 before = session.counts().events;
    m_simulator->addEvents(500);

    QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, before + 500, 60'000);
    QVERIFY(session.counts().late > 0);
    QVERIFY(session.counts().late < 100);
    QVERIFY(noneTwice(session.table()));
}

void LiveAndHistoryTest::doesNotCallLateWhatWasNotAskedForBefore()
{
    Session session;
    session.create(path());
    CaptureSettings settings = both(StreamSettings::Start::Earliest);
    settings.lookBack = {.span = std::chrono::hours(48), .interval = 500ms};
    for (StreamSettings &stream : settings.streams)
        stream.state.eventTypes = {"LOGIN"};
    begin(session, settings);
    const qint64 logins = session.counts().events;
    QVERIFY(logins > 0 && logins < 1000);

    session.setEventTypes({});
    // Several times around.
    QTest::qWait(2500);
    QCOMPARE(session.counts().events, logins);
    QCOMPARE(session.counts().late, 0);
}

void LiveAndHistoryTest::doesNotCallLateWhatWasNotAskedForInAnEarlierRun()
{
    CaptureSettings settings = both(StreamSettings::Start::Earliest);
    settings.lookBack = {.span = std::chrono::hours(48), .interval = 500ms};
    for (StreamSettings &stream : settings.streams)
        stream.state.eventTypes = {"LOGIN"};
    {
        Session session;
        session.create(path());
        begin(session, settings);
        QVERIFY(session.counts().events > 0 && session.counts().events < 1000);
    }

    for (StreamSettings &stream : settings.streams) {
        stream.start = StreamSettings::Start::Resume;
        stream.state.eventTypes = {"LOGIN", "DOWNLOAD"};
    }
    Session session;
    session.open(path());
    begin(session, settings);
    const qint64 before = session.counts().duplicates;
    m_simulator->addEvents(300);
    // The history has passed them, too, and is asked for the new types.
    QTRY_VERIFY_WITH_TIMEOUT(session.counts().duplicates > before, patience);
    // Several times around.
    QTest::qWait(2500);

    QCOMPARE(session.counts().late, 0);
}

void LiveAndHistoryTest::startsAsChosenEvenIfItWasKilledBeforeTheFirstAnswer()
{
    // The history gets no answer while the live stream already stores.
    QVERIFY(m_simulator->addFault(test::historyFails));
    {
        Session session;
        session.create(path());
        CaptureSettings settings = both(StreamSettings::Start::Earliest);
        settings.streams.front().start = StreamSettings::Start::Now;
        session.start(settings, connection());
        QTRY_VERIFY_WITH_TIMEOUT(
            m_simulator->requestCount("events") > 3 && session.status().lastAnswer.isValid(),
            patience);
    }
    QVERIFY(m_simulator->addFault(test::historyWorks));
    Session session;
    session.open(path());
    begin(session, both(StreamSettings::Start::Resume));

    QTRY_COMPARE_WITH_TIMEOUT(session.counts().events, 2000, patience);
    QCOMPARE(session.counts().late, 0);
}

void LiveAndHistoryTest::keepsTheGapOfALongAbsence()
{
    {
        Session session;
        session.create(path());
        begin(session, both(StreamSettings::Start::Now));
    }
    // As if the last answer had come three weeks ago.
    sqlite3 *database = nullptr;
    QCOMPARE(sqlite3_open(path().toUtf8().constData(), &database), SQLITE_OK);
    QCOMPARE(
        sqlite3_exec(
            database, "UPDATE stream SET last_answer = last_answer - 1814400000", nullptr, nullptr,
            nullptr),
        SQLITE_OK);
    sqlite3_close(database);

    Session session;
    session.open(path());
    QSignalSpy gaps(&session, &Session::gapNoticed);
    begin(session, both(StreamSettings::Start::Resume));
    QTRY_VERIFY_WITH_TIMEOUT(!gaps.isEmpty(), patience);
    QCOMPARE(session.summary().gaps.size(), static_cast<std::size_t>(gaps.size()));
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(file);
    QCOMPARE((*file)->summary()->gaps.size(), static_cast<std::size_t>(gaps.size()));
}

void LiveAndHistoryTest::asksForOtherTypesWithoutLosingThePlace()
{
    Session session;
    session.create(path());
    begin(session, both(StreamSettings::Start::Now));
    const qint64 before = session.counts().events;
    session.setEventTypes({"LOGIN"});
    QTRY_VERIFY_WITH_TIMEOUT(m_simulator->read("/_sim/log").contains("\"LOGIN\""), patience);
    m_simulator->addEvents(300);
    QTRY_VERIFY_WITH_TIMEOUT(session.counts().events > before, patience);
    // Until the history has passed them too.
    const auto asked = m_simulator->requestCount("events");
    QTest::qWait(1000);
    QTRY_VERIFY_WITH_TIMEOUT(m_simulator->requestCount("events") > asked + 6, patience);

    // Box's place is behind the others now, which were not asked for.
    const qint64 logged = session.counts().events;
    session.setEventTypes({});
    m_simulator->addEvents(100);
    QTRY_VERIFY_WITH_TIMEOUT(session.counts().events >= logged + 100, patience);
    QCOMPARE(session.counts().events, logged + 100);
    QCOMPARE(session.counts().late, 0);

    const TableSnapshot rows = session.table().snapshot();
    int logins = 0;
    int others = 0;
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        (rows.typeName(rows.type(row)) == "LOGIN" ? logins : others) += 1;
    QVERIFY(logins > 0);
    QVERIFY(others >= 50);
    QVERIFY(others < 300);
}

void LiveAndHistoryTest::leavesOutWhatTheServerSendsAllTheSame()
{
    // A user stream takes no filter: Box sends everything (P65).
    Session session;
    session.create(path());
    StreamSettings settings{
        .type = StreamType::All,
        .start = StreamSettings::Start::Earliest,
        .state = {.eventTypes = {"ITEM_UPLOAD"}},
        .pollingInterval = 0ms};
    session.start(settings, connection());
    QTRY_COMPARE_WITH_TIMEOUT(session.status().state, EventStream::State::Ended, patience);

    const TableSnapshot rows = session.table().snapshot();
    QVERIFY(rows.size() > 0);
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        QCOMPARE(rows.typeName(rows.type(row)), std::string_view("ITEM_UPLOAD"));
    QVERIFY(m_simulator->clientFaults().isEmpty());
}

void LiveAndHistoryTest::countsTheCallsOfTheDay()
{
    qint64 calls = 0;
    {
        Session session;
        session.create(path());
        begin(session, both(StreamSettings::Start::Earliest));
        session.pause();
        QTRY_COMPARE(session.status().state, EventStream::State::Paused);
        QTRY_COMPARE_WITH_TIMEOUT(
            session.status().calls.today,
            static_cast<qint64>(
                m_simulator->requestCount("events") + m_simulator->requestCount("me")),
            patience);
        calls = session.status().calls.today;
        QVERIFY(calls >= 10);
        QSignalSpy stopped(&session, &Session::streamStopped);
        session.stop();
        QTRY_COMPARE(stopped.size(), 1);
    }
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(file);
    const auto counts = (*file)->calls(QDateTime::currentMSecsSinceEpoch());
    QVERIFY(counts);
    QCOMPARE(counts->month, calls);
}

void LiveAndHistoryTest::tellsOfEachStream()
{
    Session session;
    session.create(path());
    begin(session, both(StreamSettings::Start::Now));

    QCOMPARE(session.streams().size(), 2U);
    QCOMPARE(session.streams()[0].type, StreamType::AdminLogsStreaming);
    QCOMPARE(session.streams()[1].type, StreamType::AdminLogs);
    QVERIFY(session.status().live);
    session.pause();
    QTRY_COMPARE(session.streams()[1].state, EventStream::State::Paused);
    QCOMPARE(session.streams()[0].state, EventStream::State::Paused);
}

QTEST_GUILESS_MAIN(LiveAndHistoryTest)
#include "tst_liveandhistory.moc"
