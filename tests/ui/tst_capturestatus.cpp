// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/footbar.h"
#include "ui/polldialog.h"
#include "ui/sessionfoot.h"
#include "ui/sessionpage.h"
#include "ui/signindialog.h"
#include "ui/theme.h"
#include "ui/typechooser.h"
#include "ui/words.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QDateTime now(QDate(2026, 10, 14), QTime(14, 13, 0), Qt::UTC);

StreamStatus running(StreamType type, EventStream::State state, bool live, int nextIn)
{
    StreamStatus status;
    status.type = type;
    status.state = state;
    status.live = live;
    status.nextAttempt = now.addSecs(nextIn);
    status.newestEvent = QDateTime(QDate(2026, 10, 12), QTime(8, 0), Qt::UTC).toMSecsSinceEpoch();
    return status;
}

StateWords both(const StreamStatus &live, const StreamStatus &history)
{
    return stateWords({live, history}, now, QTimeZone::utc());
}

CaptureSettings liveAndHistoryNow()
{
    StreamSettings start;
    start.start = StreamSettings::Start::Now;
    start.pollingInterval = 200ms;
    return liveAndHistory(start, 300ms);
}

bool isWaiting(const SessionPage *page, StreamType type)
{
    const std::vector<StreamStatus> &streams = page->session().streams();
    const auto found = std::ranges::find(streams, type, &StreamStatus::type);
    return found != streams.end() && found->state == EventStream::State::Waiting;
}

template<typename T>
T *seen(QWidget *parent, const QString &name)
{
    for (T *widget : parent->findChildren<T *>()) {
        if (widget->accessibleName() == name && widget->isVisible())
            return widget;
    }
    return nullptr;
}

} // namespace

class CaptureStatusTest : public QObject
{
    Q_OBJECT

private slots:
    void saysLiveWhenBothAreLive();
    void saysWhatHistoryLacksBesideLive();
    void saysWhichOfTheTwoIsTriedAgain();
    void signedOutGoesBeforeAllElse();
    void captureOfBothIsNamedSo();
    void marksAndCountsWhatCameLate();
    void countsTheCallsOfTheDay();
    void aTroubleSaysWhichStreamGoesOn();
    void whoIsToldToSlowDownMayPollLess();
    void aRefusedStreamThatGoesOnKeepsItsSignIn();
    void saysWhenTheKeychainDidNotTakeARenewedSignIn();
    void aGapNamesBothTimesAndStaysUntilClosed();
    void aGapOfAnEarlierRunIsToldAgain();
    void asksForOtherTypesWhileRunning();
    void asksLessOftenFromNowOn();
    void remembersHowOftenBoxWasAsked();
    void aSessionGoesOnWithBothStreams();
    void signsInAgainFromTheMenu();
};

void CaptureStatusTest::saysLiveWhenBothAreLive()
{
    using State = EventStream::State;
    const StateWords words = both(
        running(StreamType::AdminLogsStreaming, State::Waiting, true, 9),
        running(StreamType::AdminLogs, State::Waiting, true, 200));

    QCOMPARE(words.state, u"Live"_s);
    QCOMPARE(words.detail, u"Next poll in 9 s"_s);
    QCOMPARE(words.ink, Ink::LiveText);
    QVERIFY2(words.sentence().contains(u"history: live"_s), qPrintable(words.sentence()));
}

void CaptureStatusTest::saysWhatHistoryLacksBesideLive()
{
    using State = EventStream::State;
    const StateWords words = both(
        running(StreamType::AdminLogsStreaming, State::Waiting, true, 9),
        running(StreamType::AdminLogs, State::Fetching, false, 0));

    QCOMPARE(words.state, u"Live"_s);
    QCOMPARE(words.detail, u"History: catching up 2026-10-12 08:00"_s);
}

void CaptureStatusTest::saysWhichOfTheTwoIsTriedAgain()
{
    using State = EventStream::State;
    const StateWords words = both(
        running(StreamType::AdminLogsStreaming, State::Waiting, true, 9),
        running(StreamType::AdminLogs, State::BackingOff, true, 28));

    QCOMPARE(words.state, u"Retrying history"_s);
    QCOMPARE(words.detail, u"Next try in 28 s · live goes on"_s);
    QCOMPARE(words.ink, Ink::WarnText);
}

void CaptureStatusTest::signedOutGoesBeforeAllElse()
{
    using State = EventStream::State;
    const StateWords words = both(
        running(StreamType::AdminLogsStreaming, State::SignedOut, true, 0),
        running(StreamType::AdminLogs, State::Waiting, true, 28));

    QCOMPARE(words.state, u"Signed out"_s);
}

