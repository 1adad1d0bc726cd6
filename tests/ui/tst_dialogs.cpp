// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/exportcolumns.h"
#include "ui/exportdialog.h"
#include "ui/filtercontrol.h"
#include "ui/newsessiondialog.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTest>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

AccountAnswer mara()
{
    AccountAnswer answer;
    answer.owner = {
        .accountId = u"7"_s,
        .login = u"mara@aldermoor.example"_s,
        .name = u"Mara Okafor"_s,
        .enterpriseId = u"1"_s,
        .enterpriseName = u"Aldermoor"_s};
    answer.role = u"coadmin"_s;
    return answer;
}

} // namespace

class DialogsTest : public QObject
{
    Q_OBJECT

private slots:
    void startIsThereOnlyOnceTheAccountWasTested();
    void saysWhoTheAccountIs();
    void aRefusedAccountStartsNothing();
    void aMissingRightNamesBothThingsToCheck();
    void aPlainUserIsToldThatOnlyAdminsMay();
    void aServiceAccountIsToldOfScopeAndAuthorization();
    void aLockedKeychainIsSaidAndCanBeTriedAgain();
    void watchesLiveAndHistoryUnlessTold();
    void startsBothStreamsFromTheSameMoment_data();
    void startsBothStreamsFromTheSameMoment();
    void liveAndHistoryAreAskedAsOftenAsChosen();
    void theEstimateFollowsTheIntervals();
    void intervalsBelowWhatBoxBuffersAreNotTaken();
    void lookingBackCanBeSetAndSwitchedOff();
    void myOwnEventsComeInThreeKinds();
    void makesTheSettingsThatWereChosen();
    void startsTheSession();
    void exportsWhatIsShown();
    void exportsAllAsBoxSentIt();
    void exportsTheSelectedRows();
    void theSampleOfTheExportNamesTheStream();
    void tellsWhenTheFileCannotBeWritten();
};

void DialogsTest::startIsThereOnlyOnceTheAccountWasTested()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    auto *start = withText<QPushButton>(dialog, u"Start"_s);
    QVERIFY(!start->isEnabled());
    QVERIFY(!withText<QPushButton>(dialog, u"Test"_s)->isEnabled());
    dialog->close();

    f.accounts.add(mara().owner, f.connection().token);
    f.answer = mara();
    dialog = f.window().showNewSession();
    start = withText<QPushButton>(dialog, u"Start"_s);
    QVERIFY(!start->isEnabled());

    QTRY_VERIFY(start->isEnabled());
    QCOMPARE(f.asked, 1);
}

void DialogsTest::saysWhoTheAccountIs()
{
    WindowFixture f;
    f.accounts.add(mara().owner, f.connection().token);
    f.answer = mara();

    NewSessionDialog *dialog = f.window().showNewSession();

    QTRY_VERIFY(says(dialog, u"Signed in as Mara Okafor"_s));
    QVERIFY(says(dialog, u"mara@aldermoor.example"_s));
    QVERIFY(says(dialog, u"co-admin of Aldermoor"_s));
    QVERIFY(says(dialog, u"Box gives enterprise events to this account"_s));
}

void DialogsTest::aRefusedAccountStartsNothing()
{
    WindowFixture f;
    f.accounts.add(mara().owner, f.connection().token);
    f.answer = Error{.kind = Error::Kind::Unauthorized, .status = 401};

    NewSessionDialog *dialog = f.window().showNewSession();
    QSignalSpy tested(dialog, &NewSessionDialog::tested);

    QTRY_COMPARE(tested.size(), 1);
    QVERIFY(!withText<QPushButton>(dialog, u"Start"_s)->isEnabled());
    QTRY_VERIFY(says(dialog, sentenceFor(f.answer.error())));
}

