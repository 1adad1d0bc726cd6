// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/fieldtree.h"
#include "ui/filtercontrol.h"
#include "ui/markedscrollbar.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

using Column = EventTableModel::Column;

class Fixture : public WindowFixture
{
public:
    Fixture() : page(capture()), view(&page->table()), events(&page->events())
    {
        if (!QTest::qWaitFor([this] { return events->rowCount() == 400; }, patience))
            qWarning("%d rows", events->rowCount());
        action(u"Hold"_s)->trigger();
        view->scrollToTop();
    }

    void click(int row, Qt::KeyboardModifiers modifiers = {}, int column = Column::TypeColumn) const
    {
        const QModelIndex index = events->index(row, column);
        view->scrollTo(index);
        QTest::mouseClick(
            view->viewport(), Qt::LeftButton, modifiers, view->visualRect(index).center());
    }

    bool isMarked(int row) const
    {
        return events->index(row, 0).data(EventTableModel::MarkedRole).toBool();
    }

    QToolButton *markedField() const
    {
        for (QToolButton *button : window().findChildren<QToolButton *>()) {
            if (button->text().endsWith(u" marked"_s) && button->isVisible())
                return button;
        }
        return nullptr;
    }

    MainWindow &window() const { return const_cast<Fixture *>(this)->WindowFixture::window(); }

    SessionPage *page;
    EventsView *view;
    EventTableModel *events;
};

/// The item of a field that the details show.
QTreeWidgetItem *field(const FieldTree &tree, const QString &group, const QString &name)
{
    for (int i = 0; i < tree.topLevelItemCount(); ++i) {
        QTreeWidgetItem *top = tree.topLevelItem(i);
        for (int j = 0; top->text(0) == group && j < top->childCount(); ++j) {
            if (top->child(j)->text(0) == name)
                return top->child(j);
        }
    }
    return nullptr;
}

} // namespace

class MarkingTest : public QObject
{
    Q_OBJECT

private slots:
    void theKeyMarksAndTakesAway();
    void theToolBarMarksAllThatIsSelected();
    void aClickOnTheFlagMarksOneEvent();
    void theKeysGoFromMarkToMark();
    void theKeysToAnEventSelectItAlone_data();
    void theKeysToAnEventSelectItAlone();
    void theStatusBarCountsAndShowsThem();
    void aClickOnTheStatusBarGetsThereWhileEventsArrive();
    void theScrollBarShowsWhereTheyAre();
    void marksAreKeptWithTheSession();
    void aFieldOfTheDetailsFilters();
    void aSignActsOnlyIfItWasPressed();
    void aFieldOfTheDetailsFiltersByKeys();
    void theMenuOfAFieldFiltersAndCopies();
    void aPresetTicksItsTypesAndInvertTheOthers();
};

void MarkingTest::theKeyMarksAndTakesAway()
{
    Fixture f;
    QVERIFY(f.view->isColumnHidden(Column::MarkColumn));
    f.click(3);

    QTest::keyClick(f.view, Qt::Key_M);

    QTRY_VERIFY_WITH_TIMEOUT(f.isMarked(3), patience);
    QVERIFY(!f.isMarked(2) && !f.isMarked(4));
    QVERIFY(f.action(u"Mark"_s)->isChecked());
    // What was marked is to be seen.
    QVERIFY(!f.view->isColumnHidden(Column::MarkColumn));
    QCOMPARE(f.view->horizontalHeader()->visualIndex(Column::MarkColumn), 0);
    QCOMPARE(f.view->columnWidth(Column::MarkColumn), u(24));

    QTest::keyClick(f.view, Qt::Key_M);

    QTRY_VERIFY_WITH_TIMEOUT(!f.isMarked(3), patience);
    QVERIFY(!f.action(u"Mark"_s)->isChecked());
}

