// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/completionpopup.h"
#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/queryedit.h"
#include "ui/queryhelpcard.h"
#include "ui/savedqueries.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QSet>
#include <QStandardPaths>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>

#include <algorithm>
#include <map>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

/// A window with a session, its field focused.
struct Field
{
    Field() : page(f.capture()), field(page->filterField())
    {
        if (!QTest::qWaitFor([this] { return page->events().rowCount() == 400; }, patience))
            qWarning("the rows did not come");
        page->filters()->focusField();
        if (!QTest::qWaitFor([this] { return field->hasFocus(); }, patience))
            qWarning("the field has no focus");
    }

    /// As typed; what is not on every keyboard comes as from an input method.
    void type(const QString &text)
    {
        for (const QChar c : text) {
            if (c.unicode() < 0x80)
                QTest::keyClick(field, c.toLatin1());
            else
                field->insertPlainText(c);
        }
    }
    void press(Qt::Key key, Qt::KeyboardModifiers held = {}) { QTest::keyClick(field, key, held); }
    CompletionPopup *popup() const { return f.window().findChild<CompletionPopup *>(); }
    int rows() const { return page->events().isFiltering() ? -1 : page->events().rowCount(); }

    /// Where the text of the popup stands in it, or -1.
    int lineOf(const QString &text) const
    {
        for (int line = 0; popup()->isVisible() && line < popup()->count(); ++line) {
            if (popup()->text(line) == text)
                return line;
        }
        return -1;
    }

    /// The name that most events have, and how many do. Two people of one name are counted apart.
    std::pair<QString, int> busiest() const
    {
        std::map<QString, int> names;
        std::map<QString, QSet<QString>> ids;
        const auto text = [this](int row, int column) {
            return page->events().index(row, column).data().toString();
        };
        for (int row = 0; row < page->events().rowCount(); ++row) {
            const QString name = text(row, EventTableModel::WhoColumn);
            ++names[name];
            ids[name] += text(row, EventTableModel::ActorIdColumn);
        }
        names.erase(QString());
        std::erase_if(names, [&ids](const auto &name) { return ids[name.first].size() > 1; });
        return *std::ranges::max_element(names, {}, [](const auto &name) { return name.second; });
    }

    mutable WindowFixture f;
    SessionPage *page;
    QueryEdit *field;
};

bool isUnderlined(const QueryEdit *field, qsizetype position)
{
    for (const auto &range : field->document()->firstBlock().layout()->formats()) {
        if (position >= range.start && position < range.start + range.length
            && range.format.underlineStyle() == QTextCharFormat::WaveUnderline)
            return true;
    }
    return false;
}

QLabel *wordsOfError(const QWidget *page)
{
    for (QLabel *label : page->findChildren<QLabel *>()) {
        if (label->accessibleDescription() == u"What is wrong with the filter"_s)
            return label;
    }
    return nullptr;
}

} // namespace

class QueryFieldTest : public QObject
{
    Q_OBJECT

private slots:
    void followsWhatIsTyped();
    void enterAppliesAtOnceAndGoesToTheTable();
    void aWrongQueryLeavesTheRowsAndSaysWhatAndWhere();
    void theWordsOfAnErrorGoOnceItIsMended();
    void escapeClearsAndThenLeaves();
    void slashAndCtrlFGoToTheField();
    void staysOnOneLineWhateverIsPasted();
    void aQueryThatIsTooLongStaysAndSaysSo();
    void theListLeavesTheWordsOfAnErrorInSight_data();
    void theListLeavesTheWordsOfAnErrorInSight();
    void theClearButtonShowsAllAgain();
    void undoBringsBackWhatWasCleared();

    void offersFieldsAndTabTakesOne();
    void offersValuesWithTheirCounts();
    void offersValuesEvenIfTheFieldsNameFoundNothing();
    void arrowsChooseAndEnterTakes();
    void theListStaysInOrderWhileEventsArrive();
    void enterIsNeverStolen();
    void escapeClosesTheListFirst();
    void ctrlSpaceOpensTheList();
    void aClickTakesALine();
    void theListClosesWithTheFocus();
    void arrowsBringBackQueriesUsedLast();
    void ctrlEAndCtrlDAreNotTextKeys();

