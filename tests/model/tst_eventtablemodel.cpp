// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"
#include "tests/model/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <ranges>

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
    void showsALongSearchBitByBit();
    void keepsTheFilterWhenTheNextIsNoQuery_data();
    void keepsTheFilterWhenTheNextIsNoQuery();
    void followsTextPicksAndSpan();
    void timesThatCountFromNowStayWhereTheyAre();
    void aDayIsOneOfTheZoneOfTheHeader();
    void findsWhereARowStands();
    void handsOutItsRowsAsTheyWere();
    void showsMarks();
    void followsMarksThatWereAskedFor();
    void countsTypesLive();
    void showsTextsAsPlainBoundedLines_data();
    void showsTextsAsPlainBoundedLines();
    void tellsTimesInTheZoneOfTheHeader();
    void canBeGivenAnotherTable();
    void isEmptyWithoutATable();
};

using Fixture = ModelFixture;

void EventTableModelTest::showsTheRowsOfItsTable()
{
    Fixture f({{.type = "UPLOAD", .who = "Ana", .what = "Plan"}, {.type = "SHIELD_ALERT"}});

    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 2, patience);
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
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);
    const QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
    const QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);

    appendSamples(f.table, {{.who = "Ben"}, {.who = "Cy"}});
    f.model.update();

    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 3, patience);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(reset.size(), 0);
    QCOMPARE(f.cell(2, EventTableModel::WhoColumn), u"Cy"_s);
}

void EventTableModelTest::filtersOldAndNewRows()
{
    Fixture f({{.who = "Ana"}, {.who = "Ben"}, {.type = "DOWNLOAD", .who = "Ana"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 3, patience);

    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}, .text = u"ana"_s});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);
    appendSamples(f.table, {{.who = "Ben"}, {.who = "Anabel"}});
    f.model.update();

    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 2, patience);
    QCOMPARE(f.model.totalRows(), 5);
    QCOMPARE(f.model.tableRow(1), 4U);
}

void EventTableModelTest::theLastOfManyFiltersWins()
{
    Fixture f(manySamples(10'000));
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 10'000, patience);

    for (int i = 0; i < 50; ++i)
        f.model.setFilter({.hiddenTypes = {}, .text = u"\"file %1.txt\""_s.arg(i)});

    QTRY_VERIFY_WITH_TIMEOUT(!f.model.isFiltering(), patience);
    QCOMPARE(f.model.rowCount(), 1);
    QCOMPARE(f.cell(0, EventTableModel::WhatColumn), u"File 49.txt"_s);
}

void EventTableModelTest::showsALongSearchBitByBit()
{
    constexpr int count = 4 * static_cast<int>(EventTable::rowsPerSegment);
    Fixture f(manySamples(count), eachBatch, {.text = u"\"person 1\" \"file 1\""_s});
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QVERIFY(f.model.rowCount() > 0);
    const QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);
    const QSignalSpy inserted(&f.model, &QAbstractItemModel::rowsInserted);
    const QSignalSpy applied(&f.model, &EventTableModel::filterApplied);
    bool isAtTheEnd = true;
    int rows = 0;
    connect(&f.model, &QAbstractItemModel::modelReset, this, [&] { rows = f.model.rowCount(); });
    connect(
        &f.model, &QAbstractItemModel::rowsInserted, this,
        [&](const QModelIndex &, int first, int last) {
            isAtTheEnd = isAtTheEnd && first == rows;
            rows = last + 1;
        });

    QVERIFY(!f.model.setFilter({.text = u"\"person 777\""_s}));

    QVERIFY(f.model.isFiltering());
    QTRY_VERIFY_WITH_TIMEOUT(!f.model.isFiltering(), patience);
    QCOMPARE(reset.size(), 1);
    QVERIFY(inserted.size() > 0);
    QVERIFY(isAtTheEnd);
    QCOMPARE(applied.size(), 1);
    const auto shown = f.rows();
    QCOMPARE(static_cast<int>(shown.size()), rows);
    QVERIFY(std::ranges::is_sorted(shown));
    std::vector<EventTable::Row> expected;
    for (EventTable::Row row = 0; row < count; ++row) {
        if (row % 997 == 777)
            expected.push_back(row);
    }
    QCOMPARE(shown, expected);
}

void EventTableModelTest::keepsTheFilterWhenTheNextIsNoQuery_data()
{
    QTest::addColumn<EventFilter>("filter");
    QTest::addColumn<qsizetype>("position");

    QTest::newRow("an open quote") << EventFilter{.text = u"ben \"x"_s} << qsizetype{4};
    QTest::newRow("the place does not move with picks")
        << EventFilter{.text = u"(ana or ben"_s, .picks = {u"ip:x"_s}} << qsizetype{0};
    QTest::newRow("a pick") << EventFilter{.text = u"ben"_s, .picks = {u"size:>x"_s}}
                            << qsizetype{3};
}

void EventTableModelTest::keepsTheFilterWhenTheNextIsNoQuery()
{
    QFETCH(const EventFilter, filter);
    QFETCH(const qsizetype, position);
    Fixture f({{.who = "Ana"}, {.who = "Ben"}});
    const EventFilter before{.hiddenTypes = {}, .text = u"ana"_s};
    QVERIFY(!f.model.setFilter(before));
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);

    const auto error = f.model.setFilter(filter);

    QVERIFY(error);
    QVERIFY(!error->message.isEmpty());
    QVERIFY(error->position >= position);
    QVERIFY(error->position + error->length <= filter.text.size());
    QCOMPARE(f.model.filter(), before);
    QVERIFY(!f.model.isFiltering());
    QCOMPARE(f.model.rowCount(), 1);
}