void CaptureStatusTest::captureOfBothIsNamedSo()
{
    QCOMPARE(captureTitle(liveAndHistoryNow()), u"Whole enterprise, live + history"_s);
    std::vector<StoredStream> streams(2);
    streams[0].type = StreamType::AdminLogsStreaming;
    streams[1].type = StreamType::AdminLogs;
    QCOMPARE(streamsShortTitle(streams), u"Live + history"_s);
    QCOMPARE(streamsTitle(streamsName(streams)), u"Whole enterprise, live + history"_s);
    streams.pop_back();
    QCOMPARE(streamsTitle(streamsName(streams)), u"Whole enterprise, live only"_s);
}

void CaptureStatusTest::marksAndCountsWhatCameLate()
{
    WindowFixture f;
    SimulatorOptions options;
    options.backlog = 50;
    options.oddShare = 0;
    options.liveDelay = 100ms;
    options.historyDelay = 60s;
    options.withheldShare = 0.3;
    Simulator simulator;
    QVERIFY(simulator.start(options));
    SessionPage *page = f.window().startSession(
        f.path(), liveAndHistoryNow(),
        {.network = {.apiUrl = simulator.apiUrl()}, .token = Secret(simulator.token().toUtf8())});
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Live"_s, patience);

    // The live stream is through before the history comes, as it is at Box.
    simulator.addEvents(60);
    QTRY_VERIFY_WITH_TIMEOUT(page->events().rowCount() > 20, patience);
    simulator.advance(30s);
    // More than the first ones: rows of this moment, which only live has. It waits once it has them all.
    simulator.addEvents(200);
    QTRY_VERIFY_WITH_TIMEOUT(page->events().rowCount() > 60, patience);
    QTRY_VERIFY_WITH_TIMEOUT(isWaiting(page, StreamType::AdminLogsStreaming), patience);
    simulator.advance(40s);

    QTRY_VERIFY_WITH_TIMEOUT(page->numbers().late > 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(says(&f.window(), u" late"_s), patience);
    int marked = 0;
    QTRY_COMPARE_WITH_TIMEOUT(
        (marked = 0,
         [&] {
             for (int row = 0; row < page->events().rowCount(); ++row)
                 marked += page->events()
                               .index(row, EventTableModel::TimeColumn)
                               .data(EventTableModel::LateRole)
                               .toBool();
             return marked;
         }()),
        static_cast<int>(page->numbers().late), patience);
}

void CaptureStatusTest::countsTheCallsOfTheDay()
{
    WindowFixture f;
    SessionPage *page = f.capture();

    QTRY_VERIFY_WITH_TIMEOUT(page->numbers().callsToday > 0, patience);
    QVERIFY(page->numbers().callsMonth >= page->numbers().callsToday);
    QTRY_VERIFY_WITH_TIMEOUT(says(&f.window(), u" API calls today"_s), patience);
}

void CaptureStatusTest::aTroubleSaysWhichStreamGoesOn()
{
    using State = EventStream::State;
    SessionFoot foot;
    foot.show();
    StreamStatus live = running(StreamType::AdminLogsStreaming, State::Waiting, true, 9);
    StreamStatus history = running(StreamType::AdminLogs, State::BackingOff, true, 28);
    history.trouble = Error{.kind = Error::Kind::Server, .status = 503};
    StreamStatus all = combined({live, history});

    foot.showTrouble({live, history}, all, both(live, history));

    QVERIFY(says(&foot, sentenceFor(*history.trouble)));
    QVERIFY(says(&foot, u"History has trouble, live goes on. Next try in 28 s."_s));

    history.trouble.reset();
    history.state = State::Waiting;
    foot.showTrouble({live, history}, combined({live, history}), both(live, history));
    QVERIFY(!foot.findChild<TroubleBar *>()->isVisible());
}

void CaptureStatusTest::whoIsToldToSlowDownMayPollLess()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QVERIFY(f.simulator.addFault("{\"endpoint\":\"events\",\"status\":429,\"retry_after\":30}"));

    QTRY_VERIFY_WITH_TIMEOUT(
        seen<QLabel>(&f.window(), u"Stream state"_s)->text().startsWith(u"Retrying"_s), patience);
    QPushButton *less = withText<QPushButton>(page, u"Poll less often…"_s);
    QVERIFY(less && less->isVisible());
    QTest::mouseClick(less, Qt::LeftButton);

    QVERIFY(shownDialog<PollDialog>(page));
}

