// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/transporterror.h"
#include "net/exchange.h"
#include "net/flood.h"
#include "simulator/faultyproxy.h"
#include "support/loopbackserver.h"

#include <QTest>

using namespace boxwatch;
using namespace boxwatch::sim;
using namespace std::chrono_literals;

namespace {

using End = ConnectionFault::End;

constexpr int patience = 30'000; // milliseconds

struct Fixture
{
    Fixture() { started = proxy.start(server.serverPort()); }

    HttpRequest request(std::chrono::milliseconds deadline = 20s) const
    {
        HttpRequest request = get(proxy.through(server.url(QStringLiteral("/2.0/events"))));
        request.deadline = deadline;
        return request;
    }

    LoopbackServer server;
    FaultyProxy proxy;
    Network network{{}};
    bool started = false;
};

} // namespace

class TestBadNetwork : public QObject
{
    Q_OBJECT

private slots:
    void recoversFromAHalfOpenConnectionAfterOneDeadline()
    {
        Fixture f;
        QVERIFY(f.started);
        f.server.json("{}").forEver();
        Exchange before(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(before.succeeded(), patience);
        f.proxy.silenceOpen();

        Exchange lost(f.network, f.request(500ms));
        QTRY_VERIFY_WITH_TIMEOUT(lost.hasError(Error::Kind::Timeout), patience);
        Exchange after(f.network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(after.succeeded(), patience);
    }

    void losesNoDeadlineOnceToldThatTheMachineSlept()
    {
        Fixture f;
        f.server.json("{}").forEver();
        Exchange before(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(before.succeeded(), patience);
        f.proxy.silenceOpen();

        f.network.dropConnections();
        Exchange after(f.network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(after.succeeded(), patience);
    }

    void freshConnectionsDoNotWaitForCallsThatHang()
    {
        Fixture f;
        f.server.json("{}").forEver();
        Exchange before(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(before.succeeded(), patience);
        f.proxy.silenceOpen();
        Exchange hanging(f.network, f.request());
        QTest::qWait(50);

        f.network.dropConnections();
        Exchange after(f.network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(after.succeeded(), patience);
        QVERIFY(!hanging.result);
    }

    void callsUnderWaySurviveThatConnectionsAreDropped()
    {
        Fixture f;
        f.server.json("{\"late\":1}").after(300ms);
        Exchange exchange(f.network, f.request());
        QTRY_COMPARE_WITH_TIMEOUT(f.server.requests().size(), 1U, patience);

        f.network.dropConnections();

        QTRY_VERIFY_WITH_TIMEOUT(exchange.succeeded(), patience);
        QCOMPARE(exchange.result->value().body, "{\"late\":1}");
    }

    void droppingConnectionsLeavesNothingBehind()
    {
        Fixture f;
        f.server.json("{}").forEver();
        Exchange first(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(first.succeeded(), patience);
        const qsizetype threads = countOf("task");
        const qsizetype files = countOf("fd");

        for (int i = 0; i < 40; ++i) {
            f.network.dropConnections();
            Exchange exchange(f.network, f.request());
            QTRY_VERIFY_WITH_TIMEOUT(exchange.succeeded(), patience);
        }

        QTRY_VERIFY_WITH_TIMEOUT(countOf("task") <= threads + 3, patience);
        QTRY_VERIFY_WITH_TIMEOUT(countOf("fd") <= files + 12, patience);
    }

    void neverTakesAPartOfAnAnswerForTheWhole_data()
    {
        QTest::addColumn<int>("end");
        QTest::newRow("FIN") << int(End::Cut);
        QTest::newRow("RST") << int(End::Reset);
    }

    void neverTakesAPartOfAnAnswerForTheWhole()
    {
        QFETCH(const int, end);
        Fixture f;
        const QByteArray body = chunkJson({"a", "b"}, "\"17\"");
        const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                  "Content-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        f.server.raw(answer, false).forEver();

        for (qsizetype after = 0; after < answer.size(); ++after) {
            f.proxy.setPlan({}, {End(end), after});
            Exchange exchange(f.network, f.request());
            QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
            QVERIFY2(!exchange.succeeded(), qPrintable(QString::number(after)));
            QVERIFY(exchange.result->error().isTransient());
        }
        f.proxy.passAll();
        f.network.dropConnections();
        Exchange whole(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(whole.succeeded(), patience);
        QCOMPARE(whole.result->value().body, body);
    }

    void takesALargeAnswerOverASlowLine()
    {
        Fixture f;
        const QByteArray body(600'000, 'x');
        f.server.json(body);
        f.proxy.setPlan({}, {End::Open, 0, 0ms, 400'000});

        // Longer than the deadline, which a line that does carry something extends.
        Exchange exchange(f.network, f.request(1s));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        QCOMPARE(exchange.result->value().body.size(), body.size());
    }

    void waitsOutADelay()
    {
        Fixture f;
        f.server.json("{}");
        f.proxy.setPlan({{End::Open, 0, 500ms}});

        Exchange exchange(f.network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.succeeded(), patience);
    }

    void comesBackOnceTheServerListensAgain()
    {
        Fixture f;
        f.server.json("{}").forEver();
        f.proxy.setRefusing(true);
        Exchange refused(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(refused.hasError(Error::Kind::Network), patience);
        QCOMPARE(refused.code(), QStringLiteral("refused"));

        f.proxy.setRefusing(false);
        Exchange again(f.network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(again.succeeded(), patience);
    }

    void sixLongPollsDoNotHoldUpAToken()
    {
        Fixture f;
        f.server.on("POST /oauth2/token").json("{\"access_token\":\"x\"}");
        std::vector<std::unique_ptr<Exchange>> polls; // which nobody answers
        for (int i = 0; i < 6; ++i)
            polls.push_back(std::make_unique<Exchange>(
                f.network, get(f.server.url(QStringLiteral("/poll"))), Network::Lane::LongPoll));
        QTRY_COMPARE_WITH_TIMEOUT(f.server.count("GET /poll"), 6, patience);

        Exchange token(
            f.network, post(f.server.url(QStringLiteral("/oauth2/token")), "a=b"),
            Network::Lane::Token);

        QTRY_VERIFY_WITH_TIMEOUT(token.succeeded(), patience);
        for (const auto &poll : polls)
            QVERIFY(!poll->result);
    }

    void leavesNothingBehindAfterThousandsOfCancellations()
    {
        Fixture f;
        f.server.json("{}").forEver();
        Exchange first(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(first.succeeded(), patience);
        const qsizetype files = countOf("fd");

        for (int i = 0; i < 3000; ++i) {
            Exchange cancelled(f.network, f.request());
            if (i % 20 == 0)
                QTest::qWait(1);
            cancelled.call.reset();
        }

        QTRY_VERIFY_WITH_TIMEOUT(countOf("fd") <= files + 20, patience);
        Exchange last(f.network, f.request());
        QTRY_VERIFY_WITH_TIMEOUT(last.succeeded(), patience);
    }

    void namesWhatIsWrongWithTheWay_data()
    {
        QTest::addColumn<QNetworkReply::NetworkError>("qt");
        QTest::addColumn<bool>("proxied");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, QNetworkReply::NetworkError qt, bool proxied,
                            const char *code) {
            QTest::newRow(name) << qt << proxied << QString::fromLatin1(code);
        };
        row("no such name", QNetworkReply::HostNotFoundError, false, "dns");
        row("refused", QNetworkReply::ConnectionRefusedError, false, "refused");
        row("closed", QNetworkReply::RemoteHostClosedError, false, "closed");
        row("a body that is not sent twice", QNetworkReply::ContentReSendError, false, "closed");
        row("no handshake", QNetworkReply::SslHandshakeFailedError, false, "tls_failed");
        row("no proxy", QNetworkReply::ProxyNotFoundError, true, "proxy_unreachable");
        row("a proxy that finds nothing", QNetworkReply::HostNotFoundError, true,
            "proxy_unreachable");
        row("a proxy that asks who we are", QNetworkReply::ProxyAuthenticationRequiredError, true,
            "proxy_auth");
        row("anything else", QNetworkReply::UnknownNetworkError, false, "");
    }

    void namesWhatIsWrongWithTheWay()
    {
        QFETCH(const QNetworkReply::NetworkError, qt);
        QFETCH(const bool, proxied);
        QFETCH(const QString, code);

        const Error error = transportError(qt, {}, proxied);

        QCOMPARE(error.kind, Error::Kind::Network);
        QCOMPARE(error.code, code);
        QVERIFY(!error.message.isEmpty());
    }

    void saysThatANameCannotBeFound()
    {
        Network network({});

        Exchange exchange(network, get(QUrl(QStringLiteral("https://no.such.name.invalid/"))));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QCOMPARE(exchange.code(), QStringLiteral("dns"));
        QVERIFY(!exchange.sentence().contains(QLatin1String("invalid")));
    }
};

QTEST_GUILESS_MAIN(TestBadNetwork)
#include "tst_badnetwork.moc"
