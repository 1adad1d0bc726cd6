// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/newrowspill.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

using Column = EventTableModel::Column;
using LiveRows = EventTableModel::LiveRows;

class Fixture : public WindowFixture
{
public:
    Fixture() : page(capture()), view(page->table()), events(page->events()) { waitFor(400); }

    void waitFor(int rows) const
    {
        if (!QTest::qWaitFor(
                [&] { return events.rowCount() == rows && !events.isFiltering(); }, patience))
            qWarning("%d rows", events.rowCount());
    }

    void waitForOrder() const
    {
        if (!QTest::qWaitFor([&] { return !events.isSorting(); }, patience))
            qWarning("it still sorts");
    }

    void clickHeader(int column) const
    {
        QHeaderView *header = view.horizontalHeader();
        QTest::mouseClick(
            header->viewport(), Qt::LeftButton, {},
            {header->sectionViewportPosition(column) + header->sectionSize(column) / 2,
             header->height() / 2});
        waitForOrder();
    }

    std::vector<EventTable::Row> order() const
    {
        std::vector<EventTable::Row> rows;
        for (int row = 0; row < events.rowCount(); ++row)
            rows.push_back(events.tableRow(row));
        return rows;
    }

    std::vector<qint64> times() const
    {
        std::vector<qint64> times;
        const TableSnapshot table = events.snapshot();
        for (const EventTable::Row row : order())
            times.push_back(table.createdAt(row));
        return times;
    }

    SessionPage *page;
    EventsView &view;
    EventTableModel &events;
};

bool isAscending(const std::vector<qint64> &values)
{
    return std::ranges::is_sorted(values);
}

QAction *entry(const QMenu &menu, const QString &text)
{
    for (QAction *action : menu.actions()) {
        if (action->text().remove(u'&') == text)
            return action;
    }
    return nullptr;
}

} // namespace

class SortingTest : public QObject
{
    Q_OBJECT

private slots:
    void clicksOnAHeaderSortBothWaysAndThenNoMore();
    void aClickOnAHeaderSelectsNothing();
    void theHeaderShowsTheOrder();
    void theSelectionStaysOnItsEventAndAtItsHeight();
    void theFirstRowStaysWhenNothingIsChosen();
    void whatWasOnScreenStaysThroughAFilter();
    void newRowsGoWhereTheyBelong();
    void newRowsGoToTheEndIfThatIsWanted();
    void rowsInBetweenDoNotMoveWhatIsRead();
    void followsOnlyWhereTheNewestHasAPlace();
    void followsAtTheTopWithTheNewestFirst();
    void followsAgainInOrderOfArrival();
    void newRowsAtTheEndMoveNothingOnHold();
    void theMenuDoesTheSameAsTheHeader();
    void theOrderIsKeptWithTheSession();
    void nothingIsNewInASessionThatWasOpened();
};

void SortingTest::clicksOnAHeaderSortBothWaysAndThenNoMore()
{
    Fixture f;
    const auto arrival = f.order();

    f.clickHeader(Column::TimeColumn);
    QVERIFY(isAscending(f.times()));
    QCOMPARE(f.events.sortColumn(), int{Column::TimeColumn});

    f.clickHeader(Column::TimeColumn);
    auto times = f.times();
    std::ranges::reverse(times);
    QVERIFY(isAscending(times));

    f.clickHeader(Column::TimeColumn);
    QCOMPARE(f.events.sortColumn(), -1);
    QCOMPARE(f.order(), arrival);

    f.clickHeader(Column::WhoColumn);
    f.clickHeader(Column::TypeColumn);
    QCOMPARE(f.events.sortColumn(), int{Column::TypeColumn});
    QCOMPARE(f.events.sortOrder(), Qt::AscendingOrder);
}

void SortingTest::aClickOnAHeaderSelectsNothing()
{
    Fixture f;

    f.clickHeader(Column::WhoColumn);

    QCOMPARE(f.view.selectedCount(), 0);
    QVERIFY(!f.view.currentEvent());
}

