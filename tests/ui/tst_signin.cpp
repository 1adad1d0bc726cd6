// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/accountsdialog.h"
#include "ui/jwtfilefield.h"
#include "ui/newsessiondialog.h"
#include "ui/sessionpage.h"
#include "ui/signindialog.h"
#include "ui/theme.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTreeWidget>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

SessionOwner maraOwner()
{
    return {
        .accountId = u"7"_s,
        .login = u"mara@aldermoor.example"_s,
        .name = u"Mara Okafor"_s,
        .enterpriseId = u"1"_s,
        .enterpriseName = u"Aldermoor"_s};
}

SessionOwner stranger()
{
    return {
        .accountId = u"8"_s,
        .login = u"kai@other.example"_s,
        .name = u"Kai Lindqvist"_s,
        .enterpriseId = u"2"_s,
        .enterpriseName = u"Other"_s};
}

SignedIn signedInAs(const SessionOwner &owner)
{
    return {.answer = {.owner = owner, .role = u"admin"_s}};
}

void type(QWidget *dialog, const QString &field, const QString &text)
{
    auto *edit = called<QLineEdit>(dialog, field);
    QVERIFY2(edit, qPrintable(field));
    edit->clear();
    QTest::keyClicks(edit, text);
}

void choose(QWidget *dialog, const QString &way)
{
    chooseText(dialog, u"Way to sign in"_s, way);
}

/// Opens "Add an account" from the dialog of a new session.
SignInDialog *addAccount(WindowFixture &f)
{
    NewSessionDialog *session = f.window().showNewSession();
    QTest::mouseClick(withText<QPushButton>(session, u"Add account…"_s), Qt::LeftButton);
    return shownDialog<SignInDialog>(session);
}

} // namespace

class SignInTest : public QObject
{
    Q_OBJECT

private slots:
    void offersTheFourWays();
    void handsOnWhatTheWayNeeds_data();
    void handsOnWhatTheWayNeeds();
    void nothingCanBeSentBeforeAllIsThere();
    void secretsAreNotShown();
    void secretsCannotBeCopied();
    void whatBoxSaysIsShownAsPlainText();
    void controlsOfTheDialogHaveNames_data();
    void controlsOfTheDialogHaveNames();
    void keepsInTheKeychainOnlyIfThePersonWants();
    void saysSoWhenThereIsNoKeychain();
    void anAccountThatWasAddedIsChosenAndShown();
    void waitsForTheBrowserWithTheAddressToCopy();
    void cancelEndsTheWaitingAndKeepsTheForm();
    void aRefusedSignInSaysWhy();
    void tellsWhenTheKeychainDidNotTakeIt();
    void readsTheConfigurationOfAnApp();
    void refusesAFileThatIsNoConfiguration();
    void aSessionRefusesAForeignAccountBeforeItStarts();
    void aMissingRightIsNoDeadEnd();
    void anotherAdminOfTheEnterpriseMayGoOn();
    void aUsersOwnEventsAreTheirsAlone();
    void aSessionOffersTheAccountsItMayGoOnWith();
    void listsTheAccountsWithTheirWayAndPlace();
    void signsOutOnlyWhenToldTwice();
};

void SignInTest::offersTheFourWays()
{
    WindowFixture f;
    SignInDialog *dialog = addAccount(f);
    QVERIFY(dialog);

    const auto *ways = called<QComboBox>(dialog, u"Way to sign in"_s);
    QStringList words;
    for (int way = 0; way < ways->count(); ++way)
        words += ways->itemText(way);

    QCOMPARE(
        words,
        QStringList(
            {u"Box in the browser"_s, u"Developer token"_s,
             u"Service account (client credentials)"_s, u"App configuration (JWT file)"_s}));
}