void DialogsTest::aMissingRightNamesBothThingsToCheck()
{
    WindowFixture f;
    f.accounts.add(mara().owner, f.connection().token);
    AccountAnswer answer = mara();
    answer.streamRefused = Error{
        .kind = Error::Kind::Forbidden, .status = 403, .code = u"insufficient_scope"_s};
    f.answer = answer;

    NewSessionDialog *dialog = f.window().showNewSession();

    QTRY_VERIFY(says(dialog, u"Box refuses enterprise events"_s));
    QVERIFY(says(dialog, u"Manage enterprise properties"_s));
    QVERIFY(says(dialog, u"Run new reports and access existing reports"_s));
    QVERIFY(!withText<QPushButton>(dialog, u"Start"_s)->isEnabled());

    // The person's own events need neither: the test runs again for them.
    f.answer = mara();
    withText<QRadioButton>(dialog, u"My own events"_s)->click();
    QTRY_VERIFY(withText<QPushButton>(dialog, u"Start"_s)->isEnabled());
    QCOMPARE(f.asked, 2);
}

void DialogsTest::aPlainUserIsToldThatOnlyAdminsMay()
{
    WindowFixture f;
    f.accounts.add(mara().owner, f.connection().token);
    AccountAnswer answer = mara();
    answer.role = u"user"_s;
    answer.streamRefused = Error{.kind = Error::Kind::Forbidden, .status = 403};
    f.answer = answer;

    NewSessionDialog *dialog = f.window().showNewSession();

    QTRY_VERIFY(says(dialog, u"Mara Okafor is neither an admin nor a co-admin"_s));
}

// Nobody can sign in as it, or make it an admin.
void DialogsTest::aServiceAccountIsToldOfScopeAndAuthorization()
{
    WindowFixture f;
    AccountAnswer answer = mara();
    answer.owner.name = u"Event Monitor"_s;
    answer.owner.login = u"AutomationUser_998877_k3Yq0h1S9d@boxdevedition.com"_s;
    answer.role = u"user"_s;
    answer.streamRefused = Error{.kind = Error::Kind::Forbidden, .status = 403};
    f.accounts.add(answer.owner, f.connection().token);
    f.answer = answer;

    NewSessionDialog *dialog = f.window().showNewSession();

    QTRY_VERIFY(says(dialog, u"Event Monitor is the service account of an app"_s));
    QVERIFY(says(dialog, u"Manage enterprise properties"_s));
    QVERIFY(says(dialog, u"The app’s authorization by an admin"_s));
    QVERIFY(!says(dialog, u"neither an admin nor a co-admin"_s));
    QVERIFY(!says(dialog, u"Run new reports"_s));
}

void DialogsTest::aLockedKeychainIsSaidAndCanBeTriedAgain()
{
    WindowFixture f;
    f.accounts.add(mara().owner, f.connection().token);
    f.accounts.lockedWith = Error{.kind = Error::Kind::Keychain, .code = u"locked"_s};
    f.answer = mara();
    NewSessionDialog *dialog = f.window().showNewSession();
    QTRY_VERIFY(says(dialog, sentenceFor(*f.accounts.lockedWith)));
    QVERIFY(!withText<QPushButton>(dialog, u"Start"_s)->isEnabled());

    f.accounts.lockedWith.reset();
    QTest::mouseClick(withText<QPushButton>(dialog, u"Test again"_s), Qt::LeftButton);

    QTRY_VERIFY(withText<QPushButton>(dialog, u"Start"_s)->isEnabled());
}

void DialogsTest::watchesLiveAndHistoryUnlessTold()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();

    QVERIFY(withText<QRadioButton>(dialog, u"Whole enterprise, live + history"_s)->isChecked());
    QVERIFY(says(dialog, u"Recommended"_s));
    const CaptureSettings settings = dialog->settings();
    QCOMPARE(settings.streams.size(), 2U);
    QCOMPARE(settings.streams.at(0).type, StreamType::AdminLogsStreaming);
    QCOMPARE(settings.streams.at(1).type, StreamType::AdminLogs);
    QCOMPARE(settings.streams.at(0).pollingInterval, 30s);
    QCOMPARE(settings.streams.at(1).pollingInterval, 5min);
    QVERIFY(settings.streams.at(0).slowerWhenQuiet);
    QVERIFY(settings.streams.at(1).slowerWhenQuiet);
    QCOMPARE(settings.lookBack.span, 24h);
    QCOMPARE(settings.lookBack.interval, 10min);
}

