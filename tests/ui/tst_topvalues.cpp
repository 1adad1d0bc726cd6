// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/facetmodel.h"
#include "ui/cellclauses.h"
#include "ui/chiprow.h"
#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "ui/topvaluesdelegate.h"
#include "ui/topvaluesmodel.h"
#include "ui/topvaluespanel.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDockWidget>
#include <QStandardPaths>
#include <QTest>

#include <limits>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

using PickState = TopValuesModel::PickState;

/// A window with the dock in front, its values counted.
class Fixture : public WindowFixture
{
public:
    Fixture() : page(capture()), panel(window().findChild<TopValuesPanel *>())
    {
        auto *dock = window().findChild<QDockWidget *>(u"topValues"_s);
        dock->show();
        dock->raise();
        list = panel->list();
        waitForCounts();
    }

    void waitForCounts() const
    {
        if (!QTest::qWaitFor(
                [this] {
                    return panel->isVisible() && !page->events().isFiltering()
                        && !page->facets()->isCounting() && value(Facet::Who, 0).isValid();
                },
                patience))
            qWarning("the values are not counted");
        // The list may be a moment behind.
        QCoreApplication::processEvents();
    }

    QModelIndex field(Facet facet) const
    {
        const QAbstractItemModel *model = list->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            const QModelIndex index = model->index(row, 0);
            if (index.data(TopValuesModel::FacetRole).toInt() == static_cast<int>(facet))
                return index;
        }
        return {};
    }

    QModelIndex value(Facet facet, int row) const
    {
        return list->model()->index(row, 0, field(facet));
    }

    QModelIndex valueOf(Facet facet, const QString &clause) const
    {
        const QModelIndex parent = field(facet);
        for (int row = 0; row < list->model()->rowCount(parent); ++row) {
            const QModelIndex index = list->model()->index(row, 0, parent);
            if (index.data(TopValuesModel::ClauseRole).toString() == clause)
                return index;
        }
        return {};
    }

    PickState pick(Facet facet, const QString &clause) const
    {
        return static_cast<PickState>(
            valueOf(facet, clause).data(TopValuesModel::PickRole).toInt());
    }

    void click(const QModelIndex &index, Qt::KeyboardModifiers modifiers = {}) const
    {
        list->setExpanded(index.parent(), true);
        list->scrollTo(index);
        const QRect row = list->visualRect(index);
        QTest::mouseClick(
            list->viewport(), Qt::LeftButton, modifiers, {row.x() + u(30), row.center().y()});
    }

    qint64 rowsWith(int column, const QString &text) const
    {
        qint64 count = 0;
        for (int row = 0; row < page->events().rowCount(); ++row)
            count += page->events().index(row, column).data().toString() == text;
        return count;
    }

    QStringList picks() const { return page->filters()->filter().picks; }

    SessionPage *page;
    TopValuesPanel *panel;
    TopValuesList *list = nullptr;
};

} // namespace

class TopValuesTest : public QObject
{
    Q_OBJECT

private slots:
    void listsTheMostFrequentValuesWithTheirCounts();
    void saysHowManyThereAre();
    void aClickFiltersForAValueAndAnotherTakesItBack();
    void ctrlClickFiltersAValueOutAndItStaysListed();
    void anExcludedValueKeepsItsPlaceAndItsCount();
    void keysTakeAnExclusionBackAndTheRowStaysCurrent();
    void aPickThatIsNotAmongTheFirstHasItsCountAndStaysUntilOneLeaves();
    void theChipOfAnIdTellsTheName();
    void theSignsOnTheRowDoTheSame();
    void keysDoTheSame();
    void twoValuesOfAFieldAddUp();
    void moreShowsThemAll();
    void aValuePickedInTheTableIsPickedHere();
    void aClosedFieldStaysClosed();
    void everyFieldHasValues();
    void whatIsCurrentStaysWhileEventsArrive();
    void countsOnlyWhileItIsSeen();
    void behindAnotherDockItNeitherCountsNorTakesTheFocus();
};