void SignInTest::handsOnWhatTheWayNeeds_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<QStringList>("fields"); // name, text, name, text, …
    QTest::addColumn<SignInMethod>("method");
    QTest::newRow("OAuth") << u"Box in the browser"_s
                           << QStringList{u"Client ID"_s, u"id-1"_s, u"Client secret"_s, u"s-1"_s}
                           << SignInMethod::OAuth;
    QTest::newRow("developer token")
        << u"Developer token"_s << QStringList{u"Developer token"_s, u"tok"_s}
        << SignInMethod::DeveloperToken;
    QTest::newRow("client credentials")
        << u"Service account (client credentials)"_s << QStringList{u"Client ID"_s,
                                                                    u"id-1"_s,
                                                                    u"Client secret"_s,
                                                                    u"s-1"_s,
                                                                    u"Enterprise or user ID"_s,
                                                                    u"42"_s}
        << SignInMethod::ClientCredentials;
}

void SignInTest::handsOnWhatTheWayNeeds()
{
    QFETCH(const QString, way);
    QFETCH(const QStringList, fields);
    QFETCH(const SignInMethod, method);
    WindowFixture f;
    SignInDialog *dialog = addAccount(f);

    choose(dialog, way);
    for (qsizetype field = 0; field < fields.size(); field += 2) {
        for (QLineEdit *edit : dialog->findChildren<QLineEdit *>()) {
            if (edit->accessibleName() == fields.at(field) && edit->isVisible())
                QTest::keyClicks(edit, fields.at(field + 1));
        }
    }
    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);

    QVERIFY(f.accounts.asked);
    const SignInRequest request = *f.accounts.asked;
    QCOMPARE(request.method, method);
    if (method == SignInMethod::DeveloperToken) {
        QCOMPARE(request.developerToken, Secret("tok"));
    } else {
        QCOMPARE(request.clientId, u"id-1"_s);
        QCOMPARE(request.clientSecret, Secret("s-1"));
    }
    if (method == SignInMethod::ClientCredentials) {
        QCOMPARE(request.subjectId, u"42"_s);
        QVERIFY(!request.subjectIsUser);
    }
}

void SignInTest::nothingCanBeSentBeforeAllIsThere()
{
    WindowFixture f;
    SignInDialog *dialog = addAccount(f);
    auto *button = withText<QPushButton>(dialog, u"Sign in"_s);
    QVERIFY(!button->isEnabled());

    type(dialog, u"Client ID"_s, u"id"_s);
    QVERIFY(!button->isEnabled());
    type(dialog, u"Client secret"_s, u"secret"_s);
    QVERIFY(button->isEnabled());

    choose(dialog, u"Developer token"_s);
    QVERIFY(!button->isEnabled());
}

void SignInTest::secretsAreNotShown()
{
    WindowFixture f;
    SignInDialog *dialog = addAccount(f);

    int secrets = 0;
    for (const QLineEdit *edit : dialog->findChildren<QLineEdit *>()) {
        if (!edit->accessibleName().contains(u"secret"_s)
            && !edit->accessibleName().contains(u"token"_s))
            continue;
        ++secrets;
        QCOMPARE(edit->echoMode(), QLineEdit::Password);
        QVERIFY(edit->inputMethodHints().testFlag(Qt::ImhSensitiveData));
    }
    QCOMPARE(secrets, 3);
}

void SignInTest::secretsCannotBeCopied()
{
    WindowFixture f;
    SignInDialog *dialog = addAccount(f);
    choose(dialog, u"Developer token"_s);
    type(dialog, u"Developer token"_s, u"canary"_s);
    auto *field = called<QLineEdit>(dialog, u"Developer token"_s);
    QApplication::clipboard()->setText(u"before"_s);

    field->selectAll();
    QTest::keyClick(field, Qt::Key_C, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_X, Qt::ControlModifier);

    QCOMPARE(QApplication::clipboard()->text(), u"before"_s);
    QVERIFY(!QApplication::clipboard()->text(QClipboard::Selection).contains(u"canary"_s));
}