void MarkingTest::theToolBarMarksAllThatIsSelected()
{
    Fixture f;
    QVERIFY(!f.action(u"Mark"_s)->isEnabled());
    f.click(2);
    f.click(5, Qt::ShiftModifier);
    QVERIFY(f.action(u"Mark"_s)->isEnabled());
    auto *button = withText<QToolButton>(&f.window(), u"Mark"_s);
    QVERIFY(button);

    QTest::mouseClick(button, Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(f.events->marks().size(), 4U, patience);
    for (int row = 2; row <= 5; ++row)
        QVERIFY(f.isMarked(row));
    QTRY_VERIFY(f.action(u"Mark"_s)->isChecked());

    QTest::mouseClick(button, Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(f.events->marks().size(), 0U, patience);
}

void MarkingTest::aClickOnTheFlagMarksOneEvent()
{
    Fixture f;
    f.click(1);
    QTest::keyClick(f.view, Qt::Key_M);
    QTRY_VERIFY_WITH_TIMEOUT(f.isMarked(1), patience);

    f.click(6, {}, Column::MarkColumn);
    QTRY_VERIFY_WITH_TIMEOUT(f.isMarked(6), patience);

    f.click(1, {}, Column::MarkColumn);
    QTRY_VERIFY_WITH_TIMEOUT(!f.isMarked(1), patience);
    QVERIFY(f.isMarked(6));
}

void MarkingTest::theKeysGoFromMarkToMark()
{
    Fixture f;
    for (const int row : {10, 200, 390}) {
        f.click(row);
        QTest::keyClick(f.view, Qt::Key_M);
        QTRY_VERIFY_WITH_TIMEOUT(f.isMarked(row), patience);
    }
    f.click(50);
    const auto press = [&f](Qt::Key key) {
        QTest::keyClick(&f.window(), key, Qt::ControlModifier | Qt::ShiftModifier);
        return f.view->currentIndex().row();
    };

    QCOMPARE(press(Qt::Key_N), 200);
    QCOMPARE(press(Qt::Key_N), 390);
    QCOMPARE(press(Qt::Key_N), 10);
    QCOMPARE(press(Qt::Key_B), 390);
    QCOMPARE(press(Qt::Key_B), 200);

    f.view->setSort({Column::TimeColumn, Qt::DescendingOrder});
    QTRY_VERIFY_WITH_TIMEOUT(!f.events->isSorting(), patience);
    const int before = f.view->currentIndex().row();
    QVERIFY(press(Qt::Key_N) > before);
    QVERIFY(f.isMarked(f.view->currentIndex().row()));
}

void MarkingTest::theKeysToAnEventSelectItAlone_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("row");
    QTest::newRow("first") << Qt::Key_Home << 0;
    QTest::newRow("last") << Qt::Key_End << 399;
}

void MarkingTest::theKeysToAnEventSelectItAlone()
{
    QFETCH(const Qt::Key, key);
    QFETCH(const int, row);
    Fixture f;
    f.click(5);

    QTest::keyClick(f.view, key, Qt::ControlModifier);

    QCOMPARE(f.view->currentIndex().row(), row);
    QCOMPARE(f.view->selectedPieces(), (std::vector{std::pair{row, row}}));
}

void MarkingTest::theStatusBarCountsAndShowsThem()
{
    Fixture f;
    QVERIFY(!f.markedField());
    f.click(4);
    f.click(5, Qt::ControlModifier);
    QTest::keyClick(f.view, Qt::Key_M);

    QTRY_VERIFY_WITH_TIMEOUT(f.markedField(), patience);
    QCOMPARE(f.markedField()->text(), u"2 marked"_s);

    QTest::mouseClick(f.markedField(), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(f.events->rowCount(), 2, patience);
    QCOMPARE(f.page->filters()->filter().picks, QStringList{u"is:marked"_s});
}

void MarkingTest::theScrollBarShowsWhereTheyAre()
{
    Fixture f;
    auto *bar = qobject_cast<MarkedScrollBar *>(f.view->verticalScrollBar());
    QVERIFY(bar && bar->ticks().empty());
    f.click(100);
    QTest::keyClick(f.view, Qt::Key_M);

    QTRY_COMPARE_WITH_TIMEOUT(bar->ticks().size(), 1U, patience);
    QVERIFY(qAbs(bar->ticks().front() - 100.5 / 400) < 0.001);

    f.simulator.addEvents(400);

    QTRY_COMPARE_WITH_TIMEOUT(f.events->rowCount(), 800, patience);
    QTRY_VERIFY_WITH_TIMEOUT(qAbs(bar->ticks().front() - 100.5 / 800) < 0.001, patience);
}

void MarkingTest::marksAreKeptWithTheSession()
{
    Fixture f;
    f.click(7);
    QTest::keyClick(f.view, Qt::Key_M);
    QTRY_VERIFY_WITH_TIMEOUT(f.isMarked(7), patience);

    SessionPage *page = f.openAgain();

    QTRY_COMPARE_WITH_TIMEOUT(page->events().marks().size(), 1U, patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        page->events().rowCount() == 400
            && page->events().index(7, 0).data(EventTableModel::MarkedRole).toBool(),
        patience);
    QVERIFY(!page->table().isColumnHidden(Column::MarkColumn));
}

void MarkingTest::aFieldOfTheDetailsFilters()
{
    Fixture f;
    f.click(3);
    auto *tree = f.window().findChild<FieldTree *>();
    QTreeWidgetItem *login = field(*tree, u"Who"_s, u"Login"_s);
    QVERIFY(login);
    const QString value = login->text(1);
    const auto place = [&](int sign) {
        // From the right: more, out, for.
        const QRect rect = tree->visualItemRect(login);
        return QPoint(tree->viewport()->width() - u(4) - u(24) * sign + u(12), rect.center().y());
    };
    tree->scrollToItem(login);

    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, place(3));

    QCOMPARE(f.page->filters()->filter().picks.size(), 1);
    const QString clause = f.page->filters()->filter().picks.constFirst();
    QVERIFY(!clause.startsWith(u'-'));
    QTRY_VERIFY_WITH_TIMEOUT(
        f.events->rowCount() > 0 && f.events->rowCount() < 400 && !f.events->isFiltering(),
        patience);
    const int with = f.events->rowCount();
    for (int row = 0; row < with; ++row)
        QCOMPARE(f.events->index(row, Column::LoginColumn).data().toString(), value);

    login = field(*tree, u"Who"_s, u"Login"_s);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, place(2));

    QCOMPARE(f.page->filters()->filter().picks, QStringList{u'-' + clause});
    QTRY_COMPARE_WITH_TIMEOUT(f.events->rowCount(), 400 - with, patience);
}