void TopValuesTest::listsTheMostFrequentValuesWithTheirCounts()
{
    Fixture f;
    const QAbstractItemModelTester tester(f.list->model());

    qint64 before = std::numeric_limits<qint64>::max();
    for (int row = 0; row < 5; ++row) {
        const QModelIndex index = f.value(Facet::Who, row);
        const qint64 count = index.data(TopValuesModel::CountRole).toLongLong();
        QVERIFY(count > 0 && count <= before);
        // Two people of one name are told apart by their ids.
        const QString clause = index.data(TopValuesModel::ClauseRole).toString();
        if (clause.startsWith(u"user_id:="_s))
            QCOMPARE(f.rowsWith(EventTableModel::ActorIdColumn, clause.mid(9)), count);
        else
            QCOMPARE(f.rowsWith(EventTableModel::WhoColumn, index.data().toString()), count);
        before = count;
    }
}

void TopValuesTest::saysHowManyThereAre()
{
    Fixture f;
    QSet<QString> people;
    for (int row = 0; row < f.page->events().rowCount(); ++row)
        people += f.page->events().index(row, EventTableModel::ActorIdColumn).data().toString();
    people.remove({});

    const QString total = f.field(Facet::Who).data(TopValuesModel::TotalRole).toString();

    QCOMPARE(total, u"%1 people"_s.arg(people.size()));
    QCOMPARE(f.value(Facet::Who, 5).data().toString(), u"%1 more"_s.arg(people.size() - 5));
}

void TopValuesTest::aClickFiltersForAValueAndAnotherTakesItBack()
{
    Fixture f;
    const QModelIndex first = f.value(Facet::Who, 0);
    const QString clause = first.data(TopValuesModel::ClauseRole).toString();
    const auto count = first.data(TopValuesModel::CountRole).toInt();

    f.click(first);

    QCOMPARE(f.picks(), QStringList{clause});
    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), count, patience);
    QTRY_COMPARE(f.pick(Facet::Who, clause), PickState::Wanted);
    f.waitForCounts();
    // The others are still there, to be added.
    QVERIFY(f.list->model()->rowCount(f.field(Facet::Who)) > 2);

    f.click(f.valueOf(Facet::Who, clause));

    QVERIFY(f.picks().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 400, patience);
}

void TopValuesTest::ctrlClickFiltersAValueOutAndItStaysListed()
{
    for (const Qt::KeyboardModifier modifier : {Qt::ControlModifier, Qt::AltModifier}) {
        Fixture f;
        const QModelIndex first = f.value(Facet::Who, 0);
        const QString name = first.data().toString();
        const QString clause = first.data(TopValuesModel::ClauseRole).toString();
        const auto count = first.data(TopValuesModel::CountRole).toInt();

        f.click(first, modifier);

        QCOMPARE(f.picks(), QStringList{u'-' + clause});
        QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 400 - count, patience);
        f.waitForCounts();
        QTRY_COMPARE(f.pick(Facet::Who, clause), PickState::Excluded);
        QCOMPARE(f.valueOf(Facet::Who, clause).data().toString(), name);

        f.click(f.valueOf(Facet::Who, clause));

        QVERIFY(f.picks().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 400, patience);
    }
}

