// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "net/exchange.h"
#include "support/loopbackserver.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

QString testData(const char *name)
{
    return QLatin1String(BOXWATCH_TEST_DATA "/tls/") + QLatin1String(name);
}

QSslConfiguration serverTls()
{
    QFile key(testData("server.key"));
    [[maybe_unused]] const bool isOpen = key.open(QIODevice::ReadOnly);
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate::fromPath(testData("server.pem")).value(0));
    tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    return tls;
}

} // namespace

class TestHttpCall : public QObject
{
    Q_OBJECT

private slots:
    void givesStatusBodyAndHeaders()
    {
        LoopbackServer server;
        server.status(
            418, "[1]",
            {{"box-request-id", "r1"},
             {"RETRY-AFTER", "7"},
             {"www-authenticate", "Bearer x"},
             {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}});
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        const HttpReply &reply = exchange.result->value();
        QCOMPARE(reply.status, 418);
        QCOMPARE(reply.body, "[1]");
        QCOMPARE(reply.contentType, "application/json");
        QCOMPARE(reply.requestId, "r1");
        QCOMPARE(reply.retryAfter, "7");
        QCOMPARE(reply.authenticate, "Bearer x");
        QCOMPARE(reply.serverDate.toSecsSinceEpoch(), 784111777);
    }

    void knowsNoTimeFromAGarbledDate_data()
    {
        QTest::addColumn<QByteArray>("date");

        QTest::newRow("letters for a year") << QByteArray("Sun, 06 Nov 19x4 08:49:37 GMT");
        QTest::newRow("before 1970") << QByteArray("Thu, 06 Nov 1969 08:49:37 GMT");
        QTest::newRow("the year 0") << QByteArray("Sun, 06 Nov 0000 08:49:37 GMT");
        QTest::newRow("no colon") << QByteArray("Sun, 06 Nov 1994 08.49:37 GMT");
        QTest::newRow("no space") << QByteArray("Sun, 06-Nov-1994 08:49:37 GMT");
        QTest::newRow("no such hour") << QByteArray("Sun, 06 Nov 1994 28:49:37 GMT");
    }

    void knowsNoTimeFromAGarbledDate()
    {
        QFETCH(const QByteArray, date);
        LoopbackServer server;
        server.status(200, "[1]", {{"Date", date}});
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        QVERIFY(!exchange.result->value().serverDate.isValid());
    }

