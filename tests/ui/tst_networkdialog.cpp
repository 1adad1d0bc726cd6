// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/networkpreferences.h"
#include "core/auth/memorysecretstore.h"
#include "ui/networkdialog.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QApplication>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

NetworkSettings throughProxy()
{
    NetworkSettings network;
    network.apiUrl = QUrl(u"https://box.example/2.0"_s);
    network.caFile = u"/etc/ca.pem"_s;
    network.proxy = {
        ProxySettings::Kind::Socks5, u"proxy.example"_s, 1080, u"mara"_s, Secret("pass-word")};
    network.fetchDeadline = 90s;
    network.tokenDeadline = 30s;
    return network;
}

void enter(NetworkDialog &dialog, const QString &field, const QString &text)
{
    auto *edit = called<QLineEdit>(&dialog, field);
    QVERIFY2(edit && edit->isVisible(), qPrintable(field));
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

void use(NetworkDialog &dialog)
{
    QTest::mouseClick(withText<QPushButton>(&dialog, u"Use these"_s), Qt::LeftButton);
}

} // namespace

class NetworkDialogTest : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatIsSetAndGivesItBack();
    void takesAProxyWithItsLogin();
    void theFieldsOfAProxyAreThereOnlyForOne();
    void saysWhatIsWrongAndStaysOpen_data();
    void saysWhatIsWrongAndStaysOpen();
    void resetsToTheDefaults();
    void anotherAddressHasItsOwnTokenEndpoint();
    void countsFromTheNextStartOfAStream();
    void aStreamStartsAgainThroughTheNetworkOfNow();
    void keepsAllInTheSettingsButThePasswordInTheSecretStore();
    void aPasswordBelongsToItsProxy();
    void aSettingThatMakesNoSenseIsAsUsual();
};

void NetworkDialogTest::showsWhatIsSetAndGivesItBack()
{
    NetworkDialog dialog(throughProxy(), true);
    dialog.show();

    QCOMPARE(dialog.settings(), throughProxy());
    QCOMPARE(
        called<QLineEdit>(&dialog, u"Password of the proxy"_s)->echoMode(), QLineEdit::Password);
}

void NetworkDialogTest::takesAProxyWithItsLogin()
{
    NetworkDialog dialog({}, true);
    dialog.show();
    QCOMPARE(dialog.settings(), NetworkSettings());

    chooseText(&dialog, u"Proxy"_s, u"HTTP"_s);
    enter(dialog, u"Host of the proxy"_s, u"proxy.example"_s);
    called<QSpinBox>(&dialog, u"Port of the proxy"_s)->setValue(3128);
    enter(dialog, u"User of the proxy"_s, u"mara"_s);
    enter(dialog, u"Password of the proxy"_s, u"secret"_s);
    use(dialog);

    QCOMPARE(dialog.result(), static_cast<int>(QDialog::Accepted));
    const ProxySettings proxy = dialog.settings().proxy;
    QCOMPARE(proxy.kind, ProxySettings::Kind::Http);
    QCOMPARE(proxy.host, u"proxy.example"_s);
    QCOMPARE(proxy.port, 3128);
    QCOMPARE(proxy.user, u"mara"_s);
    QCOMPARE(proxy.password, Secret("secret"));
}

void NetworkDialogTest::theFieldsOfAProxyAreThereOnlyForOne()
{
    NetworkDialog dialog({}, true);
    dialog.show();
    auto *host = called<QLineEdit>(&dialog, u"Host of the proxy"_s);

    for (const auto &[kind, shown] : QList<std::pair<QString, bool>>{
             {u"HTTP"_s, true},
             {u"None"_s, false},
             {u"SOCKS5"_s, true},
             {u"As the system says"_s, false}}) {
        chooseText(&dialog, u"Proxy"_s, kind);
        QCOMPARE(host->isVisible(), shown);
    }
}

void NetworkDialogTest::saysWhatIsWrongAndStaysOpen_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain HTTP") << u"Address of the API"_s << u"http://box.example/2.0"_s;
    QTest::newRow("no URL") << u"Address of the API"_s << u"box"_s;
    QTest::newRow("a user in it") << u"Address of the API"_s << u"https://me@box.example/"_s;
    QTest::newRow("no such file") << u"File of further certificate authorities"_s
                                  << u"/no/such/file.pem"_s;
    QTest::newRow("no host") << u"Host of the proxy"_s << u" "_s;
}

void NetworkDialogTest::saysWhatIsWrongAndStaysOpen()
{
    QFETCH(const QString, field);
    QFETCH(const QString, text);
    NetworkDialog dialog({}, true);
    dialog.show();
    if (field.contains(u"proxy"_s))
        chooseText(&dialog, u"Proxy"_s, u"HTTP"_s);
    auto *trouble = called<QLabel>(&dialog, u"What is wrong"_s);
    QVERIFY(!trouble->isVisible());

    enter(dialog, field, text);
    use(dialog);

    QVERIFY(dialog.isVisible());
    QVERIFY(trouble->isVisible());
    QVERIFY(trouble->text().size() > 10);
}

void NetworkDialogTest::resetsToTheDefaults()
{
    NetworkDialog dialog(throughProxy(), true);
    dialog.show();

    QTest::mouseClick(withText<QPushButton>(&dialog, u"Reset to defaults"_s), Qt::LeftButton);

    QCOMPARE(dialog.settings(), NetworkSettings());
}

