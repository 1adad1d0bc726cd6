// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/chiprow.h"
#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/queryedit.h"
#include "ui/queryrow.h"
#include "ui/savedqueries.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "ui/timeline.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <functional>
#include <map>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

/// A window with a session of 400 events.
struct Page
{
    explicit Page(SessionPage *of = nullptr) : page(of ? of : f.capture())
    {
        if (!QTest::qWaitFor([this] { return page->events().rowCount() == 400; }, patience))
            qWarning("the rows did not come");
        f.action(u"Hold"_s)->trigger();
    }

    int rows() const { return page->events().isFiltering() ? -1 : page->events().rowCount(); }
    EventFilter filter() const { return page->filters()->filter(); }
    QString text(int row, int column) const
    {
        return page->events().index(row, column).data(EventTableModel::FullTextRole).toString();
    }

    int count(int column, const QString &value) const
    {
        int found = 0;
        for (int row = 0; row < page->events().rowCount(); ++row)
            found += text(row, column) == value ? 1 : 0;
        return found;
    }

    /// Makes the first cell of the column current that holds something.
    QModelIndex choose(int column)
    {
        for (int row = 0; row < page->events().rowCount(); ++row) {
            if (text(row, column).isEmpty())
                continue;
            const QModelIndex cell = page->events().index(row, column);
            page->table().setColumnHidden(column, false);
            page->table().setCurrentIndex(cell);
            page->table().setFocus();
            return cell;
        }
        return {};
    }

    Chip *chip(const QString &words) const
    {
        for (Chip *candidate : page->findChildren<Chip *>()) {
            if (candidate->text() == words && candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }

    /// How many there are in the row.
    qsizetype chips() const
    {
        const auto all = page->filters()->chips()->findChildren<Chip *>();
        return std::ranges::count_if(
            all, [](const Chip *candidate) { return candidate->isVisible(); });
    }

    WindowFixture f;
    SessionPage *page;
};

/// Opens a menu, looks at it or chooses from it while it is open, and closes it.
void inMenu(const std::function<void()> &open, const std::function<void(QMenu *)> &look)
{
    bool looked = false;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        if (!menu)
            return;
        timer.stop();
        look(menu);
        looked = true;
        menu->close();
    });
    timer.start(10);
    open();
    QTRY_VERIFY_WITH_TIMEOUT(looked, patience);
}

QAction *entry(const QMenu *menu, const QString &start)
{
    for (QAction *action : menu->actions()) {
        if (action->text().remove(u'&').startsWith(start))
            return action;
    }
    return nullptr;
}

} // namespace

class FilteringTest : public QObject
{
    Q_OBJECT

private slots:
    void plusFiltersForTheCellAndMinusFiltersItOut();
    void theCurrentCellStaysInItsColumn();
    void everyCellCanBeFilteredFor();
    void onlyThisTakesThePlaceOfTheQuery();
    void theMenuOfACellSaysWhatItDoes();
    void theMenuOfATimeOffersSpans();
    void copiesTheCellInFull();
    void picksOfOneFieldAddUpAndAChipRemovesOne();
    void clearAllRemovesEverything();
    void clearAllTakesAwayWhatIsNoQueryToo();
    void theFocusStaysAmongTheChips();
    void tabGoesFromTheQueryOverTheChipsToTheTable();
    void aValueMakesNoShortcut();
    void whatCannotBeAppliedIsTakenBackEverywhere();
    void aChipKeepsWhatIsBeingTyped();

    void goesBackAndForthLikeABrowser();
    void theKeysForBackAndForthDoNothingAtTheEnds();
    void theMouseGoesBackAndForth();
    void typingIsOneStepBack();
    void emptyTablesCanUndo();
    void theTableShowsThatItHasTheFocus();

    void savesAQueryAndBringsItBack();
    void anotherQueryDoesNotTakeTheNameOfTheSavedOne();
    void theMenuForgetsWhatWasUsedLast();
    void aSessionIsLeftAndFoundAsItWas();
    void aHostileViewOpensAll();
};