void SignInTest::whatBoxSaysIsShownAsPlainText()
{
    const QString markup = u"<img src='file:///x'><b>pay</b>"_s;
    WindowFixture f;
    f.accounts.next = Error{.kind = Error::Kind::Unauthorized, .message = markup, .status = 400};
    SignInDialog *dialog = addAccount(f);
    choose(dialog, u"Developer token"_s);
    type(dialog, u"Developer token"_s, u"t"_s);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);
    QTRY_VERIFY(says(dialog, markup));
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);

    SessionOwner named = maraOwner();
    named.name = markup;
    f.accounts.next = signedInAs(named);
    auto *session = dialog->parentWidget();
    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);
    QTRY_VERIFY(says(session, markup));

    for (const QLabel *label : session->findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

void SignInTest::controlsOfTheDialogHaveNames_data()
{
    QTest::addColumn<QString>("dialog");
    for (const char *action :
         {"New session…", "Accounts…", "Network…", "How often Box is asked…",
          "Event types that Box sends…", "Sign in again…"})
        QTest::newRow(action) << QString::fromUtf8(action);
}

void SignInTest::controlsOfTheDialogHaveNames()
{
    QFETCH(const QString, dialog);
    WindowFixture f;
    f.accounts.add(maraOwner(), f.connection().token);
    f.capture();

    f.action(dialog)->trigger();

    auto *shown = shownDialog<QDialog>(&f.window());
    QVERIFY(shown);
    int controls = 0;
    for (const QWidget *widget : shown->findChildren<QWidget *>()) {
        if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        // The field inside a spin or combo box is named by the box.
        if (qobject_cast<const QLineEdit *>(widget) && widget->objectName().startsWith(u"qt_"_s))
            continue;
        ++controls;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool told = !widget->accessibleName().isEmpty()
            || (button && !button->text().isEmpty());
        QVERIFY2(told, widget->metaObject()->className());
    }
    QVERIFY(controls > 2);
    QTest::keyClick(shown, Qt::Key_Escape);
    QVERIFY(!shown->isVisible());
}

void SignInTest::keepsInTheKeychainOnlyIfThePersonWants()
{
    for (const bool keep : {true, false}) {
        WindowFixture f;
        f.accounts.next = signedInAs(maraOwner());
        SignInDialog *dialog = addAccount(f);
        auto *box = withText<QCheckBox>(dialog, u"Keep in the system keychain"_s);
        QVERIFY(box->isChecked());
        if (!keep)
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        choose(dialog, u"Developer token"_s);
        type(dialog, u"Developer token"_s, f.simulator.token());

        QTest::keyClick(called<QLineEdit>(dialog, u"Developer token"_s), Qt::Key_Return);

        QVERIFY(f.accounts.asked);
        QCOMPARE(f.accounts.asked->keep, keep);
    }
}

void SignInTest::saysSoWhenThereIsNoKeychain()
{
    WindowFixture f;
    f.accounts.keeps = false;
    SignInDialog *dialog = addAccount(f);

    QVERIFY(says(dialog, u"No keychain was found on this system"_s));
    auto *box = withText<QCheckBox>(dialog, u"Keep in the system keychain"_s);
    QVERIFY(!box->isEnabled());
    QVERIFY(!box->isChecked());
}

void SignInTest::anAccountThatWasAddedIsChosenAndShown()
{
    WindowFixture f;
    f.accounts.next = signedInAs(maraOwner());
    SignInDialog *dialog = addAccount(f);
    auto *session = qobject_cast<NewSessionDialog *>(dialog->parentWidget());
    choose(dialog, u"Developer token"_s);
    type(dialog, u"Developer token"_s, f.simulator.token());

    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);

    QTRY_VERIFY(says(session, u"Signed in as Mara Okafor"_s));
    QVERIFY(says(session, u"admin of Aldermoor"_s));
    QCOMPARE(called<QComboBox>(session, u"Account"_s)->currentText(), u"Mara Okafor · Aldermoor"_s);
    QVERIFY(withText<QPushButton>(session, u"Start"_s)->isEnabled());
    QVERIFY(session->connection().hasToken());
    // The sign-in itself said who it is: Box is not asked again.
    QCOMPARE(f.asked, 0);
}

