// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/queryedit.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "windowfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

template<typename T>
T *named(QWidget *parent, const QString &accessibleName)
{
    for (T *widget : parent->findChildren<T *>()) {
        if (widget->accessibleName() == accessibleName && widget->isVisibleTo(parent))
            return widget;
    }
    return nullptr;
}

QToolButton *button(QWidget *parent, const QString &text)
{
    for (QToolButton *candidate : parent->findChildren<QToolButton *>()) {
        if (candidate->text() == text && candidate->isVisibleTo(parent))
            return candidate;
    }
    return nullptr;
}

/// The first type of the tree with a count, as an index of the view's model.
QModelIndex someType(const QTreeView *tree)
{
    const QAbstractItemModel *model = tree->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        const QModelIndex category = model->index(row, 0);
        if (model->rowCount(category) > 1
            && model->index(0, 0, category).data(EventTypeModel::CountRole).toLongLong() > 0)
            return model->index(0, 0, category);
    }
    return {};
}

void clickBox(QTreeView *tree, const QModelIndex &index)
{
    tree->setExpanded(index.parent(), true);
    tree->scrollTo(index);
    const QRect row = tree->visualRect(index);
    QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, QPoint(row.x() + 9, row.center().y()));
}

} // namespace

class MainWindowTest : public QObject
{
    Q_OBJECT

private slots:
    void beginsWithThreeWaysIn();
    void theFirstWindowFitsOnTheScreen();
    void canBeAsSmallAs900x600();
    void showsEachEventThatWasCaptured();
    void untickingATypeHidesItsRowsAndTickingBringsThemBack();
    void onlyThisShowsOneTypeAndOneChip();
    void typingFiltersAndClearAllShowsAll();
    void saysWhenAllIsFilteredOut();
    void scrollingUpHoldsAndCountsWhatIsNew();
    void endFollowsAgain();
    void theRowsOnScreenStayWhileHolding();
    void theSelectionStaysOnItsEvent();
    void pauseAndResumeChangeWithTheState();
    void stopAndStartChangeWithTheState();
    void showsTheSameWhenOpenedAgain();
    void showsTheJsonAsBoxSentIt();
    void nextAndPreviousMoveThroughTheEvents();
    void switchesBetweenLocalTimeAndUtc();
    void eachSessionHasATabOfItsOwn();
    void keysGoFromSessionToSession();
    void theEditMenuIsAboutTheFieldThatHasTheFocus();
    void asksForASignInWhenThereIsNone();
    void startsAgainWithTheAccountOfTheKeychain();
    void aStartThatNeverReachedBoxIsTriedAsItWasChosen();
    void controlsHaveTheirNames();
    void tabGoesThroughAllThatMatters();
};

void MainWindowTest::beginsWithThreeWaysIn()
{
    WindowFixture f;

    QStringList cards;
    for (const QAbstractButton *card : f.window().findChildren<QAbstractButton *>()) {
        if (card->isVisible() && !card->accessibleDescription().isEmpty())
            cards += card->accessibleName();
    }

    QCOMPARE(cards, QStringList({u"Connect to Box"_s, u"Open a session"_s, u"Try the demo"_s}));
    QVERIFY(!f.window().currentPage());
}

void MainWindowTest::theFirstWindowFitsOnTheScreen()
{
    WindowFixture f;
    MainWindow first(f.services);

    first.show();
    QVERIFY(QTest::qWaitForWindowExposed(&first, patience));

    const QSize room = first.screen()->availableSize();
    QTRY_COMPARE(first.frameSize(), first.frameSize().boundedTo(room));
}

void MainWindowTest::canBeAsSmallAs900x600()
{
    WindowFixture f;
    f.capture();
    auto *types = f.window().findChild<QDockWidget *>(u"eventTypes"_s);
    auto *details = f.window().findChild<QDockWidget *>(u"details"_s);
    QVERIFY(types->isVisible() && details->isVisible());
    QVERIFY(types->geometry().right() < details->geometry().left());

    f.window().resize(900, 600);

    QTRY_COMPARE(f.window().size(), QSize(900, 600));
    QVERIFY(types->isVisible() && details->isVisible());
}

