// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/session.h"
#include "simulator/simulator.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 60'000; // ms

/// Somebody who changes a session file against the lock that all of ours respect.
class Intruder
{
public:
    explicit Intruder(const QString &path)
    {
        [&] { QCOMPARE(sqlite3_open(path.toUtf8().constData(), &m_database), SQLITE_OK); }();
        sqlite3_busy_timeout(m_database, 10'000);
    }
    ~Intruder() { sqlite3_close(m_database); }
    Intruder(const Intruder &) = delete;
    Intruder &operator=(const Intruder &) = delete;

    bool run(const char *sql)
    {
        return sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
    }

    int markCount()
    {
        int count = 0;
        const auto take = [](void *result, int, char **values, char **) {
            *static_cast<int *>(result) = QByteArray(values[0]).toInt();
            return 0;
        };
        sqlite3_exec(m_database, "SELECT count(*) FROM mark", take, &count, nullptr);
        return count;
    }

private:
    sqlite3 *m_database = nullptr;
};

} // namespace

class SessionMarksTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void surviveARestart();
    void areReadByWhoMayNotSetThem();
    void areNotKeptInASessionThatIsReadOnly();
    void areThoseOfTheFileWhenItDoesNotTakeThem();
    void areOnlyOfEventsThatAreThere();

private:
    QString path() const { return m_folder.filePath(u"s.boxwatch"_s); }

    QTemporaryDir m_folder;
};

void SessionMarksTest::initTestCase()
{
    Simulator simulator;
    SimulatorOptions options;
    options.backlog = 1000;
    options.historyDelay = 0ms;
    QVERIFY(simulator.start(options));
    Session session;
    session.create(path());
    session.start(
        StreamSettings{
            .type = StreamType::AdminLogs,
            .start = StreamSettings::Start::Earliest,
            .state = {},
            .pollingInterval = 0ms},
        {.network = {.apiUrl = simulator.apiUrl()}, .token = Secret(simulator.token().toUtf8())});
    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 1000U, patience);
}

void SessionMarksTest::surviveARestart()
{
    {
        Session session;
        session.open(path());
        QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 1000U, patience);
        const QSignalSpy changed(&session, &Session::marksChanged);

        session.setMarked(3, true);
        session.setMarked(7, true);
        session.setMarked(7, true); // nothing new
        session.setMarked(std::vector<EventTable::Row>{999, 5, 3}, true);
        session.setMarked(3, false);

        QCOMPARE(changed.size(), 4);
        QCOMPARE(session.marks(), RowSet({5, 7, 999}));
    }
    Session session;
    session.open(path());

    QTRY_VERIFY_WITH_TIMEOUT(session.isOpen(), patience);
    QCOMPARE(session.marks(), RowSet({5, 7, 999}));
    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 1000U, patience);
    session.setMarked(std::vector<EventTable::Row>{5, 7, 999}, false);
    QVERIFY(session.marks().isEmpty());
}

void SessionMarksTest::areReadByWhoMayNotSetThem()
{
    Session writer;
    writer.open(path());
    QTRY_COMPARE_WITH_TIMEOUT(writer.table().size(), 1000U, patience);
    writer.setMarked(11, true);
    Session reader;

    // The mark is written in another thread.
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            Session another;
            another.open(path());
            return QTest::qWaitFor([&] { return another.isOpen(); })
                && another.marks().contains(11);
        }(),
        patience);
    reader.open(path());

    QTRY_VERIFY_WITH_TIMEOUT(reader.isOpen(), patience);
    QVERIFY(reader.isReadOnly());
    QCOMPARE(reader.marks(), RowSet({11}));
    writer.setMarked(11, false);
}

void SessionMarksTest::areNotKeptInASessionThatIsReadOnly()
{
    Session writer;
    writer.open(path());
    QTRY_VERIFY_WITH_TIMEOUT(writer.isOpen(), patience);
    Session reader;
    reader.open(path());
    QTRY_COMPARE_WITH_TIMEOUT(reader.table().size(), 1000U, patience);
    QVERIFY(reader.isReadOnly());
    const QSignalSpy failed(&reader, &Session::failed);
    const QSignalSpy changed(&reader, &Session::marksChanged);

    reader.setMarked(1, true);

    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().kind, Error::Kind::Busy);
    QCOMPARE(changed.size(), 0);
    QVERIFY(reader.marks().isEmpty());
}

void SessionMarksTest::areThoseOfTheFileWhenItDoesNotTakeThem()
{
    Session session;
    session.open(path());
    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 1000U, patience);
    session.setMarked(20, true);
    Intruder intruder(path());
    QTRY_COMPARE_WITH_TIMEOUT(intruder.markCount(), 1, patience);
    QVERIFY(intruder.run("BEGIN IMMEDIATE"));
    const QSignalSpy failed(&session, &Session::failed);

    session.setMarked(21, true);
    QCOMPARE(session.marks(), RowSet({20, 21})); // until it is known

    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience); // SQLite tries for a while
    QTRY_COMPARE_WITH_TIMEOUT(session.marks(), RowSet({20}), patience);
    QVERIFY(intruder.run("ROLLBACK"));
    session.setMarked(20, false);
    QTRY_COMPARE_WITH_TIMEOUT(intruder.markCount(), 0, patience);
    QCOMPARE(failed.size(), 1);
}

void SessionMarksTest::areOnlyOfEventsThatAreThere()
{
    Session session;
    session.open(path());
    QTRY_COMPARE_WITH_TIMEOUT(session.table().size(), 1000U, patience);
    const QSignalSpy changed(&session, &Session::marksChanged);

    session.setMarked(1000, true);

    QCOMPARE(changed.size(), 0);
    QVERIFY(session.marks().isEmpty());
}

QTEST_GUILESS_MAIN(SessionMarksTest)
#include "tst_sessionmarks.moc"
