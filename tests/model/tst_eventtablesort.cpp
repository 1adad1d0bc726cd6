// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/model/modelfixture.h"

#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace Qt::StringLiterals;

using Rows = std::vector<EventTable::Row>;

class EventTableSortTest : public QObject
{
    Q_OBJECT

private slots:
    void sortsAllRows();
    void keepsEqualRowsInOrderOfArrival();
    void sortsByEveryColumn_data();
    void sortsByEveryColumn();
    void goesBackToTheOrderOfArrival();
    void theLastOfManyOrdersWins();
    void keepsTheOrderThroughFilters();
    void sortsALongSearchBitByBit();
    void putsLiveRowsWhereTheyBelong();
    void putsLiveRowsAtTheEnd();
    void putsRowsFromTheEndWhereTheyBelong();
    void putsLiveRowsAtTheEndWhileManyAreSelected();
    void findsWhereARowStands();
    void selectionStaysOnItsEvent();
    void followsMarks();

private:
    QList<SampleEvent> m_people{
        {.who = "Cy"}, {.who = "ana"}, {.who = ""}, {.who = "Ben"}, {.who = "Ana"}};
};

void EventTableSortTest::sortsAllRows()
{
    ModelFixture f(m_people);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    const QSignalSpy sorted(&f.model, &EventTableModel::sortChanged);
    const QSignalSpy layout(&f.model, &QAbstractItemModel::layoutChanged);
    const QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);

    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    QCOMPARE(f.model.sortColumn(), int{EventTableModel::WhoColumn});
    QVERIFY(f.model.isSorting());
    QTRY_COMPARE_WITH_TIMEOUT(sorted.size(), 1, patience);

    QCOMPARE(f.rows(), (Rows{1, 4, 3, 0, 2}));
    QCOMPARE(layout.size(), 1);
    QCOMPARE(reset.size(), 0);
    QVERIFY(!f.model.isSorting());

    f.model.setSort(EventTableModel::WhoColumn, Qt::DescendingOrder);
    QTRY_COMPARE_WITH_TIMEOUT(sorted.size(), 2, patience);
    QCOMPARE(f.rows(), (Rows{0, 3, 1, 4, 2})); // nothing is last in either order
}