void MarkingTest::aFieldOfTheDetailsFiltersByKeys()
{
    Fixture f;
    f.click(3);
    auto *tree = f.window().findChild<FieldTree *>();
    tree->setCurrentItem(field(*tree, u"Where from"_s, u"Address"_s));
    tree->setFocus();

    QTest::keyClick(tree, Qt::Key_Return);
    QCOMPARE(f.page->filters()->filter().picks.size(), 1);
    const QString clause = f.page->filters()->filter().picks.constFirst();
    QVERIFY2(clause.contains(tree->currentItem()->text(1)), qPrintable(clause));

    QTest::keyClick(tree, Qt::Key_Delete);
    QCOMPARE(f.page->filters()->filter().picks, QStringList{u'-' + clause});

    // Times are chosen in the timeline.
    f.page->filters()->clear();
    tree->setCurrentItem(field(*tree, u"When"_s, u"Happened"_s));
    QTest::keyClick(tree, Qt::Key_Return);
    QVERIFY(f.page->filters()->filter().picks.isEmpty());
}

void MarkingTest::theMenuOfAFieldFiltersAndCopies()
{
    Fixture f;
    f.click(3);
    f.page->filters()->apply({.text = u"size:>=0"_s});
    auto *tree = f.window().findChild<FieldTree *>();
    QTreeWidgetItem *service = field(*tree, u"Where from"_s, u"Service"_s);
    QVERIFY(service);
    tree->setCurrentItem(service);
    const QString value = service->text(1);
    const auto choose = [&](const QString &text) {
        QTimer::singleShot(0, tree, [text] {
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            for (QAction *action : menu ? menu->actions() : QList<QAction *>()) {
                if (action->text().remove(u'&') == text)
                    action->trigger();
            }
            if (menu)
                menu->close();
        });
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QApplication::sendEvent(tree->viewport(), &event);
    };

    choose(u"Copy value"_s);
    QCOMPARE(QApplication::clipboard()->text(), value);

    choose(u"Only this"_s);
    QVERIFY(f.page->filters()->filter().text.isEmpty());
    QCOMPARE(f.page->filters()->filter().picks.size(), 1);
}

