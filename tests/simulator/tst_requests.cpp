// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

SimulatorOptions small()
{
    SimulatorOptions options;
    options.seed = 11;
    options.backlog = 1500;
    return options;
}

struct Fixture : SimulatorFixture
{
    explicit Fixture(const SimulatorOptions &options = small()) : SimulatorFixture(options) { }
};

} // namespace

class TestRequests : public QObject
{
    Q_OBJECT

private slots:
    void servesEveryEndpointOfBox_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        const auto row = [](const char *method, const char *target) {
            QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target);
        };
        for (const char *stream : {"all", "changes", "sync", "admin_logs", "admin_logs_streaming"})
            QTest::addRow("GET %s", stream)
                << QByteArray("GET") << QByteArray("/2.0/events?stream_type=") + stream;
        row("OPTIONS", "/2.0/events");
        row("GET", "/2.0/users/me?fields=id,role");
        row("POST", "/oauth2/token");
        row("POST", "/oauth2/revoke");
        row("GET", "/api/oauth2/authorize");
        row("GET", "/subscribe?channel=x");
    }

    void servesEveryEndpointOfBox()
    {
        QFETCH(const QByteArray, method);
        QFETCH(const QByteArray, target);
        Fixture f;

        const auto answer = f.client.send(method, target);

        QVERIFY2(
            answer.status == 200 || answer.status == 400 || target.startsWith("/subscribe"),
            answer.body.constData());
        QCOMPARE(f.simulator.requestCount("unknown"), std::uint64_t{0});
        QCOMPARE(f.simulator.requestCount("method"), std::uint64_t{0});
    }

    void asksForAToken()
    {
        Fixture f;
        for (const QByteArray &token : {QByteArray(), QByteArray("wrong")}) {
            f.client.setToken(token);
            const auto answer = f.client.events("all");
            QCOMPARE(answer.status, 401);
            QCOMPARE(answer.body, QByteArray());
            QCOMPARE(answer.headers.value("content-length"), QByteArray("0"));
            QVERIFY(answer.headers.value("www-authenticate").contains("invalid_token"));
        }
    }

    void keepsEnterpriseEventsFromOthers()
    {
        Fixture f;
        f.client.setToken(f.simulator.token().toUtf8() + "-user");

        const auto answer = f.client.events("admin_logs");

        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.body, QByteArray());
        QVERIFY(answer.headers.value("www-authenticate").contains("insufficient_scope"));
        QCOMPARE(f.client.events("all").status, 200);
    }

    void knowsNoOtherPath()
    {
        Fixture f;
        QCOMPARE(f.client.get("/2.0/folders/0").status, 404);
        QCOMPARE(f.client.get("/2.0/folders/0").json()["code"_L1].toString(), u"not_found"_s);
        QCOMPARE(f.client.post("/2.0/events").status, 405);
        QCOMPARE(f.client.get("/oauth2/token").status, 405);
    }

    void signsEveryAnswer()
    {
        Fixture f;
        const auto answer = f.client.events("all", "limit=1");

        QVERIFY(answer.headers.contains("date"));
        QVERIFY(answer.headers.contains("box-request-id"));
        QCOMPARE(answer.headers.value("content-type"), QByteArray("application/json"));
    }

    void saysWhoIsSignedIn()
    {
        Fixture f;
        const QJsonObject me =
            f.client.get("/2.0/users/me?fields=name,login,role,enterprise").json();

        QCOMPARE(me["role"_L1].toString(), u"coadmin"_s);
        QVERIFY(me["login"_L1].toString().contains(u'@'));
        QVERIFY(me["enterprise"_L1]["id"_L1].isString());
        QVERIFY(!me.contains("timezone"_L1));
        QVERIFY(f.client.get("/2.0/users/me").json().contains("timezone"_L1));
    }

    void masksTheSecretsOfForms()
    {
        Fixture f;
        f.client.post(
            "/oauth2/token",
            "grant_type=refresh_token&client_id=boxwatch-demo-client&client_secret=boxwatch-demo-"
            "secret"
            "&refresh_token=boxwatch-demo-token-refresh");

        const QByteArray log = f.client.get("/_sim/log").body;

        QVERIFY(log.contains("[\"grant_type\",\"refresh_token\"]"));
        QVERIFY(!log.contains("boxwatch-demo-secret"));
        QVERIFY(!log.contains("boxwatch-demo-token-refresh"));
    }

    void remembersWhatWasAsked()
    {
        Fixture f;
        f.client.events("all", "limit=3&colour=blue");

        const QByteArray log = f.client.get("/_sim/log").body;

        QCOMPARE(f.simulator.requestCount("events"), std::uint64_t{1});
        QVERIFY(log.contains("[\"limit\",\"3\"]"));
        QVERIFY(!log.contains(f.simulator.token().toUtf8()));
        const QJsonObject entry = QJsonDocument::fromJson(log).array().first().toObject();
        QCOMPARE(entry["method"_L1].toString(), u"GET"_s);
        QCOMPARE(entry["path"_L1].toString(), u"/2.0/events"_s);
        QVERIFY(entry["time"_L1].toInteger() > 0);
        QVERIFY(entry["headers"_L1].toArray().contains(QJsonArray{u"authorization"_s, u"***"_s}));
        QCOMPARE(f.simulator.clientFaults(), QStringList{u"unknown parameter: colour"_s});
    }
};

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
