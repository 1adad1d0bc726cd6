// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "net/exchange.h"
#include "net/testcertificate.h"
#include "support/loopbackserver.h"
#include "support/testproxy.h"

#include <QTest>
#include <QThread>

#include <atomic>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

using Kind = ProxySettings::Kind;

constexpr int patience = 20'000; // milliseconds

/// A server that is called box.test, which nobody but the proxy can find.
struct Fixture
{
    explicit Fixture(TestProxy::Kind kind) : proxy(kind, server.serverPort())
    {
        server.json("{}").forEver();
        settings.caFile = file.path();
        settings.proxy.kind = kind == TestProxy::Kind::Http ? Kind::Http : Kind::Socks5;
        settings.proxy.host = QStringLiteral("127.0.0.1");
        settings.proxy.port = proxy.serverPort();
    }

    HttpRequest request() const
    {
        HttpRequest request = get(QUrl(QStringLiteral("https://box.test/2.0/events")));
        request.bearer = Secret("t0k");
        return request;
    }

    TestCertificate authority{{.name = "tests", .isAuthority = true}};
    TestCertificate certificate{{.name = "box.test"}, &authority};
    CaFile file{authority.pem()};
    LoopbackServer server{certificate.serverTls()};
    TestProxy proxy;
    NetworkSettings settings;
};

ProxyChooser::SystemLookup saying(const QNetworkProxy &proxy, std::atomic_int *asked = nullptr)
{
    return [proxy, asked](const QUrl &) {
        if (asked)
            ++*asked;
        return QList<QNetworkProxy>{proxy};
    };
}

void addKinds()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("HTTP") << int(TestProxy::Kind::Http);
    QTest::newRow("SOCKS 5") << int(TestProxy::Kind::Socks5);
}

} // namespace

class TestProxying : public QObject
{
    Q_OBJECT

private slots:
    void goesThroughTheProxyThatIsNamed_data() { addKinds(); }

    void goesThroughTheProxyThatIsNamed()
    {
        QFETCH(const int, kind);
        Fixture f{TestProxy::Kind(kind)};
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        // The name is looked up by the proxy; an HTTP proxy is first asked how it wants to be asked.
        const std::size_t probes = f.settings.proxy.kind == Kind::Http ? 1 : 0;
        QCOMPARE(f.proxy.asked().size(), 1 + probes);
        for (const QByteArray &asked : f.proxy.asked())
            QCOMPARE(asked, "box.test:443");
        QVERIFY(f.proxy.logins().empty());
        QCOMPARE(f.server.requests().at(0).headers.value("authorization"), "Bearer t0k");
    }

    void signsInToAProxyThatAsks_data() { addKinds(); }

    void signsInToAProxyThatAsks()
    {
        QFETCH(const int, kind);
        Fixture f{TestProxy::Kind(kind)};
        f.proxy.requireLogin("mara", "p4ss:w\xc3\xb6rd");
        f.settings.proxy.user = QStringLiteral("mara");
        f.settings.proxy.password = Secret("p4ss:w\xc3\xb6rd");
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        QCOMPARE(f.proxy.logins().back(), "mara:p4ss:w\xc3\xb6rd");
    }