void DialogsTest::startsBothStreamsFromTheSameMoment_data()
{
    QTest::addColumn<QString>("choice");
    QTest::addColumn<int>("hoursBack");
    QTest::newRow("the last day") << u"Last 24 hours, then go on live"_s << 24;
    QTest::newRow("two weeks") << u"Two weeks back, as far as live goes"_s << 14 * 24 - 1;
    QTest::newRow("a date") << u"From a date…"_s << 7 * 24;
}

void DialogsTest::startsBothStreamsFromTheSameMoment()
{
    QFETCH(const QString, choice);
    QFETCH(const int, hoursBack);
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();

    chooseText(dialog, u"Start"_s, choice);

    const CaptureSettings settings = dialog->settings();
    for (const StreamSettings &stream : settings.streams) {
        QCOMPARE(stream.start, StreamSettings::Start::Date);
        QVERIFY(stream.state.startDate);
        const auto back = stream.state.startDate->secsTo(QDateTime::currentDateTimeUtc());
        QVERIFY2(qAbs(back - hoursBack * 3600) < 900, qPrintable(QString::number(back)));
    }
    QCOMPARE(settings.streams.at(0).state.startDate, settings.streams.at(1).state.startDate);
    QCOMPARE(called<QDateTimeEdit>(dialog, u"Start date"_s)->isVisible(), choice.contains(u"date"));

    chooseText(dialog, u"Start"_s, u"Now"_s);
    for (const StreamSettings &stream : dialog->settings().streams)
        QCOMPARE(stream.start, StreamSettings::Start::Now);
}

void DialogsTest::liveAndHistoryAreAskedAsOftenAsChosen()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    auto *live = called<QSpinBox>(dialog, u"Time between two calls for live events"_s);
    auto *history = called<QSpinBox>(dialog, u"Time between two calls for history"_s);
    QCOMPARE(live->text(), u"30 s"_s);
    QCOMPARE(history->text(), u"5 min"_s);

    live->selectAll();
    QTest::keyClicks(live, u"12"_s);
    QTest::keyClick(live, Qt::Key_Tab);
    history->selectAll();
    QTest::keyClicks(history, u"2 min"_s);
    QTest::keyClick(history, Qt::Key_Tab);
    withText<QCheckBox>(dialog, u"slower when quiet"_s)->click();

    const CaptureSettings settings = dialog->settings();
    QCOMPARE(settings.streams.at(0).pollingInterval, 12s);
    QCOMPARE(settings.streams.at(1).pollingInterval, 2min);
    QVERIFY(!settings.streams.at(0).slowerWhenQuiet);
    QVERIFY(!settings.streams.at(1).slowerWhenQuiet);
}

void DialogsTest::theEstimateFollowsTheIntervals()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    // 2,880 for live, 288 for history, 144 for looking back.
    QVERIFY(says(dialog, u"3,312 calls a day"_s));
    QVERIFY(says(dialog, u"About 99,360 calls in 30 days"_s));

    called<QSpinBox>(dialog, u"Time between two calls for live events"_s)->setValue(12);
    QVERIFY(says(dialog, u"7,632 calls a day"_s));
    withText<QCheckBox>(dialog, u"read the last"_s)->click();
    QVERIFY(says(dialog, u"7,488 calls a day"_s));
    QVERIFY(says(dialog, u"About 224,640 calls in 30 days"_s));
    // 40 hours of 168 as chosen, the others every five minutes: both streams then.
    QVERIFY(says(dialog, u"With quiet nights and weekends: about 66,630."_s));
}

void DialogsTest::intervalsBelowWhatBoxBuffersAreNotTaken()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    auto *live = called<QSpinBox>(dialog, u"Time between two calls for live events"_s);
    auto *history = called<QSpinBox>(dialog, u"Time between two calls for history"_s);

    for (QSpinBox *field : {live, history}) {
        field->selectAll();
        QTest::keyClicks(field, u"5 s"_s);
        QTest::keyClick(field, Qt::Key_Tab);
    }

    const CaptureSettings settings = dialog->settings();
    QVERIFY(settings.streams.at(0).pollingInterval >= 12s);
    QVERIFY(settings.streams.at(1).pollingInterval >= 60s);
}

