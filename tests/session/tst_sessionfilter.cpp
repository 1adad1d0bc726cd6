// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/eventtablemodel.h"
#include "core/session/session.h"
#include "core/store/rawevents.h"
#include "simulator/simulator.h"
#include "tests/model/modelfixture.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int eventCount = 70'000; // more than a segment

} // namespace

class SessionFilterTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsWhatStandsInTheRawEventsOnly();
    void tellsHowFarItIs();
    void isCancelledByTheNext();
    void saysThatTheRawEventsAreNotThere();
    void findsAnIdWhenIdsComeAfterAllElse();

private:
    QString path() const { return m_folder.filePath(u"s.boxwatch"_s); }

    QTemporaryDir m_folder;
    Session m_session;
};

void SessionFilterTest::initTestCase()
{
    Simulator simulator;
    SimulatorOptions options;
    options.backlog = eventCount;
    options.historyDelay = 0ms;
    QVERIFY(simulator.start(options));
    m_session.create(path());
    m_session.start(
        StreamSettings{
            .type = StreamType::AdminLogs,
            .start = StreamSettings::Start::Earliest,
            .state = {},
            .pollingInterval = 0ms},
        {.network = {.apiUrl = simulator.apiUrl()}, .token = Secret(simulator.token().toUtf8())});
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(m_session.table().size()), eventCount, patience);
}

void SessionFilterTest::findsWhatStandsInTheRawEventsOnly()
{
    EventTableModel model;
    const QAbstractItemModelTester tester(&model);
    QVERIFY(!model.setFilter({.text = u"raw:event_id -raw:nowhere_at_all who:*"_s}));
    model.setTable(&m_session.table(), path());

    QTRY_VERIFY_WITH_TIMEOUT(!model.isFiltering(), patience);

    QVERIFY(model.rowCount() > 0);
    QVERIFY(model.rowCount() < eventCount);
    const auto raw = RawEvents::open(path());
    QVERIFY(raw);
    const auto json = (*raw)->raw(model.snapshot(), model.tableRow(0));
    QVERIFY(json);
    QVERIFY(json->find("event_id") != std::string_view::npos);
    model.setTable(nullptr);
}

void SessionFilterTest::tellsHowFarItIs()
{
    EventTableModel model(eachBatch);
    model.setTable(&m_session.table(), path());
    QTRY_VERIFY_WITH_TIMEOUT(!model.isFiltering(), patience);
    QList<double> shares;
    connect(&model, &EventTableModel::filterProgress, this, [&](double share) {
        shares.append(share);
    });
    const QSignalSpy applied(&model, &EventTableModel::filterApplied);

    QVERIFY(!model.setFilter({.text = u"raw:/nowhere.at_all/"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(applied.size(), 1, patience);

    QVERIFY(!shares.isEmpty());
    QVERIFY(std::is_sorted(shares.begin(), shares.end()));
    QVERIFY(shares.first() >= 0 && shares.last() <= 1);
    QCOMPARE(model.rowCount(), 0);
    shares.clear();
    QVERIFY(!model.setFilter({.text = u"who:nobody"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(applied.size(), 2, patience);
    QVERIFY(shares.isEmpty());
    model.setTable(nullptr);
}

void SessionFilterTest::isCancelledByTheNext()
{
    EventTableModel model;
    model.setTable(&m_session.table(), path());
    QTRY_VERIFY_WITH_TIMEOUT(!model.isFiltering(), patience);
    const QSignalSpy applied(&model, &EventTableModel::filterApplied);

    for (int i = 0; i < 20; ++i)
        QVERIFY(!model.setFilter({.text = u"raw:/a.*%1.*z/"_s.arg(i)}));
    QVERIFY(!model.setFilter({.text = u"-is:late"_s}));

    QTRY_VERIFY_WITH_TIMEOUT(!model.isFiltering(), patience);
    QCOMPARE(applied.size(), 1);
    QCOMPARE(model.rowCount(), eventCount);
    model.setTable(nullptr);
}

void SessionFilterTest::saysThatTheRawEventsAreNotThere()
{
    EventTableModel model;
    model.setTable(&m_session.table(), m_folder.filePath(u"gone.boxwatch"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!model.isFiltering(), patience);
    const QSignalSpy trouble(&model, &EventTableModel::filterTrouble);

    QVERIFY(!model.setFilter({.text = u"raw:event_id"_s}));

    QTRY_COMPARE_WITH_TIMEOUT(trouble.size(), 1, patience);
    QCOMPARE(model.rowCount(), 0);
    model.setTable(nullptr);
}

void SessionFilterTest::findsAnIdWhenIdsComeAfterAllElse()
{
    const QByteArray id = m_session.table().snapshot().eventId(1234);
    Session again;
    EventTableModel model;
    const QAbstractItemModelTester tester(&model);
    connect(&again, &Session::rowsAdded, &model, &EventTableModel::update);
    QVERIFY(!model.setFilter({.text = QString::fromLatin1(id)}));

    again.open(path());
    model.setTable(&again.table(), path());

    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(again.table().size()), eventCount, patience);
    QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 1, patience);
    const QModelIndex cell = model.index(0, EventTableModel::EventIdColumn);
    QTRY_COMPARE_WITH_TIMEOUT(cell.data().toString(), QString::fromLatin1(id), patience);
    model.setTable(nullptr);
}

QTEST_GUILESS_MAIN(SessionFilterTest)
#include "tst_sessionfilter.moc"