// It may be let in without another sign-in, once an admin has helped.
void CaptureStatusTest::aRefusedStreamThatGoesOnKeepsItsSignIn()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QVERIFY(f.simulator.addFault("{\"endpoint\":\"events\",\"status\":403,\"times\":1}"));
    const auto refused = [page] {
        const auto trouble = page->session().status().trouble;
        return trouble && trouble->kind == Error::Kind::Forbidden;
    };
    QTRY_VERIFY_WITH_TIMEOUT(refused(), patience);
    QVERIFY(page->session().isStreaming());

    f.action(u"How often Box is asked…"_s)->trigger();
    auto *dialog = shownDialog<PollDialog>(page);
    QVERIFY(dialog);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Use these"_s), Qt::LeftButton);
    f.simulator.addEvents(20);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 420, patience);
    QVERIFY(!shownDialog<SignInDialog>(page));
}

void CaptureStatusTest::saysWhenTheKeychainDidNotTakeARenewedSignIn()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    const QString account = page->session().summary().owner.accountId;
    const Error locked{.kind = Error::Kind::Keychain, .code = u"locked"_s};
    const QString words = u"Keep Boxwatch open until it does"_s;

    f.accounts.tellKeeping(u"another"_s, locked);
    QVERIFY(!says(page, words));
    f.accounts.tellKeeping(account, locked);
    QVERIFY(says(page, words));
    QVERIFY(says(page, sentenceFor(locked)));

    f.accounts.tellKeeping(account, std::nullopt);
    QVERIFY(!says(page, words));
}

void CaptureStatusTest::aGapNamesBothTimesAndStaysUntilClosed()
{
    SessionFoot foot;
    foot.show();
    const StreamGap gap{
        StreamType::AdminLogs, now.addDays(-20), now.addDays(-14), StreamGap::Reason::TooOld};

    foot.showNotice(gapSentence(gap, QTimeZone::utc()));

    auto *bar = foot.findChild<NoticeBar *>();
    QVERIFY(bar->isVisible());
    QVERIFY(says(&foot, u"2026-09-24 14:13:00"_s));
    QVERIFY(says(&foot, u"2026-09-30 14:13:00"_s));
    QVERIFY(says(&foot, u"the history stream"_s));
    // Trouble that comes and goes leaves it alone.
    StreamStatus well = running(StreamType::AdminLogs, EventStream::State::Waiting, true, 9);
    foot.showTrouble({well}, well, stateWords(well, now, QTimeZone::utc()));
    QVERIFY(bar->isVisible());

    QTest::mouseClick(called<QToolButton>(bar, u"Close this bar"_s), Qt::LeftButton);
    QVERIFY(!bar->isVisible());
}

void CaptureStatusTest::aGapOfAnEarlierRunIsToldAgain()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QVERIFY(!page->findChild<NoticeBar *>()->isVisible());
    f.action(u"Close"_s)->trigger();
    {
        const auto file = SessionFile::open(f.path(), SessionFile::Mode::Write);
        QVERIFY(file);
        QVERIFY((*file)->addGap(
            1,
            {StreamType::AdminLogs, now.addDays(-20), now.addDays(-14),
             StreamGap::Reason::Refused}));
    }

    page = f.openAgain();

    QTRY_VERIFY(page->findChild<NoticeBar *>()->isVisible());
    QVERIFY(says(page, u"Box no longer knows the place where the session stopped."_s));
}

void CaptureStatusTest::asksForOtherTypesWhileRunning()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Live"_s, patience);

    f.action(u"Event types that Box sends…"_s)->trigger();
    auto *chooser = shownDialog<TypeChooser>(page);
    QVERIFY(chooser);
    QVERIFY(withText<QRadioButton>(chooser, u"All types"_s)->isChecked());
    withText<QRadioButton>(chooser, u"Only these:"_s)->click();
    auto *choose = withText<QPushButton>(chooser, u"Choose"_s);
    QVERIFY(!choose->isEnabled());
    auto *tree = chooser->findChild<QTreeWidget *>();
    for (int group = 0; group < tree->topLevelItemCount(); ++group) {
        for (int row = 0; row < tree->topLevelItem(group)->childCount(); ++row) {
            QTreeWidgetItem *item = tree->topLevelItem(group)->child(row);
            if (item->data(0, Qt::UserRole).toByteArray() == "LOGIN")
                item->setCheckState(0, Qt::Checked);
        }
    }
    QCOMPARE(chooser->chosen(), QByteArrayList{"LOGIN"});
    QTest::mouseClick(choose, Qt::LeftButton);
    const auto asked = f.simulator.requestCount("events");
    QTRY_VERIFY_WITH_TIMEOUT(f.simulator.requestCount("events") > asked + 3, patience);
    f.simulator.addEvents(200);

    QTRY_VERIFY_WITH_TIMEOUT(page->events().rowCount() > 400, patience);
    for (int row = 400; row < page->events().rowCount(); ++row) {
        QCOMPARE(
            page->events()
                .index(row, EventTableModel::TypeColumn)
                .data(EventTableModel::TypeNameRole)
                .toByteArray(),
            QByteArray("LOGIN"));
    }
}

