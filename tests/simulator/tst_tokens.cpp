// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

const QByteArray application = "client_id=boxwatch-demo-client&client_secret=boxwatch-demo-secret";

struct Fixture
{
    explicit Fixture(SimulatorOptions options = lasting(std::chrono::seconds(3600)))
        : client(start(options))
    {
    }

    static SimulatorOptions lasting(std::chrono::seconds life)
    {
        SimulatorOptions options;
        options.tokenLife = life;
        return options;
    }

    QJsonObject state() { return client.get("/_sim/auth").json(); }

    SimulatorClient::Answer refresh(const QByteArray &token)
    {
        return client.post(
            "/oauth2/token", application + "&grant_type=refresh_token&refresh_token=" + token);
    }

    int statusWith(const QByteArray &token)
    {
        client.setToken(token);
        return client.events("admin_logs", "limit=1").status;
    }

    Simulator simulator;
    SimulatorClient client;

private:
    const Simulator &start(SimulatorOptions &options)
    {
        options.backlog = 10;
        simulator.start(options);
        return simulator;
    }
};

QByteArray text(const SimulatorClient::Answer &answer, QLatin1String member)
{
    return answer.json()[member].toString().toUtf8();
}

} // namespace

class TestTokens : public QObject
{
    Q_OBJECT

private slots:
    void refreshesOnceForEachRefreshToken()
    {
        Fixture f;

        const auto first = f.refresh("boxwatch-demo-token-refresh");
        const auto again = f.refresh("boxwatch-demo-token-refresh");
        const auto second = f.refresh(text(first, "refresh_token"_L1));

        QCOMPARE(first.status, 200);
        QCOMPARE(first.json()["expires_in"_L1].toInt(), 3600);
        QCOMPARE(text(first, "token_type"_L1), QByteArray("bearer"));
        QCOMPARE(f.statusWith(text(first, "access_token"_L1)), 200);
        QCOMPARE(again.status, 400);
        QCOMPARE(text(again, "error"_L1), QByteArray("invalid_grant"));
        QCOMPARE(second.status, 200);
        QVERIFY(text(second, "refresh_token"_L1) != text(first, "refresh_token"_L1));
    }

    void endsAnAccessTokenInTime()
    {
        Fixture f;
        const QByteArray token = text(f.refresh("boxwatch-demo-token-refresh"), "access_token"_L1);

        f.simulator.advance(std::chrono::seconds(3000));
        QCOMPARE(f.statusWith(token), 200);
        f.simulator.advance(std::chrono::seconds(700));

        QCOMPARE(f.statusWith(token), 401);
        QCOMPARE(f.statusWith(f.simulator.token().toUtf8()), 200);
    }

    void variesTheLifeOfAccessTokensUnlessTold()
    {
        Fixture f{SimulatorOptions()};
        QByteArray refresh = "boxwatch-demo-token-refresh";
        QSet<int> lives;
        for (int i = 0; i < 12; ++i) {
            const auto pair = f.refresh(refresh);
            lives.insert(pair.json()["expires_in"_L1].toInt());
            refresh = text(pair, "refresh_token"_L1);
        }

        QVERIFY(lives.size() > 6);
        QVERIFY(*std::min_element(lives.begin(), lives.end()) >= 3600);
        QVERIFY(*std::max_element(lives.begin(), lives.end()) <= 4200);
    }

    void replaysTheLastRefreshWithinTheGrace()
    {
        SimulatorOptions options;
        options.refreshGrace = std::chrono::seconds(60);
        Fixture f(options);

        const auto first = f.refresh("boxwatch-demo-token-refresh");
        const auto again = f.refresh("boxwatch-demo-token-refresh");
        f.simulator.advance(std::chrono::seconds(61));
        const auto late = f.refresh("boxwatch-demo-token-refresh");

        QCOMPARE(again.status, 200);
        QCOMPARE(again.body, first.body);
        QCOMPARE(late.status, 400);
        QCOMPARE(f.state()["refreshes"_L1].toInt(), 1);
        QCOMPARE(f.state()["refreshes_replayed"_L1].toInt(), 1);
    }

    void countsRefreshesAndListsWhatIsGood()
    {
        Fixture f;
        const auto first = f.refresh("boxwatch-demo-token-refresh");
        f.refresh("boxwatch-demo-token-refresh");
        f.refresh("nonsense");

        const QJsonObject state = f.state();

        QCOMPARE(state["refreshes"_L1].toInt(), 1);
        QCOMPARE(state["refreshes_refused"_L1].toInt(), 2);
        QCOMPARE(state["refreshes_reused"_L1].toInt(), 1);
        QCOMPARE(
            state["live_refresh_tokens"_L1].toArray(),
            QJsonArray{QString::fromLatin1(text(first, "refresh_token"_L1))});
    }