void DialogsTest::lookingBackCanBeSetAndSwitchedOff()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    auto *span = called<QSpinBox>(dialog, u"How far back to look again"_s);
    auto *every = called<QSpinBox>(dialog, u"Time between two looks back"_s);
    QCOMPARE(span->text(), u"24 h"_s);

    span->selectAll();
    QTest::keyClicks(span, u"48 h"_s);
    QTest::keyClick(span, Qt::Key_Tab);
    every->selectAll();
    QTest::keyClicks(every, u"30 min"_s);
    QTest::keyClick(every, Qt::Key_Tab);
    QCOMPARE(dialog->settings().lookBack.span, 48h);
    QCOMPARE(dialog->settings().lookBack.interval, 30min);

    withText<QCheckBox>(dialog, u"read the last"_s)->click();
    QVERIFY(!dialog->settings().lookBack.isOn());
    QVERIFY(!span->isEnabled());

    // The live stream alone has nothing to look back with.
    withText<QRadioButton>(dialog, u"Whole enterprise, live only"_s)->click();
    QVERIFY(!span->isVisible());
}

void DialogsTest::myOwnEventsComeInThreeKinds()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    withText<QRadioButton>(dialog, u"My own events"_s)->click();
    const QList<std::pair<QString, StreamType>> kinds{
        {u"All events"_s, StreamType::All},
        {u"Changes to the file tree only"_s, StreamType::Changes},
        {u"Synced folders only"_s, StreamType::Sync}};

    for (const auto &[words, type] : kinds) {
        chooseText(dialog, u"Event types"_s, words);

        const CaptureSettings settings = dialog->settings();
        QCOMPARE(settings.streams.size(), 1U);
        QCOMPARE(settings.streams.front().type, type);
    }
}

void DialogsTest::makesTheSettingsThatWereChosen()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    const auto only = [dialog] { return dialog->settings().streams.front(); };

    withText<QRadioButton>(dialog, u"Whole enterprise, live only"_s)->click();
    QCOMPARE(dialog->settings().streams.size(), 1U);
    QCOMPARE(only().type, StreamType::AdminLogsStreaming);
    QCOMPARE(only().pollingInterval, 30s);

    withText<QRadioButton>(dialog, u"Whole enterprise, history only"_s)->click();
    QCOMPARE(only().type, StreamType::AdminLogs);
    QCOMPARE(only().pollingInterval, 60s);
    chooseText(dialog, u"Start"_s, u"Last 24 hours, then go on"_s);
    QCOMPARE(only().start, StreamSettings::Start::Date);
    const auto hours = only().state.startDate->secsTo(QDateTime::currentDateTimeUtc()) / 3600;
    QVERIFY(hours >= 23 && hours <= 25);
    chooseText(dialog, u"Start"_s, u"Earliest that Box has"_s);
    QCOMPARE(only().start, StreamSettings::Start::Earliest);
}

void DialogsTest::startsTheSession()
{
    WindowFixture f;
    f.accounts.add(mara().owner, f.connection().token);
    f.answer = mara();
    NewSessionDialog *dialog = f.window().showNewSession();
    withText<QRadioButton>(dialog, u"Whole enterprise, history only"_s)->click();
    called<QLineEdit>(dialog, u"Save in"_s)->setText(f.path(u"new"_s));
    chooseText(dialog, u"Start"_s, u"Earliest that Box has"_s);
    auto *start = withText<QPushButton>(dialog, u"Start"_s);
    QTRY_VERIFY(start->isEnabled());

    QTest::mouseClick(start, Qt::LeftButton);

    QTRY_VERIFY(f.window().currentPage());
    QTRY_COMPARE_WITH_TIMEOUT(f.window().currentPage()->events().rowCount(), 400, patience);
    QVERIFY(QFile::exists(f.path(u"new"_s)));
}