void SignInTest::waitsForTheBrowserWithTheAddressToCopy()
{
    WindowFixture f;
    f.accounts.consentPage = QUrl(u"https://account.box.com/api/oauth2/authorize?state=x"_s);
    SignInDialog *dialog = addAccount(f);
    type(dialog, u"Client ID"_s, u"id"_s);
    type(dialog, u"Client secret"_s, u"secret"_s);

    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);

    QTRY_VERIFY(says(dialog, u"Waiting for the browser…"_s));
    auto *address = called<QLineEdit>(dialog, u"Address of Box’s page"_s);
    QCOMPARE(address->text(), f.accounts.consentPage.toString());
    QTest::mouseClick(withText<QPushButton>(dialog, u"Copy"_s), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), address->text());
    QCOMPARE(QApplication::clipboard()->mimeData()->formats(), QStringList{u"text/plain"_s});

    auto *session = dialog->parentWidget();
    f.accounts.held.insert(u"7"_s, f.connection().token);
    f.accounts.answer(signedInAs(maraOwner()));
    QTRY_VERIFY(says(session, u"Signed in as Mara Okafor"_s));
}

void SignInTest::cancelEndsTheWaitingAndKeepsTheForm()
{
    WindowFixture f;
    f.accounts.consentPage = QUrl(u"https://account.box.com/x"_s);
    SignInDialog *dialog = addAccount(f);
    type(dialog, u"Client ID"_s, u"id"_s);
    type(dialog, u"Client secret"_s, u"secret"_s);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);
    QVERIFY(f.accounts.attempt);

    QTest::mouseClick(withText<QPushButton>(dialog, u"Cancel"_s), Qt::LeftButton);

    QVERIFY(!f.accounts.attempt);
    QVERIFY(dialog->isVisible());
    QVERIFY(!says(dialog, u"Waiting for the browser…"_s));
    QVERIFY(withText<QPushButton>(dialog, u"Sign in"_s)->isEnabled());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void SignInTest::aRefusedSignInSaysWhy()
{
    WindowFixture f;
    const Error refused{.kind = Error::Kind::Unauthorized, .status = 401};
    f.accounts.next = refused;
    SignInDialog *dialog = addAccount(f);
    choose(dialog, u"Developer token"_s);
    type(dialog, u"Developer token"_s, u"old"_s);

    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);

    QTRY_VERIFY(says(dialog, sentenceFor(refused)));
    QVERIFY(dialog->isVisible());
    QVERIFY(withText<QPushButton>(dialog, u"Sign in"_s)->isEnabled());
}

void SignInTest::tellsWhenTheKeychainDidNotTakeIt()
{
    WindowFixture f;
    SignedIn result = signedInAs(maraOwner());
    result.notKept = Error{.kind = Error::Kind::Keychain, .message = u"locked"_s};
    f.accounts.next = result;
    SignInDialog *dialog = addAccount(f);
    choose(dialog, u"Developer token"_s);
    type(dialog, u"Developer token"_s, f.simulator.token());

    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);

    QVERIFY(dialog->isVisible());
    QTRY_VERIFY(says(dialog, u"it is good for this run only"_s));
    auto *session = dialog->parentWidget();
    QTest::mouseClick(withText<QPushButton>(dialog, u"Go on"_s), Qt::LeftButton);
    QTRY_VERIFY(withText<QPushButton>(session, u"Start"_s)->isEnabled());
    QTRY_VERIFY(says(session, u"it is good for this run only"_s));
}