void SortingTest::theHeaderShowsTheOrder()
{
    Fixture f;
    const QHeaderView *header = f.view.horizontalHeader();
    QVERIFY(!header->isSortIndicatorShown());

    f.clickHeader(Column::WhoColumn);
    QVERIFY(header->isSortIndicatorShown());
    QCOMPARE(header->sortIndicatorSection(), int{Column::WhoColumn});
    QCOMPARE(header->sortIndicatorOrder(), Qt::AscendingOrder);

    f.clickHeader(Column::WhoColumn);
    QCOMPARE(header->sortIndicatorOrder(), Qt::DescendingOrder);

    f.clickHeader(Column::WhoColumn);
    QVERIFY(!header->isSortIndicatorShown());
}

void SortingTest::theSelectionStaysOnItsEventAndAtItsHeight()
{
    Fixture f;
    f.action(u"Hold"_s)->trigger();
    f.view.verticalScrollBar()->setValue(150);
    const QModelIndex chosen = f.events.index(156, Column::TypeColumn);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.view.visualRect(chosen).center());
    const EventTable::Row event = f.events.tableRow(156);
    const int height = f.view.visualRect(chosen).y();
    const int above = 156 - f.view.rowAt(0);

    for (const int column : {Column::WhoColumn, Column::WhoColumn, Column::TypeColumn}) {
        f.clickHeader(column);

        QCOMPARE(f.view.currentEvent(), event);
        QCOMPARE(f.view.currentIndex().row(), f.events.modelRow(event));
        QCOMPARE(f.view.selectedCount(), 1);
        // Close to the ends there is no room for that.
        const int top = f.events.modelRow(event) - above;
        if (top > 0 && top + f.view.verticalScrollBar()->pageStep() < f.events.rowCount())
            QCOMPARE(f.view.visualRect(f.view.currentIndex()).y(), height);
    }
}

void SortingTest::theFirstRowStaysWhenNothingIsChosen()
{
    Fixture f;
    f.action(u"Hold"_s)->trigger();
    f.view.verticalScrollBar()->setValue(120);
    const EventTable::Row top = f.events.tableRow(f.view.rowAt(0));

    f.clickHeader(Column::WhatColumn);

    const QScrollBar *bar = f.view.verticalScrollBar();
    if (bar->value() < bar->maximum())
        QCOMPARE(f.events.tableRow(f.view.rowAt(0)), top);
    else
        QVERIFY(f.events.modelRow(top) >= bar->value());
}