void FilteringTest::plusFiltersForTheCellAndMinusFiltersItOut()
{
    Page t;
    const QModelIndex cell = t.choose(EventTableModel::WhoColumn);
    const QString name = cell.data().toString();
    const int count = t.count(EventTableModel::WhoColumn, name);

    QTest::keyClick(&t.page->table(), Qt::Key_Plus);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), count, patience);
    Chip *chip = t.chip(u"Who: "_s + name);
    QVERIFY(chip);
    QVERIFY(t.filter().text.isEmpty());

    t.choose(EventTableModel::WhoColumn);
    QTest::keyClick(&t.page->table(), Qt::Key_Minus);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400 - count, patience);
    QCOMPARE(t.filter().picks.size(), 1);
    QVERIFY(t.chip(u"Who: not "_s + name));
}

void FilteringTest::theCurrentCellStaysInItsColumn()
{
    Page t;
    EventsView &table = t.page->table();
    const QModelIndex cell = t.page->events().index(
        table.rowAt(table.viewport()->height() / 2), EventTableModel::WhoColumn);
    const QString name = cell.data().toString();
    const int count = t.count(EventTableModel::WhoColumn, name);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(cell).center());

    QTest::keyClick(&table, Qt::Key_Plus);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), count, patience);
    QTRY_VERIFY_WITH_TIMEOUT(table.currentIndex().isValid(), patience);
    QCOMPARE(table.currentIndex().column(), int{EventTableModel::WhoColumn});
    QCOMPARE(table.selectedCount(), 1);

    QTest::keyClick(&table, Qt::Key_Minus);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400 - count, patience);
    QVERIFY(t.chip(u"Who: not "_s + name));
}

void FilteringTest::everyCellCanBeFilteredFor()
{
    Page t;
    int columns = 0;
    for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
        if (column == EventTableModel::SeverityColumn || column == EventTableModel::MarkColumn)
            continue;
        const QModelIndex cell = t.choose(column);
        if (!cell.isValid())
            continue;
        ++columns;
        const QString value = cell.data(EventTableModel::FullTextRole).toString();
        const EventTable::Row event = t.page->events().tableRow(cell.row());
        const int count = t.count(column, value);
        const bool isTime = column == EventTableModel::TimeColumn
            || column == EventTableModel::RecordedColumn
            || column == EventTableModel::ReceivedColumn;

        QTest::keyClick(&t.page->table(), Qt::Key_Plus);

        const QByteArray key = EventTableModel::columnKey(column);
        QTRY_VERIFY2_WITH_TIMEOUT(t.rows() > 0 && !t.filter().isEmpty(), key.constData(), patience);
        QVERIFY2(t.page->events().modelRow(event) >= 0, key.constData());
        if (!isTime && column != EventTableModel::LateColumn)
            QVERIFY2(t.rows() >= count, key.constData());
        // Whoever is called by name may be found by login or ID too; everything else is exact.
        if (t.rows() < 400 && !isTime && column != EventTableModel::LateColumn) {
            for (int row = 0; row < t.rows(); ++row)
                QCOMPARE(t.text(row, column), value);
        }
        t.page->filters()->clear();
        QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
    }
    QVERIFY(columns >= 12);
}

void FilteringTest::onlyThisTakesThePlaceOfTheQuery()
{
    Page t;
    EventFilter before;
    before.text = u"a"_s;
    before.picks = {u"-who:=nobody"_s};
    t.page->filters()->apply(before);
    QTRY_VERIFY_WITH_TIMEOUT(t.rows() > 0, patience);
    const QModelIndex cell = t.choose(EventTableModel::AddressColumn);
    const QString address = cell.data().toString();

    QTest::keyClick(&t.page->table(), Qt::Key_O);

    QTRY_VERIFY_WITH_TIMEOUT(t.rows() > 0, patience);
    QVERIFY(t.filter().text.isEmpty());
    QVERIFY(t.page->filterField()->text().isEmpty());
    QCOMPARE(t.filter().picks.size(), 1);
    QVERIFY(t.chip(u"Where from: "_s + address));
}