void TopValuesTest::anExcludedValueKeepsItsPlaceAndItsCount()
{
    Fixture f;
    const QModelIndex second = f.value(Facet::Who, 1);
    const QString clause = second.data(TopValuesModel::ClauseRole).toString();
    const auto count = second.data(TopValuesModel::CountRole).toInt();
    f.list->scrollTo(second);
    const QPoint place = f.list->visualRect(second).center() - QPoint(u(60), 0);

    QTest::mouseClick(f.list->viewport(), Qt::LeftButton, Qt::ControlModifier, place);
    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 400 - count, patience);
    f.waitForCounts();

    QTRY_COMPARE(f.pick(Facet::Who, clause), PickState::Excluded);
    const QModelIndex now = f.list->indexAt(place);
    QCOMPARE(now.data(TopValuesModel::ClauseRole).toString(), clause);
    QCOMPARE(now.data(TopValuesModel::CountRole).toInt(), count);

    QTest::mouseClick(f.list->viewport(), Qt::LeftButton, Qt::ControlModifier, place);

    QVERIFY(f.picks().isEmpty());
}

void TopValuesTest::keysTakeAnExclusionBackAndTheRowStaysCurrent()
{
    Fixture f;
    f.list->setFocus();
    f.list->setCurrentIndex(f.value(Facet::Who, 2));
    const QString clause = f.list->currentIndex().data(TopValuesModel::ClauseRole).toString();
    const auto current = [&f] {
        return f.list->currentIndex().data(TopValuesModel::ClauseRole).toString();
    };

    QTest::keyClick(f.list, Qt::Key_Delete);
    f.waitForCounts();
    QTRY_COMPARE(f.pick(Facet::Who, clause), PickState::Excluded);
    QCOMPARE(current(), clause);
    QTest::keyClick(f.list, Qt::Key_Space);
    f.waitForCounts();

    QVERIFY(f.picks().isEmpty());
    QCOMPARE(current(), clause);
}

void TopValuesTest::aPickThatIsNotAmongTheFirstHasItsCountAndStaysUntilOneLeaves()
{
    for (const QString &sign : {u""_s, u"-"_s}) {
        Fixture f;
        const FacetValue eighth = f.page->facets()->top(Facet::Who, 8).back();

        f.page->filters()->pick(sign + eighth.clause);
        f.waitForCounts();

        const auto row = [&] { return f.valueOf(Facet::Who, eighth.clause); };
        QTRY_VERIFY(row().isValid());
        QCOMPARE(row().row(), 5);
        QCOMPARE(row().data(TopValuesModel::CountRole).toLongLong(), eighth.count);

        f.list->setFocus();
        f.list->setCurrentIndex(row());
        QTest::keyClick(f.list, Qt::Key_Space);
        f.waitForCounts();

        QVERIFY(f.picks().isEmpty());
        QVERIFY(row().isValid());
        QCOMPARE(f.list->currentIndex(), row());

        f.page->filters()->focusField();
        f.page->filters()->pick(u"type:=UPLOAD"_s);
        QTRY_VERIFY(!row().isValid());
    }
}

void TopValuesTest::theChipOfAnIdTellsTheName()
{
    Fixture f;
    const auto cell = [&f](int column) {
        return f.page->events().index(0, column).data().toString();
    };
    const QString id = cell(EventTableModel::ActorIdColumn);
    const QString name = cell(EventTableModel::WhoColumn);

    f.page->filters()->pick(u"-user_id:="_s + id);

    const auto chips = f.page->filters()->chips()->findChildren<Chip *>();
    QCOMPARE(chips.size(), 1);
    QCOMPARE(chips.front()->text(), u"Who: not %1 (%2)"_s.arg(name, id));
}

void TopValuesTest::theSignsOnTheRowDoTheSame()
{
    Fixture f;
    const QModelIndex index = f.value(Facet::Who, 1);
    const QString clause = index.data(TopValuesModel::ClauseRole).toString();
    f.list->scrollTo(index);
    const auto press = [&](const QRect &place) {
        QTest::mouseClick(f.list->viewport(), Qt::LeftButton, {}, place.center());
    };

    press(TopValuesDelegate::outRect(f.list->visualRect(index)));
    QCOMPARE(f.picks(), QStringList{u'-' + clause});
    f.page->filters()->clear();
    f.waitForCounts();

    press(TopValuesDelegate::forRect(f.list->visualRect(f.valueOf(Facet::Who, clause))));
    QCOMPARE(f.picks(), QStringList{clause});
}