void MainWindowTest::showsEachEventThatWasCaptured()
{
    WindowFixture f(700);

    SessionPage *page = f.capture();

    QTRY_COMPARE_WITH_TIMEOUT(page->table().model()->rowCount(), 700, patience);
    QCOMPARE(page->numbers().events, 700);
    QTRY_VERIFY_WITH_TIMEOUT(page->state().state == u"Live"_s, patience);
}

void MainWindowTest::untickingATypeHidesItsRowsAndTickingBringsThemBack()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    auto *tree = named<QTreeView>(&f.window(), u"Event types"_s);
    QVERIFY(tree);
    QTRY_VERIFY_WITH_TIMEOUT(someType(tree).isValid(), patience);
    const QModelIndex type = someType(tree);
    const auto count = type.data(EventTypeModel::CountRole).toInt();

    clickBox(tree, type);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400 - count, patience);
    QCOMPARE(type.data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::Unchecked));
    QCOMPARE(
        type.parent().data(Qt::CheckStateRole).toInt(), static_cast<int>(Qt::PartiallyChecked));
    // The count is of what the box hides: it stays.
    QCOMPARE(type.data(EventTypeModel::CountRole).toInt(), count);

    tree->setCurrentIndex(type);
    QTest::keyClick(tree, Qt::Key_Space);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
}

void MainWindowTest::onlyThisShowsOneTypeAndOneChip()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    auto *tree = named<QTreeView>(&f.window(), u"Event types"_s);
    QTRY_VERIFY_WITH_TIMEOUT(someType(tree).isValid(), patience);
    const QModelIndex type = someType(tree);
    tree->setExpanded(type.parent(), true);
    tree->setCurrentIndex(type);
    QPushButton *only = nullptr;
    for (QPushButton *candidate : f.window().findChildren<QPushButton *>()) {
        if (candidate->text() == u"Only this"_s)
            only = candidate;
    }

    QTest::mouseClick(only, Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(
        page->events().rowCount(), type.data(EventTypeModel::CountRole).toInt(), patience);
    const QString words = u"Type: only "_s + type.data().toString();
    auto *chip = named<QAbstractButton>(page, words);
    QVERIFY2(chip, qPrintable(words));

    QTest::mouseClick(chip, Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
}

void MainWindowTest::typingFiltersAndClearAllShowsAll()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    const QString login = page->events().index(0, EventTableModel::LoginColumn).data().toString();
    QVERIFY(!login.isEmpty());
    auto *field = named<QueryEdit>(page, u"Filter"_s);

    QTest::keyClick(&f.window(), Qt::Key_L, Qt::ControlModifier);
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, login);

    // Not what the first letters found.
    QTRY_VERIFY_WITH_TIMEOUT(
        page->events().filter().text == login && !page->events().isFiltering(), patience);
    QVERIFY(page->events().rowCount() > 0 && page->events().rowCount() < 400);
    for (int row = 0; row < page->events().rowCount(); ++row) {
        QString all;
        for (int column = 0; column < EventTableModel::ColumnCount; ++column)
            all += page->events().index(row, column).data().toString() + u'\n';
        QVERIFY2(all.contains(login, Qt::CaseInsensitive), qPrintable(all));
    }

    QTest::mouseClick(button(page, u"Clear all"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    QVERIFY(field->text().isEmpty());
}

void MainWindowTest::saysWhenAllIsFilteredOut()
{
    WindowFixture f;
    SessionPage *page = f.capture();

    QTest::keyClicks(page->filterField(), u"no-event-has-this-word"_s);

    const auto sentence = [page] {
        for (const QLabel *label : page->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == u"All 400 events are filtered out"_s)
                return true;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(sentence(), patience);

    for (QPushButton *candidate : page->findChildren<QPushButton *>()) {
        if (candidate->text() == u"Show all"_s && candidate->isVisible()) {
            QTest::mouseClick(candidate, Qt::LeftButton);
            break;
        }
    }

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
}

void MainWindowTest::scrollingUpHoldsAndCountsWhatIsNew()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    QVERIFY(page->isFollowing());
    QScrollBar *bar = page->table().verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());

    bar->triggerAction(QAbstractSlider::SliderPageStepSub);

    QVERIFY(!page->isFollowing());
    QVERIFY(f.action(u"Hold"_s)->isChecked());

    f.simulator.addEvents(37);

    QTRY_COMPARE_WITH_TIMEOUT(page->table().newRows(), 37, patience);
    QPushButton *pill = nullptr;
    for (QPushButton *candidate : page->findChildren<QPushButton *>()) {
        if (candidate->text() == u"37 new"_s)
            pill = candidate;
    }
    QVERIFY(pill && pill->isVisible());

    QTest::mouseClick(pill, Qt::LeftButton);

    QVERIFY(page->isFollowing());
    QVERIFY(f.action(u"Follow"_s)->isChecked());
    QTRY_COMPARE(bar->value(), bar->maximum());
    QVERIFY(!pill->isVisible());
}