void MarkingTest::aPresetTicksItsTypesAndInvertTheOthers()
{
    Fixture f;
    auto *button = called<QPushButton>(&f.window(), u"Choices of types"_s);
    QVERIFY(button && button->menu());
    const auto choose = [&](const QString &text) {
        emit button->menu()->aboutToShow();
        for (QAction *action : button->menu()->actions()) {
            if (action->text().remove(u'&') == text)
                action->trigger();
        }
    };

    choose(u"Deletions"_s);

    const QSet<QByteArray> hidden = f.page->types().hiddenTypes();
    QVERIFY(hidden.contains("DOWNLOAD") && !hidden.contains("DELETE"));
    QTRY_VERIFY_WITH_TIMEOUT(f.events->rowCount() < 400 && !f.events->isFiltering(), patience);
    const int deletions = f.events->rowCount();

    choose(u"Invert"_s);

    QTRY_COMPARE_WITH_TIMEOUT(f.events->rowCount(), 400 - deletions, patience);

    choose(u"All types"_s);

    QTRY_COMPARE_WITH_TIMEOUT(f.events->rowCount(), 400, patience);
    QVERIFY(f.page->types().hiddenTypes().isEmpty());
}

void MarkingTest::aClickOnTheStatusBarGetsThereWhileEventsArrive()
{
    Fixture f;
    f.click(3);
    QTest::keyClick(f.view, Qt::Key_M);
    QTRY_VERIFY_WITH_TIMEOUT(f.markedField(), patience);
    QTest::mousePress(f.markedField(), Qt::LeftButton);

    f.simulator.addEvents(20);
    QTRY_VERIFY_WITH_TIMEOUT(says(&f.window(), u"420 events"_s), patience);
    QTest::mouseRelease(f.markedField(), Qt::LeftButton);

    QCOMPARE(f.page->filters()->filter().picks, QStringList{u"is:marked"_s});
}

void MarkingTest::aSignActsOnlyIfItWasPressed()
{
    Fixture f;
    f.click(3);
    auto *tree = f.window().findChild<FieldTree *>();
    QTreeWidgetItem *login = field(*tree, u"Who"_s, u"Login"_s);
    tree->scrollToItem(login);
    const int y = tree->visualItemRect(login).center().y();
    const QPoint forIt(tree->viewport()->width() - u(4) - u(24) * 3 + u(12), y);
    const QPoint out(tree->viewport()->width() - u(4) - u(24) * 2 + u(12), y);

    QTest::mouseRelease(tree->viewport(), Qt::LeftButton, {}, forIt);
    QTest::mousePress(tree->viewport(), Qt::LeftButton, {}, out);
    QTest::mouseRelease(tree->viewport(), Qt::LeftButton, {}, forIt);

    QVERIFY(f.page->filters()->filter().picks.isEmpty());
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-marking-test"_s);
    Theme::instance().apply(application);
    MarkingTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_marking.moc"
