// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/sampletable.h"
#include "ui/filterchips.h"
#include "ui/filterjson.h"
#include "ui/filterwords.h"
#include "ui/queryedit.h"
#include "ui/queryhistory.h"
#include "ui/savedqueries.h"
#include "ui/savedquerydialogs.h"
#include "ui/sessionview.h"
#include "ui/theme.h"
#include "widgets.h"

#include <QApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

EventFilter textFilter(const QString &text)
{
    EventFilter filter;
    filter.text = text;
    return filter;
}

EventFilter full()
{
    return {
        {"DOWNLOAD", "ITEM_UPLOAD"},
        u"anna “quoted” \\ 見積書"_s,
        {u"who:=\"Ana Ruiz\""_s, u"-ip:=192.0.2.1"_s},
        TimeSpan{1'791'000'000'000, 1'791'000'060'000}};
}

} // namespace

class FilterPartsTest : public QObject
{
    Q_OBJECT

private slots:
    void init() { QSettings().clear(); }

    void theHistoryGoesBackAndForth();
    void whatIsTypedIsOneStep();
    void whatIsTypedAndTakenAwayIsNoStep();
    void somethingNewForgetsWhatWasAhead();
    void theHistoryIsBounded();

    void aFilterReadsBackAsItWas();
    void theLongestQueryIsKept();
    void aFilterFromAStrangerIsHarmless_data();
    void aFilterFromAStrangerIsHarmless();
    void aViewKeepsPicksSpanAndSort();

    void picksReadLikeSentences_data();
    void picksReadLikeSentences();
    void spansReadLikeSentences();
    void everyPickAndTheSpanHaveAChip();
    void aChipOfAnIdTellsTheName();
    void thousandsOfUnknownTypesAreOneChip();
    void thereAreNeverMoreChipsOfTypesThanCanBeRead();

    void savedQueriesStayWithoutTheirSpan();
    void aSavedQueryReplacesTheOneOfItsName();
    void savedQueriesAreBounded();
    void aSavedQueryCanBeRenamedButNotToAnothersName();
    void savedQueriesFromAStrangerAreHarmless();
    void theLatestQueryStandsFirstAndOnce();
    void aQueryTakesThePlaceOfItsBeginning();
    void aQueryCanBeRenamedAndDeletedInItsList();
};

void FilterPartsTest::theHistoryGoesBackAndForth()
{
    QueryHistory history;
    history.visit(textFilter(u"a"_s), QueryHistory::Step::Chosen);
    history.visit(textFilter(u"b"_s), QueryHistory::Step::Chosen);

    QVERIFY(!history.canGoForward());
    QCOMPARE(history.goBack().text, u"a"_s);
    QCOMPARE(history.goBack().text, QString());
    QVERIFY(!history.canGoBack());
    QCOMPARE(history.goForward().text, u"a"_s);
    QCOMPARE(history.goForward().text, u"b"_s);
    QCOMPARE(history.goForward().text, u"b"_s);
}

void FilterPartsTest::whatIsTypedIsOneStep()
{
    QueryHistory history;
    for (const QString &text : {u"a"_s, u"an"_s, u"ana"_s})
        history.visit(textFilter(text), QueryHistory::Step::Typed);
    history.settle();
    for (const QString &text : {u"ana r"_s, u"ana ru"_s})
        history.visit(textFilter(text), QueryHistory::Step::Typed);

    QCOMPARE(history.goBack().text, u"ana"_s);
    QCOMPARE(history.goBack().text, QString());
}

void FilterPartsTest::whatIsTypedAndTakenAwayIsNoStep()
{
    QueryHistory history;
    history.visit(textFilter(u"a"_s), QueryHistory::Step::Typed);
    history.visit({}, QueryHistory::Step::Typed);

    QVERIFY(!history.canGoBack());
    QVERIFY(!history.canGoForward());
}