void EventTableModelTest::followsTextPicksAndSpan()
{
    Fixture f(
        {{.who = "Ana", .address = "192.0.2.1", .createdAt = 1000},
         {.who = "Ben", .address = "192.0.2.1", .createdAt = 2000},
         {.who = "Cy", .address = "192.0.2.1", .createdAt = 3000},
         {.who = "Ana", .address = "192.0.2.2", .createdAt = 4000},
         {.who = "Ana", .what = "Secret", .address = "192.0.2.1", .createdAt = 5000},
         {.who = "Ana", .address = "192.0.2.1", .createdAt = 6000}});
    const auto rowsFor = [&](const EventFilter &filter) {
        [&] { QVERIFY(!f.model.setFilter(filter)); }();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience); }();
        return f.rows();
    };
    using Rows = std::vector<EventTable::Row>;

    EventFilter filter{.picks = {u"who:=\"Ana\""_s, u"who:=\"Ben\""_s}};
    QCOMPARE(rowsFor(filter), (Rows{0, 1, 3, 4, 5}));
    filter.picks.append(u"ip:=\"192.0.2.1\""_s);
    QCOMPARE(rowsFor(filter), (Rows{0, 1, 4, 5}));
    filter.picks.append(u"-item:=\"Secret\""_s);
    QCOMPARE(rowsFor(filter), (Rows{0, 1, 5}));
    filter.span = TimeSpan{.from = 2000, .to = 6000};
    QCOMPARE(rowsFor(filter), Rows{1});
    filter.span->to.reset();
    QCOMPARE(rowsFor(filter), (Rows{1, 5}));
    filter.text = u"zoe or ben"_s;
    QCOMPARE(rowsFor(filter), Rows{1});
}

void EventTableModelTest::timesThatCountFromNowStayWhereTheyAre()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    Fixture f({{.createdAt = now - 3 * 3'600'000}, {.createdAt = now - 3'600'000}});

    QVERIFY(!f.model.setFilter({.text = u"after:-2h"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.rows(), std::vector<EventTable::Row>{1});
    const QueryNode before = f.model.queryOf(f.model.filter()).root();
    QTest::qWait(5);
    QCOMPARE(f.model.queryOf(f.model.filter()).root(), before);

    f.model.filterAnew();
    QVERIFY(f.model.queryOf(f.model.filter()).root() != before);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.rows(), std::vector<EventTable::Row>{1});
}

void EventTableModelTest::aDayIsOneOfTheZoneOfTheHeader()
{
    Fixture f(QList{SampleEvent{.createdAt = 1'771'628'400'000}}); // 2026-02-20T23:00Z
    f.model.setTimeZone(QTimeZone::utc());
    QVERIFY(!f.model.setFilter({.text = u"after:2026-02-21"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.model.rowCount(), 0);

    f.model.setTimeZone(QTimeZone(9 * 3600));

    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);
}

void EventTableModelTest::findsWhereARowStands()
{
    Fixture f(manySamples(1000));
    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}, .text = {}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 500, patience);

    QCOMPARE(f.model.modelRow(0), 0);
    QCOMPARE(f.model.modelRow(998), 499);
    QCOMPARE(f.model.modelRow(999), -1); // hidden
    QCOMPARE(f.model.modelRow(5000), -1);
    QCOMPARE(f.model.tableRow(499), 998U);
    QCOMPARE(f.model.nearestModelRow(997), 499);
    QCOMPARE(f.model.nearestModelRow(5000), 500);
}