    void notesARefusedRefreshTokenThatComesAgain()
    {
        Fixture f;
        f.refresh("boxwatch-demo-token-refresh");

        f.refresh("boxwatch-demo-token-refresh");
        QCOMPARE(f.simulator.clientFaults(), QStringList());
        f.refresh("boxwatch-demo-token-refresh");

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }

    void endsTokensWhenToldTo()
    {
        Fixture f;
        const auto pair = f.refresh("boxwatch-demo-token-refresh");

        QVERIFY(f.simulator.post("/_sim/auth", "{\"expire\":\"access\"}"));
        QCOMPARE(f.statusWith(text(pair, "access_token"_L1)), 401);
        QCOMPARE(f.statusWith("boxwatch-demo-token"), 401);
        const auto next = f.refresh(text(pair, "refresh_token"_L1));
        QCOMPARE(next.status, 200);
        QVERIFY(f.simulator.post("/_sim/auth", "{\"expire\":\"refresh\"}"));

        QCOMPARE(f.statusWith(text(next, "access_token"_L1)), 200);
        QCOMPARE(f.refresh(text(next, "refresh_token"_L1)).status, 400);
    }

    void takesTheRightToEnterpriseEventsAndGivesItBack()
    {
        Fixture f;
        QCOMPARE(f.statusWith("boxwatch-demo-token"), 200);

        f.simulator.post("/_sim/auth", "{\"admin\":false}");
        QCOMPARE(f.statusWith("boxwatch-demo-token"), 403);
        f.simulator.post("/_sim/auth", "{\"admin\":true}");

        QCOMPARE(f.statusWith("boxwatch-demo-token"), 200);
    }

    void givesTheSameTokensForTheSameSeed()
    {
        Fixture one;
        Fixture two;
        QCOMPARE(
            one.refresh("boxwatch-demo-token-refresh").body,
            two.refresh("boxwatch-demo-token-refresh").body);
    }

    void knowsOthersToo()
    {
        Fixture f;
        const auto me = [&f](const QByteArray &token) {
            f.client.setToken(token);
            return f.client.get("/2.0/users/me?fields=id,enterprise").json();
        };
        const QJsonObject admin = me("boxwatch-demo-token");
        const QJsonObject guest = me("boxwatch-demo-token-guest");
        const QJsonObject other = me("boxwatch-demo-token-other");

        QVERIFY(admin["id"_L1] != guest["id"_L1]);
        QCOMPARE(admin["enterprise"_L1], guest["enterprise"_L1]);
        QVERIFY(admin["enterprise"_L1] != other["enterprise"_L1]);
    }

    void givesTheServiceAccountForCredentials()
    {
        Fixture f;
        const QString enterprise = f.client.get("/2.0/users/me?fields=enterprise")
                                       .json()["enterprise"_L1]["id"_L1]
                                       .toString();

        const auto answer = f.client.post(
            "/oauth2/token",
            application
                + "&grant_type=client_credentials&box_subject_type=enterprise&box_subject_id="
                + enterprise.toUtf8());

        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.json().contains("refresh_token"_L1));
        QCOMPARE(f.statusWith(text(answer, "access_token"_L1)), 200);
        QVERIFY(f.client.get("/2.0/users/me")
                    .json()["login"_L1]
                    .toString()
                    .startsWith(u"AutomationUser"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("form");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("a wrong secret")
            << QByteArray("client_id=boxwatch-demo-client&client_secret=x&grant_type=refresh_token")
            << QByteArray("invalid_client");
        QTest::newRow("a strange subject") << application
                + "&grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=1"
                                           << QByteArray("invalid_grant");
        QTest::newRow("an unknown grant")
            << application + "&grant_type=password" << QByteArray("unsupported_grant_type");
    }

    void refuses()
    {
        QFETCH(QByteArray, form);
        QFETCH(QByteArray, error);
        Fixture f;

        const auto answer = f.client.post("/oauth2/token", form);

        QCOMPARE(answer.status, 400);
        QCOMPARE(text(answer, "error"_L1), error);
    }

    void revokesBothTokensOfAPair_data()
    {
        QTest::addColumn<QByteArray>("which");
        QTest::newRow("by the access token") << QByteArray("access_token");
        QTest::newRow("by the refresh token") << QByteArray("refresh_token");
    }

    void revokesBothTokensOfAPair()
    {
        QFETCH(QByteArray, which);
        Fixture f;
        const auto pair = f.refresh("boxwatch-demo-token-refresh");

        const auto answer = f.client.post(
            "/oauth2/revoke", application + "&token=" + text(pair, QLatin1String(which)));

        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray());
        QCOMPARE(f.statusWith(text(pair, "access_token"_L1)), 401);
        QCOMPARE(f.refresh(text(pair, "refresh_token"_L1)).status, 400);
    }
};

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_tokens.moc"
