// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventtypespanel.h"
#include "ui/fieldtree.h"
#include "ui/filterchips.h"
#include "ui/jsonview.h"
#include "ui/plaintext.h"
#include "ui/recentsessions.h"
#include "ui/sessionview.h"
#include "ui/style.h"
#include "ui/theme.h"
#include "ui/words.h"
#include "widgets.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleOptionSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

class WindowPartsTest : public QObject
{
    Q_OBJECT

private slots:
    void aViewReadsBackAsItWas();
    void aViewFromAStrangerIsHarmless_data();
    void aViewFromAStrangerIsHarmless();
    void jsonKeepsEveryDigitAndTheOrder();
    void jsonIsBounded();
    void whatIsNotJsonIsShownAsItIs();
    void labelsShowMarkupAsItIs();
    void tipsEscapeMarkup();
    void linesHaveNoDirectionMarks();
    void oneChipStandsForAWholeCategory();
    void removingAChipLeavesTheOthers();
    void closedCategoriesStayClosedInTheNextSession();
    void escapeClearsTheSearchForATypeAndDownLeavesIt();
    void aSearchForATypeThatFindsNothingSaysSo();
    void theSummaryOfTypesIsNeverCut();
    void everyStateHasAGlyphAndAWord_data();
    void everyStateHasAGlyphAndAWord();
    void recentSessionsStayAcrossRuns();
    void textIsReadableInBothAppearances_data();
    void textIsReadableInBothAppearances();
    void theGrooveOfAScrollBarGoesFromEndToEnd_data();
    void theGrooveOfAScrollBarGoesFromEndToEnd();
    void onlyTheFieldUnderThePointerHasSigns();
};

void WindowPartsTest::aViewReadsBackAsItWas()
{
    SessionView view;
    view.hiddenTypes = {"DOWNLOAD", "ITEM_UPLOAD"};
    view.filter = u"anna “quoted” \\ 見積書"_s;
    view.columns = {{"type", 188, true}, {"who", 0, false}};
    view.following = false;
    view.pollSeconds = 30;

    QCOMPARE(SessionView::fromJson(view.toJson()), view);
}

void WindowPartsTest::aViewFromAStrangerIsHarmless_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("\x00\xff{", 3);
    QTest::newRow("a list") << QByteArray("[1,2]");
    QTest::newRow("wrong types") << QByteArray(
        "{\"hiddenTypes\":7,\"filter\":[],\"columns\":{\"a\":1}}");
    QTest::newRow("huge widths") << QByteArray(
        "{\"columns\":[{\"key\":\"who\",\"width\":1e9},{\"key\":\"who\",\"width\":-5}]}");
}

