// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

SimulatorOptions small()
{
    SimulatorOptions options;
    options.seed = 5;
    options.backlog = 300;
    options.shortChunks = 0;
    options.userRepeatRate = 0;
    options.oddShare = 0;
    return options;
}

struct Fixture : SimulatorFixture
{
    explicit Fixture(const SimulatorOptions &options = small()) : SimulatorFixture(options) { }
};

} // namespace

class TestFaults : public QObject
{
    Q_OBJECT

private slots:
    void answersWithEveryErrorStatusInItsForms_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QByteArray>("challenge");
        const auto row = [](const char *name, const QByteArray &fault, int status, const char *code,
                            const char *challenge = "") {
            QTest::newRow(name) << fault << status << QString::fromLatin1(code)
                                << QByteArray(challenge);
        };
        row("400", json("{'status':400,'message':'Invalid stream position'}"), 400, "bad_request");
        row("401 without a body", json("{'status':401}"), 401, "", "invalid_token");
        row("401 with a body", json("{'status':401,'code':'unauthorized'}"), 401, "unauthorized");
        row("403 without a body", json("{'status':403}"), 403, "", "insufficient_scope");
        row("403 for missing permissions",
            json("{'status':403,'code':'access_denied_insufficient_permissions'}"), 403,
            "access_denied_insufficient_permissions");
        row("403 for a place", json("{'status':403,'code':'access_from_location_blocked'}"), 403,
            "access_from_location_blocked");
        row("404", json("{'status':404}"), 404, "not_found");
        row("405", json("{'status':405}"), 405, "method_not_allowed");
        row("409", json("{'status':409}"), 409, "conflict");
        row("429", json("{'status':429}"), 429, "rate_limit_exceeded");
        row("500", json("{'status':500}"), 500, "internal_server_error");
        row("502", json("{'status':502}"), 502, "bad_gateway");
        row("503", json("{'status':503}"), 503, "unavailable");
        row("504", json("{'status':504}"), 504, "gateway_timeout");
    }

    void answersWithEveryErrorStatusInItsForms()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const int, status);
        QFETCH(const QString, code);
        QFETCH(const QByteArray, challenge);
        Fixture f;
        QVERIFY(f.simulator.addFault(fault));

        const auto answer = f.client.events("admin_logs", "limit=1");

        QCOMPARE(answer.status, status);
        QCOMPARE(answer.json()["code"_L1].toString(), code);
        QCOMPARE(answer.body.isEmpty(), code.isEmpty());
        QVERIFY(answer.headers.value("www-authenticate").contains(challenge));
        QCOMPARE(f.client.events("admin_logs", "limit=1").status, 200);
    }

    void saysWhenToComeBackInEveryForm_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char *name, const QByteArray &fault, const char *value) {
            QTest::newRow(name) << fault << QByteArray(value);
        };
        row("nothing", json("{'status':429}"), "");
        row("seconds", json("{'status':429,'retry_after':100}"), "100");
        row("a date", json("{'status':429,'retry_after_date':60}"), "Mon, 02 Mar 2026 08:01:");
        row("a date as text", json("{'status':503,'retry_after':'Fri, 31 Dec 1999 23:59:59 GMT'}"),
            "Fri, 31 Dec 1999 23:59:59 GMT");
        row("junk", json("{'status':429,'retry_after':'soon, maybe'}"), "soon, maybe");
    }

    void saysWhenToComeBackInEveryForm()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const QByteArray, value);
        SimulatorOptions options = small();
        options.startTime = 1'772'438'400'000;
        Fixture f(options);
        QVERIFY(f.simulator.addFault(fault));

        const QByteArray header = f.client.events("all").headers.value("retry-after");

        QVERIFY2(header.startsWith(value), header.constData());
        QCOMPARE(header.isEmpty(), value.isEmpty());
    }

    void writesHeaderNamesInAnyCase()
    {
        Fixture f;
        f.simulator.addFault(
            json("{'status':429,'retry_after':3,'retry_after_name':'rEtRy-aFtEr'}"));

        QVERIFY(rawAnswer(f.simulator, rawGet(f.simulator, "/2.0/events"))
                    .bytes.contains("\r\nrEtRy-aFtEr: 3\r\n"));
    }

    void sendsOtherThingsThanJson_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("a gateway's page") << json("{'kind':'html','status':502}") << 502
                                          << QByteArray("text/html") << QByteArray("<h1>");
        QTest::newRow("a portal's page")
            << json("{'kind':'html'}") << 200 << QByteArray("text/html") << QByteArray("<h1>");
        QTest::newRow("an empty 200")
            << json("{'kind':'empty'}") << 200 << QByteArray() << QByteArray();
        QTest::newRow("204") << json("{'kind':'empty','status':204}") << 204 << QByteArray()
                             << QByteArray();
        QTest::newRow("no JSON") << json("{'kind':'garbage'}") << 200
                                 << QByteArray("application/json") << QByteArray("}{");
        QTest::newRow("anything") << json(
            "{'kind':'body','body':'[1,2]','content_type':'text/plain'}")
                                  << 200 << QByteArray("text/plain") << QByteArray("[1,2]");
    }

    void sendsOtherThingsThanJson()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const int, status);
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        Fixture f;
        QVERIFY(f.simulator.addFault(fault));

        const auto answer = f.client.events("all");

        QCOMPARE(answer.status, status);
        QCOMPARE(answer.headers.value("content-type"), type);
        QVERIFY(answer.body.contains(body));
        QCOMPARE(answer.body.isEmpty(), body.isEmpty());
    }

    void redirectsAndNotesWhoFollows_data()
    {
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("to another host") << QByteArray("host") << QByteArray("http://localhost:");
        QTest::newRow("to plain HTTP") << QByteArray("http") << QByteArray("http://127.0.0.1:");
        QTest::newRow("to anywhere")
            << QByteArray("https://example.com/x") << QByteArray("https://example.com/x");
    }

    void redirectsAndNotesWhoFollows()
    {
        QFETCH(const QByteArray, to);
        QFETCH(const QByteArray, begin);
        Fixture f;
        QVERIFY(f.simulator.addFault(json("{'kind':'redirect','status':307,'to':'" + to + "'}")));

        const auto answer = f.client.events("all", "limit=2");

        QCOMPARE(answer.status, 307);
        const QByteArray location = answer.headers.value("location");
        QVERIFY2(location.startsWith(begin), location.constData());
        QCOMPARE(f.simulator.clientFaults(), QStringList());
        if (to.size() == 4) {
            f.client.get("/_moved/2.0/events");
            QVERIFY(f.simulator.clientFaults().value(0).contains(u"token"));
        }
    }

    void hitsByCountProbabilityTurnAndParameter()
    {
        Fixture f;
        const auto statuses = [&f](int count, const QByteArray &stream) {
            QList<int> list;
            for (int i = 0; i < count; ++i)
                list.append(f.client.events(stream, "limit=1").status);
            return list;
        };

        QVERIFY(f.simulator.addFault(json("{'status':500,'skip':1,'every':2,'times':2}")));
        QCOMPARE(statuses(6, "all"), (QList<int>{200, 500, 200, 500, 200, 200}));
        QVERIFY(f.simulator.addFault(
            json("{'status':500,'times':-1,'match':{'stream_type':'admin_logs'}}")));
        QCOMPARE(statuses(2, "all"), (QList<int>{200, 200}));
        QCOMPARE(statuses(2, "admin_logs"), (QList<int>{500, 500}));
        QVERIFY(f.simulator.addFault(json("{'clear':true}")));
        QVERIFY(f.simulator.addFault(json("{'status':500,'times':-1,'probability':0.5}")));
        const auto hits = statuses(60, "all").count(500);
        QVERIFY2(hits > 10 && hits < 50, qPrintable(QString::number(hits)));
    }

    void hitsTheSameRequestsForTheSameSeed()
    {
        QList<QList<int>> runs;
        for (const quint64 seed : {7U, 7U, 8U}) {
            SimulatorOptions options = small();
            options.seed = seed;
            Fixture f(options);
            f.simulator.addFault(json("{'status':500,'times':-1,'probability':0.5}"));
            QList<int> statuses;
            for (int i = 0; i < 40; ++i)
                statuses.append(f.client.get("/2.0/users/me").status);
            runs.append(statuses);
        }

        QCOMPARE(runs[0], runs[1]);
        QVERIFY(runs[0] != runs[2]);
    }

    void takesFaultsBackByName()
    {
        Fixture f;
        QVERIFY(f.simulator.addFault(
            json("[{'status':500,'times':-1,'name':'a','endpoint':'me'}, "
                 "{'status':503,'times':-1,'name':'b','endpoint':'events'}]")));
        QCOMPARE(f.client.get("/2.0/users/me").status, 500);

        QVERIFY(f.simulator.addFault(json("{'clear':'a'}")));

        QCOMPARE(f.client.get("/2.0/users/me").status, 200);
        QCOMPARE(f.client.events("all").status, 503);
        QVERIFY(f.simulator.addFault(json("{'clear':true}")));
        QCOMPARE(f.client.events("all").status, 200);
    }

    void understandsNothingElse_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("a kind") << json("{'kind':'earthquake'}");
        QTest::newRow("a how") << json("{'kind':'position','how':'sideways'}");
        QTest::newRow("a how where there is none") << json("{'kind':'stall','how':'x'}");
        QTest::newRow("a status") << json("{'status':99}");
        QTest::newRow("an endpoint") << json("{'endpoint':'folders','status':500}");
        QTest::newRow("no JSON") << QByteArray("status=500");
    }

    void understandsNothingElse()
    {
        QFETCH(const QByteArray, fault);
        Fixture f;
        QVERIFY(!f.simulator.addFault(fault));
    }

    void refusesAndLosesRefreshes()
    {
        Fixture f;
        const QByteArray form =
            "client_id=boxwatch-demo-client&client_secret=boxwatch-demo-secret"
            "&grant_type=refresh_token&refresh_token=boxwatch-demo-token-refresh";
        QVERIFY(f.simulator.addFault(
            json("[{'endpoint':'token','kind':'oauth_error','description':'Refresh token has "
                 "expired'}, {'endpoint':'token','kind':'delay','delay_ms':300}, "
                 "{'endpoint':'token','kind':'lost'}]")));

        const auto refused = f.client.post("/oauth2/token", form);
        QElapsedTimer time;
        time.start();
        const auto slow = f.client.post("/oauth2/token", form);

        QCOMPARE(refused.status, 400);
        QCOMPARE(refused.json()["error"_L1].toString(), u"invalid_grant"_s);
        QCOMPARE(slow.status, 200);
        QVERIFY(time.elapsed() >= 290);
        const QByteArray next = slow.json()["refresh_token"_L1].toString().toLatin1();
        const QByteArray second = QByteArray(form).replace("boxwatch-demo-token-refresh", next);
        const QByteArray request = "POST /oauth2/token HTTP/1.1\r\nHost: x\r\nContent-Length: "
            + QByteArray::number(second.size()) + "\r\n\r\n" + second;
        QCOMPARE(rawAnswer(f.simulator, request).bytes, QByteArray());
        QCOMPARE(f.client.post("/oauth2/token", second).status, 400);
        QCOMPARE(f.client.get("/_sim/auth").json()["refreshes"_L1].toInt(), 2);
    }

    void endsAllTokensInTheMiddleOfAPoll()
    {
        Fixture f;
        const QByteArray now = f.client.events("all", "stream_position=now").next();
        const auto server = f.client.send("OPTIONS", "/2.0/events").entries().first().toObject();
        const QUrl url(server["url"_L1].toString());
        QVERIFY(f.simulator.addFault(json("{'endpoint':'subscribe','kind':'expire_tokens'}")));
        const auto poll = f.client.begin(
            "GET",
            url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) + "&stream_position=" + now);
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.heldPolls(), std::size_t{1}, patience);

        QCOMPARE(f.client.events("all").status, 401);
        f.simulator.addEvents(1);

        QTRY_VERIFY_WITH_TIMEOUT(poll->isFinished(), patience);
        QVERIFY(poll->readAll().contains("new_change"));
    }
};

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