void MainWindowTest::endFollowsAgain()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    for (const Qt::Key key : {Qt::Key_End, Qt::Key_F}) {
        f.action(u"Hold"_s)->trigger();
        QVERIFY(!page->isFollowing());

        QTest::keyClick(&page->table(), key);

        QVERIFY(page->isFollowing());
    }
    f.simulator.addEvents(60);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 460, patience);
    QScrollBar *bar = page->table().verticalScrollBar();
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void MainWindowTest::theRowsOnScreenStayWhileHolding()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    f.action(u"Hold"_s)->trigger();
    page->table().verticalScrollBar()->setValue(120);
    const int top = page->table().rowAt(0);

    f.simulator.addEvents(50);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 450, patience);
    QCOMPARE(page->table().rowAt(0), top);
}

void MainWindowTest::theSelectionStaysOnItsEvent()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    f.action(u"Hold"_s)->trigger();
    page->table().verticalScrollBar()->setValue(200);
    const QModelIndex chosen = page->events().index(205, EventTableModel::TypeColumn);
    QTest::mouseClick(
        page->table().viewport(), Qt::LeftButton, {}, page->table().visualRect(chosen).center());
    const EventTable::Row event = page->events().tableRow(205);
    QCOMPARE(page->table().currentEvent(), event);
    const int height = page->table().visualRect(chosen).y();
    const QByteArray own = chosen.data(EventTableModel::TypeNameRole).toByteArray();
    QByteArray other;
    for (int row = 0; row < 205 && other.isEmpty(); ++row) {
        const auto name = page->events()
                              .index(row, EventTableModel::TypeColumn)
                              .data(EventTableModel::TypeNameRole)
                              .toByteArray();
        if (name != own)
            other = name;
    }

    page->filters()->apply({{other}});

    QTRY_VERIFY_WITH_TIMEOUT(page->events().rowCount() < 400, patience);
    QTRY_COMPARE(page->table().currentIndex().row(), page->events().modelRow(event));
    QVERIFY(page->table().currentIndex().row() < 205);
    QTRY_COMPARE(page->table().visualRect(page->table().currentIndex()).y(), height);

    // Hidden and shown again, it is still the one.
    page->filters()->apply({{own}});
    QTRY_COMPARE_WITH_TIMEOUT(page->events().modelRow(event), -1, patience);
    page->filters()->apply({});
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    QTRY_COMPARE(page->table().currentIndex().row(), 205);
}

