// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/certificate.h"
#include "tests/simulator/simulatorclient.h"

#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

SimulatorOptions small()
{
    SimulatorOptions options;
    options.backlog = 200;
    return options;
}

} // namespace

class TestSimulator : public QObject
{
    Q_OBJECT

private slots:
    void startsStopsAndStartsAgain()
    {
        Simulator simulator;

        for (int i = 0; i < 3; ++i) {
            QVERIFY(simulator.start(small()));
            QVERIFY(simulator.isRunning());
            SimulatorClient client(simulator);
            QCOMPARE(client.events("admin_logs").status, 200);
            simulator.stop();
            QVERIFY(!simulator.isRunning());
            QCOMPARE(client.events("admin_logs").status, 0);
        }
    }

    void saysThatAPortIsTaken()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        SimulatorOptions options = small();
        options.port = other.serverPort();
        Simulator simulator;

        QVERIFY(!simulator.start(options));
        QVERIFY(!simulator.isRunning());
        QVERIFY(!simulator.errorString().isEmpty());
    }

    void hasADemo()
    {
        Simulator simulator;
        QVERIFY(simulator.start(demoOptions()));
        SimulatorClient client(simulator);

        QCOMPARE(simulator.apiUrl().path(), u"/2.0"_s);
        QVERIFY(simulator.eventCount() >= 25'000);
        QVERIFY(client.events("admin_logs", "limit=500").entries().size() > 0);
        QTRY_VERIFY_WITH_TIMEOUT(simulator.eventCount() > 25'003, 20'000);
    }

    void speaksTlsToWhoeverTrustsIt()
    {
        const auto identity = sim::makeIdentity();
        QVERIFY(identity.has_value());
        SimulatorOptions options = small();
        options.certificate = identity->certificate;
        options.privateKey = identity->privateKey;
        Simulator simulator;
        QVERIFY(simulator.start(options));
        QCOMPARE(simulator.url().scheme(), u"https"_s);
        SimulatorClient stranger(simulator);
        SimulatorClient client(simulator);
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates({QSslCertificate(identity->certificate)});
        client.setTls(tls);

        QCOMPARE(stranger.events("admin_logs").error, QNetworkReply::SslHandshakeFailedError);
        QCOMPARE(client.events("admin_logs").status, 200);
    }

    void refusesACertificateThatIsNone()
    {
        SimulatorOptions options = small();
        options.certificate = "rubbish";
        options.privateKey = "rubbish";
        Simulator simulator;

        QVERIFY(!simulator.start(options));
        QVERIFY(!simulator.errorString().isEmpty());
    }

    void compressesWhenAllowedTo()
    {
        SimulatorOptions options = small();
        options.gzip = true;
        Simulator simulator;
        QVERIFY(simulator.start(options));
        Simulator plain;
        options.gzip = false;
        QVERIFY(plain.start(options));
        SimulatorClient client(simulator);
        SimulatorClient plainClient(plain);
        client.setHeader("Accept-Encoding", "gzip");

        // With a header of our own, QNetworkAccessManager leaves the body as it came.
        const auto packed = client.get("/_sim/raw?index=0&count=50");
        const auto body = plainClient.get("/_sim/raw?index=0&count=50").body;

        QCOMPARE(packed.headers.value("content-encoding"), QByteArray("gzip"));
        QVERIFY(packed.body.size() < body.size() / 3);
        SimulatorClient automatic(simulator);
        QVERIFY(automatic.events("admin_logs", "limit=50").entries().size() > 0);
    }

    void startsWhenItIsToldTo()
    {
        SimulatorOptions options = small();
        options.startTime = 1'772'000'000'000;
        Simulator one;
        Simulator two;
        QVERIFY(one.start(options));
        QVERIFY(two.start(options));
        SimulatorClient first(one);
        SimulatorClient second(two);

        const QByteArray all = first.get("/_sim/raw?index=0&count=200").body;

        QCOMPARE(second.get("/_sim/raw?index=0&count=200").body, all);
        QVERIFY(first.get("/2.0/users/me").headers.value("date").contains("Feb 2026"));
    }

    void goesWrong_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("error");
        const auto row = [](const char *name, const char *fault, int status, int error) {
            QTest::newRow(name) << QByteArray(fault) << status << error;
        };
        row("status", "{\"endpoint\":\"events\",\"status\":503,\"retry_after\":2}", 503,
            QNetworkReply::ServiceUnavailableError);
        row("rate limit", "{\"status\":429}", 429, QNetworkReply::UnknownContentError);
        row("html", "{\"kind\":\"html\",\"status\":502}", 502, QNetworkReply::UnknownServerError);
        row("empty", "{\"kind\":\"empty\"}", 200, QNetworkReply::NoError);
        row("garbage", "{\"kind\":\"garbage\"}", 200, QNetworkReply::NoError);
        row("truncate", "{\"kind\":\"truncate\"}", 200, QNetworkReply::RemoteHostClosedError);
        row("delay", "{\"kind\":\"delay\",\"delay_ms\":30}", 200, QNetworkReply::NoError);
    }

    void goesWrong()
    {
        QFETCH(QByteArray, fault);
        QFETCH(int, status);
        QFETCH(int, error);
        Simulator simulator;
        QVERIFY(simulator.start(small()));
        SimulatorClient client(simulator);
        const QByteArray right = client.events("admin_logs", "limit=5").body;

        QVERIFY(simulator.addFault(fault));
        const auto wrong = client.events("admin_logs", "limit=5");
        const auto after = client.events("admin_logs", "limit=5");

        QCOMPARE(wrong.status, status);
        QCOMPARE(static_cast<int>(wrong.error), error);
        QCOMPARE(wrong.body == right, fault.contains("delay"));
        QCOMPARE(after.body, right);
    }

    void keepsSilent()
    {
        Simulator simulator;
        QVERIFY(simulator.start(small()));
        SimulatorClient client(simulator);
        QVERIFY(simulator.addFault("{\"kind\":\"stall\",\"endpoint\":\"events\"}"));

        const auto silent = client.begin("GET", "/2.0/events");
        QTRY_COMPARE_WITH_TIMEOUT(simulator.requestCount("events"), std::uint64_t{1}, 20'000);

        QCOMPARE(client.events("all").status, 200);
        QVERIFY(!silent->isFinished());
    }

    void sparesSomeAndHitsSome()
    {
        Simulator simulator;
        QVERIFY(simulator.start(small()));
        SimulatorClient client(simulator);
        client.post("/_sim/fault", "{\"endpoint\":\"me\",\"status\":500,\"skip\":1,\"times\":2}");

        QList<int> statuses;
        for (int i = 0; i < 4; ++i) {
            statuses.append(client.get("/2.0/users/me").status);
            QCOMPARE(client.events("all").status, 200);
        }

        QCOMPARE(statuses, (QList<int>{200, 500, 500, 200}));
    }

    void forgetsFaultsWhenToldTo()
    {
        Simulator simulator;
        QVERIFY(simulator.start(small()));
        SimulatorClient client(simulator);

        client.post("/_sim/fault", "{\"status\":500,\"times\":-1}");
        QCOMPARE(client.get("/2.0/users/me").status, 500);
        QCOMPARE(client.get("/2.0/users/me").status, 500);
        client.post("/_sim/fault", "{\"clear\":true}");

        QCOMPARE(client.get("/2.0/users/me").status, 200);
        QCOMPARE(client.post("/_sim/fault", "{\"kind\":\"earthquake\"}").status, 400);
    }
};

QTEST_GUILESS_MAIN(TestSimulator)
#include "tst_simulator.moc"