void SortingTest::whatWasOnScreenStaysThroughAFilter()
{
    Fixture f;
    f.clickHeader(Column::WhoColumn);
    f.view.verticalScrollBar()->setValue(90);
    const EventTable::Row top = f.events.tableRow(f.view.rowAt(0));
    const EventTable::Row second = f.events.tableRow(f.view.rowAt(0) + 1);
    const QByteArray type = f.events.index(f.events.modelRow(second), Column::TypeColumn)
                                .data(EventTableModel::TypeNameRole)
                                .toByteArray();
    QByteArray other;
    for (int row = 0; row < 400 && other.isEmpty(); ++row) {
        const auto name = f.events.index(row, 0).data(EventTableModel::TypeNameRole).toByteArray();
        if (name != type
            && name
                != f.events.index(f.events.modelRow(top), 0)
                       .data(EventTableModel::TypeNameRole)
                       .toByteArray())
            other = name;
    }

    f.page->filters()->apply({.hiddenTypes = {other}});

    QTRY_VERIFY_WITH_TIMEOUT(
        f.events.rowCount() < 400 && !f.events.isFiltering() && !f.events.isSorting(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(f.events.tableRow(f.view.rowAt(0)), top, patience);
}

void SortingTest::newRowsGoWhereTheyBelong()
{
    Fixture f;
    f.clickHeader(Column::TypeColumn);

    f.simulator.addEvents(60);

    f.waitFor(460);
    f.waitForOrder();
    const auto inOrder = [&f] {
        QString before;
        for (int row = 0; row < f.events.rowCount(); ++row) {
            const QString label = f.events.index(row, Column::TypeColumn).data().toString();
            if (row > 0 && QString::localeAwareCompare(before.toLower(), label.toLower()) > 0)
                return false;
            before = label;
        }
        return true;
    };
    QTRY_VERIFY_WITH_TIMEOUT(inOrder(), patience);
}

void SortingTest::newRowsGoToTheEndIfThatIsWanted()
{
    Fixture f;
    f.view.setSort({Column::TypeColumn, Qt::AscendingOrder, LiveRows::AtTheEnd});
    f.waitForOrder();
    const auto sorted = f.order();

    f.simulator.addEvents(40);

    f.waitFor(440);
    auto now = f.order();
    QVERIFY(std::equal(sorted.begin(), sorted.end(), now.begin()));
    QVERIFY(std::ranges::is_sorted(now.begin() + 400, now.end()));
}

void SortingTest::rowsInBetweenDoNotMoveWhatIsRead()
{
    Fixture f;
    f.clickHeader(Column::TypeColumn);
    f.view.verticalScrollBar()->setValue(200);
    const EventTable::Row top = f.events.tableRow(f.view.rowAt(0));

    f.simulator.addEvents(120);

    f.waitFor(520);
    f.waitForOrder();
    QTRY_COMPARE_WITH_TIMEOUT(f.events.tableRow(f.view.rowAt(0)), top, patience);
    QCOMPARE(f.view.newRows(), 120);
}

void SortingTest::followsOnlyWhereTheNewestHasAPlace()
{
    Fixture f;
    QVERIFY(f.page->isFollowing());

    f.clickHeader(Column::WhoColumn);

    QVERIFY(!f.page->isFollowing());
    QVERIFY(!f.view.canFollow());
    QVERIFY(f.action(u"Hold"_s)->isChecked());
    QVERIFY(!f.action(u"Follow"_s)->isEnabled());
    f.page->setFollowing(true);
    QVERIFY(!f.page->isFollowing());
    f.simulator.addEvents(15);
    f.waitFor(415);
    QTRY_COMPARE_WITH_TIMEOUT(f.view.newRows(), 15, patience);
    QVERIFY(!f.view.findChild<NewRowsPill *>()->isVisible());

    f.view.setSort({Column::WhoColumn, Qt::AscendingOrder, LiveRows::AtTheEnd});
    QVERIFY(f.action(u"Follow"_s)->isEnabled());
    f.action(u"Follow"_s)->trigger();
    QVERIFY(f.page->isFollowing());
    f.waitForOrder();
    f.simulator.addEvents(30);
    f.waitFor(445);
    const QScrollBar *bar = f.view.verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void SortingTest::followsAtTheTopWithTheNewestFirst()
{
    Fixture f;
    f.clickHeader(Column::TimeColumn);
    QVERIFY(f.page->isFollowing());
    f.clickHeader(Column::TimeColumn);
    QVERIFY(f.page->isFollowing());
    QScrollBar *bar = f.view.verticalScrollBar();
    QTRY_COMPARE(bar->value(), 0);

    f.simulator.addEvents(30);
    f.waitFor(430);
    f.waitForOrder();
    QTRY_VERIFY_WITH_TIMEOUT(f.events.tableRow(0) >= 400, patience);
    QCOMPARE(bar->value(), 0);
    QVERIFY(f.page->isFollowing());

    bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    QVERIFY(!f.page->isFollowing());
    f.simulator.addEvents(10);
    QTRY_COMPARE_WITH_TIMEOUT(f.view.newRows(), 10, patience);
    auto *pill = f.view.findChild<NewRowsPill *>();
    QVERIFY(pill->isVisible());
    QVERIFY(pill->y() < f.view.viewport()->height() / 2);

    QTest::mouseClick(pill, Qt::LeftButton);

    QVERIFY(f.page->isFollowing());
    QCOMPARE(bar->value(), 0);
}

void SortingTest::followsAgainInOrderOfArrival()
{
    Fixture f;
    f.clickHeader(Column::WhoColumn);
    f.clickHeader(Column::WhoColumn);
    QVERIFY(!f.page->isFollowing());

    f.clickHeader(Column::WhoColumn);

    QVERIFY(f.page->isFollowing());
    const QScrollBar *bar = f.view.verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void SortingTest::newRowsAtTheEndMoveNothingOnHold()
{
    Fixture f;
    f.clickHeader(Column::WhoColumn);
    QVERIFY(!f.page->isFollowing());
    f.view.verticalScrollBar()->setValue(100);
    const QModelIndex chosen = f.events.index(104, Column::TypeColumn);
    QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.view.visualRect(chosen).center());

    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        const int height = f.view.visualRect(f.view.currentIndex()).y();

        f.view.setSort({Column::WhoColumn, order, LiveRows::AtTheEnd});
        f.waitForOrder();

        QVERIFY(f.view.canFollow());
        QVERIFY(!f.page->isFollowing());
        QCOMPARE(f.view.visualRect(f.view.currentIndex()).y(), height);
    }
}

void SortingTest::theMenuDoesTheSameAsTheHeader()
{
    Fixture f;
    const auto choose = [&f](const QString &text) {
        QMenu menu;
        f.view.fillSortMenu(&menu);
        QAction *action = entry(menu, text);
        if (action)
            action->trigger();
        return action != nullptr;
    };

    QVERIFY(choose(u"By Who"_s));
    QCOMPARE(f.events.sortColumn(), int{Column::WhoColumn});
    QVERIFY(choose(u"Descending"_s));
    QCOMPARE(f.events.sortOrder(), Qt::DescendingOrder);
    QVERIFY(choose(u"New events at the end"_s));
    QCOMPARE(f.events.liveRows(), LiveRows::AtTheEnd);
    QCOMPARE(f.events.sortColumn(), int{Column::WhoColumn});
    QVERIFY(choose(u"New events where they belong"_s));
    QCOMPARE(f.events.liveRows(), LiveRows::WhereTheyBelong);
    QVERIFY(choose(u"Order of arrival"_s));
    QCOMPARE(f.events.sortColumn(), -1);

    QMenu menu;
    f.view.fillSortMenu(&menu);
    QVERIFY(entry(menu, u"Order of arrival"_s)->isChecked());
    QVERIFY(!entry(menu, u"By Who"_s)->isChecked());
    QVERIFY(!entry(menu, u"Descending"_s));
}

void SortingTest::theOrderIsKeptWithTheSession()
{
    Fixture f;
    f.view.setSort({Column::WhatColumn, Qt::DescendingOrder, LiveRows::AtTheEnd});
    f.waitForOrder();

    const SessionPage *page = f.openAgain();

    const EventsView::Sort expected{Column::WhatColumn, Qt::DescendingOrder, LiveRows::AtTheEnd};
    QCOMPARE(page->table().sort(), expected);
    const QHeaderView *header = page->table().horizontalHeader();
    QVERIFY(header->isSortIndicatorShown());
    QCOMPARE(header->sortIndicatorSection(), int{Column::WhatColumn});
}

void SortingTest::nothingIsNewInASessionThatWasOpened()
{
    Fixture f;
    f.clickHeader(Column::WhoColumn);
    f.accounts.add(f.page->session().summary().owner, f.connection().token);

    const SessionPage *page = f.openAgain();

    const EventsView &view = page->table();
    QTRY_COMPARE_WITH_TIMEOUT(page->numbers().shown, 400, patience);
    QVERIFY(!page->isFollowing());
    QCOMPARE(view.newRows(), 0);

    f.simulator.addEvents(15);
    f.action(u"Start"_s)->trigger();

    QTRY_COMPARE_WITH_TIMEOUT(page->numbers().shown, 415, patience);
    QCOMPARE(view.newRows(), 15);
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-sorting-test"_s);
    Theme::instance().apply(application);
    SortingTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_sorting.moc"
