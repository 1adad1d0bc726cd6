// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commandline.h"
#include "app/cli/proxypassword.h"

#include <QTest>

#include <deque>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

CommandLine parse(const QStringList &arguments)
{
    std::deque<QByteArray> bytes{"boxwatch"};
    for (const QString &argument : arguments)
        bytes.push_back(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &argument : bytes)
        argv.push_back(argument.data());
    return CommandLine::parse(argv);
}

CommandLine capture(const QStringList &more)
{
    return parse(
        QStringList{u"capture"_s, u"--to"_s, u"a.boxwatch"_s, u"--token-from"_s, u"env:T"_s}
        + more);
}

StreamOptions streamOf(const CommandLine &line)
{
    const auto *const options = line.command ? std::get_if<CaptureOptions>(&*line.command)
                                             : nullptr;
    return options ? options->stream : StreamOptions();
}

} // namespace

class TestNetworkOptions : public QObject
{
    Q_OBJECT

private slots:
    void takesTheProxyOfTheSystemUnlessTold()
    {
        const StreamOptions stream = streamOf(capture({}));

        QVERIFY(stream.connection.network.proxy == ProxySettings());
        QVERIFY(!stream.proxyPassword);
        QCOMPARE(stream.connection.network.fetchDeadline, 60s);
        QCOMPARE(stream.connection.network.tokenDeadline, 20s);
    }

    void readsEveryOption()
    {
        const CommandLine line = capture(
            {u"--proxy"_s, u"socks5://proxy.example:1080"_s, u"--proxy-user"_s, u"mara"_s,
             u"--proxy-password-from"_s, u"keychain"_s, u"--timeout"_s, u"7"_s});

        QVERIFY2(line.command, qPrintable(line.complaint));
        const StreamOptions stream = streamOf(line);
        const NetworkSettings &network = stream.connection.network;
        QCOMPARE(network.proxy.kind, ProxySettings::Kind::Socks5);
        QCOMPARE(network.proxy.host, u"proxy.example"_s);
        QCOMPARE(network.proxy.port, quint16(1080));
        QCOMPARE(network.proxy.user, u"mara"_s);
        QVERIFY(network.proxy.password.isEmpty());
        QCOMPARE(stream.proxyPassword->kind, TokenOrigin::Kind::Keychain);
        QCOMPARE(network.fetchDeadline, 7s);
        QCOMPARE(network.tokenDeadline, 7s);
    }

    void isTheSameForEveryCommandThatTalksToBox_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("watch") << QStringList{u"watch"_s, u"--token-from"_s, u"env:T"_s};
        QTest::newRow("fetch") << QStringList{u"fetch"_s, u"--token-from"_s, u"env:T"_s};
        QTest::newRow("accounts add")
            << QStringList{u"accounts"_s, u"add"_s, u"--method"_s, u"developer-token"_s};
        QTest::newRow("accounts remove") << QStringList{u"accounts"_s, u"remove"_s, u"7"_s};
    }

    void isTheSameForEveryCommandThatTalksToBox()
    {
        QFETCH(const QStringList, command);

        const CommandLine line = parse(
            command
            + QStringList{
                u"--proxy"_s, u"http://proxy.example:3128"_s, u"--proxy-user"_s, u"mara"_s,
                u"--proxy-password-from"_s, u"env:P"_s, u"--timeout"_s, u"9"_s});

        QVERIFY2(line.command, qPrintable(line.complaint));
        NetworkSettings network;
        std::optional<TokenOrigin> password;
        if (const auto *watch = std::get_if<WatchOptions>(&*line.command)) {
            network = watch->stream.connection.network;
            password = watch->stream.proxyPassword;
        } else if (const auto *fetch = std::get_if<FetchOptions>(&*line.command)) {
            network = fetch->stream.connection.network;
            password = fetch->stream.proxyPassword;
        } else if (const auto *accounts = std::get_if<AccountsOptions>(&*line.command)) {
            network = accounts->network;
            password = accounts->proxyPassword;
        }
        QCOMPARE(network.proxy.host, u"proxy.example"_s);
        QCOMPARE(network.proxy.user, u"mara"_s);
        QCOMPARE(network.fetchDeadline, 9s);
        QVERIFY(password && password->name == u"P"_s);
    }

    void refusesWhatCannotBe_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const QStringList &arguments, const char *words) {
            QTest::newRow(name) << arguments << QString::fromLatin1(words);
        };
        const QString proxy = u"--proxy"_s;
        const QString named = u"http://proxy.example:3128"_s;
        const QString user = u"--proxy-user"_s;
        const QString from = u"--proxy-password-from"_s;
        row("no proxy", {proxy, u"proxy.example"_s}, "system, none, http://host:port");
        row("no port", {proxy, u"http://proxy.example"_s}, "no port");
        row("a password in the URL", {proxy, u"http://mara:s3cret@proxy.example:3128"_s},
            "--proxy-password-from");
        row("a user without a proxy", {user, u"mara"_s, from, u"stdin"_s}, "--proxy");
        row("a user of the system's proxy", {proxy, u"system"_s, user, u"mara"_s, from, u"stdin"_s},
            "--proxy");
        row("a user without a password", {proxy, named, user, u"mara"_s}, "belong together");
        row("a password without a user", {proxy, named, from, u"stdin"_s}, "belong together");
        row("a user with a password", {proxy, named, user, u"mara:s3cret"_s, from, u"stdin"_s},
            "colon");
        row("the password itself", {proxy, named, user, u"mara"_s, from, u"s3cret"_s},
            "env:NAME, stdin or keychain");
        row("an option for the password", {u"--proxy-password"_s, u"s3cret"_s}, "command line");
        row("no time at all", {u"--timeout"_s, u"0"_s}, "--timeout");
        row("too much time", {u"--timeout"_s, u"3601"_s}, "--timeout");
    }

    void refusesWhatCannotBe()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, words);

        const CommandLine line = capture(arguments);

        QVERIFY(!line.command);
        QCOMPARE(line.code, ExitCode::Usage);
        QVERIFY2(line.complaint.contains(words), qPrintable(line.complaint));
        QVERIFY(!line.complaint.contains(u"s3cret"_s));
        QVERIFY(!line.output.contains("s3cret"));
    }

    void takesAPasswordOutOfTheEnvironment()
    {
        qputenv("BOXWATCH_TEST_PROXY", "p4ss: w\xc3\xb6rd");
        NetworkSettings network;

        const auto added = addProxyPassword(
            network, TokenOrigin{TokenOrigin::Kind::Environment, u"BOXWATCH_TEST_PROXY"_s});

        QVERIFY(added);
        QCOMPARE(network.proxy.password.reveal(), "p4ss: w\xc3\xb6rd");
        QVERIFY(!qEnvironmentVariableIsSet("BOXWATCH_TEST_PROXY"));
        QVERIFY(!addProxyPassword(
            network, TokenOrigin{TokenOrigin::Kind::Environment, u"BOXWATCH_TEST_PROXY"_s}));
        QVERIFY(addProxyPassword(network, {}));
    }

    void refusesAPasswordThatWouldEndALine()
    {
        qputenv("BOXWATCH_TEST_PROXY", "first\r\nX-Second: line");
        NetworkSettings network;

        const auto added = addProxyPassword(
            network, TokenOrigin{TokenOrigin::Kind::Environment, u"BOXWATCH_TEST_PROXY"_s});

        QVERIFY(!added);
        QVERIFY(network.proxy.password.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNetworkOptions)
#include "tst_networkoptions.moc"