void EventTableModelTest::handsOutItsRowsAsTheyWere()
{
    Fixture f(manySamples(10));
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 10, patience);

    const RowList before = f.model.visibleRows();
    f.arrive(manySamples(5000));
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 5010, patience);

    QCOMPARE(before.size(), std::size_t{10});
    QVERIFY(std::ranges::equal(before.rows(), std::views::iota(0U, 10U)));
    QCOMPARE(f.model.visibleRows().size(), std::size_t{5010});
}

void EventTableModelTest::showsMarks()
{
    Fixture f(manySamples(10));
    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}}); // the odd ones
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 5, patience);
    const QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
    const QSignalSpy marksChanged(&f.model, &EventTableModel::marksChanged);
    const auto isMarked = [&](int row) {
        return f.model.index(row, 0).data(EventTableModel::MarkedRole).toBool();
    };

    f.model.setMarks(RowSet({4, 5}));

    QCOMPARE(marksChanged.size(), 1);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 2);
    QVERIFY(isMarked(2));
    QVERIFY(!isMarked(0));
    const QModelIndex mark = f.model.index(2, EventTableModel::MarkColumn);
    QCOMPARE(mark.data(Qt::AccessibleTextRole).toString(), u"Marked"_s);
    QCOMPARE(mark.data().toString(), QString()); // a sign is painted

    f.model.setMarks(RowSet({5}));
    QCOMPARE(changed.size(), 2);
    QVERIFY(!isMarked(2));
    QVERIFY(!f.model.isFiltering());
}

void EventTableModelTest::followsMarksThatWereAskedFor()
{
    Fixture f(manySamples(10));
    f.model.setMarks(RowSet({3, 7}));
    f.model.setFilter({.text = u"is:marked"_s});
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.rows(), (std::vector<EventTable::Row>{3, 7}));

    f.model.setMarks(RowSet({7, 8}));

    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.rows(), (std::vector<EventTable::Row>{7, 8}));
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
    QTRY_COMPARE_WITH_TIMEOUT(
        counts, (QHash<QByteArray, qint64>{{"UPLOAD", 2}, {"DOWNLOAD", 1}, {"NEWS", 1}}), patience);

    f.model.setFilter({.hiddenTypes = {"UPLOAD"}, .text = u"nobody"_s});
    QTRY_COMPARE_WITH_TIMEOUT(
        counts, (QHash<QByteArray, qint64>{{"UPLOAD", 0}, {"DOWNLOAD", 0}, {"NEWS", 0}}), patience);
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

    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);

    QCOMPARE(f.cell(0, EventTableModel::WhatColumn), shown);
}

void EventTableModelTest::tellsTimesInTheZoneOfTheHeader()
{
    Fixture f(QList{SampleEvent{.createdAt = 1'771'575'151'000}}); // 2026-02-20T08:12:31Z
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);

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
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 10, patience);
    EventTable other;
    appendSamples(other, {{.who = "Zoe"}});

    f.model.setTable(&other);

    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 1, patience);
    QCOMPARE(f.cell(0, EventTableModel::WhoColumn), u"Zoe"_s);
    f.model.setTable(nullptr);
}

void EventTableModelTest::isEmptyWithoutATable()
{
    EventTableModel model;
    model.update();
    model.setFilter({.hiddenTypes = {}, .text = u"x"_s});

    QVERIFY(!model.isFiltering());
    QVERIFY(model.result().isComplete);
    QCOMPARE(model.rowCount(), 0);
    model.setTable(nullptr);
    QVERIFY(!model.isFiltering());
    QVERIFY(model.result().isComplete);
    QVERIFY(!model.index(0, 0).isValid());
    QVERIFY(!model.headerData(0, Qt::Horizontal, Qt::ToolTipRole).toString().isEmpty());
}

QTEST_GUILESS_MAIN(EventTableModelTest)
#include "tst_eventtablemodel.moc"