void MainWindowTest::pauseAndResumeChangeWithTheState()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Live"_s, patience);
    QVERIFY(button(&f.window(), u"Pause"_s));
    QVERIFY(!button(&f.window(), u"Resume"_s));

    QTest::mouseClick(button(&f.window(), u"Pause"_s), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(button(&f.window(), u"Resume"_s), patience);
    QVERIFY(!button(&f.window(), u"Pause"_s));
    auto *state = named<QLabel>(&f.window(), u"Stream state"_s);
    QVERIFY(state);
    QTRY_VERIFY2_WITH_TIMEOUT(
        state->text().startsWith(u"Paused"_s), qPrintable(state->text()), patience);
    f.simulator.addEvents(20);
    QTest::qWait(700); // more than two polling intervals
    QCOMPARE(page->events().rowCount(), 400);

    QTest::mouseClick(button(&f.window(), u"Resume"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 420, patience);
    QTRY_VERIFY(button(&f.window(), u"Pause"_s));
}

void MainWindowTest::stopAndStartChangeWithTheState()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_VERIFY_WITH_TIMEOUT(button(&f.window(), u"Stop"_s), patience);

    QTest::mouseClick(button(&f.window(), u"Stop"_s), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(button(&f.window(), u"Start"_s), patience);
    QTRY_COMPARE(page->state().state, u"Stopped"_s);
    QVERIFY(!f.action(u"Pause"_s)->isEnabled());
    f.simulator.addEvents(15);

    QTest::mouseClick(button(&f.window(), u"Start"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 415, patience);
    QCOMPARE(page->numbers().duplicates, 0);
}

void MainWindowTest::showsTheSameWhenOpenedAgain()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    auto *tree = named<QTreeView>(&f.window(), u"Event types"_s);
    QTRY_VERIFY_WITH_TIMEOUT(someType(tree).isValid(), patience);
    const QModelIndex type = someType(tree);
    clickBox(tree, type);
    const QSet<QByteArray> hidden = page->types().hiddenTypes();
    QCOMPARE(hidden.size(), 1);
    QTest::keyClicks(page->filterField(), u"a"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page->events().filter().text, u"a"_s, patience);
    QHeaderView *header = page->table().horizontalHeader();
    header->resizeSection(EventTableModel::WhoColumn, 187);
    header->moveSection(header->visualIndex(EventTableModel::AddressColumn), 2);
    page->table().setColumnHidden(EventTableModel::LoginColumn, false);
    QTRY_VERIFY(!page->events().isFiltering());
    const int shown = page->events().rowCount();

    page = f.openAgain();

    QCOMPARE(page->types().hiddenTypes(), hidden);
    QCOMPARE(page->filterField()->text(), u"a"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), shown, patience);
    QCOMPARE(page->numbers().events, 400);
    header = page->table().horizontalHeader();
    QVERIFY(qAbs(header->sectionSize(EventTableModel::WhoColumn) - 187) <= 1);
    QCOMPARE(header->visualIndex(EventTableModel::AddressColumn), 2);
    QVERIFY(!page->table().isColumnHidden(EventTableModel::LoginColumn));
    QVERIFY(page->table().isColumnHidden(EventTableModel::ServiceColumn));
}

void MainWindowTest::showsTheJsonAsBoxSentIt()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    page->table().goFirst();
    auto *tabs = named<QTabBar>(&f.window(), u"Fields or JSON"_s);
    QVERIFY(tabs);

    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());

    auto *json = named<QPlainTextEdit>(&f.window(), u"JSON"_s);
    QVERIFY(json);
    const QString id = page->events().index(0, EventTableModel::EventIdColumn).data().toString();
    QVERIFY(!id.isEmpty());
    QTRY_VERIFY2_WITH_TIMEOUT(
        json->toPlainText().contains(id), qPrintable(json->toPlainText()), patience);
}