void FilterPartsTest::somethingNewForgetsWhatWasAhead()
{
    QueryHistory history;
    history.visit(textFilter(u"a"_s), QueryHistory::Step::Chosen);
    history.goBack();
    history.visit(textFilter(u"b"_s), QueryHistory::Step::Typed);

    QVERIFY(!history.canGoForward());
    QCOMPARE(history.goBack().text, QString());
    QCOMPARE(history.goForward().text, u"b"_s);
}

void FilterPartsTest::theHistoryIsBounded()
{
    QueryHistory history;
    for (std::size_t i = 0; i < QueryHistory::most + 50; ++i)
        history.visit(textFilter(QString::number(i)), QueryHistory::Step::Chosen);

    std::size_t steps = 0;
    for (; history.canGoBack(); ++steps)
        history.goBack();
    QCOMPARE(steps, QueryHistory::most - 1);
    QCOMPARE(history.goForward().text, u"51"_s);
}

void FilterPartsTest::aFilterReadsBackAsItWas()
{
    EventFilter open = full();
    open.span->to.reset();

    QCOMPARE(filterFromJson(filterToJson(full())), full());
    QCOMPARE(filterFromJson(filterToJson(open)), open);
    QCOMPARE(filterFromJson(filterToJson({})), EventFilter());
}

void FilterPartsTest::theLongestQueryIsKept()
{
    const QString longest(Query::maximumLength, u'w');
    const EventFilter filter = textFilter(longest);

    SavedQueries::remember(longest);

    QCOMPARE(filterFromJson(filterToJson(filter)), filter);
    QCOMPARE(SavedQueries::recent().value(0), longest);
    SavedQueries::forgetRecent();
}

