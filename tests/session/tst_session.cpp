// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/session.h"
#include "core/store/rawevents.h"
#include "simulator/simulator.h"

#include <QFile>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

SimulatorOptions smallEnterprise(std::uint64_t backlog = 3000)
{
    SimulatorOptions options;
    options.backlog = backlog;
    options.historyDelay = 0ms;
    options.liveDelay = 0ms;
    return options;
}

StreamSettings onePass(StreamType type, StreamSettings::Start start)
{
    return {.type = type, .start = start, .state = {}, .pollingInterval = 0ms};
}

QSet<QByteArray> idsOf(const EventTable &table)
{
    QSet<QByteArray> ids;
    const TableSnapshot rows = table.snapshot();
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        ids.insert(rows.eventId(row));
    return ids;
}

} // namespace

class SessionTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void capturesABacklogAndEnds_data();
    void capturesABacklogAndEnds();
    void showsTheSameWhenOpenedAgain();
    void bringsExactlyWhatCameSince();
    void keepsOneCursorForEachStream();
    void dropsWhatAnotherStreamBrought();
    void tellsDuplicatesWithoutKeepingColumns();
    void pauseStopsAskingAndResumeLosesNothing();
    void canBePausedBeforeItHasBegun();
    void neverWritesToWhatItOnlyReads();
    void stopsForGood();
    void tellsWhoTheTokenBelongsTo();
    void refusesAnotherAccount();
    void tellsThatTheTokenIsWrong();
    void ridesOutTrouble();
    void opensForReadingWhatAnotherCaptures();
    void givesTheJsonOfAnEvent();
    void keepsTheViewOfTheWindow();
    void reportsAFileThatCannotBeOpened();
    void stopsWritingWhenTheFileIsGone();

private:
    QString path() const { return m_folder->filePath(u"s.boxwatch"_s); }
    Connection connection() const
    {
        return {
            .network = {.apiUrl = m_simulator->apiUrl()},
            .token = Secret(m_simulator->token().toUtf8())};
    }

    /// Captures in one pass and waits for the end.
    void capture(Session &session, StreamType type, StreamSettings::Start start)
    {
        session.start(onePass(type, start), connection());
        QTRY_COMPARE_WITH_TIMEOUT(session.status().state, EventStream::State::Ended, 30'000);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Simulator> m_simulator;
};

void SessionTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_simulator = std::make_unique<Simulator>();
    QVERIFY(m_simulator->start(smallEnterprise()));
}

void SessionTest::capturesABacklogAndEnds_data()
{
    QTest::addColumn<StreamType>("type");

    QTest::newRow("history") << StreamType::AdminLogs;
    QTest::newRow("live, which repeats and reorders") << StreamType::AdminLogsStreaming;
    QTest::newRow("user") << StreamType::All;
}

void SessionTest::capturesABacklogAndEnds()
{
    QFETCH(const StreamType, type);
    Session session;
    session.create(path());

    capture(session, type, StreamSettings::Start::Earliest);

    QTRY_COMPARE(session.table().size(), 3000U);
    QCOMPARE(session.counts().events, 3000);
    QVERIFY(m_simulator->clientFaults().isEmpty());
    QCOMPARE(session.summary().streams.size(), 1U);
    QCOMPARE(session.summary().streams[0].type, type);
}

void SessionTest::showsTheSameWhenOpenedAgain()
{
    QSet<QByteArray> ids;
    SessionSummary before;
    {
        Session session;
        session.create(path());
        capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
        QTRY_COMPARE(session.table().size(), 3000U);
        ids = idsOf(session.table());
    }
    Session session;
    session.open(path());

    QTRY_VERIFY(session.isOpen());
    QTRY_COMPARE(session.table().size(), 3000U);
    QCOMPARE(idsOf(session.table()), ids);
    QCOMPARE(session.summary().events, 3000);
    QCOMPARE(session.summary().streams.size(), 1U);
    QVERIFY(session.summary().streams[0].state.position.isUsable());
    QVERIFY(!session.isReadOnly());
}

void SessionTest::bringsExactlyWhatCameSince()
{
    {
        Session session;
        session.create(path());
        capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
    }
    m_simulator->addEvents(700);
    Session session;
    session.open(path());
    // Before everything is read: the stream has to wait for the ids that it must not repeat.
    capture(session, StreamType::AdminLogs, StreamSettings::Start::Resume);

    QTRY_COMPARE(session.table().size(), 3700U);
    QCOMPARE(session.counts().duplicates, 0);
}