void FilteringTest::theMenuOfACellSaysWhatItDoes()
{
    Page t;
    const QModelIndex cell = t.choose(EventTableModel::TypeColumn);
    const QString label = cell.data().toString();
    const int count = t.count(EventTableModel::TypeColumn, label);
    t.page->table().scrollTo(cell);
    const QPoint place = t.page->table().visualRect(cell).center();

    inMenu(
        [&] { emit t.page->table().customContextMenuRequested(place); },
        [&](QMenu *menu) {
            QVERIFY(entry(menu, u"Filter for “%1"_s.arg(label.left(20))));
            QVERIFY(entry(menu, u"Only “"_s));
            QVERIFY(entry(menu, u"Copy cell"_s));
            QVERIFY(entry(menu, u"Copy row"_s));
            entry(menu, u"Filter out “"_s)->trigger();
        });

    QTRY_VERIFY_WITH_TIMEOUT(t.rows() >= 400 - count && t.rows() < 400, patience);
    QCOMPARE(t.filter().picks.size(), 1);
    QVERIFY(EventFilter::isExclusion(t.filter().picks.constFirst()));
    QVERIFY(t.chip(u"Type: not "_s + label));
}

void FilteringTest::theMenuOfATimeOffersSpans()
{
    Page t;
    const QModelIndex cell = t.page->events().index(200, EventTableModel::TimeColumn);
    t.page->table().setCurrentIndex(cell);
    t.page->table().scrollTo(cell);
    const EventTable::Row event = t.page->events().tableRow(200);
    const qint64 time = t.page->events().snapshot().createdAt(event);
    const auto choose = [&](const QString &words) {
        t.page->filters()->clear();
        QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
        const QModelIndex now = t.page->events().index(
            t.page->events().modelRow(event), EventTableModel::TimeColumn);
        t.page->table().scrollTo(now);
        const QPoint place = t.page->table().visualRect(now).center();
        inMenu(
            [&] { emit t.page->table().customContextMenuRequested(place); },
            [&](QMenu *menu) { entry(menu, words)->trigger(); });
        QTRY_VERIFY_WITH_TIMEOUT(t.rows() > 0, patience);
        QVERIFY(t.page->events().modelRow(event) >= 0);
    };

    choose(u"From here on"_s);
    QCOMPARE(t.filter().span, (TimeSpan{time, std::nullopt}));
    choose(u"Until here"_s);
    QCOMPARE(t.filter().span, (TimeSpan{0, time + 1}));
    choose(u"5 minutes around this"_s);
    QCOMPARE(t.filter().span, (TimeSpan{time - 300'000, time + 300'001}));
    QCOMPARE(t.chips(), 1);
}

void FilteringTest::copiesTheCellInFull()
{
    Page t;
    const QModelIndex cell = t.choose(EventTableModel::EventIdColumn);

    QTest::keyClick(&t.page->table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);

    QCOMPARE(
        QApplication::clipboard()->text(), cell.data(EventTableModel::FullTextRole).toString());
}

void FilteringTest::picksOfOneFieldAddUpAndAChipRemovesOne()
{
    Page t;
    std::map<QString, int> names;
    for (int row = 0; row < 400; ++row)
        ++names[t.text(row, EventTableModel::AddressColumn)];
    names.erase(QString());
    QVERIFY(names.size() >= 2);
    const auto [one, ones] = *names.begin();
    const auto [two, twos] = *std::next(names.begin());

    t.page->filters()->pick(u"ip:=\"%1\""_s.arg(one));
    t.page->filters()->pick(u"ip:=\"%1\""_s.arg(two));

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), ones + twos, patience);
    QTest::mouseClick(t.chip(u"Where from: "_s + one), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), twos, patience);
    // The opposite of a pick takes its place.
    t.page->filters()->pick(u"-ip:=\"%1\""_s.arg(two));
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400 - twos, patience);
    QCOMPARE(t.filter().picks.size(), 1);
}

