// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/eventsview.h"
#include "ui/exportdialog.h"
#include "ui/footbar.h"
#include "ui/newsessiondialog.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "windowfixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
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

constexpr int patience = 30'000;

template<typename T>
T *withText(QWidget *parent, const QString &text)
{
    for (T *widget : parent->findChildren<T *>()) {
        if (widget->text() == text)
            return widget;
    }
    return nullptr;
}

QLineEdit *tokenField(QWidget *dialog)
{
    for (QLineEdit *field : dialog->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == u"Access token"_s)
            return field;
    }
    return nullptr;
}

bool says(const QWidget *parent, const QString &words)
{
    const auto labels = parent->findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->text().contains(words);
    });
}

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
    void startIsThereOnlyOnceTheTokenWasTested();
    void saysWhoTheTokenBelongsTo();
    void aRefusedTokenStartsNothing();
    void aMissingRightNamesBothThingsToCheck();
    void theTokenIsNotShown();
    void keepsTheTokenWhereThePersonWants_data();
    void keepsTheTokenWhereThePersonWants();
    void makesTheSettingsThatWereChosen();
    void startsTheSession();
    void exportsWhatIsShown();
    void exportsAllAsBoxSentIt();
    void exportsTheSelectedRows();
    void tellsWhenTheFileCannotBeWritten();
};

void DialogsTest::startIsThereOnlyOnceTheTokenWasTested()
{
    WindowFixture f;
    f.answer = mara();
    NewSessionDialog *dialog = f.window().showNewSession();
    auto *start = withText<QPushButton>(dialog, u"Start"_s);
    QVERIFY(!start->isEnabled());
    QSignalSpy tested(dialog, &NewSessionDialog::tested);

    QTest::keyClicks(tokenField(dialog), u"a-token"_s);
    QVERIFY(!start->isEnabled());
    QTest::mouseClick(withText<QPushButton>(dialog, u"Test"_s), Qt::LeftButton);

    QTRY_COMPARE(tested.size(), 1);
    QVERIFY(start->isEnabled());

    // Another token is another person.
    QTest::keyClicks(tokenField(dialog), u"x"_s);
    QVERIFY(!start->isEnabled());
}

void DialogsTest::saysWhoTheTokenBelongsTo()
{
    WindowFixture f;
    f.answer = mara();
    NewSessionDialog *dialog = f.window().showNewSession();
    dialog->activateWindow();
    QTRY_VERIFY_WITH_TIMEOUT(tokenField(dialog)->hasFocus(), patience);

    // Leaving the field is enough: nobody has to find the button.
    QTest::keyClicks(tokenField(dialog), u"a-token"_s);
    QTest::keyClick(tokenField(dialog), Qt::Key_Tab);

    QTRY_VERIFY(says(dialog, u"Signed in as Mara Okafor"_s));
    QVERIFY(says(dialog, u"co-admin of Aldermoor"_s));
}

void DialogsTest::aRefusedTokenStartsNothing()
{
    WindowFixture f;
    f.answer = Error{.kind = Error::Kind::Unauthorized, .status = 401};
    NewSessionDialog *dialog = f.window().showNewSession();
    QSignalSpy tested(dialog, &NewSessionDialog::tested);

    QTest::keyClicks(tokenField(dialog), u"old"_s);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Test"_s), Qt::LeftButton);

    QTRY_COMPARE(tested.size(), 1);
    QVERIFY(!withText<QPushButton>(dialog, u"Start"_s)->isEnabled());
    QVERIFY(says(dialog, sentenceFor(f.answer.error())));
}

void DialogsTest::aMissingRightNamesBothThingsToCheck()
{
    WindowFixture f;
    AccountAnswer answer = mara();
    answer.streamRefused = Error{
        .kind = Error::Kind::Forbidden, .status = 403, .code = u"insufficient_scope"_s};
    f.answer = answer;
    NewSessionDialog *dialog = f.window().showNewSession();

    QTest::keyClicks(tokenField(dialog), u"a-token"_s);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Test"_s), Qt::LeftButton);

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

void DialogsTest::theTokenIsNotShown()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();

    QCOMPARE(tokenField(dialog)->echoMode(), QLineEdit::Password);
}