void DialogsTest::exportsWhatIsShown()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    const auto type = page->events()
                          .index(0, EventTableModel::TypeColumn)
                          .data(EventTableModel::TypeNameRole)
                          .toByteArray();
    page->filters()->apply({{type}});
    QTRY_VERIFY_WITH_TIMEOUT(page->events().rowCount() < 400, patience);
    const int shown = page->events().rowCount();
    const QString file = f.path(u"out.csv"_s);

    ExportDialog *dialog = page->exportEvents();
    QVERIFY(withText<QCheckBox>(dialog, u"Guard against spreadsheet formulas"_s)->isChecked());
    QCOMPARE(dialog->rowCount(), shown);
    dialog->acceptFile(file);

    QTRY_VERIFY_WITH_TIMEOUT(withText<QPushButton>(page, u"Show in folder"_s), patience);
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QByteArray text = csv.readAll();
    QVERIFY(text.startsWith("event_id,"));
    const QByteArray cell = ',' + type + ',';
    QVERIFY(!text.contains(cell));
    QCOMPARE(text.count("\r\n"), shown + 1);
}

void DialogsTest::exportsAllAsBoxSentIt()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    const QString file = f.path(u"out.jsonl"_s);
    ExportDialog *dialog = page->exportEvents();
    withText<QRadioButton>(dialog, u"All captured"_s)->click();
    for (QAction *action : dialog->findChildren<QAction *>()) {
        if (action->text() == u"JSON Lines"_s)
            action->trigger();
    }

    dialog->acceptFile(file);

    QTRY_VERIFY_WITH_TIMEOUT(withText<QPushButton>(page, u"Show in folder"_s), patience);
    QFile lines(file);
    QVERIFY(lines.open(QIODevice::ReadOnly));
    QCOMPARE(lines.readAll().count('\n'), 400);
}

void DialogsTest::exportsTheSelectedRows()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    page->table().selectRow(3);
    page->table().selectionModel()->select(
        page->events().index(7, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const QString file = f.path(u"selected.csv"_s);

    ExportDialog *dialog = page->exportEvents();
    QCOMPARE(dialog->rows(), ExportDialog::Rows::Selected);
    dialog->acceptFile(file);

    QTRY_VERIFY_WITH_TIMEOUT(withText<QPushButton>(page, u"Show in folder"_s), patience);
    QFile csv(file);
    QVERIFY(csv.open(QIODevice::ReadOnly));
    const QByteArray text = csv.readAll();
    for (const int row : {3, 7})
        QVERIFY(text.contains(
            page->events().index(row, EventTableModel::EventIdColumn).data().toString().toUtf8()));
    QCOMPARE(text.count("\r\n"), 3);
}

void DialogsTest::theSampleOfTheExportNamesTheStream()
{
    WindowFixture f;
    SessionPage *page = f.capture();
    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);

    ExportDialog *dialog = page->exportEvents();

    const auto *columns = dialog->findChild<ExportColumns *>();
    QVERIFY(columns);
    QString sample;
    for (int row = 0; row < columns->rowCount(); ++row) {
        const QModelIndex index = columns->index(row);
        if (index.data(Qt::DisplayRole).toString() == u"stream"_s)
            sample = index.data(ExportColumns::SampleRole).toString();
    }
    QCOMPARE(sample, u"admin_logs"_s);
}

void DialogsTest::tellsWhenTheFileCannotBeWritten()
{
    WindowFixture f;
    SessionPage *page = f.capture();

    page->exportEvents()->acceptFile(f.path(u"no/such/folder/out.csv"_s));

    QTRY_VERIFY_WITH_TIMEOUT(withText<QPushButton>(page, u"Choose another place…"_s), patience);
    QVERIFY(says(page, u"out.csv.boxwatch was not written"_s));
    QVERIFY(!page->isExporting());
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-dialogs-test"_s);
    Theme::instance().apply(application);
    DialogsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_dialogs.moc"