void WindowPartsTest::aViewFromAStrangerIsHarmless()
{
    QFETCH(const QByteArray, json);

    const SessionView view = SessionView::fromJson(json);

    QVERIFY(view.hiddenTypes.isEmpty());
    QVERIFY(view.filter.isEmpty());
    QVERIFY(view.columns.size() <= 1);
    for (const auto &column : view.columns)
        QVERIFY(column.width >= 0 && column.width <= 2'000);
}

void WindowPartsTest::jsonKeepsEveryDigitAndTheOrder()
{
    const QByteArray json = "{\"b\":12345678901234567890,\"a\":[1.10,{}],\"b\":\"x\\u0041,{\"}";

    QCOMPARE(
        prettyJson(json),
        u"{\n  \"b\": 12345678901234567890,\n  \"a\": [\n    1.10,\n    {}\n  ],\n  \"b\": "
        "\"x\\u0041,{\"\n}"_s);
}

void WindowPartsTest::jsonIsBounded()
{
    const QString line = prettyJson("{\"a\":\"" + QByteArray(100'000, 'x') + "\"}");
    for (const QString &part : line.split(u'\n'))
        QVERIFY(part.size() <= 2'100);

    QVERIFY(prettyJson(QByteArray(400'000, '[') + QByteArray(400'000, ']')).size() < 2'010'000);
}

void WindowPartsTest::whatIsNotJsonIsShownAsItIs()
{
    QCOMPARE(prettyJson("oops"), u"oops"_s);
    QCOMPARE(prettyJson(""), QString());
    QVERIFY(prettyJson("{\"open").contains(u"open"_s));
}

void WindowPartsTest::labelsShowMarkupAsItIs()
{
    const std::unique_ptr<QLabel> label(plainLabel(u"<b>x</b>"_s));

    QCOMPARE(label->textFormat(), Qt::PlainText);
}

void WindowPartsTest::tipsEscapeMarkup()
{
    const QString tip = plainTip(u"a <img src='file:///x'> b"_s);

    QVERIFY(!tip.contains(u"<img"_s));
    QVERIFY(tip.contains(u"&lt;img"_s));
    QVERIFY(plainTip(QString(100'000, u'<')).size() < 4'000);
}

void WindowPartsTest::linesHaveNoDirectionMarks()
{
    const QString line = plainLine(u"a\u202eb\nc\u2066d"_s);

    QCOMPARE(line, u"a b c d"_s);
    QCOMPARE(plainLine(QString(600, u'x')).size(), 512);
}

void WindowPartsTest::oneChipStandsForAWholeCategory()
{
    EventTypeModel types;
    const QModelIndex category = types.index(0, 0);
    EventFilter filter;
    filter.hiddenTypes = types.namesAt(category);
    QVERIFY(filter.hiddenTypes.size() > 1);

    const QList<FilterChip> chips = filterChips(filter, types);

    QCOMPARE(chips.size(), 1);
    QCOMPARE(chips.first().words, u"Type: not "_s + category.data().toString());
    QVERIFY(chips.first().without.isEmpty());
}

void WindowPartsTest::removingAChipLeavesTheOthers()
{
    EventTypeModel types;
    EventFilter filter;
    filter.text = u"anna"_s;
    filter.hiddenTypes = {"DOWNLOAD", "A_TYPE_NOBODY_KNOWS"};

    const QList<FilterChip> chips = filterChips(filter, types);

    QCOMPARE(chips.size(), 3);
    QCOMPARE(chips.at(0).words, u"Query: anna"_s);
    QCOMPARE(chips.at(0).without.hiddenTypes, filter.hiddenTypes);
    QVERIFY(chips.at(0).without.text.isEmpty());
    for (const FilterChip &chip : chips.sliced(1)) {
        QVERIFY(chip.excludes);
        QCOMPARE(chip.without.text, filter.text);
        QCOMPARE(chip.without.hiddenTypes.size(), 1);
    }
}

void WindowPartsTest::everyStateHasAGlyphAndAWord_data()
{
    QTest::addColumn<EventStream::State>("state");
    QTest::addColumn<StreamType>("type");
    QTest::addColumn<bool>("live");
    QTest::addColumn<QString>("words");
    using State = EventStream::State;
    const auto row = [](const char *name, State state, StreamType type, bool live,
                        const QString &words) {
        QTest::newRow(name) << state << type << live << words;
    };
    row("stopped", State::Stopped, StreamType::AdminLogs, false, u"Stopped"_s);
    row("behind", State::Fetching, StreamType::AdminLogs, false, u"Catching up"_s);
    row("live", State::Waiting, StreamType::AdminLogs, true, u"Live · Next poll in 9 s"_s);
    row("user", State::Waiting, StreamType::All, true, u"Waiting for news · since 14:18"_s);
    row("retrying", State::BackingOff, StreamType::AdminLogs, true,
        u"Retrying · Next try in 9 s"_s);
    row("paused", State::Paused, StreamType::AdminLogs, true,
        u"Paused at 14:18:04 · Resume goes on from there"_s);
    row("signed out", State::SignedOut, StreamType::AdminLogs, true,
        u"Signed out · Sign in to go on"_s);
    row("ended", State::Ended, StreamType::AdminLogs, true,
        u"Ended · Everything up to the end is here"_s);
}

void WindowPartsTest::everyStateHasAGlyphAndAWord()
{
    QFETCH(const EventStream::State, state);
    QFETCH(const StreamType, type);
    QFETCH(const bool, live);
    QFETCH(const QString, words);
    const QDateTime now(QDate(2026, 10, 14), QTime(14, 19, 4), Qt::UTC);
    StreamStatus status;
    status.state = state;
    status.type = type;
    status.live = live;
    status.since = now.addSecs(-60);
    if (state == EventStream::State::Waiting || state == EventStream::State::BackingOff)
        status.nextAttempt = now.addSecs(9);

    const StateWords said = stateWords(status, now, QTimeZone::utc());

    QCOMPARE(said.sentence(), words);
    QVERIFY(QFile::exists(u":/icons/"_s + said.glyph + u".svg"_s));
}

void WindowPartsTest::recentSessionsStayAcrossRuns()
{
    QSettings().clear();
    QTemporaryDir folder;
    QList<RecentSession> files;
    for (int i = 0; i < RecentSessions::most + 3; ++i) {
        RecentSession session;
        session.path = folder.filePath(u"%1.boxwatch"_s.arg(i));
        session.name = u"Session %1"_s.arg(i);
        session.events = i;
        QFile file(session.path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        files += session;
    }
    {
        RecentSessions recent;
        const QAbstractItemModelTester tester(
            &recent, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (const RecentSession &session : std::as_const(files))
            recent.remember(session);
        recent.remember(files.at(5));
        QCOMPARE(recent.rowCount(), RecentSessions::most);
    }
    QFile::remove(files.last().path);

    const RecentSessions again;

    QCOMPARE(again.sessions().first(), files.at(5));
    QCOMPARE(again.rowCount(), RecentSessions::most - 1);
}

void WindowPartsTest::textIsReadableInBothAppearances_data()
{
    QTest::addColumn<Appearance>("appearance");
    QTest::newRow("light") << Appearance::Light;
    QTest::newRow("dark") << Appearance::Dark;
}

void WindowPartsTest::textIsReadableInBothAppearances()
{
    QFETCH(const Appearance, appearance);
    Theme::instance().setAppearance(appearance);
    const auto luminance = [](const QColor &c) {
        const auto linear = [](double v) {
            return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const auto contrast = [&](Ink a, Ink b) {
        const double one = luminance(color(a));
        const double two = luminance(color(b));
        return (qMax(one, two) + 0.05) / (qMin(one, two) + 0.05);
    };

    for (const Ink ground : {Ink::Window, Ink::Base, Ink::Alt}) {
        for (const Ink text :
             {Ink::Text, Ink::Text2, Ink::Text3, Ink::WarnText, Ink::CriticalText, Ink::LiveText,
              Ink::Accent})
            QVERIFY(contrast(text, ground) >= 4.5);
    }
    QVERIFY(contrast(Ink::Text, Ink::Selection) >= 4.5);
    QVERIFY(contrast(Ink::Text2, Ink::Selection) >= 4.5);
    QVERIFY(contrast(Ink::OnAccent, Ink::Accent) >= 4.5);
    Theme::instance().setAppearance(Appearance::System);
}

void WindowPartsTest::closedCategoriesStayClosedInTheNextSession()
{
    EventTypeModel types;
    EventTypesPanel panel;
    panel.setTypes(&types);
    QTreeView *tree = panel.tree();
    QVERIFY(tree->isExpanded(tree->model()->index(0, 0)));
    tree->collapseAll();

    panel.setTypes(nullptr);
    EventTypeModel others;
    panel.setTypes(&others);

    QVERIFY(!tree->isExpanded(tree->model()->index(0, 0)));
    panel.setTypes(nullptr);
}

void WindowPartsTest::escapeClearsTheSearchForATypeAndDownLeavesIt()
{
    EventTypeModel types;
    types.setCounts({{"UPLOAD", 1}});
    EventTypesPanel panel;
    panel.setTypes(&types);
    panel.show();
    panel.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&panel, 20'000));
    panel.searchField()->setFocus();
    QTest::keyClicks(panel.searchField(), u"upload"_s);

    QTest::keyClick(panel.searchField(), Qt::Key_Down);

    QTRY_VERIFY(panel.tree()->hasFocus());
    QCOMPARE(panel.tree()->currentIndex(), panel.tree()->model()->index(0, 0));

    panel.searchField()->setFocus();
    QTest::keyClick(panel.searchField(), Qt::Key_Escape);
    QCOMPARE(panel.searchField()->text(), QString());
    QVERIFY(panel.searchField()->hasFocus());
    panel.setTypes(nullptr);
}

void WindowPartsTest::aSearchForATypeThatFindsNothingSaysSo()
{
    EventTypeModel types;
    EventTypesPanel panel;
    panel.setTypes(&types);
    panel.searchField()->setText(u"zzz"_s);
    QVERIFY(says(&panel, u"No type fits"_s));

    // What Box sends next may fit.
    panel.searchField()->setText(u"zzz_new"_s);
    types.setCounts({{"ZZZ_NEW", 1}});
    QVERIFY(!says(&panel, u"No type fits"_s));

    panel.searchField()->setText(u"zzzzzz"_s);
    panel.searchField()->clear();
    QVERIFY(!says(&panel, u"No type fits"_s));
    panel.setTypes(nullptr);
    QVERIFY(!says(&panel, u"No type fits"_s));
}

void WindowPartsTest::theSummaryOfTypesIsNeverCut()
{
    EventTypeModel types;
    types.setAll(false);
    EventTypesPanel panel;
    panel.setTypes(&types);
    panel.show();
    const auto labels = panel.findChildren<QLabel *>();
    const auto summary = std::ranges::find_if(
        labels, [](const QLabel *label) { return label->text().endsWith(u" off"_s); });
    QVERIFY(summary != labels.end());

    for (const int width : {u(200), u(264), u(200)}) {
        panel.resize(width, u(400));
        QTRY_VERIFY((*summary)->width() >= (*summary)->sizeHint().width());
        QVERIFY(panel.rect().contains((*summary)->geometry()));
    }
    panel.setTypes(nullptr);
}

void WindowPartsTest::theGrooveOfAScrollBarGoesFromEndToEnd_data()
{
    QTest::addColumn<Qt::Orientation>("orientation");
    QTest::newRow("upright") << Qt::Vertical;
    QTest::newRow("flat") << Qt::Horizontal;
}

void WindowPartsTest::theGrooveOfAScrollBarGoesFromEndToEnd()
{
    QFETCH(const Qt::Orientation, orientation);
    const Style style;
    QStyleOptionSlider bar;
    bar.orientation = orientation;
    bar.rect = orientation == Qt::Vertical ? QRect(0, 0, 12, 400) : QRect(0, 0, 400, 12);
    bar.subControls = QStyle::SC_All;
    bar.maximum = 300;
    bar.pageStep = 100;
    const auto part = [&](QStyle::SubControl which) {
        return style.subControlRect(QStyle::CC_ScrollBar, &bar, which, nullptr);
    };

    QCOMPARE(part(QStyle::SC_ScrollBarGroove), bar.rect);
    QVERIFY(part(QStyle::SC_ScrollBarAddLine).isEmpty());
    QVERIFY(part(QStyle::SC_ScrollBarSubLine).isEmpty());
    QCOMPARE(part(QStyle::SC_ScrollBarSlider).topLeft(), bar.rect.topLeft());
    bar.sliderPosition = bar.maximum;
    QCOMPARE(part(QStyle::SC_ScrollBarSlider).bottomRight(), bar.rect.bottomRight());
}

void WindowPartsTest::onlyTheFieldUnderThePointerHasSigns()
{
    FieldTree tree;
    tree.setGroups(
        {{u"Who"_s,
          {{u"Name"_s, u"Ana Ruiz"_s, u"who:ana"_s}, {u"Login"_s, u"ana"_s, u"login:ana"_s}}}});
    tree.resize(300, 200);
    tree.show();
    QVERIFY(QTest::qWaitForWindowExposed(&tree));
    const QModelIndex group = tree.model()->index(0, 0);
    const auto pictureOf = [&](int row) {
        const QRect rect = tree.visualRect(tree.model()->index(row, 1, group));
        return tree.viewport()->grab(rect).toImage();
    };
    const auto hover = [&](QEvent::Type type, const QPoint &place) {
        QHoverEvent event(type, place, place, QPoint(-1, -1));
        QApplication::sendEvent(tree.viewport(), &event);
    };
    const QImage first = pictureOf(0);
    const QImage second = pictureOf(1);

    hover(QEvent::HoverMove, tree.visualRect(tree.model()->index(1, 0, group)).center());

    QCOMPARE(pictureOf(0), first);
    QVERIFY(pictureOf(1) != second);
    hover(QEvent::HoverLeave, QPoint(-1, -1));
    QCOMPARE(pictureOf(1), second);
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-parts-test"_s);
    Theme::instance().apply(application);
    WindowPartsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_windowparts.moc"