void SessionTest::keepsOneCursorForEachStream()
{
    Session session;
    session.create(path());
    capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
    capture(session, StreamType::AdminLogsStreaming, StreamSettings::Start::Earliest);

    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(file);
    const auto summary = (*file)->summary();
    QVERIFY(summary);
    QCOMPARE(summary->streams.size(), 2U);
    QVERIFY(summary->streams[0].state.position.isUsable());
    QVERIFY(summary->streams[1].state.position.isUsable());
    QVERIFY(summary->streams[0].type != summary->streams[1].type);
}

void SessionTest::dropsWhatAnotherStreamBrought()
{
    Session session;
    session.create(path());
    capture(session, StreamType::AdminLogsStreaming, StreamSettings::Start::Earliest);
    QTRY_COMPARE(session.table().size(), 3000U);
    const qint64 repeats = session.counts().duplicates;

    capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);

    QTRY_VERIFY(session.counts().duplicates - repeats >= 2900); // some events have no id
    // Each id stands once; the events without one count as one here.
    const TableSnapshot rows = session.table().snapshot();
    qsizetype withId = 0;
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        withId += rows.eventId(row).isEmpty() ? 0 : 1;
    QSet<QByteArray> ids = idsOf(session.table());
    ids.remove({});
    QCOMPARE(ids.size(), withId);
}

void SessionTest::tellsDuplicatesWithoutKeepingColumns()
{
    {
        Session session(EventTable::Keep::Ids);
        session.create(path());
        capture(session, StreamType::AdminLogsStreaming, StreamSettings::Start::Earliest);
        QTRY_COMPARE(session.table().size(), 3000U);
    }
    qint64 events = 0;
    {
        Session session(EventTable::Keep::Ids); // knows them from the file
        session.open(path());
        QTRY_VERIFY(session.isOpen());
        const qint64 repeats = session.counts().duplicates;
        capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
        QTRY_VERIFY(session.counts().duplicates - repeats >= 2900); // some events have no id
        QVERIFY(!session.table().keepsColumns());
        events = session.counts().events;
    }

    Session session;
    session.open(path());

    QTRY_COMPARE(qint64{session.table().size()}, events);
    const TableSnapshot rows = session.table().snapshot();
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        QVERIFY(rows.createdAt(row) != Event::noTime);
}

void SessionTest::pauseStopsAskingAndResumeLosesNothing()
{
    Session session;
    session.create(path());
    StreamSettings settings = onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest);
    settings.pollingInterval = 50ms;
    session.start(settings, connection());
    QTRY_COMPARE(session.table().size(), 3000U);

    session.pause();
    QVERIFY(session.isPaused());
    QTest::qWait(100);
    const auto asked = m_simulator->requestCount("events");
    m_simulator->addEvents(10);
    QTest::qWait(300);
    QCOMPARE(m_simulator->requestCount("events"), asked);
    QCOMPARE(session.table().size(), 3000U);

    session.resume();
    QTRY_COMPARE(session.table().size(), 3010U);
    QVERIFY(!session.isPaused());
}

void SessionTest::canBePausedBeforeItHasBegun()
{
    Session session;
    session.create(path());
    session.start(onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest), connection());
    session.pause();
    QTest::qWait(300);
    QCOMPARE(m_simulator->requestCount("events"), 0U);
    QCOMPARE(session.status().state, EventStream::State::Paused);

    session.resume();

    QTRY_COMPARE(session.table().size(), 3000U);
}

void SessionTest::neverWritesToWhatItOnlyReads()
{
    Session writer;
    writer.create(path());
    QTRY_VERIFY(writer.isOpen());
    Session reader;
    reader.open(path());
    QTRY_VERIFY(reader.isOpen());
    const QSignalSpy failed(&reader, &Session::failed);

    reader.start(onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest), connection());

    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Busy);
    QTRY_VERIFY(!reader.isStreaming());
    QCOMPARE(m_simulator->requestCount("events"), 0U);
}

void SessionTest::stopsForGood()
{
    Session session;
    session.create(path());
    StreamSettings settings = onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest);
    settings.pollingInterval = 20ms;
    session.start(settings, connection());
    QTRY_COMPARE(session.table().size(), 3000U);
    const QSignalSpy stopped(&session, &Session::streamStopped);

    session.stop();
    QTRY_COMPARE(stopped.size(), 1);
    const auto asked = m_simulator->requestCount("events");
    QTest::qWait(200);

    QCOMPARE(m_simulator->requestCount("events"), asked);
    QVERIFY(!session.isStreaming());
    QCOMPARE(session.status().state, EventStream::State::Stopped);
}