void MainWindowTest::nextAndPreviousMoveThroughTheEvents()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    page->table().goFirst();
    QCOMPARE(page->table().currentIndex().row(), 0);

    QTest::keyClick(&f.window(), Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&f.window(), Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(page->table().currentIndex().row(), 2);

    QTest::keyClick(&f.window(), Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(page->table().currentIndex().row(), 1);

    QTest::keyClick(&f.window(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(page->table().currentIndex().row(), page->events().rowCount() - 1);
    QVERIFY(page->isFollowing());
}

void MainWindowTest::switchesBetweenLocalTimeAndUtc()
{
    WindowFixture f;
    SessionPage *page = f.capture();

    f.action(u"UTC"_s)->trigger();
    QCOMPARE(page->events().timeZone(), QTimeZone::utc());

    f.action(u"Local time"_s)->trigger();
    QCOMPARE(page->events().timeZone(), QTimeZone::systemTimeZone());
}

void MainWindowTest::eachSessionHasATabOfItsOwn()
{
    WindowFixture f;
    f.capture(u"one"_s);
    f.capture(u"two"_s);
    auto *tabs = named<QTabBar>(&f.window(), u"Sessions"_s);
    QVERIFY(tabs);
    QCOMPARE(tabs->count(), 2);
    QCOMPARE(f.window().currentPage()->title(), u"two"_s);

    tabs->setCurrentIndex(0);
    QCOMPARE(f.window().currentPage()->title(), u"one"_s);
    QCOMPARE(f.window().openSession(f.path(u"two"_s)), f.window().pages().at(1));
    QCOMPARE(tabs->count(), 2);

    f.action(u"Close"_s)->trigger();
    QCOMPARE(f.window().currentPage()->title(), u"one"_s);
    f.action(u"Close"_s)->trigger();
    QVERIFY(!f.window().currentPage());
    QVERIFY(!tabs->isVisible());
}

void MainWindowTest::keysGoFromSessionToSession()
{
    WindowFixture f;
    f.capture(u"one"_s);
    f.capture(u"two"_s);
    const auto shown = [&f] { return f.window().currentPage()->title(); };
    const auto press = [](QWidget *widget, Qt::Key key, Qt::KeyboardModifiers held) {
        widget->setFocus();
        QTest::keyClick(widget, key, held);
    };
    const auto table = [&f] { return &f.window().currentPage()->table(); };
    const auto field = [&f] { return f.window().currentPage()->filterField(); };

    press(table(), Qt::Key_Tab, Qt::ControlModifier);
    QCOMPARE(shown(), u"one"_s);
    // Most keyboards say Backtab for Shift and Tab.
    press(table(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(shown(), u"two"_s);
    press(field(), Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(shown(), u"one"_s);
    press(field(), Qt::Key_Tab, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(shown(), u"two"_s);
    QCOMPARE(
        f.action(u"Previous session"_s)->shortcut().toString(QKeySequence::PortableText),
        u"Ctrl+Shift+Tab"_s);
}

void MainWindowTest::theEditMenuIsAboutTheFieldThatHasTheFocus()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    const auto choose = [&f](const QString &text) {
        QMenuBar *bar = f.window().menuBar();
        QTest::mouseClick(
            bar, Qt::LeftButton, {}, bar->actionGeometry(bar->actions().at(1)).center());
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(f.action(text)).center());
    };
    auto *search = named<QLineEdit>(&f.window(), u"Find a type"_s);
    page->filters()->focusField();
    QTest::keyClicks(page->filterField(), u"a b"_s);
    search->setText(u"upload"_s);

    choose(u"Select all"_s);
    choose(u"Copy"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"a b"_s);

    search->setFocus();
    search->deselect();
    choose(u"Select all"_s);
    choose(u"Copy"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"upload"_s);

    page->filters()->clear();
    page->table().setFocus();
    choose(u"Select all"_s);
    QCOMPARE(page->table().selectedCount(), qint64{400});
    choose(u"Copy"_s);
    QCOMPARE(QApplication::clipboard()->text().count(u'\n'), 400);
}

void MainWindowTest::asksForASignInWhenThereIsNone()
{
    WindowFixture f;
    f.capture();
    const SessionOwner owner = f.window().currentPage()->session().summary().owner;
    SessionPage *page = f.openAgain();
    f.simulator.addEvents(9);
    f.accounts.next = SignedIn{.answer = {.owner = owner, .role = u"admin"_s}};

    f.action(u"Start"_s)->trigger();

    QTRY_VERIFY(named<QComboBox>(page, u"Way to sign in"_s));
    auto *ways = named<QComboBox>(page, u"Way to sign in"_s);
    ways->setCurrentIndex(ways->findText(u"Developer token"_s));
    auto *field = named<QLineEdit>(page, u"Developer token"_s);
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    QTest::keyClicks(field, f.simulator.token());
    QTest::keyClick(field, Qt::Key_Return);

    // Whose account it is stands there before anything starts.
    QPushButton *start = nullptr;
    const auto ready = [&] {
        for (QPushButton *button : page->findChildren<QPushButton *>()) {
            if (button->text() == u"Start"_s && button->window() != page->window())
                start = button;
        }
        return start && start->isEnabled();
    };
    QTRY_VERIFY(ready());
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    // Return again is enough.
    QTRY_VERIFY(start->hasFocus());
    QTest::keyClick(start, Qt::Key_Return);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 409, patience);
    QVERIFY(f.accounts.asked->keep);
}

void MainWindowTest::startsAgainWithTheAccountOfTheKeychain()
{
    WindowFixture f;
    f.capture();
    const SessionOwner owner = f.window().currentPage()->session().summary().owner;
    QVERIFY(!owner.isEmpty());
    f.accounts.add(owner, f.connection().token);
    SessionPage *page = f.openAgain();
    f.simulator.addEvents(11);

    f.action(u"Start"_s)->trigger();

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 411, patience);
    QCOMPARE(page->numbers().duplicates, 0);
}

void MainWindowTest::aStartThatNeverReachedBoxIsTriedAsItWasChosen()
{
    WindowFixture f;
    QVERIFY(f.simulator.addFault("{\"endpoint\":\"events\",\"status\":503,\"times\":2}"));
    SessionPage *page = f.window().startSession(f.path(), f.settings(), f.connection());
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Retrying"_s, patience);
    f.action(u"Stop"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Stopped"_s, patience);

    f.action(u"Start"_s)->trigger();

    // From the earliest event, not from now on.
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
}

void MainWindowTest::controlsHaveTheirNames()
{
    WindowFixture f;
    f.capture();

    QVERIFY(named<QTableView>(&f.window(), u"Events"_s));
    QVERIFY(named<QueryEdit>(&f.window(), u"Filter"_s));
    QVERIFY(named<QTreeView>(&f.window(), u"Event types"_s));
    QVERIFY(named<QLabel>(&f.window(), u"Stream state"_s));
    for (const QString &text : {u"Stop"_s, u"Pause"_s, u"Follow"_s, u"Hold"_s, u"Export…"_s})
        QVERIFY2(button(&f.window(), text), qPrintable(text));
    // What can be reached with the Tab key says what it is.
    for (const QWidget *widget : f.window().findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const auto *named = qobject_cast<const QAbstractButton *>(widget);
        const bool told = !widget->accessibleName().isEmpty()
            || (named && !named->text().isEmpty());
        QVERIFY2(told, widget->metaObject()->className());
    }
}

void MainWindowTest::tabGoesThroughAllThatMatters()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_VERIFY(page->table().hasFocus());
    QSet<QString> reached;
    QWidget *before = &page->table();
    for (int step = 0; step < 60; ++step) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QWidget *now = QApplication::focusWidget();
        QVERIFY2(now && now != before, "the Tab key is caught somewhere");
        before = now;
        const auto *button = qobject_cast<const QAbstractButton *>(now);
        reached += now->accessibleName().isEmpty() && button ? button->text()
                                                             : now->accessibleName();
        if (now == &page->table())
            break;
    }

    QVERIFY(page->table().hasFocus());
    for (const QString &name :
         {u"Filter"_s, u"Event types"_s, u"Find a type"_s, u"All"_s, u"Stop"_s, u"Follow"_s,
          u"Hold"_s})
        QVERIFY2(
            reached.contains(name),
            qPrintable(name + u" not among "_s + QStringList(reached.values()).join(u", "_s)));
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-window-test"_s);
    Theme::instance().apply(application);
    MainWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mainwindow.moc"