void CaptureStatusTest::asksLessOftenFromNowOn()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Live"_s, patience);

    f.action(u"How often Box is asked…"_s)->trigger();
    auto *dialog = shownDialog<PollDialog>(page);
    QVERIFY(dialog);
    auto *history = called<QSpinBox>(dialog, u"Time between two calls for history"_s);
    history->setValue(600);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Use these"_s), Qt::LeftButton);

    QTRY_VERIFY_WITH_TIMEOUT(page->state().state == u"Live"_s, patience);
    const auto waiting = [page] {
        const StreamStatus status = page->session().status();
        return status.state == EventStream::State::Waiting
            && QDateTime::currentDateTimeUtc().secsTo(status.nextAttempt) > 300;
    };
    QTRY_VERIFY_WITH_TIMEOUT(waiting(), patience);
    QCOMPARE(page->events().rowCount(), 400);
}

void CaptureStatusTest::remembersHowOftenBoxWasAsked()
{
    PollSettings polls = defaultPolls(Watch::LiveAndHistory);
    polls.live = 45s;
    polls.history = 10min;
    polls.slowerWhenQuiet = false;
    polls.lookBack.span = 48h;
    SessionView view;
    QVERIFY(!pollsFrom(view, Watch::LiveAndHistory));
    store(polls, view, Watch::LiveAndHistory);

    const SessionView again = SessionView::fromJson(view.toJson());

    QCOMPARE(again, view);
    QCOMPARE(pollsFrom(again, Watch::LiveAndHistory), polls);
    polls.lookBack.span = 0ms;
    store(polls, view, Watch::LiveAndHistory);
    QVERIFY(
        !pollsFrom(SessionView::fromJson(view.toJson()), Watch::LiveAndHistory)->lookBack.isOn());
}

void CaptureStatusTest::aSessionGoesOnWithBothStreams()
{
    WindowFixture f;
    CaptureSettings settings = liveAndHistoryNow();
    for (StreamSettings &stream : settings.streams)
        stream.start = StreamSettings::Start::Earliest;
    SessionPage *page = f.window().startSession(f.path(), settings, f.connection());
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    QTRY_COMPARE_WITH_TIMEOUT(page->session().summary().streams.size(), 2U, patience);
    const SessionOwner owner = page->session().summary().owner;
    f.accounts.add(owner, f.connection().token);
    page = f.openAgain();
    QCOMPARE(page->recent().stream, u"enterprise"_s);
    f.simulator.addEvents(20);

    f.action(u"Start"_s)->trigger();

    QTRY_VERIFY_WITH_TIMEOUT(page->session().streams().size() == 2, patience);
    QCOMPARE(page->session().streams().front().type, StreamType::AdminLogsStreaming);
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 420, patience);
}

void CaptureStatusTest::signsInAgainFromTheMenu()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    const SessionOwner owner = page->session().summary().owner;
    f.accounts.add(owner, f.connection().token);
    AccountAnswer answer;
    answer.owner = owner;
    f.answer = answer;
    f.action(u"Sign in again…"_s)->trigger();
    auto *dialog = shownDialog<SignInDialog>(page);
    QVERIFY(dialog);
    called<QComboBox>(dialog, u"Account"_s)->setCurrentIndex(0);
    auto *start = withText<QPushButton>(dialog, u"Start"_s);
    QTRY_VERIFY((start = withText<QPushButton>(dialog, u"Start"_s)) && start->isEnabled());

    QTest::mouseClick(start, Qt::LeftButton);
    f.simulator.addEvents(30);

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 430, patience);
    QCOMPARE(page->numbers().events, 430);
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-status-test"_s);
    Theme::instance().apply(application);
    CaptureStatusTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_capturestatus.moc"
