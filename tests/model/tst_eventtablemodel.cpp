// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"
#include "core/model/eventtablemodel.h"
#include "tests/support/sampletable.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class EventTableModelTest : public QObject
{
    Q_OBJECT

private slots:
    void showsTheRowsOfItsTable();
    void addsNewRowsAtTheEnd();
    void filtersOldAndNewRows();
    void theLastOfManyFiltersWins();
    void findsWhereARowStands();
    void countsTypesLive();
    void showsTextsAsPlainBoundedLines_data();
    void showsTextsAsPlainBoundedLines();
    void tellsTimesInTheZoneOfTheHeader();
    void canBeGivenAnotherTable();
    void isEmptyWithoutATable();
};

namespace {

/// A model with a tester beside it, over a table of its own.
struct Fixture
{
    explicit Fixture(const QList<SampleEvent> &samples = {})
    {
        appendSamples(table, samples);
        model.setTable(&table);
    }
    ~Fixture() { model.setTable(nullptr); }

    QString cell(int row, int column) const { return model.index(row, column).data().toString(); }

    EventTable table;
    EventTableModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
};

} // namespace

void EventTableModelTest::showsTheRowsOfItsTable()
{
    Fixture f({{.type = "UPLOAD", .who = "Ana", .what = "Plan"}, {.type = "SHIELD_ALERT"}});

    QTRY_COMPARE(f.model.rowCount(), 2);
    QCOMPARE(
        f.cell(0, EventTableModel::TypeColumn), EventCatalogue::instance().find("UPLOAD").label);
    QCOMPARE(f.cell(0, EventTableModel::WhoColumn), u"Ana"_s);
    QCOMPARE(f.cell(0, EventTableModel::WhatColumn), u"Plan"_s);
    QCOMPARE(f.cell(0, EventTableModel::FolderColumn), u"Finance"_s);
    QCOMPARE(f.cell(0, EventTableModel::AddressColumn), u"203.0.113.1"_s);
    const QModelIndex alert = f.model.index(1, 0);
    QCOMPARE(
        alert.data(EventTableModel::SeverityRole).toInt(), static_cast<int>(Severity::Critical));
    QCOMPARE(alert.data(Qt::AccessibleTextRole).toString(), u"Critical"_s);
    QCOMPARE(alert.data(EventTableModel::TypeNameRole).toByteArray(), QByteArray("SHIELD_ALERT"));
}

void EventTableModelTest::addsNewRowsAtTheEnd()
{
    Fixture f(QList{SampleEvent{}});
    QTRY_COMPARE(f.model.rowCount(), 1);
    const QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
    const QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);

    appendSamples(f.table, {{.who = "Ben"}, {.who = "Cy"}});
    f.model.update();

    QTRY_COMPARE(f.model.rowCount(), 3);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(f.cell(2, EventTableModel::WhoColumn), u"Cy"_s);
}

void EventTableModelTest::filtersOldAndNewRows()
{
    Fixture f({{.who = "Ana"}, {.who = "Ben"}, {.type = "DOWNLOAD", .who = "Ana"}});
    QTRY_COMPARE(f.model.rowCount(), 3);

    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}, .text = u"ana"_s});
    QTRY_COMPARE(f.model.rowCount(), 1);
    appendSamples(f.table, {{.who = "Ben"}, {.who = "Anabel"}});
    f.model.update();

    QTRY_COMPARE(f.model.rowCount(), 2);
    QCOMPARE(f.model.totalRows(), 5);
    QCOMPARE(f.model.tableRow(1), 4U);
}

void EventTableModelTest::theLastOfManyFiltersWins()
{
    Fixture f(manySamples(50'000));
    QTRY_COMPARE(f.model.rowCount(), 50'000);

    for (int i = 0; i < 50; ++i)
        f.model.setFilter({.hiddenTypes = {}, .text = u"\"file %1.txt\""_s.arg(i)});

    QTRY_VERIFY(!f.model.isFiltering());
    QCOMPARE(f.model.rowCount(), 1);
    QCOMPARE(f.cell(0, EventTableModel::WhatColumn), u"File 49.txt"_s);
}

void EventTableModelTest::findsWhereARowStands()
{
    Fixture f(manySamples(1000));
    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}, .text = {}});
    QTRY_COMPARE(f.model.rowCount(), 500);

    QCOMPARE(f.model.modelRow(0), 0);
    QCOMPARE(f.model.modelRow(998), 499);
    QCOMPARE(f.model.modelRow(999), -1); // hidden
    QCOMPARE(f.model.modelRow(5000), -1);
    QCOMPARE(f.model.tableRow(499), 998U);
}