void SessionTest::tellsWhoTheTokenBelongsTo()
{
    Session session;
    const QSignalSpy found(&session, &Session::accountFound);
    session.create(path());
    capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);

    QCOMPARE(found.size(), 1);
    QVERIFY(!session.summary().owner.login.isEmpty());
    QVERIFY(!session.summary().owner.enterpriseName.isEmpty());
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(file);
    QCOMPARE((*file)->summary()->owner, session.summary().owner);
}

void SessionTest::refusesAnotherAccount()
{
    {
        Session session;
        session.create(path());
        capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
    }
    m_simulator->stop();
    SimulatorOptions other = smallEnterprise();
    other.seed = 99;
    QVERIFY(m_simulator->start(other));
    Session session;
    session.open(path());

    session.start(onePass(StreamType::AdminLogs, StreamSettings::Start::Resume), connection());

    QTRY_COMPARE(session.status().state, EventStream::State::Failed);
    QVERIFY(session.status().trouble);
    QCOMPARE(session.status().trouble->kind, Error::Kind::Usage);
    QCOMPARE(m_simulator->requestCount("events"), 0U);
    QVERIFY(!session.isStreaming());
}

void SessionTest::tellsThatTheTokenIsWrong()
{
    Session session;
    const QSignalSpy failed(&session, &Session::failed);
    session.create(path());
    Connection wrong = connection();
    wrong.token = Secret("not-a-token");

    session.start(onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest), wrong);

    QTRY_COMPARE(session.status().state, EventStream::State::SignedOut);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Unauthorized);

    // Signed in again, the same session goes on.
    capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
    QTRY_COMPARE(session.table().size(), 3000U);
}

void SessionTest::ridesOutTrouble()
{
    Session session;
    session.create(path());
    for (const char *fault :
         {R"({"endpoint":"events","status":503,"count":2})",
          R"({"endpoint":"events","kind":"truncate","count":1})"}) {
        QVERIFY(m_simulator->addFault(fault));
    }
    StreamSettings settings = onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest);
    settings.pollingInterval = 100ms;
    const QSignalSpy failed(&session, &Session::failed);

    session.start(settings, connection());

    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 3000U, 20'000);
    QVERIFY(failed.size() >= 1);
    QTRY_VERIFY(!session.status().trouble);
    QCOMPARE(session.counts().duplicates, 0);
}

void SessionTest::opensForReadingWhatAnotherCaptures()
{
    Session writer;
    writer.create(path());
    capture(writer, StreamType::AdminLogs, StreamSettings::Start::Earliest);

    Session reader;
    reader.open(path());

    QTRY_COMPARE(reader.table().size(), 3000U);
    QVERIFY(reader.isReadOnly());
}

void SessionTest::givesTheJsonOfAnEvent()
{
    Session session;
    session.create(path());
    capture(session, StreamType::AdminLogs, StreamSettings::Start::Earliest);
    QTRY_COMPARE(session.table().size(), 3000U);
    const QSignalSpy raw(&session, &Session::rawEvent);

    session.requestRaw(1234);

    QTRY_COMPARE(raw.size(), 1);
    QCOMPARE(raw.first().at(0).toUInt(), 1234U);
    QVERIFY(raw.first().at(1).toByteArray().contains(session.table().snapshot().eventId(1234)));
}

void SessionTest::keepsTheViewOfTheWindow()
{
    {
        Session session;
        session.create(path());
        QTRY_VERIFY(session.isOpen());
        session.setView("{\"hidden\":[\"LOGIN\"]}");
    }
    Session session;
    session.open(path());

    QTRY_VERIFY(session.isOpen());
    QCOMPARE(session.view(), QByteArray("{\"hidden\":[\"LOGIN\"]}"));
}

void SessionTest::reportsAFileThatCannotBeOpened()
{
    Session session;
    const QSignalSpy failed(&session, &Session::openFailed);

    session.open(m_folder->filePath(u"missing.boxwatch"_s));

    QTRY_COMPARE(failed.size(), 1);
    QVERIFY(!session.isOpen());
}

void SessionTest::stopsWritingWhenTheFileIsGone()
{
    Session session;
    session.create(path());
    StreamSettings settings = onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest);
    settings.pollingInterval = 50ms;
    session.start(settings, connection());
    QTRY_COMPARE(session.table().size(), 3000U);
    const QSignalSpy failed(&session, &Session::failed);

    QVERIFY(QFile::rename(path(), path() + u".gone"_s));
    m_simulator->addEvents(20);

    QTRY_VERIFY(failed.size() >= 1);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::File);
    QCOMPARE(session.table().size(), 3000U); // nothing is shown that is not on disk
    session.resume(); // as a person would, though the file is still away
    QTest::qWait(200);
    QVERIFY(session.status().trouble);

    QVERIFY(QFile::rename(path() + u".gone"_s, path()));
    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 3020U, 20'000);
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
