// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtablemodel.h"
#include "core/session/session.h"
#include "core/store/rawevents.h"
#include "simulator/simulator.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30'000;

QByteArray rawOf(RawEvents &raws, const TableSnapshot &rows, EventTable::Row row)
{
    const auto raw = raws.raw(rows, row);
    return raw ? QByteArray(raw->data(), static_cast<qsizetype>(raw->size())) : QByteArray();
}

} // namespace

/// Events as Box documents them, and as it or somebody else might send them: from the server through the
/// file to the cells of the table.
class OddEventsTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void isKeptAndShown_data();
    void isKeptAndShown();
    void dropsRepeats_data();
    void dropsRepeats();
    void keepsEveryEventWithoutAnId();
    void dropsRepeatsAfterARestart();

private:
    QString path() const { return m_folder->filePath(u"s.boxwatch"_s); }
    Connection connection() const
    {
        return {
            .network = {.apiUrl = m_simulator->apiUrl()},
            .token = Secret(m_simulator->token().toUtf8())};
    }
    StreamSettings onePass(StreamType type, StreamSettings::Start start) const
    {
        return {.type = type, .start = start, .state = {}, .pollingInterval = 0ms};
    }
    void capture(Session &session, const StreamSettings &settings) const
    {
        session.start(settings, connection());
        QTRY_COMPARE_WITH_TIMEOUT(session.status().state, EventStream::State::Ended, patience);
        QTRY_COMPARE(static_cast<qint64>(session.table().size()), session.counts().events);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Simulator> m_simulator;
};

void OddEventsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_simulator = std::make_unique<Simulator>();
    SimulatorOptions options;
    options.backlog = 20;
    options.historyDelay = 0ms;
    options.liveDelay = 0ms;
    options.oddShare = 0;
    QVERIFY(m_simulator->start(options));
}

void OddEventsTest::isKeptAndShown_data()
{
    QTest::addColumn<QByteArray>("how");

    for (int sample = 1; sample <= 14; ++sample)
        QTest::addRow("S%d", sample) << "{\"how\":\"S" + QByteArray::number(sample) + "\"}";
    for (const char *how :
         {"null_members", "missing_members", "odd_members", "unknown_type", "missing_type",
          "missing_id", "null_id", "empty_id", "numeric_id", "numeric_ids", "mixed_offsets",
          "awkward_text"})
        QTest::addRow("%s", how) << QByteArray("{\"how\":\"") + how + "\"}";
    QTest::newRow("600 levels") << QByteArray(R"({"how":"deep","levels":600})");
    QTest::newRow("2000 levels") << QByteArray(R"({"how":"deep","levels":2000})");
    QTest::newRow("a megabyte") << QByteArray(R"({"how":"large","bytes":1000000})");
}

void OddEventsTest::isKeptAndShown()
{
    QFETCH(const QByteArray, how);
    // The samples of a user and those of an enterprise come in every stream: a client takes what comes.
    QVERIFY(m_simulator->post("/_sim/events?count=3", how));
    Session session;
    session.create(path());
    capture(session, onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest));

    const TableSnapshot rows = session.table().snapshot();
    QVERIFY2(rows.size() > 20, qPrintable(QString::number(rows.size())));
    QCOMPARE(session.counts().unreadable, 0);
    auto raws = RawEvents::open(path());
    QVERIFY(raws);
    EventTableModel model;
    model.setTable(&session.table());
    QTRY_COMPARE(model.rowCount(), static_cast<int>(rows.size()));
    for (int row = 0; row < model.rowCount(); ++row) {
        const QByteArray raw = rawOf(**raws, rows, static_cast<EventTable::Row>(row));
        QVERIFY(raw.startsWith('{') && raw.endsWith('}'));
        QVERIFY(!model.index(row, EventTableModel::TypeColumn).data().toString().isEmpty());
        for (int column = 0; column < EventTableModel::ColumnCount; ++column)
            QVERIFY(model.index(row, column).data().toString().size() <= 512);
    }
}

void OddEventsTest::dropsRepeats_data()
{
    QTest::addColumn<QByteArray>("fault");

    QTest::newRow("in one chunk") << QByteArray(
        R"({"endpoint":"events","kind":"chunk","how":"repeats_near","times":-1})");
    QTest::newRow("4999 events later") << QByteArray(
        R"({"endpoint":"events","kind":"chunk","how":"repeats_far","distance":4999,"times":-1})");
    QTest::newRow("20,000 events later") << QByteArray(
        R"({"endpoint":"events","kind":"chunk","how":"repeats_far","distance":20000,"times":-1})");
}

void OddEventsTest::dropsRepeats()
{
    QFETCH(const QByteArray, fault);
    m_simulator->addEvents(24'980);
    QVERIFY(m_simulator->addFault(fault));
    Session session;
    session.create(path());
    capture(session, onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest));

    QCOMPARE(session.counts().events, 25'000);
    QVERIFY(session.counts().duplicates > 0);
}

void OddEventsTest::keepsEveryEventWithoutAnId()
{
    QVERIFY(m_simulator->post("/_sim/events?count=7", R"({"how":"missing_id"})"));
    Session session;
    session.create(path());
    capture(session, onePass(StreamType::AdminLogs, StreamSettings::Start::Earliest));

    const TableSnapshot rows = session.table().snapshot();
    int without = 0;
    for (EventTable::Row row = 0; row < rows.size(); ++row)
        without += rows.eventId(row).isEmpty() ? 1 : 0;
    QCOMPARE(without, 7);
    QCOMPARE(rows.size(), 27U);
}

void OddEventsTest::dropsRepeatsAfterARestart()
{
    m_simulator->addEvents(180);
    {
        Session session;
        session.create(path());
        capture(session, onePass(StreamType::AdminLogsStreaming, StreamSettings::Start::Earliest));
        QCOMPARE(session.counts().events, 200);
    }
    m_simulator->addEvents(50);
    QVERIFY(m_simulator->addFault(
        R"({"endpoint":"events","kind":"position","how":"back","distance":100,"times":1})"));
    Session session;
    session.open(path());
    capture(session, onePass(StreamType::AdminLogsStreaming, StreamSettings::Start::Resume));

    QTRY_COMPARE(session.table().size(), 250U);
    QVERIFY(session.counts().duplicates >= 50);
}

QTEST_MAIN(OddEventsTest)
#include "tst_oddevents.moc"