void EventTableSortTest::keepsEqualRowsInOrderOfArrival()
{
    ModelFixture f(manySamples(5000));
    f.model.setSort(EventTableModel::TypeColumn, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    const Rows rows = f.rows();
    QCOMPARE(rows.size(), std::size_t{5000});
    QVERIFY(std::is_sorted(rows.begin(), rows.begin() + 2500));
    QVERIFY(std::is_sorted(rows.begin() + 2500, rows.end()));
    QVERIFY(rows.front() != rows[2500]);
}

void EventTableSortTest::sortsByEveryColumn_data()
{
    QTest::addColumn<int>("column");
    for (int column = 0; column < EventTableModel::ColumnCount; ++column)
        QTest::newRow(EventTableModel::columnKey(column).constData()) << column;
}

void EventTableSortTest::sortsByEveryColumn()
{
    QFETCH(const int, column);
    ModelFixture f(manySamples(200));
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    f.model.setSort(column, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    Rows rows = f.rows();
    std::ranges::sort(rows);
    QCOMPARE(rows.size(), std::size_t{200});
    QVERIFY(std::ranges::adjacent_find(rows) == rows.end());
}

void EventTableSortTest::goesBackToTheOrderOfArrival()
{
    ModelFixture f(m_people);
    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    f.model.clearSort();

    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.model.sortColumn(), -1);
    QCOMPARE(f.rows(), (Rows{0, 1, 2, 3, 4}));
    f.arrive({{.who = "Ana"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 6, patience);
    QCOMPARE(f.rows().back(), 5U);
}

void EventTableSortTest::theLastOfManyOrdersWins()
{
    ModelFixture f(manySamples(10'000));
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    for (int i = 0; i < 20; ++i) {
        f.model.setSort(EventTableModel::WhatColumn, Qt::DescendingOrder);
        f.model.setSort(EventTableModel::TimeColumn, Qt::DescendingOrder);
    }

    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.model.tableRow(0), 9'999U);
    QVERIFY(std::ranges::is_sorted(f.rows(), std::greater()));
}

void EventTableSortTest::keepsTheOrderThroughFilters()
{
    ModelFixture f(manySamples(1000));
    f.model.setSort(EventTableModel::TimeColumn, Qt::DescendingOrder);
    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}});
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    QCOMPARE(f.model.rowCount(), 500);
    QVERIFY(std::ranges::is_sorted(f.rows(), std::greater()));
    f.model.setFilter({});
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QCOMPARE(f.model.rowCount(), 1000);
    QVERIFY(std::ranges::is_sorted(f.rows(), std::greater()));
}

void EventTableSortTest::sortsALongSearchBitByBit()
{
    constexpr int count = 3 * static_cast<int>(EventTable::rowsPerSegment);
    ModelFixture f(manySamples(count), eachBatch, {.text = u"\"person 1\" \"file 1\""_s});
    f.model.setSort(EventTableModel::TimeColumn, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    bool wasSorted = true;
    const auto look = [&] {
        const auto rows = f.model.visibleRows();
        wasSorted = wasSorted && std::ranges::is_sorted(rows.rows(), std::greater());
    };
    connect(&f.model, &QAbstractItemModel::modelReset, this, look);
    connect(&f.model, &QAbstractItemModel::layoutChanged, this, look);
    const QSignalSpy layout(&f.model, &QAbstractItemModel::layoutChanged);

    f.model.setFilter({.text = u"\"person 77\""_s});

    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QVERIFY(layout.size() > 0);
    QVERIFY(wasSorted);
    QCOMPARE(f.model.visibleRows().size(), f.model.result().rows.size());
    QVERIFY(std::ranges::is_sorted(f.model.result().rows.rows()));
    QVERIFY(f.model.rowCount() > 2000); // 77, 770, 771, …
}

void EventTableSortTest::putsLiveRowsWhereTheyBelong()
{
    ModelFixture f(m_people);
    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    const QSignalSpy reset(&f.model, &QAbstractItemModel::modelReset);

    f.arrive({{.who = "Bea"}, {.who = "Zoe"}, {.who = "Aaron"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.rows(), (Rows{7, 1, 4, 5, 3, 0, 6, 2}), patience);
    f.arrive({{.who = "Ana"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.rows(), (Rows{7, 1, 4, 8, 5, 3, 0, 6, 2}), patience);

    QCOMPARE(reset.size(), 0);
    QCOMPARE(f.cell(3, EventTableModel::WhoColumn), u"Ana"_s);
}

void EventTableSortTest::putsLiveRowsAtTheEnd()
{
    ModelFixture f(m_people);
    f.model.setLiveRows(EventTableModel::LiveRows::AtTheEnd);
    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    const QSignalSpy layout(&f.model, &QAbstractItemModel::layoutChanged);

    f.arrive({{.who = "Bea"}, {.who = "Aaron"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 7, patience);
    f.arrive({{.who = "Ana"}});

    QTRY_COMPARE_WITH_TIMEOUT(f.rows(), (Rows{1, 4, 3, 0, 2, 5, 6, 7}), patience);
    QCOMPARE(layout.size(), 0);
    QCOMPARE(f.model.modelRow(6), 6);
    QCOMPARE(f.model.modelRow(2), 4);
}

void EventTableSortTest::putsRowsFromTheEndWhereTheyBelong()
{
    ModelFixture f(m_people);
    f.model.setLiveRows(EventTableModel::LiveRows::AtTheEnd);
    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    f.arrive({{.who = "Bea"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 6, patience);

    f.model.setLiveRows(EventTableModel::LiveRows::WhereTheyBelong);

    QTRY_COMPARE_WITH_TIMEOUT(f.rows(), (Rows{1, 4, 5, 3, 0, 2}), patience);
}

void EventTableSortTest::putsLiveRowsAtTheEndWhileManyAreSelected()
{
    constexpr int many = 10'500;
    ModelFixture f(manySamples(many));
    f.model.setSort(EventTableModel::TimeColumn, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QItemSelectionModel selection(&f.model);
    selection.select(
        {f.model.index(0, 0), f.model.index(many - 1, EventTableModel::ColumnCount - 1)},
        QItemSelectionModel::ClearAndSelect);
    const auto isSorted = [&f] { return std::ranges::is_sorted(f.rows(), std::greater()); };
    constexpr qint64 later = 1'900'000'000'000;
    const QSignalSpy layout(&f.model, &QAbstractItemModel::layoutChanged);

    // What it takes to move so many is only known afterwards.
    f.arrive({{.createdAt = later}});
    QTRY_COMPARE_WITH_TIMEOUT(layout.size(), 1, patience);
    QVERIFY(isSorted());
    for (int i = 1; i <= 3; ++i) {
        f.arrive({{.createdAt = later + i}});
        QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), many + 1 + i, patience);
        QCOMPARE(f.rows().back(), static_cast<EventTable::Row>(many + i));
    }
    QCOMPARE(layout.size(), 1);
    QCOMPARE(f.model.modelRow(many + 2), many + 2);

    selection.clear();
    f.arrive({{.createdAt = later + 4}});
    QTRY_COMPARE_WITH_TIMEOUT(layout.size(), 2, patience);
    QVERIFY(isSorted());
    f.arrive({{.createdAt = later + 5}});
    QTRY_COMPARE_WITH_TIMEOUT(layout.size(), 3, patience);
    QVERIFY(isSorted());
    QCOMPARE(f.model.rowCount(), many + 6);
}

void EventTableSortTest::findsWhereARowStands()
{
    ModelFixture f(manySamples(1000));
    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}}); // the odd ones
    f.model.setSort(EventTableModel::WhoColumn, Qt::DescendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    for (int row = 0; row < f.model.rowCount(); ++row)
        QCOMPARE(f.model.modelRow(f.model.tableRow(row)), row);
    QCOMPARE(f.model.modelRow(1), -1);
    QCOMPARE(f.model.modelRow(100'000), -1);
    // Row 998 is of "Person 1" too, and came later.
    QCOMPARE(f.model.nearestModelRow(1), f.model.modelRow(998));
}

void EventTableSortTest::selectionStaysOnItsEvent()
{
    ModelFixture f(m_people);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QItemSelectionModel selection(&f.model);
    const auto choose = [&](int row, QItemSelectionModel::SelectionFlags flags) {
        selection.setCurrentIndex(f.model.index(row, 0), flags | QItemSelectionModel::Rows);
    };
    choose(3, QItemSelectionModel::ClearAndSelect);
    choose(0, QItemSelectionModel::Select);
    const auto selected = [&] {
        Rows rows;
        for (const QModelIndex &index : selection.selectedRows())
            rows.push_back(f.model.tableRow(index.row()));
        std::ranges::sort(rows);
        return rows;
    };
    const auto isKept = [&] {
        return selected() == Rows{0, 3} && f.model.tableRow(selection.currentIndex().row()) == 0;
    };

    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QVERIFY(isKept());
    QCOMPARE(selection.currentIndex().row(), 3);
    f.arrive({{.who = "Aaron"}, {.who = "Bob"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 7, patience);
    QVERIFY(isKept());
    QCOMPARE(selection.currentIndex().row(), 5);
    f.model.clearSort();
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QVERIFY(isKept());
    f.arrive({{.who = "Cy"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 8, patience);
    QVERIFY(isKept());
}

void EventTableSortTest::followsMarks()
{
    ModelFixture f(m_people);
    f.model.setSort(EventTableModel::MarkColumn, Qt::AscendingOrder);
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);

    f.model.setMarks(RowSet({3}));
    QTRY_COMPARE_WITH_TIMEOUT(f.rows(), (Rows{3, 0, 1, 2, 4}), patience);
    f.model.setMarks(RowSet({1, 4}));
    QTRY_COMPARE_WITH_TIMEOUT(f.rows(), (Rows{1, 4, 0, 2, 3}), patience);
}

QTEST_GUILESS_MAIN(EventTableSortTest)
#include "tst_eventtablesort.moc"