void TopValuesTest::keysDoTheSame()
{
    Fixture f;
    f.list->setFocus();
    const QString clause = f.value(Facet::Who, 0).data(TopValuesModel::ClauseRole).toString();
    f.list->setCurrentIndex(f.field(Facet::Who));
    QTest::keyClick(f.list, Qt::Key_Down);

    QTest::keyClick(f.list, Qt::Key_Return);
    QCOMPARE(f.picks(), QStringList{clause});
    QTest::keyClick(f.list, Qt::Key_Delete);
    QCOMPARE(f.picks(), QStringList{u'-' + clause});
    f.waitForCounts();
    QTRY_COMPARE(f.pick(Facet::Who, clause), PickState::Excluded);
    f.list->setCurrentIndex(f.valueOf(Facet::Who, clause));
    QTest::keyClick(f.list, Qt::Key_Minus);
    QVERIFY(f.picks().isEmpty());

    f.list->setCurrentIndex(f.field(Facet::Who));
    QTest::keyClick(f.list, Qt::Key_Return);
    QVERIFY(!f.list->isExpanded(f.field(Facet::Who)));
}

void TopValuesTest::twoValuesOfAFieldAddUp()
{
    Fixture f;
    const auto both = f.value(Facet::Who, 0).data(TopValuesModel::CountRole).toInt()
        + f.value(Facet::Who, 1).data(TopValuesModel::CountRole).toInt();
    const QString second = f.value(Facet::Who, 1).data(TopValuesModel::ClauseRole).toString();

    f.click(f.value(Facet::Who, 0));
    f.waitForCounts();
    f.click(f.valueOf(Facet::Who, second));

    QCOMPARE(f.picks().size(), 2);
    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), both, patience);
}

void TopValuesTest::moreShowsThemAll()
{
    Fixture f;
    const QModelIndex parent = f.field(Facet::Item);
    const auto all = static_cast<int>(f.page->facets()->distinct(Facet::Item));
    QVERIFY(all > 5);
    QCOMPARE(f.list->model()->rowCount(parent), 6);

    f.click(f.value(Facet::Item, 5));

    QTRY_COMPARE(f.list->model()->rowCount(parent), qMin(all, int{FacetModel::mostValues}) + 1);

    f.click(f.value(Facet::Item, f.list->model()->rowCount(parent) - 1));

    QTRY_COMPARE(f.list->model()->rowCount(parent), 6);
}

void TopValuesTest::aValuePickedInTheTableIsPickedHere()
{
    Fixture f;
    struct Case
    {
        Facet facet;
        int column;
    };
    int compared = 0;
    for (const auto &[facet, column] :
         {Case{Facet::Who, EventTableModel::WhoColumn},
          Case{Facet::Item, EventTableModel::WhatColumn},
          Case{Facet::Folder, EventTableModel::FolderColumn},
          Case{Facet::Address, EventTableModel::AddressColumn},
          Case{Facet::Service, EventTableModel::ServiceColumn},
          Case{Facet::Type, EventTableModel::TypeColumn}}) {
        QSet<QString> inTable;
        for (EventTable::Row row = 0; row < 400; ++row)
            inTable += cellClause(f.page->events().snapshot(), row, column);
        const int values = f.list->model()->rowCount(f.field(facet));
        for (int row = 0; row < qMin(values, 5); ++row) {
            const QString clause = f.value(facet, row).data(TopValuesModel::ClauseRole).toString();
            // Two of one name are told apart by their ids, which the table shows elsewhere.
            if (clause.contains(u"_id:"_s))
                continue;
            QVERIFY2(inTable.contains(clause), qPrintable(clause));
            ++compared;
        }
    }
    QVERIFY(compared > 10);

    const QString clause = f.value(Facet::Address, 0).data(TopValuesModel::ClauseRole).toString();
    f.page->filters()->pick(clause);
    QTRY_COMPARE_WITH_TIMEOUT(f.pick(Facet::Address, clause), PickState::Wanted, patience);
}