void DialogsTest::keepsTheTokenWhereThePersonWants_data()
{
    QTest::addColumn<QString>("choice");
    QTest::addColumn<bool>("kept");
    QTest::newRow("in the keychain") << u"Keep in the system keychain"_s << true;
    QTest::newRow("for this run") << u"For this run only"_s << false;
}

void DialogsTest::keepsTheTokenWhereThePersonWants()
{
    QFETCH(const QString, choice);
    QFETCH(const bool, kept);
    WindowFixture f;
    f.answer = mara();
    NewSessionDialog *dialog = f.window().showNewSession();
    for (QLineEdit *field : dialog->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == u"Save in"_s)
            field->setText(f.path(u"kept"_s));
    }
    QTest::keyClicks(tokenField(dialog), f.simulator.token());
    withText<QRadioButton>(dialog, choice)->click();
    QTest::mouseClick(withText<QPushButton>(dialog, u"Test"_s), Qt::LeftButton);
    auto *start = withText<QPushButton>(dialog, u"Start"_s);
    QTRY_VERIFY(start->isEnabled());

    QTest::mouseClick(start, Qt::LeftButton);

    QTRY_VERIFY(f.accounts.kept.contains(u"7"_s));
    QCOMPARE(f.accounts.kept.value(u"7"_s), kept);
    QCOMPARE(f.accounts.tokens.value(u"7"_s), f.connection().token);
}

void DialogsTest::makesTheSettingsThatWereChosen()
{
    WindowFixture f;
    NewSessionDialog *dialog = f.window().showNewSession();
    QCOMPARE(dialog->settings().type, StreamType::AdminLogs);
    QCOMPARE(dialog->settings().pollingInterval, 60s);

    withText<QRadioButton>(dialog, u"Whole enterprise, live only"_s)->click();
    QCOMPARE(dialog->settings().type, StreamType::AdminLogsStreaming);
    QCOMPARE(dialog->settings().pollingInterval, 30s);
    dialog->findChild<QSpinBox *>()->setValue(12);
    QCOMPARE(dialog->settings().pollingInterval, 12s);
    QVERIFY(says(dialog, u"7,200 calls a day"_s));

    withText<QRadioButton>(dialog, u"Whole enterprise, history only"_s)->click();
    QComboBox *from = nullptr;
    for (QComboBox *box : dialog->findChildren<QComboBox *>()) {
        if (box->accessibleName() == u"Start"_s)
            from = box;
    }
    from->setCurrentIndex(from->findText(u"Last 24 hours, then go on"_s));
    const StreamSettings settings = dialog->settings();
    QCOMPARE(settings.start, StreamSettings::Start::Date);
    QVERIFY(settings.state.startDate);
    const auto hours = settings.state.startDate->secsTo(QDateTime::currentDateTimeUtc()) / 3600;
    QVERIFY(hours >= 23 && hours <= 25);
}

void DialogsTest::startsTheSession()
{
    WindowFixture f;
    f.answer = mara();
    NewSessionDialog *dialog = f.window().showNewSession();
    for (QLineEdit *field : dialog->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == u"Save in"_s)
            field->setText(f.path(u"new"_s));
    }
    for (QComboBox *box : dialog->findChildren<QComboBox *>()) {
        if (box->accessibleName() == u"Start"_s)
            box->setCurrentIndex(box->findText(u"Earliest that Box has"_s));
    }
    QTest::keyClicks(tokenField(dialog), f.simulator.token());
    QTest::mouseClick(withText<QPushButton>(dialog, u"Test"_s), Qt::LeftButton);
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
    page->applyFilter({{type}, {}});
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