    void readsALargeBodyWhole()
    {
        QByteArray body(9'000'000, 'x');
        for (qsizetype i = 0; i < body.size(); i += 1000)
            body[i] = static_cast<char>('a' + (i / 1000) % 26);
        LoopbackServer server;
        server.json(body).unannounced(body);
        Network network({});

        Exchange announced(network, get(server.url()));
        QTRY_VERIFY_WITH_TIMEOUT(announced.result, 20'000);
        Exchange unannounced(network, get(server.url()));
        QTRY_VERIFY_WITH_TIMEOUT(unannounced.result, 20'000);

        QVERIFY(announced.result->hasValue());
        QVERIFY(announced.result->value().body == body);
        QVERIFY(unannounced.result->hasValue());
        QVERIFY(unannounced.result->value().body == body);
    }

    void readsAChunkedAnswer()
    {
        LoopbackServer server;
        server.raw(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            "5;x=y\r\n{\"a\":\r\n2\r\n1}\r\n0\r\nTrailer: z\r\n\r\n",
            false);
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        QCOMPARE(exchange.result->value().body, "{\"a\":1}");
    }

    void refusesAChunkedAnswerThatIsCutShort()
    {
        LoopbackServer server;
        server.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n")
            .forEver();
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        QVERIFY(!exchange.succeeded());
    }

    void goesOnWhenAnIdleConnectionWasClosed()
    {
        LoopbackServer server;
        // Closed without having been announced, as after a quiet quarter of an hour.
        server.raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").forEver();
        Network network({});

        for (int i = 0; i < 5; ++i) {
            Exchange exchange(network, get(server.url()));
            QTRY_VERIFY(exchange.result);
            QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
            QTest::qWait(20);
        }
    }

    void leavesRoomToPadTheBody()
    {
        LoopbackServer server;
        server.json(QByteArray(450'000, 'x'));
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        const QByteArray &body = exchange.result->value().body;
        QVERIFY(body.capacity() >= body.size() + 64);
    }

    void sendsTheTokenAsBearer()
    {
        LoopbackServer server;
        server.json("{}");
        Network network({});
        HttpRequest request = get(server.url());
        request.bearer = Secret("t0k");

        Exchange exchange(network, request);

        QTRY_VERIFY(exchange.result);
        QCOMPARE(server.requests().at(0).headers.value("authorization"), "Bearer t0k");
        QVERIFY(exchange.result->value().hadToken);
    }

    void reusesTheConnection()
    {
        LoopbackServer server;
        server.json("{}").forEver();
        Network network({});

        for (int i = 0; i < 5; ++i) {
            Exchange exchange(network, get(server.url()));
            QTRY_VERIFY(exchange.result);
        }

        QCOMPARE(server.connections(), 1);
    }

    void doesNotAnswerOnceDestroyed()
    {
        LoopbackServer server;
        server.json("{}").after(50ms);
        Network network({});
        Exchange exchange(network, get(server.url()));
        QTRY_COMPARE(server.requests().size(), 1U);

        exchange.call.reset();
        QTest::qWait(200);

        QCOMPARE(exchange.answers, 0);
    }

    void mayBeDestroyedByItsOwnCallback()
    {
        LoopbackServer server;
        server.json("{}").hangUp().forEver();
        Network network({});
        int answers = 0;
        std::unique_ptr<HttpCall> call;
        const auto send = [&] {
            call = network.send(Network::Lane::Fetch, get(server.url()), [&](auto) {
                call.reset();
                ++answers;
            });
        };

        send();
        QTRY_COMPARE(answers, 1);
        send();
        QTRY_COMPARE(answers, 2);
    }

    void givesUpAtTheDeadline_data()
    {
        QTest::addColumn<std::function<void(LoopbackServer &)>>("trouble");
        const auto row = [](const char *name, std::function<void(LoopbackServer &)> trouble) {
            QTest::newRow(name) << std::move(trouble);
        };
        row("a server that says nothing", [](LoopbackServer &server) { server.stall(); });
        row("a body that drips",
            [](LoopbackServer &server) { server.drip(QByteArray(10'000, 'x'), 20ms); });
        row("a header that never ends",
            [](LoopbackServer &server) { server.raw("HTTP/1.1 200 OK\r\nX: ", false); });
    }

    void givesUpAtTheDeadline()
    {
        QFETCH(const std::function<void(LoopbackServer &)>, trouble);
        LoopbackServer server;
        trouble(server);
        Network network({});
        HttpRequest request = get(server.url());
        request.deadline = 300ms;

        Exchange exchange(network, request);

        QTRY_VERIFY(exchange.result);
        QVERIFY(exchange.hasError(Error::Kind::Timeout));
        QCOMPARE(exchange.answers, 1);
    }

    void startsWithAFreshConnectionAfterATimeout()
    {
        LoopbackServer server;
        server.json("{}").stall().json("{}");
        Network network({});
        HttpRequest request = get(server.url());
        Exchange first(network, request);
        QTRY_VERIFY(first.result);
        request.deadline = 200ms;
        Exchange lost(network, request);
        QTRY_VERIFY(lost.hasError(Error::Kind::Timeout));

        request.deadline = 20s;
        Exchange again(network, request);

        QTRY_VERIFY(again.result && again.result->hasValue());
        QCOMPARE(server.connections(), 2);
    }

    void refusesABodyThatIsTooLarge_data()
    {
        QTest::addColumn<bool>("announced");
        QTest::newRow("announced") << true;
        QTest::newRow("unannounced") << false;
    }

    void refusesABodyThatIsTooLarge()
    {
        QFETCH(const bool, announced);
        LoopbackServer server;
        const QByteArray body(5'000'000, 'x');
        if (announced)
            server.json(body);
        else
            server.unannounced(body);
        Network network({});
        HttpRequest request = get(server.url());
        request.maxBody = 1024 * 1024;

        Exchange exchange(network, request);

        QTRY_VERIFY(exchange.result);
        QVERIFY(exchange.hasError(Error::Kind::Malformed));
    }

    void reportsTroubleOnTheWay_data()
    {
        QTest::addColumn<std::function<void(LoopbackServer &)>>("trouble");
        const auto row = [](const char *name, std::function<void(LoopbackServer &)> trouble) {
            QTest::newRow(name) << std::move(trouble);
        };
        row("closed without an answer", [](LoopbackServer &server) { server.hangUp().forEver(); });
        row("reset without an answer", [](LoopbackServer &server) { server.reset().forEver(); });
        row("a body shorter than announced",
            [](LoopbackServer &server) { server.truncated(R"({"entries":[]})", 5).forEver(); });
        row("not HTTP at all",
            [](LoopbackServer &server) { server.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n").forEver(); });
    }

    void reportsTroubleOnTheWay()
    {
        QFETCH(const std::function<void(LoopbackServer &)>, trouble);
        LoopbackServer server;
        trouble(server);
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        QVERIFY(exchange.hasError(Error::Kind::Network));
    }

    void reportsARefusedConnection()
    {
        QUrl url;
        {
            LoopbackServer server;
            url = server.url();
        }
        Network network({});

        Exchange exchange(network, get(url));

        QTRY_VERIFY(exchange.hasError(Error::Kind::Network));
    }

    void followsNoRedirect_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("location");
        for (const int status : {301, 302, 303, 307, 308}) {
            for (const char *method : {"GET", "POST", "OPTIONS"}) {
                for (const char *location :
                     {"elsewhere", "/here", "http://127.0.0.1.example.org/", "https://box.example/",
                      "file:///etc/hostname", "//evil.example", "ftp://evil.example/", "", "%zz"})
                    QTest::addRow("%d %s %s", status, method, location)
                        << status << QByteArray(method) << QByteArray(location);
            }
        }
    }

    void followsNoRedirect()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, method);
        QFETCH(QByteArray, location);
        LoopbackServer elsewhere;
        elsewhere.json("{}").forEver();
        if (location == "elsewhere")
            location = elsewhere.url(QStringLiteral("/take?x=1")).toEncoded();
        LoopbackServer server;
        server.status(status, {}, {{"Location", location}}).json("{}").forEver();
        Network network({});
        HttpRequest request = method == "POST" ? post(server.url(), "refresh_token=once")
                                               : get(server.url());
        request.method = method;
        request.bearer = Secret("t0k");

        Exchange exchange(network, request);

        QTRY_VERIFY(exchange.result);
        QVERIFY(exchange.hasError(Error::Kind::Unexpected));
        QCOMPARE(exchange.result->error().status, status);
        QCOMPARE(server.requests().size(), 1U);
        QCOMPARE(elsewhere.connections(), 0);
    }

    void tellsASignInPageFromARedirectOfItsOwn()
    {
        LoopbackServer server;
        server.status(302, {}, {{"Location", "https://login.hotel.example/?mac=s3cret&token=x"}})
            .status(302, {}, {{"Location", "/2.0/"}});
        Network network({});

        Exchange portal(network, get(server.url()));
        QTRY_VERIFY(portal.result);
        Exchange own(network, get(server.url()));
        QTRY_VERIFY(own.result);

        QCOMPARE(portal.code(), QStringLiteral("captive_portal"));
        QVERIFY(portal.sentence().contains(QLatin1String("login.hotel.example")));
        QVERIFY(!portal.sentence().contains(QLatin1String("s3cret")));
        QCOMPARE(own.code(), QStringLiteral("redirect"));
    }

    void followsNoRedirectInCircles()
    {
        LoopbackServer server;
        server.status(302, {}, {{"Location", "/"}}).forEver();
        Network network({});

        Exchange exchange(network, get(server.url(QStringLiteral("/"))));

        QTRY_VERIFY(exchange.hasError(Error::Kind::Unexpected));
        QCOMPARE(server.requests().size(), 1U);
    }

    void offersNoOtherProtocol()
    {
        LoopbackServer server;
        server.json("{}");
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        const auto &headers = server.requests().at(0).headers;
        QVERIFY(!headers.contains("upgrade"));
        QVERIFY(!headers.contains("http2-settings"));
        QVERIFY(!headers.contains("cookie"));
    }

    void sendsAPostOnceWhateverHappens_data()
    {
        QTest::addColumn<bool>("warm");
        QTest::addColumn<bool>("reset");
        QTest::newRow("cold connection, FIN") << false << false;
        QTest::newRow("warm connection, FIN") << true << false;
        QTest::newRow("cold connection, RST") << false << true;
        QTest::newRow("warm connection, RST") << true << true;
    }

    void sendsAPostOnceWhateverHappens()
    {
        QFETCH(const bool, warm);
        QFETCH(const bool, reset);
        LoopbackServer server;
        server.on("GET /").json("{}");
        if (reset)
            server.on("POST /").reset().forEver();
        else
            server.on("POST /").hangUp().forEver();
        Network network({});
        if (warm) {
            Exchange exchange(network, get(server.url(QStringLiteral("/"))));
            QTRY_VERIFY(exchange.result);
        }

        Exchange exchange(network, post(server.url(QStringLiteral("/")), "refresh_token=once"));

        QTRY_VERIFY(exchange.result);
        QVERIFY(exchange.hasError(Error::Kind::Network));
        QCOMPARE(server.count("POST /"), 1);
        QCOMPARE(server.requests().back().body, "refresh_token=once");
    }

    void givesTheAnswerToAPost()
    {
        LoopbackServer server;
        server.json(R"({"access_token":"x"})");
        Network network({});
        const HttpRequest request = post(server.url(), "a=b");

        Exchange exchange(network, request);

        QTRY_VERIFY(exchange.result);
        QCOMPARE(exchange.result->value().body, R"({"access_token":"x"})");
    }

    void asksOnlySafeUrls_data()
    {
        QTest::addColumn<QUrl>("url");
        QTest::newRow("plain http elsewhere") << QUrl(QStringLiteral("http://box.example/2.0"));
        QTest::newRow("a file") << QUrl(QStringLiteral("file:///etc/hostname"));
        QTest::newRow("a password") << QUrl(QStringLiteral("https://me:pw@127.0.0.1/"));
        QTest::newRow("looks like loopback")
            << QUrl(QStringLiteral("http://127.0.0.1.example.org/"));
        QTest::newRow("nothing") << QUrl();
    }

    void asksOnlySafeUrls()
    {
        QFETCH(const QUrl, url);
        Network network({});

        Exchange exchange(network, get(url));
        QVERIFY(!exchange.result); // never from within send()

        QTRY_VERIFY(exchange.hasError(Error::Kind::Usage));
    }

    void errorsHoldNothingOfTheQuery()
    {
        LoopbackServer server;
        server.hangUp().forEver();
        Network network({});

        Exchange exchange(network, get(server.url(QStringLiteral("/sub?channel=s3cret"))));

        QTRY_VERIFY(exchange.result);
        QVERIFY(!exchange.result->error().message.contains(QLatin1String("s3cret")));
        QVERIFY(!exchange.result->error().message.contains(QLatin1String("127.0.0.1")));
    }

    void refusesACertificateThatNobodyVouchesFor()
    {
        LoopbackServer server(serverTls());
        server.json("{}").forEver();
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.hasError(Error::Kind::Network));
        QVERIFY(exchange.result->error().message.startsWith(QLatin1String("TLS: ")));
        QCOMPARE(server.requests().size(), 0U);
    }

    void trustsTheAuthoritiesInTheCaFile()
    {
        LoopbackServer server(serverTls());
        server.json("{}");
        NetworkSettings settings;
        settings.caFile = testData("ca.pem");
        Network network(settings);

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY(exchange.result);
        QVERIFY(exchange.result->hasValue());
    }

    void saysWhatIsWrongWithACaFile()
    {
        NetworkSettings settings;
        settings.caFile = testData("missing.pem");
        Network network(settings);

        Exchange exchange(network, get(QUrl(QStringLiteral("https://127.0.0.1/"))));

        QVERIFY(!checkSettings(settings));
        QTRY_VERIFY(exchange.hasError(Error::Kind::File));
        settings.caFile = testData("server.key");
        QVERIFY(!checkSettings(settings));
        settings.caFile = testData("ca.pem");
        QVERIFY(checkSettings(settings));
    }

    void findsTheTokenEndpointFromTheApi_data()
    {
        QTest::addColumn<QString>("api");
        QTest::addColumn<QString>("token");
        QTest::newRow("Box") << QStringLiteral("https://api.box.com/2.0")
                             << QStringLiteral("https://api.box.com/oauth2/token");
        QTest::newRow("slash") << QStringLiteral("http://127.0.0.1:8/2.0/")
                               << QStringLiteral("http://127.0.0.1:8/oauth2/token");
        QTest::newRow("no version") << QStringLiteral("https://proxy.example/box")
                                    << QStringLiteral("https://proxy.example/box/oauth2/token");
    }

    void findsTheTokenEndpointFromTheApi()
    {
        QFETCH(const QString, api);
        QFETCH(const QString, token);

        QCOMPARE(tokenUrlFor(QUrl(api)).toString(), token);
    }

    void leavesNothingBehindAfterManyCancellations()
    {
        LoopbackServer server;
        server.json("{}").forEver();
        Network network({});
        int answers = 0;
        for (int i = 0; i < 300; ++i) {
            auto call = network.send(
                Network::Lane::Fetch, get(server.url()), [&](auto) { ++answers; });
            if (i % 3 == 0)
                QTest::qWait(1);
        }

        Exchange last(network, get(server.url()));

        QTRY_VERIFY(last.result && last.result->hasValue());
        QVERIFY(answers < 300);
    }
};

QTEST_GUILESS_MAIN(TestHttpCall)
#include "tst_httpcall.moc"