void FilterPartsTest::aFilterFromAStrangerIsHarmless_data()
{
    QTest::addColumn<QJsonObject>("json");
    QTest::newRow("wrong types") << QJsonObject{
        {u"hiddenTypes"_s, 7},
        {u"filter"_s, QJsonArray{1}},
        {u"picks"_s, u"who:=a"_s},
        {u"span"_s, QJsonArray{1, 2}}};
    QTest::newRow("too long") << QJsonObject{
        {u"hiddenTypes"_s, QJsonArray{QString(1'000, u'T')}},
        {u"filter"_s, QString(100'000, u'x')},
        {u"picks"_s, QJsonArray{QString(5'000, u'x')}}};
    QTest::newRow("a span that ends before it begins")
        << QJsonObject{{u"span"_s, QJsonObject{{u"from"_s, 2'000}, {u"to"_s, 1'000}}}};
    QTest::newRow("a span beyond all time")
        << QJsonObject{{u"span"_s, QJsonObject{{u"from"_s, 9e18}}}};
    QTest::newRow("a span before all time")
        << QJsonObject{{u"span"_s, QJsonObject{{u"from"_s, -5}, {u"to"_s, 10}}}};
    QTest::newRow("a span that is no number")
        << QJsonObject{{u"span"_s, QJsonObject{{u"from"_s, u"yesterday"_s}}}};
}

void FilterPartsTest::aFilterFromAStrangerIsHarmless()
{
    QFETCH(const QJsonObject, json);

    QCOMPARE(filterFromJson(json), EventFilter());
}

void FilterPartsTest::aViewKeepsPicksSpanAndSort()
{
    SessionView view;
    view.picks = full().picks;
    view.span = full().span;
    view.sortColumn = "actor_name";
    view.sortDescending = true;
    view.newAtTheEnd = true;

    QCOMPARE(SessionView::fromJson(view.toJson()), view);

    QJsonArray many;
    for (int i = 0; i < 5'000; ++i)
        many.append(u"who:=%1\u202e\n"_s.arg(i));
    const QJsonObject hostile{{u"picks"_s, many}, {u"sortColumn"_s, QString(9'000, u'c')}};
    const SessionView read = SessionView::fromJson(QJsonDocument(hostile).toJson());
    QVERIFY(read.picks.size() <= 100);
    QVERIFY(!read.picks.constFirst().contains(u'\u202e'));
    QVERIFY(!read.picks.constFirst().contains(u'\n'));
    QVERIFY(read.sortColumn.size() <= 200);
}

void FilterPartsTest::picksReadLikeSentences_data()
{
    QTest::addColumn<QString>("pick");
    QTest::addColumn<QString>("words");
    const auto row = [](const QString &pick, const QString &words) {
        QTest::newRow(qPrintable(pick)) << pick << words;
    };
    row(u"who:=\"Tom Becker\""_s, u"Who: Tom Becker"_s);
    row(u"-who:=\"Sync client 4.2\""_s, u"Who: not Sync client 4.2"_s);
    row(u"-ip:=198.51.100.77"_s, u"Where from: not 198.51.100.77"_s);
    row(u"item:=\"a \\\"b\\\" c\""_s, u"What: a \"b\" c"_s);
    row(u"is:late"_s, u"Late"_s);
    row(u"-is:late"_s, u"Not Late"_s);
    row(u"who:("_s, u"who:("_s);
}

void FilterPartsTest::picksReadLikeSentences()
{
    QFETCH(const QString, pick);
    QFETCH(const QString, words);

    QCOMPARE(pickInWords(pick), words);
}

void FilterPartsTest::spansReadLikeSentences()
{
    const QTimeZone zone("Asia/Tokyo");
    const QDate today = QDateTime::currentDateTime().toTimeZone(zone).date();
    const auto at = [&](int hour, int minute) {
        return QDateTime(today, QTime(hour, minute), zone).toMSecsSinceEpoch();
    };

    QCOMPARE(spanInWords({at(13, 56), std::nullopt}, zone), u"Time: 13:56 – now"_s);
    QCOMPARE(spanInWords({at(13, 56), at(14, 2)}, zone), u"Time: 13:56 – 14:02"_s);
    QCOMPARE(spanInWords({0, at(14, 2)}, zone), u"Time: until 14:02"_s);
}

void FilterPartsTest::everyPickAndTheSpanHaveAChip()
{
    const EventTypeModel types;
    EventFilter filter = full();
    filter.hiddenTypes = {"DOWNLOAD"};

    const QList<FilterChip> chips = filterChips(filter, types, QTimeZone::utc());

    QCOMPARE(chips.size(), 5);
    QVERIFY(chips.at(0).isText);
    QVERIFY(!chips.at(1).without.span);
    QCOMPARE(chips.at(2).words, u"Who: Ana Ruiz"_s);
    QVERIFY(!chips.at(2).excludes);
    QCOMPARE(chips.at(2).without.picks, QStringList{filter.picks.at(1)});
    QCOMPARE(chips.at(3).words, u"Where from: not 192.0.2.1"_s);
    QVERIFY(chips.at(3).excludes);
    QCOMPARE(chips.at(4).words, u"Type: not Item downloaded"_s);
    for (const FilterChip &chip : chips)
        QVERIFY(chip.without != filter);
}

void FilterPartsTest::savedQueriesStayWithoutTheirSpan()
{
    QVERIFY(SavedQueries::save({u"  Downloads \n of Ana "_s, full()}));

    const QList<SavedQuery> saved = SavedQueries::saved();

    QCOMPARE(saved.size(), 1);
    QCOMPARE(saved.constFirst().name, u"Downloads of Ana"_s);
    EventFilter kept = full();
    kept.span.reset();
    QCOMPARE(saved.constFirst().filter, kept);
}

void FilterPartsTest::aSavedQueryReplacesTheOneOfItsName()
{
    QVERIFY(SavedQueries::save({u"a"_s, textFilter(u"one"_s)}));
    QVERIFY(SavedQueries::save({u"b"_s, textFilter(u"two"_s)}));
    QVERIFY(SavedQueries::save({u"A"_s, textFilter(u"three"_s)}));
    QVERIFY(!SavedQueries::save({u" "_s, textFilter(u"four"_s)}));

    QCOMPARE(SavedQueries::saved().size(), 2);
    QCOMPARE(SavedQueries::saved().constFirst().filter.text, u"three"_s);
}

void FilterPartsTest::savedQueriesAreBounded()
{
    for (int i = 0; i < SavedQueries::mostSaved; ++i)
        QVERIFY(SavedQueries::save({QString::number(i), textFilter(u"x"_s)}));

    QVERIFY(!SavedQueries::save({u"one more"_s, textFilter(u"x"_s)}));
    QVERIFY(SavedQueries::save({u"7"_s, textFilter(u"y"_s)}));
    QCOMPARE(SavedQueries::saved().size(), SavedQueries::mostSaved);
}

void FilterPartsTest::aSavedQueryCanBeRenamedButNotToAnothersName()
{
    SavedQueries::save({u"a"_s, textFilter(u"one"_s)});
    SavedQueries::save({u"b"_s, textFilter(u"two"_s)});

    QVERIFY(!SavedQueries::rename(u"a"_s, u"B"_s));
    QVERIFY(!SavedQueries::rename(u"a"_s, u" "_s));
    QVERIFY(!SavedQueries::rename(u"nobody"_s, u"c"_s));
    QVERIFY(SavedQueries::rename(u"a"_s, u"A"_s));
    QVERIFY(SavedQueries::rename(u"A"_s, u"z"_s));
    QCOMPARE(SavedQueries::saved().constLast().name, u"z"_s);
    QCOMPARE(SavedQueries::saved().constLast().filter.text, u"one"_s);
}

void FilterPartsTest::savedQueriesFromAStrangerAreHarmless()
{
    QSettings settings;
    settings.beginWriteArray(u"savedQueries"_s, 1'000'000);
    for (int i = 0; i < 300; ++i) {
        settings.setArrayIndex(i);
        settings.setValue("name", QString(QString(500, u'n') + QString::number(i)));
        settings.setValue("query", u"[[[{"_s);
    }
    settings.setArrayIndex(1);
    settings.setValue("name", u"good\u202e"_s);
    settings.setValue("query", 7);
    settings.endArray();
    settings.setValue(
        "recentQueries",
        QStringList{QString(Query::maximumLength + 1, u'x'), u" "_s, u"a\u202eb"_s});

    const QList<SavedQuery> saved = SavedQueries::saved();

    QVERIFY(saved.size() <= SavedQueries::mostSaved);
    for (const SavedQuery &query : saved) {
        QVERIFY(query.name.size() <= SavedQueries::longestName);
        QVERIFY(!query.name.contains(u'\u202e'));
        QVERIFY(query.filter.isEmpty());
    }
    QCOMPARE(SavedQueries::recent(), QStringList{u"a b"_s});
}

void FilterPartsTest::theLatestQueryStandsFirstAndOnce()
{
    for (int i = 0; i < SavedQueries::mostRecent + 5; ++i)
        SavedQueries::remember(u"q%1x"_s.arg(i));
    SavedQueries::remember(u" q20x "_s);

    const QStringList recent = SavedQueries::recent();

    QCOMPARE(recent.size(), SavedQueries::mostRecent);
    QCOMPARE(recent.constFirst(), u"q20x"_s);
    QCOMPARE(recent.count(u"q20x"_s), 1);
    SavedQueries::forgetRecent();
    QVERIFY(SavedQueries::recent().isEmpty());
}

void FilterPartsTest::aQueryTakesThePlaceOfItsBeginning()
{
    SavedQueries::remember(u"other"_s);
    SavedQueries::remember(u"who:an"_s);
    SavedQueries::remember(u"who:ana"_s);

    QCOMPARE(SavedQueries::recent(), QStringList({u"who:ana"_s, u"other"_s}));
}

void FilterPartsTest::aQueryCanBeRenamedAndDeletedInItsList()
{
    SavedQueries::save({u"a"_s, textFilter(u"one"_s)});
    SavedQueries::save({u"b"_s, textFilter(u"two"_s)});
    ManageQueriesDialog dialog(nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog));
    auto *list = called<QListWidget>(&dialog, u"Saved queries"_s);
    QCOMPARE(list->count(), 2);
    const auto retype = [list](const QString &name) {
        QWidget *editor = list->viewport()->findChild<QLineEdit *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, name);
        QTest::keyClick(editor, Qt::Key_Return);
    };

    QTest::mouseClick(withText<QPushButton>(&dialog, u"Rename"_s), Qt::LeftButton);
    retype(u"b"_s);
    QTRY_VERIFY(says(&dialog, u"There is another query of that name."_s));
    QCOMPARE(SavedQueries::saved().constFirst().name, u"a"_s);

    QTest::mouseClick(withText<QPushButton>(&dialog, u"Rename"_s), Qt::LeftButton);
    retype(u"z"_s);
    QTRY_COMPARE(list->item(1)->text(), u"z"_s);
    QCOMPARE(SavedQueries::saved().constLast().filter.text, u"one"_s);

    QTRY_COMPARE(list->currentRow(), 1);
    QTest::mouseClick(withText<QPushButton>(&dialog, u"Delete"_s), Qt::LeftButton);
    QCOMPARE(list->count(), 1);
    QCOMPARE(SavedQueries::saved().constFirst().name, u"b"_s);
}

void FilterPartsTest::aChipOfAnIdTellsTheName()
{
    EventTable table;
    appendSamples(
        table,
        {{.who = "Sam Jones", .whoId = "7"},
         {.who = "Samuel Johnson", .whoId = "7"},
         {.who = "", .whoId = "7"},
         {.who = "Samuel Johnson", .whoId = "8"}});
    const EventFilter filter{
        .picks = {u"user_id:=7"_s, u"-user_id:=8"_s, u"user_id:=9"_s, u"item_id:=1"_s}};

    const QList<FilterChip> chips = filterChips(
        filter, EventTypeModel(), QTimeZone::utc(), table.snapshot());

    QCOMPARE(chips.size(), 4);
    QCOMPARE(chips.at(0).words, u"Who: Samuel Johnson (7)"_s);
    QCOMPARE(chips.at(1).words, u"Who: not Samuel Johnson (8)"_s);
    QCOMPARE(chips.at(2).words, u"User ID: 9"_s);
    QCOMPARE(chips.at(3).words, u"Item ID: 1"_s);
    QVERIFY(!chips.at(0).without.picks.contains(u"user_id:=7"_s));
}

void FilterPartsTest::thousandsOfUnknownTypesAreOneChip()
{
    QJsonArray names{u"DOWNLOAD"_s};
    for (int i = 0; i < 10'000; ++i)
        names.append(u"NOBODY_KNOWS_%1"_s.arg(i));
    const EventFilter filter = filterFromJson({{u"hiddenTypes"_s, names}});
    QVERIFY(filter.hiddenTypes.size() <= 2'000);

    const QList<FilterChip> chips = filterChips(filter, EventTypeModel());

    QCOMPARE(chips.size(), 2);
    QCOMPARE(chips.at(0).words, u"Type: not Item downloaded"_s);
    QCOMPARE(chips.at(1).words, u"Type: not 1,999 others"_s);
    QCOMPARE(chips.at(1).without.hiddenTypes, QSet<QByteArray>{"DOWNLOAD"});
}

void FilterPartsTest::thereAreNeverMoreChipsOfTypesThanCanBeRead()
{
    const EventTypeModel types;
    EventFilter filter;
    for (int row = 0; row < types.rowCount(); ++row) {
        QSet<QByteArray> names = types.namesAt(types.index(row, 0));
        // One stays, or the category would be one chip.
        if (!names.isEmpty())
            names.erase(names.begin());
        filter.hiddenTypes.unite(names);
    }
    QVERIFY(filter.hiddenTypes.size() > 31);

    const QList<FilterChip> chips = filterChips(filter, types);

    QCOMPARE(chips.size(), 31);
    const qsizetype rest = filter.hiddenTypes.size() - 30;
    QCOMPARE(chips.constLast().words, u"Type: not %1 others"_s.arg(rest));
    QCOMPARE(chips.constLast().without.hiddenTypes.size(), 30);
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-filter-test"_s);
    Theme::instance().apply(application);
    FilterPartsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_filterparts.moc"
