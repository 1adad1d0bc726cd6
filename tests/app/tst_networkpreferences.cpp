// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/networkpreferences.h"
#include "tests/auth/teststore.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <tuple>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

NetworkSettings throughProxy(const QByteArray &password)
{
    NetworkSettings network;
    network.proxy.kind = ProxySettings::Kind::Http;
    network.proxy.host = u"proxy.example"_s;
    network.proxy.port = 3128;
    network.proxy.user = u"me"_s;
    network.proxy.password = Secret(password);
    return network;
}

} // namespace

class TestNetworkPreferences : public QObject
{
    Q_OBJECT

private slots:
    void keepsAPasswordThatNobodyHasTouched();
    void keepsAPasswordThatCouldNotBeRead();
    void keepsANewPassword();
    void forgetsAPasswordThatWasTakenAway();

private:
    void keep(NetworkPreferences &preferences, const NetworkSettings &network);
    std::optional<Secret> password(TestStore &secrets);

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat};
};

void TestNetworkPreferences::keep(NetworkPreferences &preferences, const NetworkSettings &network)
{
    bool done = false;
    preferences.keep(network, this, [&](const Result<void> &kept) {
        QVERIFY(kept);
        done = true;
    });
    QTRY_VERIFY(done);
}

/// As the next run of the program finds it.
std::optional<Secret> TestNetworkPreferences::password(TestStore &secrets)
{
    NetworkPreferences later(secrets, m_settings);
    std::optional<Secret> found;
    later.readPassword(
        later.read().proxy, this, [&](const Result<Secret> &answer) { found = *answer; });
    std::ignore = QTest::qWaitFor([&] { return found.has_value(); }, 20'000);
    return found;
}

void TestNetworkPreferences::keepsAPasswordThatNobodyHasTouched()
{
    TestStore secrets;
    NetworkPreferences first(secrets, m_settings);
    keep(first, throughProxy("pass-word"));

    NetworkPreferences preferences(secrets, m_settings);
    secrets.delay = 200ms;
    bool told = false;
    preferences.readPassword(
        preferences.read().proxy, this, [&](const Result<Secret> &) { told = true; });
    keep(preferences, throughProxy({})); // before the keychain has told it
    QTRY_VERIFY(told);

    QCOMPARE(password(secrets), Secret("pass-word"));
}

void TestNetworkPreferences::keepsAPasswordThatCouldNotBeRead()
{
    TestStore secrets;
    NetworkPreferences first(secrets, m_settings);
    keep(first, throughProxy("pass-word"));

    NetworkPreferences preferences(secrets, m_settings);
    secrets.refusesReads = true;
    bool failed = false;
    preferences.readPassword(
        preferences.read().proxy, this, [&](const Result<Secret> &answer) { failed = !answer; });
    QTRY_VERIFY(failed);
    keep(preferences, throughProxy({}));
    secrets.refusesReads = false;

    QCOMPARE(password(secrets), Secret("pass-word"));
}

void TestNetworkPreferences::keepsANewPassword()
{
    TestStore secrets;
    NetworkPreferences preferences(secrets, m_settings);
    keep(preferences, throughProxy("pass-word"));
    preferences.readPassword(preferences.read().proxy, this, [](const Result<Secret> &) {});
    keep(preferences, throughProxy("another"));

    QCOMPARE(password(secrets), Secret("another"));
}

void TestNetworkPreferences::forgetsAPasswordThatWasTakenAway()
{
    TestStore secrets;
    NetworkPreferences preferences(secrets, m_settings);
    keep(preferences, throughProxy("pass-word"));
    bool told = false;
    preferences.readPassword(
        preferences.read().proxy, this, [&](const Result<Secret> &) { told = true; });
    QTRY_VERIFY(told);
    keep(preferences, throughProxy({}));

    QCOMPARE(password(secrets), Secret());
}

QTEST_GUILESS_MAIN(TestNetworkPreferences)
#include "tst_networkpreferences.moc"