void NetworkDialogTest::anotherAddressHasItsOwnTokenEndpoint()
{
    NetworkSettings before;
    before.tokenUrl = QUrl(u"https://api.box.com/oauth2/token"_s);
    NetworkDialog dialog(before, true);
    dialog.show();
    QCOMPARE(dialog.settings().tokenUrl, before.tokenUrl);

    enter(dialog, u"Address of the API"_s, u"https://box.example/2.0"_s);

    QCOMPARE(resolved(dialog.settings()).tokenUrl, QUrl(u"https://box.example/oauth2/token"_s));
}

void NetworkDialogTest::countsFromTheNextStartOfAStream()
{
    WindowFixture f;
    std::optional<NetworkSettings> kept;
    f.services.keepNetwork = [&kept](const NetworkSettings &network, QObject *, const auto &done) {
        kept = network;
        done({});
    };
    const QUrl api = f.services.connection.network.apiUrl;
    f.action(u"Network…"_s)->trigger();
    auto *dialog = shownDialog<NetworkDialog>(&f.window());
    QVERIFY(dialog);

    chooseText(dialog, u"Proxy"_s, u"None"_s);
    use(*dialog);

    QVERIFY(kept);
    QCOMPARE(kept->proxy.kind, ProxySettings::Kind::None);
    QCOMPARE(kept->apiUrl, api);
    QCOMPARE(f.services.connection.network, *kept);
}

// A stream that never got through the proxy has its tokens, and the network of when it got them.
void NetworkDialogTest::aStreamStartsAgainThroughTheNetworkOfNow()
{
    WindowFixture f;
    f.services.connection.network.proxy = {
        ProxySettings::Kind::Http, u"127.0.0.1"_s, 1, u"mara"_s, Secret("wrong")};
    const Secret token = f.connection().token;
    f.accounts.add({.accountId = u"7"_s, .login = {}, .name = u"Mara"_s}, token);
    Connection connection = f.services.connection;
    connection.tokens = tokensOf(token);
    SessionPage *page = f.window().startSession(f.path(), f.settings(), connection, u"7"_s);
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Retrying"_s, patience);
    f.action(u"Stop"_s)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(page->state().state, u"Stopped"_s, patience);

    f.action(u"Network…"_s)->trigger();
    auto *dialog = shownDialog<NetworkDialog>(&f.window());
    QVERIFY(dialog);
    chooseText(dialog, u"Proxy"_s, u"None"_s);
    use(*dialog);
    f.action(u"Start"_s)->trigger();

    QTRY_COMPARE_WITH_TIMEOUT(page->events().rowCount(), 400, patience);
    // Tokens are renewed through it, too.
    QVERIFY(!f.accounts.networks.empty());
    QCOMPARE(f.accounts.networks.back().proxy.kind, ProxySettings::Kind::None);
}

void NetworkDialogTest::keepsAllInTheSettingsButThePasswordInTheSecretStore()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    MemorySecretStore secrets;
    NetworkPreferences preferences(secrets, settings);
    QCOMPARE(preferences.read(), NetworkSettings());
    bool done = false;

    preferences.keep(throughProxy(), this, [&done](const Result<void> &kept) {
        QVERIFY(kept);
        done = true;
    });

    QTRY_VERIFY(done);
    settings.sync();
    QFile file(settings.fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("pass-word"));
    NetworkSettings expected = throughProxy();
    expected.proxy.password = {};
    QCOMPARE(preferences.read(), expected);
    std::optional<Secret> password;
    preferences.readPassword(
        expected.proxy, this, [&password](const Result<Secret> &found) { password = *found; });
    QTRY_VERIFY(password);
    QCOMPARE(*password, Secret("pass-word"));
}

// Somebody who may change the settings must not get the password sent to a proxy of theirs.
void NetworkDialogTest::aPasswordBelongsToItsProxy()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    MemorySecretStore secrets;
    NetworkPreferences preferences(secrets, settings);
    preferences.keep(throughProxy(), this, [](const Result<void> &) {});
    ProxySettings other = throughProxy().proxy;
    other.host = u"evil.example"_s;
    std::optional<Secret> password;

    preferences.readPassword(
        other, this, [&password](const Result<Secret> &found) { password = *found; });

    QTRY_VERIFY(password);
    QVERIFY(password->isEmpty());

    // Without the proxy its password is gone, too.
    preferences.keep({}, this, [](const Result<void> &) {});
    password.reset();
    preferences.readPassword(throughProxy().proxy, this, [&password](const Result<Secret> &found) {
        password = *found;
    });
    QTRY_VERIFY(password);
    QVERIFY(password->isEmpty());
}

void NetworkDialogTest::aSettingThatMakesNoSenseIsAsUsual()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
    settings.setValue(u"network/apiUrl"_s, u"http://evil.example/2.0"_s);
    settings.setValue(u"network/proxy"_s, u"ftp://x"_s);
    settings.setValue(u"network/answerSeconds"_s, u"many"_s);
    settings.setValue(u"network/signInSeconds"_s, -4);
    MemorySecretStore secrets;

    const NetworkSettings network = NetworkPreferences(secrets, settings).read();

    QCOMPARE(network.apiUrl, NetworkSettings().apiUrl);
    QCOMPARE(network.proxy, ProxySettings());
    QCOMPARE(network.fetchDeadline, 60s);
    QVERIFY(network.tokenDeadline >= 5s);
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-network-test"_s);
    Theme::instance().apply(application);
    NetworkDialogTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_networkdialog.moc"
