// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apifixture.h"
#include "support/testproxy.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

class TestListening : public QObject
{
    Q_OBJECT

private slots:
    void listensWithoutTheToken()
    {
        ApiFixture f;
        f.server.json("{\"version\":1,\"message\":\"NEW_CHANGE\",\"source\":{}}");
        std::optional<Result<QByteArray>> message;

        const auto call = f.api.listen(
            f.server.url(QStringLiteral("/sub?channel=x")), "9", 10s, into(message));

        QTRY_VERIFY(message);
        QCOMPARE(message->value(), "new_change");
        QCOMPARE(f.server.requests().at(0).target, "/sub?channel=x&stream_position=9");
        QVERIFY(!f.server.requests().at(0).headers.contains("authorization"));
    }

    void listensWithTheTokenOnceTheServerInsists_data()
    {
        QTest::addColumn<int>("status");
        QTest::newRow("401") << 401;
        QTest::newRow("403") << 403;
    }

    void listensWithTheTokenOnceTheServerInsists()
    {
        QFETCH(const int, status);
        ApiFixture f;
        f.server.status(status).json("{\"message\":\"reconnect\"}").forEver();
        const QUrl url = f.server.url(QStringLiteral("/sub"));
        std::optional<Result<QByteArray>> first;
        std::optional<Result<QByteArray>> second;

        const auto one = f.api.listen(url, "9", 10s, into(first));
        QTRY_VERIFY(first && first->hasValue());
        const auto two = f.api.listen(url, "9", 10s, into(second));
        QTRY_VERIFY(second && second->hasValue());

        QCOMPARE(f.server.requests().size(), 3U);
        QVERIFY(!f.server.requests().at(0).headers.contains("authorization"));
        QCOMPARE(f.server.requests().at(1).headers.value("authorization"), "Bearer t0k");
        QCOMPARE(f.server.requests().at(2).headers.value("authorization"), "Bearer t0k");
    }

    void listensToNobodyButBox_data()
    {
        QTest::addColumn<QString>("url");
        const auto row = [](const char *url) { QTest::newRow(url) << QString::fromUtf8(url); };
        row("https://evil.example/sub");
        row("https://box.net.evil.example/");
        row("https://box.com.evil/");
        row("https://api.box.com.evil/sub");
        row("https://evilbox.net/");
        row("https://evilbox.com/");
        row("https://a:b@x.box.net/");
        row("https://x.box.net@evil.example/");
        row("https://x.box.net\\@evil.example/");
        row("https://x.box.net:22/");
        row("https://x.box.net:8443/");
        row("http://x.box.net:8080/");
        row("https://x.b\u043ex.net/"); // Cyrillic
        row("https://x.xn--bx-jlc.net/");
        row("https://x.box.net./");
        row("ftp://x.box.net/");
        row("file:///etc/hostname");
        row("//x.box.net/sub");
        row("/sub?channel=x");
        row("http://127.0.0.1:1/sub");
        row("http://localhost:1/sub");
        row("https://[::1]/sub");
        row("");
    }

    void listensToNobodyButBox()
    {
        QFETCH(const QString, url);
        FixedToken token{Secret("t0k")};
        Network network({}); // that of Box itself
        BoxApi api(network, token);
        std::optional<Result<QByteArray>> message;

        const auto call = api.listen(QUrl(url), "9", 10s, into(message));

        QTRY_VERIFY(hasKind(message, Error::Kind::Malformed));
        QCOMPARE(network.requestCount(), 0);
    }

    void listensToBoxWithEncryptionOnly_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("asked");
        const auto row = [](const char *url, const char *asked) {
            QTest::newRow(url) << QString::fromLatin1(url) << QByteArray(asked);
        };
        row("https://2.realtime.services.box.net/subscribe?channel=x",
            "2.realtime.services.box.net:443");
        row("http://2.realtime.services.box.net/subscribe?channel=x",
            "2.realtime.services.box.net:443");
        row("http://2.realtime.services.box.net:80/subscribe", "2.realtime.services.box.net:443");
        row("https://x.box.com:443/subscribe", "x.box.com:443");
        row("https://X.BOX.COM/subscribe", "x.box.com:443");
        row("https://api.box.com/subscribe", "api.box.com:443");
    }

    void listensToBoxWithEncryptionOnly()
    {
        QFETCH(const QString, url);
        QFETCH(const QByteArray, asked);
        TestProxy proxy(TestProxy::Kind::Http, 1); // so that nobody else hears of it
        proxy.setMood(TestProxy::Mood::Fails);
        NetworkSettings settings;
        settings.proxy.kind = ProxySettings::Kind::Http;
        settings.proxy.host = QStringLiteral("127.0.0.1");
        settings.proxy.port = proxy.serverPort();
        FixedToken token{Secret("t0k")};
        Network network(settings);
        BoxApi api(network, token);
        std::optional<Result<QByteArray>> message;

        const auto call = api.listen(QUrl(url), "9", 10s, into(message));

        QTRY_VERIFY_WITH_TIMEOUT(message, 20'000);
        QCOMPARE(message->error().code, QStringLiteral("proxy_unreachable"));
        QVERIFY(!proxy.asked().empty());
        QCOMPARE(proxy.asked().at(0), asked);
    }

    void hearsNothingInAnAnswerWithoutAMessage_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body : {"", "{}", "[]", "{\"message\":7}", "<html>", "{\"mess"})
            QTest::newRow(body) << QByteArray(body);
    }

    void hearsNothingInAnAnswerWithoutAMessage()
    {
        QFETCH(const QByteArray, body);
        ApiFixture f;
        f.server.json(body);
        std::optional<Result<QByteArray>> message;

        const auto call = f.api.listen(f.server.url(), "9", 10s, into(message));

        QTRY_VERIFY(message);
        QVERIFY(message->hasValue());
        QVERIFY(message->value().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestListening)
#include "tst_listening.moc"