    void anExampleOfTheHelpGoesIntoTheField();
    void escapeClosesTheHelp();
    void everyExampleOfTheHelpIsAQuery();
    void theHelpAndTheListGoWithTheirSession();
};

void QueryFieldTest::followsWhatIsTyped()
{
    Field t;
    const auto [name, count] = t.busiest();

    t.type(u"who:=\"%1\""_s.arg(name));

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), count, patience);
    QCOMPARE(t.field->worth(), QueryEdit::Worth::Good);
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
}

void QueryFieldTest::enterAppliesAtOnceAndGoesToTheTable()
{
    Field t;
    const auto [name, count] = t.busiest();
    t.type(u"who:=\"%1\""_s.arg(name));

    t.press(Qt::Key_Return);

    QCOMPARE(t.page->events().filter().text, t.field->text());
    QTRY_VERIFY_WITH_TIMEOUT(t.page->table().hasFocus(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), count, patience);
    QCOMPARE(SavedQueries::recent(), QStringList{t.field->text()});
}

void QueryFieldTest::aWrongQueryLeavesTheRowsAndSaysWhatAndWhere()
{
    Field t;
    const auto [name, count] = t.busiest();
    const QString good = u"who:=\"%1\""_s.arg(name);
    t.type(good);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), count, patience);

    t.type(u" type:(download or blocked"_s);

    QTRY_COMPARE_WITH_TIMEOUT(t.field->worth(), QueryEdit::Worth::Wrong, patience);
    QCOMPARE(t.rows(), count);
    QCOMPARE(t.page->events().filter().text, good);
    QVERIFY(isUnderlined(t.field, t.field->text().size() - 1));
    QVERIFY(!isUnderlined(t.field, 0));
    QVERIFY(!t.field->accessibleDescription().isEmpty());
    auto *words = wordsOfError(t.page);
    QVERIFY(words->isVisible());
    QCOMPARE(words->text(), t.field->accessibleDescription());
    QCOMPARE(words->accessibleName(), t.field->accessibleDescription());

    // Enter does not leave either.
    t.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
}