void EventTableModelTest::countsTypesLive()
{
    Fixture f({{.type = "UPLOAD"}, {.type = "DOWNLOAD"}});
    QHash<QByteArray, qint64> counts;
    connect(&f.model, &EventTableModel::typeCountsChanged, &f.model, [&](const auto &now) {
        counts = now;
    });

    appendSamples(f.table, {{.type = "UPLOAD"}, {.type = "NEWS"}});
    f.model.update();
    QTRY_COMPARE(counts, (QHash<QByteArray, qint64>{{"UPLOAD", 2}, {"DOWNLOAD", 1}, {"NEWS", 1}}));

    f.model.setFilter({.hiddenTypes = {"UPLOAD"}, .text = u"nobody"_s});
    QTRY_COMPARE(counts, (QHash<QByteArray, qint64>{{"UPLOAD", 0}, {"DOWNLOAD", 0}, {"NEWS", 0}}));
}

void EventTableModelTest::showsTextsAsPlainBoundedLines_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("shown");

    QTest::newRow("several scripts")
        << QByteArray("名 אב 👩‍💻") << u"名 אב 👩‍💻"_s;
    QTest::newRow("lines") << QByteArray("a\nb\r\tc") << u"a b  c"_s;
    QTest::newRow("HTML stays text") << QByteArray("<b>x</b>") << u"<b>x</b>"_s;
    QTest::newRow("direction marks") << QByteArray("exe\u202Efdp.") << u"exe\uFFFDfdp."_s;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << u"a\uFFFDb"_s;
    QTest::newRow("too long") << QByteArray(100'000, 'x') << QString(511, u'x') + u'…';
    QTest::newRow("just fits") << QByteArray(512, 'x') << QString(512, u'x');
    QTest::newRow("piled up marks")
        << 'a' + QByteArray("\u0301").repeated(5000) << u'a' + QString(8, QChar(0x301)) + u'…';
}

void EventTableModelTest::showsTextsAsPlainBoundedLines()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QString, shown);
    Fixture f(QList{SampleEvent{.what = name}});

    QTRY_COMPARE(f.model.rowCount(), 1);

    QCOMPARE(f.cell(0, EventTableModel::WhatColumn), shown);
}

void EventTableModelTest::tellsTimesInTheZoneOfTheHeader()
{
    Fixture f(QList{SampleEvent{.createdAt = 1'771'575'151'000}}); // 2026-02-20T08:12:31Z
    QTRY_COMPARE(f.model.rowCount(), 1);

    f.model.setTimeZone(QTimeZone::utc());
    QCOMPARE(f.cell(0, EventTableModel::TimeColumn), u"2026-02-20 08:12:31"_s);
    QCOMPARE(
        f.model.headerData(EventTableModel::TimeColumn, Qt::Horizontal, Qt::DisplayRole).toString(),
        u"Time (UTC)"_s);
    f.model.setTimeZone(QTimeZone(9 * 3600));
    QCOMPARE(f.cell(0, EventTableModel::TimeColumn), u"2026-02-20 17:12:31"_s);
    QCOMPARE(
        f.model.headerData(EventTableModel::TimeColumn, Qt::Horizontal, Qt::DisplayRole).toString(),
        u"Time (UTC+09:00)"_s);
}

void EventTableModelTest::canBeGivenAnotherTable()
{
    Fixture f(manySamples(10));
    QTRY_COMPARE(f.model.rowCount(), 10);
    EventTable other;
    appendSamples(other, {{.who = "Zoe"}});

    f.model.setTable(&other);

    QTRY_COMPARE(f.model.rowCount(), 1);
    QCOMPARE(f.cell(0, EventTableModel::WhoColumn), u"Zoe"_s);
    f.model.setTable(nullptr);
}

void EventTableModelTest::isEmptyWithoutATable()
{
    EventTableModel model;
    model.update();
    model.setFilter({.hiddenTypes = {}, .text = u"x"_s});

    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.index(0, 0).isValid());
    QVERIFY(!model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
}

QTEST_GUILESS_MAIN(EventTableModelTest)
#include "tst_eventtablemodel.moc"