void TopValuesTest::aClosedFieldStaysClosed()
{
    Fixture f;
    const bool before = f.list->isExpanded(f.field(Facet::Item));
    QVERIFY(before);

    const QRect row = f.list->visualRect(f.field(Facet::Item));
    QTest::mouseClick(f.list->viewport(), Qt::LeftButton, {}, row.center());
    f.page->filters()->pick(f.value(Facet::Who, 0).data(TopValuesModel::ClauseRole).toString());
    f.waitForCounts();

    QVERIFY(!f.list->isExpanded(f.field(Facet::Item)));
    // Also in the next window.
    const TopValuesPanel another;
    QVERIFY(
        !another.list()->isExpanded(another.list()->model()->index(f.field(Facet::Item).row(), 0)));
}

void TopValuesTest::everyFieldHasValues()
{
    Fixture f;
    for (const Facet facet :
         {Facet::Who, Facet::Item, Facet::Folder, Facet::Address, Facet::Service, Facet::Type}) {
        const QModelIndex first = f.value(facet, 0);
        QVERIFY2(first.isValid(), qPrintable(TopValuesModel::fieldTitle(facet)));
        const QString clause = first.data(TopValuesModel::ClauseRole).toString();
        const auto count = first.data(TopValuesModel::CountRole).toInt();

        f.page->filters()->pick(clause);

        QTRY_VERIFY2_WITH_TIMEOUT(
            !f.page->events().isFiltering() && f.page->events().rowCount() == count,
            qPrintable(
                u"%1: %2 rows, not %3"_s.arg(clause).arg(f.page->events().rowCount()).arg(count)),
            patience);
        f.page->filters()->clear();
        QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 400, patience);
        f.waitForCounts();
    }
}

void TopValuesTest::whatIsCurrentStaysWhileEventsArrive()
{
    Fixture f;
    f.list->setCurrentIndex(f.value(Facet::Who, 2));
    const QString clause = f.list->currentIndex().data(TopValuesModel::ClauseRole).toString();

    f.simulator.addEvents(80);
    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 480, patience);
    f.waitForCounts();

    const QString now = f.list->currentIndex().data(TopValuesModel::ClauseRole).toString();
    if (f.valueOf(Facet::Who, clause).isValid())
        QCOMPARE(now, clause);
    else
        QVERIFY(now != clause);
}

void TopValuesTest::countsOnlyWhileItIsSeen()
{
    Fixture f;
    QVERIFY(f.page->facets()->isActive());

    f.window().findChild<QDockWidget *>(u"topValues"_s)->hide();

    QTRY_VERIFY(!f.page->facets()->isActive());
}

void TopValuesTest::behindAnotherDockItNeitherCountsNorTakesTheFocus()
{
    Fixture f;
    auto *types = f.window().findChild<QDockWidget *>(u"eventTypes"_s);
    auto *values = f.window().findChild<QDockWidget *>(u"topValues"_s);

    types->raise();
    QTRY_VERIFY_WITH_TIMEOUT(!f.panel->isVisible(), patience);
    QVERIFY(types->widget()->isVisible());
    QTRY_VERIFY(!f.page->facets()->isActive());
    f.page->filters()->focusField();
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(&f.window(), Qt::Key_Tab);
        QVERIFY(!values->isAncestorOf(QApplication::focusWidget()));
    }

    values->raise();
    QTRY_VERIFY_WITH_TIMEOUT(f.panel->isVisible(), patience);
    QTRY_VERIFY(f.page->facets()->isActive());
    QTRY_VERIFY(!types->widget()->isVisible());
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-topvalues-test"_s);
    Theme::instance().apply(application);
    TopValuesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_topvalues.moc"