void QueryFieldTest::theWordsOfAnErrorGoOnceItIsMended()
{
    Field t;
    t.type(u"(download"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.field->worth(), QueryEdit::Worth::Wrong, patience);

    t.type(u")"_s);

    QCOMPARE(t.field->worth(), QueryEdit::Worth::Good);
    QVERIFY(!wordsOfError(t.page)->isVisible());
    QVERIFY(t.field->accessibleDescription().isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(t.page->events().filter().text, u"(download)"_s, patience);
}

void QueryFieldTest::escapeClearsAndThenLeaves()
{
    Field t;
    t.type(u"zzz "_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);

    t.press(Qt::Key_Escape);

    QVERIFY(t.field->text().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);

    t.press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(t.page->table().hasFocus(), patience);
}

void QueryFieldTest::slashAndCtrlFGoToTheField()
{
    Field t;
    t.page->table().setFocus();

    QTest::keyClick(&t.page->table(), Qt::Key_Slash);
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
    QVERIFY(t.field->text().isEmpty());
    t.type(u"a/b"_s);
    QCOMPARE(t.field->text(), u"a/b"_s);

    t.page->table().setFocus();
    QTest::keyClick(&t.page->table(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
    QCOMPARE(t.field->textCursor().selectedText(), u"a/b"_s);
}

void QueryFieldTest::staysOnOneLineWhateverIsPasted()
{
    Field t;
    QApplication::clipboard()->setText(u"ana\nruiz\r\n\tx\u2029y"_s);

    t.field->paste();

    QCOMPARE(t.field->document()->blockCount(), 1);
    QCOMPARE(t.field->text(), u"ana ruiz   x y"_s);
    QApplication::clipboard()->setText(QString(100'000, u'w'));
    t.field->paste();
    t.field->paste();
    QVERIFY(t.field->text().size() <= QueryEdit::longest);
}

void QueryFieldTest::aQueryThatIsTooLongStaysAndSaysSo()
{
    Field t;
    const auto [name, count] = t.busiest();
    const QString good = u"who:=\"%1\""_s.arg(name);
    t.type(good);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), count, patience);
    const QString tooLong(Query::maximumLength + 1, u'w');
    QApplication::clipboard()->setText(tooLong);

    t.press(Qt::Key_A, Qt::ControlModifier);
    t.press(Qt::Key_V, Qt::ControlModifier);
    t.type(u"xy"_s);

    QTRY_COMPARE_WITH_TIMEOUT(t.field->worth(), QueryEdit::Worth::Wrong, patience);
    QCOMPARE(t.field->text(), tooLong + u"xy"_s);
    QVERIFY(wordsOfError(t.page)->text().contains(QLocale().toString(Query::maximumLength)));
    QCOMPARE(t.page->events().filter().text, good);
    QCOMPARE(t.rows(), count);

    for (int key = 0; key < 3; ++key)
        t.press(Qt::Key_Backspace);
    QCOMPARE(t.field->worth(), QueryEdit::Worth::Good);
    QTRY_COMPARE_WITH_TIMEOUT(
        t.page->events().filter().text, tooLong.left(Query::maximumLength), patience);
}

void QueryFieldTest::theListLeavesTheWordsOfAnErrorInSight_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("a parenthesis is missing") << u"type:(dow"_s;
    QTest::newRow("an earlier term is wrong") << u"size:>ten sev"_s;
    QTest::newRow("the list begins where the words do") << u"(sev"_s;
}

void QueryFieldTest::theListLeavesTheWordsOfAnErrorInSight()
{
    QFETCH(const QString, typed);
    Field t;
    t.type(typed);
    QTRY_COMPARE_WITH_TIMEOUT(t.field->worth(), QueryEdit::Worth::Wrong, patience);
    t.press(Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(t.popup()->isVisible());

    const QLabel *words = wordsOfError(t.page);
    const QRect place(words->mapTo(&t.f.window(), QPoint()), words->size());
    QVERIFY(words->isVisible());
    QVERIFY(!t.popup()->geometry().intersects(place));

    // Without an error there is nothing to keep clear of.
    const int low = t.popup()->y();
    t.press(Qt::Key_A, Qt::ControlModifier);
    t.type(u"sev"_s);
    QVERIFY(t.popup()->isVisible());
    QVERIFY(t.popup()->y() < low);
}

void QueryFieldTest::theClearButtonShowsAllAgain()
{
    Field t;
    auto *clear = called<QToolButton>(t.page, u"Clear the filter"_s);
    QVERIFY(!clear->isVisible());
    t.type(u"zzz"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);
    QVERIFY(clear->isVisible());

    QTest::mouseClick(clear, Qt::LeftButton);

    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 400, patience);
    QVERIFY(!clear->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
}

void QueryFieldTest::undoBringsBackWhatWasCleared()
{
    Field t;
    t.type(u"zzz"_s);
    t.press(Qt::Key_Escape);
    QVERIFY(t.field->text().isEmpty());

    t.press(Qt::Key_Z, Qt::ControlModifier);

    QCOMPARE(t.field->text(), u"zzz"_s);
}

void QueryFieldTest::offersFieldsAndTabTakesOne()
{
    Field t;

    t.type(u"sev"_s);

    QVERIFY(t.popup()->isVisible());
    QVERIFY(t.lineOf(u"severity:"_s) >= 0);
    QCOMPARE(t.popup()->chosen(), -1);

    t.press(Qt::Key_Tab);

    QCOMPARE(t.field->text(), u"severity:"_s);
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
    // What can follow is offered at once.
    QVERIFY(t.popup()->isVisible());
    QVERIFY(t.lineOf(u"warning"_s) >= 0);
}

void QueryFieldTest::offersValuesWithTheirCounts()
{
    Field t;
    const auto [name, count] = t.busiest();

    t.type(u"who:"_s);

    QTRY_VERIFY_WITH_TIMEOUT(t.lineOf(name) >= 0, patience);
    auto *list = t.popup()->findChild<QListView *>();
    const QModelIndex line = list->model()->index(t.lineOf(name), 0);
    QTRY_VERIFY2_WITH_TIMEOUT(
        line.data(Qt::AccessibleTextRole).toString().endsWith(u", %1"_s.arg(count)),
        qPrintable(line.data(Qt::AccessibleTextRole).toString()), patience);

    // Only those that hold what is typed.
    t.type(name.left(3));
    QVERIFY(t.lineOf(name) >= 0);
    for (int i = 0; i < t.popup()->count(); ++i) {
        const QString words = list->model()->index(i, 0).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(words.contains(name.left(3), Qt::CaseInsensitive), qPrintable(words));
    }
}

void QueryFieldTest::offersValuesEvenIfTheFieldsNameFoundNothing()
{
    Field t;
    const auto [name, count] = t.busiest();
    t.type(u"who"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);

    t.type(u":"_s);

    QTRY_VERIFY_WITH_TIMEOUT(t.lineOf(name) >= 0, patience);
    // That a value is missing is no news while the list offers some.
    QTRY_COMPARE_WITH_TIMEOUT(t.field->worth(), QueryEdit::Worth::None, patience);

    t.press(Qt::Key_Escape);
    QTRY_COMPARE_WITH_TIMEOUT(t.field->worth(), QueryEdit::Worth::Wrong, patience);
}

void QueryFieldTest::arrowsChooseAndEnterTakes()
{
    Field t;
    const auto [name, count] = t.busiest();
    t.type(u"who:"_s);
    QTRY_VERIFY_WITH_TIMEOUT(t.lineOf(name) >= 0, patience);

    while (t.popup()->chosen() != t.lineOf(name)) {
        t.press(Qt::Key_Down);
        QVERIFY2(t.popup()->chosen() >= 0, "the line was not reached");
    }
    t.press(Qt::Key_Return);

    QVERIFY(!t.popup()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
    QVERIFY2(t.field->text().contains(name), qPrintable(t.field->text()));
    QTRY_VERIFY_WITH_TIMEOUT(t.rows() >= count && t.rows() < 400, patience);
}

void QueryFieldTest::enterIsNeverStolen()
{
    Field t;
    t.type(u"sev"_s);
    QVERIFY(t.popup()->isVisible());

    t.press(Qt::Key_Return);

    QCOMPARE(t.field->text(), u"sev"_s);
    QCOMPARE(t.page->events().filter().text, u"sev"_s);
    QTRY_VERIFY_WITH_TIMEOUT(t.page->table().hasFocus(), patience);
    QVERIFY(!t.popup()->isVisible());
}

void QueryFieldTest::escapeClosesTheListFirst()
{
    Field t;
    t.type(u"sev"_s);
    QVERIFY(t.popup()->isVisible());

    t.press(Qt::Key_Escape);

    QVERIFY(!t.popup()->isVisible());
    QCOMPARE(t.field->text(), u"sev"_s);
}

void QueryFieldTest::ctrlSpaceOpensTheList()
{
    Field t;
    QVERIFY(!t.popup() || !t.popup()->isVisible());

    t.press(Qt::Key_Space, Qt::ControlModifier);

    QVERIFY(t.popup()->isVisible());
    QVERIFY(t.lineOf(u"who:"_s) >= 0);
    QVERIFY(t.lineOf(u"ip:"_s) >= 0);
    QCOMPARE(t.field->text(), QString());
}

void QueryFieldTest::aClickTakesALine()
{
    Field t;
    t.type(u"sev"_s);
    auto *list = t.popup()->findChild<QListView *>();
    const QModelIndex line = list->model()->index(t.lineOf(u"severity:"_s), 0);

    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(line).center());

    QCOMPARE(t.field->text(), u"severity:"_s);
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
}

void QueryFieldTest::theListClosesWithTheFocus()
{
    Field t;
    t.type(u"sev"_s);
    QVERIFY(t.popup()->isVisible());

    t.page->table().setFocus();

    QVERIFY(!t.popup()->isVisible());
}

void QueryFieldTest::arrowsBringBackQueriesUsedLast()
{
    Field t;
    t.type(u"who:zzz"_s);
    t.press(Qt::Key_Return);
    t.page->filters()->focusField();
    t.type(u"item:yyy"_s);
    t.press(Qt::Key_Return);
    t.page->filters()->clear();
    t.page->filters()->focusField();

    t.press(Qt::Key_Down);
    QCOMPARE(t.lineOf(u"item:yyy"_s), 0);
    QCOMPARE(t.popup()->chosen(), 0);
    t.press(Qt::Key_Down);
    t.press(Qt::Key_Return);

    QCOMPARE(t.field->text(), u"who:zzz"_s);
    QTRY_COMPARE_WITH_TIMEOUT(t.rows(), 0, patience);
}

void QueryFieldTest::ctrlEAndCtrlDAreNotTextKeys()
{
    Field t;
    t.type(u"a"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!t.page->events().filter().text.isEmpty(), patience);

    t.press(Qt::Key_D, Qt::ControlModifier);

    QTRY_VERIFY(called<QLineEdit>(&t.f.window(), u"Name"_s));
    QCOMPARE(t.field->text(), u"a"_s);
}

void QueryFieldTest::anExampleOfTheHelpGoesIntoTheField()
{
    Field t;
    QTest::keyClick(&t.f.window(), Qt::Key_F1);
    auto *card = t.f.window().findChild<QueryHelpCard *>();
    QVERIFY(card->isVisible());
    QAbstractButton *example = nullptr;
    for (QAbstractButton *button : card->findChildren<QAbstractButton *>()) {
        if (button->text() == u"severity:>=warning"_s)
            example = button;
    }
    QVERIFY(example);

    QTest::mouseClick(example, Qt::LeftButton);

    QCOMPARE(t.field->text(), u"severity:>=warning"_s);
    QCOMPARE(t.page->events().filter().text, u"severity:>=warning"_s);
    QVERIFY(card->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(t.rows() >= 0 && t.rows() < 400, patience);
}

void QueryFieldTest::escapeClosesTheHelp()
{
    Field t;
    auto *button = called<QAbstractButton>(t.page, u"Query help"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    auto *card = t.f.window().findChild<QueryHelpCard *>();
    QVERIFY(card->isVisible());
    QVERIFY(button->isChecked());

    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);

    QVERIFY(!card->isVisible());
    QVERIFY(!button->isChecked());
    QTRY_VERIFY_WITH_TIMEOUT(t.field->hasFocus(), patience);
}

void QueryFieldTest::everyExampleOfTheHelpIsAQuery()
{
    Field t;
    t.page->filters()->showHelp();
    const auto *card = t.f.window().findChild<QueryHelpCard *>();
    int examples = 0;
    for (QAbstractButton *button : card->findChildren<QAbstractButton *>()) {
        if (button->accessibleDescription().isEmpty())
            continue;
        ++examples;
        button->click();
        QVERIFY2(t.field->worth() == QueryEdit::Worth::Good, qPrintable(button->text()));
        QCOMPARE(t.page->events().filter().text, button->text());
    }
    QVERIFY(examples >= 10);
}

void QueryFieldTest::theHelpAndTheListGoWithTheirSession()
{
    Field t;
    t.page->filters()->showHelp();
    QPointer<QueryHelpCard> card = t.f.window().findChild<QueryHelpCard *>();
    t.f.capture(u"two"_s);
    QVERIFY(!card->isVisible());

    QPointer<CompletionPopup> popup = t.f.window().findChild<CompletionPopup *>();
    for (int open = 0; open < 2; ++open)
        t.f.action(u"Close"_s)->trigger();

    QTRY_VERIFY(!card);
    QTRY_VERIFY(!popup);
}

void QueryFieldTest::theListStaysInOrderWhileEventsArrive()
{
    Field t;
    const auto [name, count] = t.busiest();
    t.type(u"who:"_s);
    QTRY_VERIFY_WITH_TIMEOUT(t.lineOf(name) >= 0, patience);
    t.press(Qt::Key_Down);
    t.press(Qt::Key_Down);
    t.press(Qt::Key_Down);
    QStringList before;
    for (int line = 0; line < t.popup()->count(); ++line)
        before += t.popup()->text(line);
    auto *list = t.popup()->findChild<QListView *>();
    const auto counted = [&] {
        qint64 sum = 0;
        for (int line = 0; line < t.popup()->count(); ++line)
            sum += list->model()
                       ->index(line, 0)
                       .data(Qt::AccessibleTextRole)
                       .toString()
                       .section(u", "_s, -1)
                       .toLongLong();
        return sum;
    };
    const qint64 sum = counted();

    t.f.simulator.addEvents(300);
    QTRY_VERIFY_WITH_TIMEOUT(t.page->events().totalRows() >= 700 && counted() > sum, patience);

    QVERIFY(t.popup()->isVisible());
    QCOMPARE(t.popup()->chosen(), 2);
    for (int line = 0; line < before.size(); ++line)
        QCOMPARE(t.popup()->text(line), before.at(line));
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-query-test"_s);
    Theme::instance().apply(application);
    QueryFieldTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_queryfield.moc"