void FilteringTest::clearAllRemovesEverything()
{
    Page t;
    EventFilter all;
    all.hiddenTypes = {"DOWNLOAD"};
    all.text = u"zzz"_s;
    all.picks = {u"-who:=nobody"_s};
    all.span = TimeSpan{1'000, std::nullopt};
    t.page->filters()->apply(all);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);
    QVERIFY(t.chips() >= 2); // and the rest in a menu

    QTest::mouseClick(withText<QToolButton>(t.page, u"Clear all"_s), Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
    QVERIFY(t.filter().isEmpty());
    QVERIFY(t.page->filterField()->text().isEmpty());
}

void FilteringTest::aChipKeepsWhatIsBeingTyped()
{
    Page t;
    t.page->filters()->pick(u"-who:=nobody"_s);
    QTest::keyClicks(t.page->filterField(), u"(a"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.page->filterField()->worth(), QueryEdit::Worth::Wrong, patience);

    QTest::mouseClick(t.chip(u"Who: not nobody"_s), Qt::LeftButton);

    QVERIFY(t.filter().isEmpty());
    QCOMPARE(t.page->filterField()->text(), u"(a"_s);
    QCOMPARE(t.page->filterField()->worth(), QueryEdit::Worth::Wrong);
}

void FilteringTest::goesBackAndForthLikeABrowser()
{
    Page t;
    QVERIFY(!t.f.action(u"Back"_s)->isEnabled());
    t.page->filters()->pick(u"-who:=nobody"_s);
    EventFilter second = t.filter();
    second.text = u"zzz"_s;
    t.page->filters()->apply(second);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);
    QVERIFY(t.f.action(u"Back"_s)->isEnabled());
    QVERIFY(!t.f.action(u"Forward"_s)->isEnabled());

    QTest::keyClick(&t.f.window(), Qt::Key_Left, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
    QVERIFY(t.page->filterField()->text().isEmpty());
    QCOMPARE(t.filter().picks.size(), 1);

    QTest::keyClick(&t.f.window(), Qt::Key_Left, Qt::AltModifier);
    QVERIFY(t.filter().isEmpty());
    QVERIFY(!t.f.action(u"Back"_s)->isEnabled());

    QTest::keyClick(&t.f.window(), Qt::Key_Right, Qt::AltModifier);
    QTest::keyClick(&t.f.window(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(t.filter(), second);
    QCOMPARE(t.page->filterField()->text(), u"zzz"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);
}

void FilteringTest::theKeysForBackAndForthDoNothingAtTheEnds()
{
    Page t;
    t.f.action(u"Follow"_s)->trigger();
    EventsView &table = t.page->table();
    table.setFocus();
    QVERIFY(!t.f.action(u"Back"_s)->isEnabled());
    QVERIFY(!t.f.action(u"Forward"_s)->isEnabled());

    for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Right}) {
        QTest::keyClick(&table, key, Qt::AltModifier);

        QVERIFY(t.page->isFollowing());
        QVERIFY(!table.currentIndex().isValid());
        QCOMPARE(table.verticalScrollBar()->value(), table.verticalScrollBar()->maximum());
    }
}

void FilteringTest::theMouseGoesBackAndForth()
{
    Page t;
    t.page->filters()->pick(u"-who:=nobody"_s);
    QWidget *table = t.page->table().viewport();

    QTest::mouseClick(table, Qt::BackButton, {}, table->rect().center());
    QVERIFY(t.filter().isEmpty());

    QTest::mouseClick(table, Qt::ForwardButton, {}, table->rect().center());
    QCOMPARE(t.filter().picks.size(), 1);
}

void FilteringTest::typingIsOneStepBack()
{
    Page t;
    for (const QChar c : u"zzz"_s) {
        QTest::keyClick(t.page->filterField(), c.toLatin1());
        const QString text = t.page->filterField()->text();
        QTRY_COMPARE_WITH_TIMEOUT(t.filter().text, text, patience);
    }

    t.page->filters()->goBack();

    // A slow machine may have taken a pause for an end; but each letter is never a step.
    QVERIFY(t.filter().text.size() < 2);
}

void FilteringTest::emptyTablesCanUndo()
{
    Page t;
    t.page->filters()->pick(u"who:=nobody"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);
    QPushButton *undo = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT(
        (undo = withText<QPushButton>(t.page, u"Undo last filter"_s)) && undo->isVisible(),
        patience);

    QTest::mouseClick(undo, Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
    QVERIFY(t.filter().isEmpty());
}

void FilteringTest::savesAQueryAndBringsItBack()
{
    Page t;
    EventFilter filter;
    filter.hiddenTypes = {"DOWNLOAD"};
    filter.text = u"a"_s;
    filter.picks = {u"-who:=nobody"_s};
    auto *star = called<QPushButton>(t.page, u"Save this query"_s);
    QVERIFY(!star->isEnabled());
    t.page->filters()->apply(filter);
    QVERIFY(star->isEnabled());

    QTest::mouseClick(star, Qt::LeftButton);
    auto *name = called<QLineEdit>(&t.f.window(), u"Name"_s);
    QTRY_VERIFY(name && name->isVisible());
    QTest::keyClicks(name, u"Mine"_s);
    QTest::keyClick(name, Qt::Key_Return);

    QTRY_COMPARE(SavedQueries::saved().size(), 1);
    const TimeSpan span{1'000, std::nullopt};
    EventFilter other;
    other.span = span;
    t.page->filters()->apply(other);
    inMenu(
        [&] { QTest::mouseClick(called<QPushButton>(t.page, u"Saved queries"_s), Qt::LeftButton); },
        [](QMenu *menu) { entry(menu, u"Mine"_s)->trigger(); });

    filter.span = span;
    QCOMPARE(t.filter(), filter);
    QCOMPARE(t.page->filterField()->text(), u"a"_s);
}

void FilteringTest::theMenuForgetsWhatWasUsedLast()
{
    Page t;
    SavedQueries::remember(u"who:ana & co"_s);
    QMenu *menu = t.page->filters()->row()->savedMenu();
    emit menu->aboutToShow();
    entry(menu, u"who:ana"_s)->trigger();
    QCOMPARE(t.filter().text, u"who:ana & co"_s);

    emit menu->aboutToShow();
    entry(menu, u"Forget"_s)->trigger();

    QVERIFY(SavedQueries::recent().isEmpty());
    emit menu->aboutToShow();
    QVERIFY(!entry(menu, u"who:ana"_s));
}

void FilteringTest::aSessionIsLeftAndFoundAsItWas()
{
    Page t;
    EventFilter filter;
    filter.hiddenTypes = {"DOWNLOAD"};
    filter.text = u"a"_s;
    filter.picks = {u"-who:=nobody"_s};
    filter.span = TimeSpan{1'000, std::nullopt};
    t.page->filters()->apply(filter);
    QTRY_VERIFY_WITH_TIMEOUT(t.rows() > 0, patience);
    const int rows = t.rows();

    t.page = t.f.openAgain();

    QCOMPARE(t.filter(), filter);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), rows, patience);
    QVERIFY(!t.page->filters()->canGoBack());
    QVERIFY(t.chip(u"Who: not nobody"_s));
}

void FilteringTest::aHostileViewOpensAll()
{
    Page t;
    EventFilter filter;
    filter.text = u"((((("_s;
    filter.picks = {u"who:("_s, u"nonsense:=1"_s};

    t.page->filters()->restore(filter);

    QVERIFY(t.filter().isEmpty());
    QCOMPARE(t.page->filterField()->worth(), QueryEdit::Worth::Wrong);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
}

void FilteringTest::clearAllTakesAwayWhatIsNoQueryToo()
{
    Page t;
    t.page->filters()->pick(u"-who:=nobody"_s);
    QTest::keyClicks(t.page->filterField(), u"(a"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.page->filterField()->worth(), QueryEdit::Worth::Wrong, patience);

    QTest::mouseClick(withText<QToolButton>(t.page, u"Clear all"_s), Qt::LeftButton);

    QVERIFY(t.filter().isEmpty());
    QVERIFY(t.page->filterField()->text().isEmpty());
    QCOMPARE(t.page->filterField()->worth(), QueryEdit::Worth::None);

    // Nor does what was typed just now come back.
    t.page->filters()->pick(u"-who:=nobody"_s);
    QTest::keyClicks(t.page->filterField(), u"zzz"_s);
    QTest::mouseClick(withText<QToolButton>(t.page, u"Clear all"_s), Qt::LeftButton);
    QVERIFY(t.filter().isEmpty());
    QVERIFY(t.page->filterField()->text().isEmpty());
}

void FilteringTest::theFocusStaysAmongTheChips()
{
    Page t;
    for (const QString &name : {u"a1"_s, u"b2"_s, u"c3"_s})
        t.page->filters()->pick(u"-who:="_s + name);
    QTRY_VERIFY(t.chip(u"Who: not c3"_s));
    t.chip(u"Who: not b2"_s)->setFocus();

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    QCOMPARE(QApplication::focusWidget(), t.chip(u"Who: not c3"_s));

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
    QCOMPARE(QApplication::focusWidget(), t.chip(u"Who: not a1"_s));

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backspace);
    QVERIFY(t.filter().isEmpty());
    QCOMPARE(QApplication::focusWidget(), t.page->filterField());
}

void FilteringTest::tabGoesFromTheQueryOverTheChipsToTheTable()
{
    Page t;
    t.page->filters()->pick(u"-who:=a1"_s);
    t.page->filters()->pick(u"-who:=b2"_s);
    QTRY_VERIFY(t.chip(u"Who: not b2"_s));
    t.page->filters()->focusField();

    const QList<QWidget *> expected{
        called<QPushButton>(t.page, u"Save this query"_s),
        called<QPushButton>(t.page, u"Query help"_s),
        t.chip(u"Who: not a1"_s),
        t.chip(u"Who: not b2"_s),
        withText<QToolButton>(t.page, u"Clear all"_s),
        t.page->findChild<Timeline *>(),
        &t.page->table()};
    for (QWidget *next : expected) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), next);
    }
}