void SignInTest::readsTheConfigurationOfAnApp()
{
    WindowFixture f;
    const QByteArray content = "{\"boxAppSettings\":{\"clientID\":\"x\"},\"enterpriseID\":\"1\"}";
    QFile file(f.path(u"config"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
    SignInDialog *dialog = addAccount(f);
    choose(dialog, u"App configuration (JWT file)"_s);

    dialog->findChild<JwtFileField *>()->read(file.fileName());

    QTRY_VERIFY(says(dialog, u"Others on this computer can read this file"_s));
    type(dialog, u"User ID"_s, u"99"_s);
    QTest::mouseClick(withText<QPushButton>(dialog, u"Sign in"_s), Qt::LeftButton);
    QCOMPARE(f.accounts.asked->jwtConfiguration, Secret(content));
    QCOMPARE(f.accounts.asked->subjectId, u"99"_s);
    QVERIFY(f.accounts.asked->subjectIsUser);
}

void SignInTest::refusesAFileThatIsNoConfiguration()
{
    WindowFixture f;
    QFile file(f.path(u"holiday"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("JFIF");
    file.close();
    SignInDialog *dialog = addAccount(f);
    choose(dialog, u"App configuration (JWT file)"_s);

    dialog->findChild<JwtFileField *>()->read(file.fileName());

    QTRY_VERIFY(says(dialog, u"This is no configuration of a Box app"_s));
    QVERIFY(!withText<QPushButton>(dialog, u"Sign in"_s)->isEnabled());
}

void SignInTest::aSessionRefusesAForeignAccountBeforeItStarts()
{
    WindowFixture f;
    f.accounts.next = signedInAs(stranger());
    SignInDialog dialog(
        f.services,
        {.session = maraOwner(), .forSession = true, .type = StreamType::AdminLogs, .reason = {}});
    dialog.show();
    QVERIFY(says(&dialog, u"This session holds events of Mara Okafor · Aldermoor."_s));
    choose(&dialog, u"Developer token"_s);
    type(&dialog, u"Developer token"_s, u"theirs"_s);

    QTest::mouseClick(withText<QPushButton>(&dialog, u"Sign in"_s), Qt::LeftButton);

    QTRY_VERIFY(says(&dialog, u"Signed in as Kai Lindqvist"_s));
    QTRY_VERIFY(says(&dialog, u"This session belongs to Mara Okafor · Aldermoor"_s));
    QVERIFY(!withText<QPushButton>(&dialog, u"Start"_s));
    QVERIFY(dialog.isVisible());
}

void SignInTest::aMissingRightIsNoDeadEnd()
{
    SignedIn refused = signedInAs(maraOwner());
    refused.answer.streamRefused = Error{.kind = Error::Kind::Forbidden, .status = 403};
    WindowFixture f;
    f.accounts.next = refused;
    const SignInDialog::Purpose purpose{
        .session = maraOwner(), .forSession = true, .type = StreamType::AdminLogs, .reason = {}};
    {
        SignInDialog dialog(f.services, purpose);
        dialog.show();
        choose(&dialog, u"Developer token"_s);
        type(&dialog, u"Developer token"_s, u"poor"_s);
        QTest::mouseClick(withText<QPushButton>(&dialog, u"Sign in"_s), Qt::LeftButton);
        QTRY_VERIFY(says(&dialog, u"Box refuses enterprise events"_s));

        // Another sign-in goes on.
        f.accounts.next = signedInAs(maraOwner());
        QVERIFY(called<QLineEdit>(&dialog, u"Developer token"_s)->isVisible());
        type(&dialog, u"Developer token"_s, u"rich"_s);
        QTest::mouseClick(withText<QPushButton>(&dialog, u"Sign in"_s), Qt::LeftButton);
        QTRY_VERIFY(withText<QPushButton>(&dialog, u"Start"_s));
        QVERIFY(withText<QPushButton>(&dialog, u"Start"_s)->isEnabled());
    }
    // So does the same account, once it has the right.
    f.answer = refused.answer;
    SignInDialog dialog(f.services, purpose);
    dialog.show();
    called<QComboBox>(&dialog, u"Account"_s)->setCurrentIndex(0);
    QTRY_VERIFY(says(&dialog, u"Box refuses enterprise events"_s));
    auto *again = withText<QPushButton>(&dialog, u"Check again"_s);
    QVERIFY(again && again->isEnabled());
    f.answer = signedInAs(maraOwner()).answer;
    QTest::mouseClick(again, Qt::LeftButton);
    QTRY_VERIFY(withText<QPushButton>(&dialog, u"Start"_s));
    QTRY_VERIFY(withText<QPushButton>(&dialog, u"Start"_s)->isEnabled());
}

void SignInTest::anotherAdminOfTheEnterpriseMayGoOn()
{
    SessionOwner colleague = stranger();
    colleague.enterpriseId = maraOwner().enterpriseId;
    WindowFixture f;
    f.accounts.next = signedInAs(colleague);
    SignInDialog dialog(
        f.services,
        {.session = maraOwner(), .forSession = true, .type = StreamType::AdminLogs, .reason = {}});
    dialog.show();
    choose(&dialog, u"Developer token"_s);
    type(&dialog, u"Developer token"_s, u"theirs"_s);
    QTest::mouseClick(withText<QPushButton>(&dialog, u"Sign in"_s), Qt::LeftButton);

    auto *start = withText<QPushButton>(&dialog, u"Start"_s);
    QVERIFY(start && start->isEnabled());
    QTest::mouseClick(start, Qt::LeftButton);

    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    QVERIFY(dialog.tokens());
}

void SignInTest::aUsersOwnEventsAreTheirsAlone()
{
    SessionOwner colleague = stranger();
    colleague.enterpriseId = maraOwner().enterpriseId;

    QVERIFY(mayGoOnWith(maraOwner(), colleague, StreamType::AdminLogs));
    QVERIFY(!mayGoOnWith(maraOwner(), colleague, StreamType::All));
    QVERIFY(mayGoOnWith({}, colleague, StreamType::All));
}

void SignInTest::aSessionOffersTheAccountsItMayGoOnWith()
{
    WindowFixture f;
    f.accounts.add(maraOwner(), f.connection().token);
    f.accounts.add(stranger(), f.connection().token);
    AccountAnswer answer;
    answer.owner = maraOwner();
    f.answer = answer;
    SignInDialog dialog(
        f.services,
        {.session = maraOwner(),
         .forSession = true,
         .type = StreamType::AdminLogs,
         .reason = u"The token was revoked."_s});
    dialog.show();
    QVERIFY(says(&dialog, u"The token was revoked."_s));
    auto *accounts = called<QComboBox>(&dialog, u"Account"_s);
    QCOMPARE(accounts->count(), 2);
    QCOMPARE(accounts->currentText(), u"Sign in anew"_s);

    accounts->setCurrentIndex(0);

    QTRY_VERIFY(says(&dialog, u"Signed in as Mara Okafor"_s));
    QVERIFY(!called<QComboBox>(&dialog, u"Way to sign in"_s)->isVisible());
    QVERIFY(withText<QPushButton>(&dialog, u"Start"_s)->isEnabled());
}

void SignInTest::listsTheAccountsWithTheirWayAndPlace()
{
    WindowFixture f;
    f.accounts.add(maraOwner(), f.connection().token);
    f.accounts.known.last().method = SignInMethod::Jwt;
    f.accounts.add(stranger(), f.connection().token, false);

    f.action(u"Accounts…"_s)->trigger();

    auto *dialog = shownDialog<AccountsDialog>(&f.window());
    QVERIFY(dialog);
    const auto *list = called<QTreeWidget>(dialog, u"Accounts"_s);
    QCOMPARE(list->topLevelItemCount(), 2);
    const QTreeWidgetItem *first = list->topLevelItem(0);
    QCOMPARE(first->text(0), u"Mara Okafor (mara@aldermoor.example)"_s);
    QCOMPARE(first->text(1), u"Aldermoor"_s);
    QCOMPARE(first->text(2), u"App configuration (JWT file)"_s);
    QCOMPARE(first->text(3), u"In the keychain"_s);
    QCOMPARE(list->topLevelItem(1)->text(3), u"For this run"_s);
}

void SignInTest::signsOutOnlyWhenToldTwice()
{
    WindowFixture f;
    f.accounts.add(maraOwner(), f.connection().token);
    f.action(u"Accounts…"_s)->trigger();
    auto *dialog = shownDialog<AccountsDialog>(&f.window());
    auto *out = withText<QPushButton>(dialog, u"Sign out…"_s);

    QTest::mouseClick(out, Qt::LeftButton);
    QTest::mouseClick(
        withText<QPushButton>(shownDialog<QMessageBox>(dialog), u"Cancel"_s), Qt::LeftButton);
    QVERIFY(f.accounts.signedOut.isEmpty());
    QTRY_VERIFY(!shownDialog<QMessageBox>(dialog));

    QTest::mouseClick(out, Qt::LeftButton);
    QTest::mouseClick(
        withText<QPushButton>(shownDialog<QMessageBox>(dialog), u"Sign out"_s), Qt::LeftButton);
    QCOMPARE(f.accounts.signedOut, QStringList{u"7"_s});
    QCOMPARE(called<QTreeWidget>(dialog, u"Accounts"_s)->topLevelItemCount(), 0);
    QVERIFY(says(dialog, u"Nobody is signed in."_s));
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-signin-test"_s);
    Theme::instance().apply(application);
    SignInTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_signin.moc"