    void asksAProxyOnceWithAWrongPassword_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("scheme");
        QTest::addColumn<bool>("given");
        const auto row = [](const char *name, TestProxy::Kind kind, const char *scheme,
                            bool given) {
            QTest::newRow(name) << int(kind) << QByteArray(scheme) << given;
        };
        row("HTTP, none", TestProxy::Kind::Http, "Basic", false);
        row("HTTP, wrong", TestProxy::Kind::Http, "Basic", true);
        row("SOCKS 5, none", TestProxy::Kind::Socks5, "Basic", false);
        row("SOCKS 5, wrong", TestProxy::Kind::Socks5, "Basic", true);
    }

    void asksAProxyOnceWithAWrongPassword()
    {
        QFETCH(const int, kind);
        QFETCH(const QByteArray, scheme);
        QFETCH(const bool, given);
        Fixture f{TestProxy::Kind(kind)};
        f.proxy.requireLogin("mara", "right", scheme);
        if (given) {
            f.settings.proxy.user = QStringLiteral("mara");
            f.settings.proxy.password = Secret("wr0ng");
        }
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.hasError(Error::Kind::Network), patience);
        const Error &error = exchange.result->error();
        QVERIFY2(error.code == QLatin1String("proxy_auth"), qPrintable(sentenceFor(error)));
        QVERIFY(!error.isTransient()); // or it would be asked again and again
        QVERIFY(sentenceFor(error).contains(QLatin1String("--proxy-password-from")));
        QVERIFY(!sentenceFor(error).contains(QLatin1String("wr0ng")));
        QVERIFY(f.proxy.logins().size() <= 1);
        QCOMPARE(f.server.connections(), 0);
    }

    void saysThatTheProxyIsToBlame_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("mood");
        QTest::addColumn<bool>("gone");
        for (const auto kind : {TestProxy::Kind::Http, TestProxy::Kind::Socks5}) {
            const char *name = kind == TestProxy::Kind::Http ? "HTTP" : "SOCKS 5";
            // Each of them in a different way of Qt's.
            QTest::addRow("%s, gone", name) << int(kind) << int(TestProxy::Mood::Serves) << true;
            QTest::addRow("%s, drops", name) << int(kind) << int(TestProxy::Mood::Drops) << false;
            QTest::addRow("%s, fails", name) << int(kind) << int(TestProxy::Mood::Fails) << false;
        }
    }

    void saysThatTheProxyIsToBlame()
    {
        QFETCH(const int, kind);
        QFETCH(const int, mood);
        QFETCH(const bool, gone);
        Fixture f{TestProxy::Kind(kind)};
        f.proxy.setMood(TestProxy::Mood(mood));
        if (gone)
            f.proxy.close();
        Network network(f.settings);

        HttpRequest request = f.request();
        request.deadline = 2s; // Qt does not tell when a proxy leaves without a word

        Exchange exchange(network, request);

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(
            exchange.code() == QLatin1String("proxy_unreachable"),
            qPrintable(exchange.code() + exchange.sentence()));
        QVERIFY(exchange.result->error().isTransient());
        QCOMPARE(f.server.connections(), 0);
    }

    void neverLoopsWithAProxyThatAsksInAWayOfItsOwn_data()
    {
        QTest::addColumn<QByteArray>("scheme");
        for (const char *scheme : {"Riddle", "NTLM", "Negotiate", "Digest"})
            QTest::newRow(scheme) << QByteArray(scheme);
    }

    void neverLoopsWithAProxyThatAsksInAWayOfItsOwn()
    {
        QFETCH(const QByteArray, scheme);
        Fixture f(TestProxy::Kind::Http);
        f.proxy.requireLogin("mara", "right", scheme);
        f.settings.proxy.user = QStringLiteral("mara");
        f.settings.proxy.password = Secret("wr0ng");
        Network network(f.settings);
        HttpRequest request = f.request();
        request.deadline = 2s;

        Exchange exchange(network, request);

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(
            exchange.code().startsWith(QLatin1String("proxy_")), qPrintable(exchange.sentence()));
        QVERIFY(f.proxy.logins().empty()); // never in the clear where nobody asked for that
        QVERIFY2(f.proxy.asked().size() <= 4, qPrintable(QString::number(f.proxy.asked().size())));
        QCOMPARE(f.server.connections(), 0);
    }

    void tellsOneProxyNothingThatAnotherIsToKnow()
    {
        Fixture f(TestProxy::Kind::Http);
        f.proxy.requireLogin("env", "s3cret");
        // What the system says of the same host is not for a proxy that a person named.
        qputenv(
            "https_proxy",
            "http://env:s3cret@127.0.0.1:" + QByteArray::number(f.proxy.serverPort()));
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        qunsetenv("https_proxy");
        QCOMPARE(exchange.code(), QStringLiteral("proxy_auth"));
        QVERIFY(f.proxy.logins().empty());
    }

    void givesUpOnAProxyThatIsSilent()
    {
        Fixture f(TestProxy::Kind::Http);
        f.proxy.setMood(TestProxy::Mood::Silent);
        Network network(f.settings);
        HttpRequest request = f.request();
        request.deadline = 300ms;

        Exchange exchange(network, request);

        QTRY_VERIFY_WITH_TIMEOUT(exchange.hasError(Error::Kind::Timeout), patience);
    }

    void reachesThisMachineDirectlyUnlessAProxyIsNamed_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("through");
        QTest::newRow("system") << int(Kind::System) << false;
        QTest::newRow("none") << int(Kind::None) << false;
        QTest::newRow("named") << int(Kind::Http) << true;
    }

    void reachesThisMachineDirectlyUnlessAProxyIsNamed()
    {
        QFETCH(const int, kind);
        QFETCH(const bool, through);
        LoopbackServer server;
        server.json("{}").forEver();
        TestProxy proxy(TestProxy::Kind::Http, server.serverPort());
        NetworkSettings settings;
        settings.proxy.kind = Kind(kind);
        settings.proxy.host = QStringLiteral("127.0.0.1");
        settings.proxy.port = proxy.serverPort();
        Network network(
            settings,
            saying({QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), proxy.serverPort()}));

        Exchange exchange(network, get(server.url(QStringLiteral("/2.0/events"))));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.succeeded(), patience);
        QCOMPARE(proxy.connections() > 0, through);
        QCOMPARE(server.requests().at(0).path, "/2.0/events");
    }

    void neverSendsATokenInTheClearToAProxyElsewhere()
    {
        ProxySettings settings;
        settings.kind = Kind::Http;
        settings.host = QStringLiteral("proxy.example");
        settings.port = 3128;
        const ProxyChooser chooser(settings);

        const auto typeFor = [&](const char *url) {
            return chooser.proxyFor(QUrl(QString::fromLatin1(url))).type();
        };
        QCOMPARE(typeFor("http://127.0.0.1:8/2.0"), QNetworkProxy::NoProxy);
        QCOMPARE(typeFor("https://127.0.0.1:8/2.0"), QNetworkProxy::HttpProxy);
        QCOMPARE(typeFor("https://api.box.com/2.0"), QNetworkProxy::HttpProxy);
    }

    void asksTheSystemInAnotherThread()
    {
        Fixture f(TestProxy::Kind::Http);
        f.settings.proxy = {};
        std::atomic<QThread *> thread = nullptr;
        std::atomic_bool mayAnswer = false;
        const quint16 port = f.proxy.serverPort();
        Network network(f.settings, [&, port](const QUrl &) {
            thread = QThread::currentThread();
            for (int i = 0; i < 2000 && !mayAnswer; ++i)
                QThread::msleep(10);
            return QList{
                QNetworkProxy(QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), port)};
        });

        Exchange first(network, f.request());
        Exchange second(network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(thread != nullptr, patience);
        QTest::qWait(50); // the thread of the test is not held up
        QCOMPARE(f.proxy.connections(), 0);
        mayAnswer = true;

        QTRY_VERIFY_WITH_TIMEOUT(first.result && second.result, patience);
        QVERIFY2(first.succeeded() && second.succeeded(), qPrintable(first.sentence()));
        QVERIFY(thread != QThread::currentThread());
        QCOMPARE(f.proxy.asked().at(0), "box.test:443");
        QCOMPARE(network.requestCount(), 2);
    }

    void asksTheSystemAgainWhenTheNetworkHasChanged()
    {
        Fixture f(TestProxy::Kind::Http);
        f.settings.proxy = {};
        std::atomic_int asked = 0;
        Network network(
            f.settings,
            saying(
                {QNetworkProxy::HttpProxy, QStringLiteral("127.0.0.1"), f.proxy.serverPort()},
                &asked));
        Exchange first(network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(first.succeeded(), patience);
        Exchange second(network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(second.succeeded(), patience);
        QCOMPARE(asked, 1);

        network.dropConnections();
        Exchange third(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(third.succeeded(), patience);
        QCOMPARE(asked, 2);
    }

    void isNotHeldUpByASystemThatDoesNotAnswer()
    {
        std::atomic_bool mayAnswer = false;
        std::atomic_bool answered = false;
        {
            Network network({}, [&](const QUrl &) {
                for (int i = 0; i < 2000 && !mayAnswer; ++i)
                    QThread::msleep(10);
                answered = true;
                return QList<QNetworkProxy>();
            });
            HttpRequest request = get(QUrl(QStringLiteral("https://box.test/")));
            request.deadline = 200ms;

            Exchange exchange(network, request);

            QTRY_VERIFY_WITH_TIMEOUT(exchange.hasError(Error::Kind::Timeout), patience);
            QCOMPARE(network.requestCount(), 0);
        }
        mayAnswer = true; // to a network that is gone
        QTRY_VERIFY_WITH_TIMEOUT(answered, patience);
        QTest::qWait(50);
    }

    void takesTheProxyOfTheEnvironment()
    {
#ifndef Q_OS_LINUX
        QSKIP("the system has other places for it");
#endif
        Fixture f(TestProxy::Kind::Http);
        f.settings.proxy = {};
        f.proxy.requireLogin("env", "s3cret");
        qputenv(
            "https_proxy",
            "http://env:s3cret@127.0.0.1:" + QByteArray::number(f.proxy.serverPort()));
        Network network(f.settings);

        Exchange exchange(network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        QCOMPARE(f.proxy.logins().back(), "env:s3cret");

        f.proxy.requireLogin("env", "another");
        network.dropConnections();
        Exchange refused(network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(refused.result, patience);
        qunsetenv("https_proxy");
        QCOMPARE(refused.code(), QStringLiteral("proxy_auth"));
        QVERIFY(!refused.sentence().contains(QLatin1String("s3cret")));
        QVERIFY(!refused.sentence().contains(QLatin1String("env:")));
    }
};

QTEST_GUILESS_MAIN(TestProxying)
#include "tst_proxy.moc"