void FilteringTest::aValueMakesNoShortcut()
{
    Page t;
    t.page->filters()->pick(u"-item:=\"R &x\""_s);
    QTRY_COMPARE(t.chips(), 1);

    QTest::keyClick(&t.f.window(), Qt::Key_X, Qt::AltModifier);

    QTest::qWait(300); // a button is pressed for a moment before it clicks
    QCOMPARE(t.filter().picks.size(), 1);
}

void FilteringTest::whatCannotBeAppliedIsTakenBackEverywhere()
{
    Page t;
    QSignalSpy changed(t.page->filters(), &FilterControl::changed);
    EventFilter wrong;
    wrong.picks = {u"who:("_s};

    t.page->filters()->apply(wrong);

    QCOMPARE(changed.size(), 1);
    QVERIFY(t.filter().isEmpty());
}

void FilteringTest::anotherQueryDoesNotTakeTheNameOfTheSavedOne()
{
    Page t;
    EventFilter saved;
    saved.picks = {u"-who:=nobody"_s};
    SavedQueries::save({u"Its name"_s, saved});
    QMenu *menu = t.page->filters()->row()->savedMenu();
    emit menu->aboutToShow();
    entry(menu, u"Its name"_s)->trigger();
    QCOMPARE(t.filter(), saved);
    const auto offered = [&t] {
        t.page->filters()->askToSave();
        auto *dialog = shownDialog<QDialog>(&t.f.window());
        const QString name = called<QLineEdit>(dialog, u"Name"_s)->text();
        dialog->reject();
        return name;
    };
    QCOMPARE(offered(), u"Its name"_s);

    t.page->filters()->clear();
    t.page->filters()->pick(u"-who:=somebody"_s);

    QVERIFY(offered() != u"Its name"_s);
}

void FilteringTest::theTableShowsThatItHasTheFocus()
{
    Page t;
    t.page->table().setCurrentIndex({});
    const auto edge = [&t] {
        QWidget *viewport = t.page->table().viewport();
        return viewport->grab().toImage().pixelColor(0, viewport->height() / 2);
    };
    t.page->filters()->focusField();
    QVERIFY(edge() != color(Ink::Accent));

    t.page->table().setFocus();
    QCOMPARE(edge(), color(Ink::Accent));

    t.choose(EventTableModel::WhoColumn);
    QVERIFY(edge() != color(Ink::Accent));
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-filtering-test"_s);
    Theme::instance().apply(application);
    FilteringTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_filtering.moc"
