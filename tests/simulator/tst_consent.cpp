// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QCryptographicHash>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

const QByteArray application = "client_id=boxwatch-demo-client&client_secret=boxwatch-demo-secret";
const QByteArray state = "state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const QByteArray verifier(64, 'v');

QByteArray challengeOf(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256)
        .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

struct Fixture
{
    explicit Fixture(
        SimulatorOptions::Consent consent = SimulatorOptions::Consent::Grant,
        SimulatorOptions options = {})
        : client(start(options, consent))
    {
    }

    /// What the page answers; \p query without client, type and state.
    SimulatorClient::Answer authorize(
        const QByteArray &query = "redirect_uri=http://127.0.0.1:5151/callback")
    {
        return client.get(target(query));
    }

    static QByteArray target(const QByteArray &query)
    {
        return "/api/oauth2/authorize?response_type=code&client_id=boxwatch-demo-client&" + state
            + '&' + query;
    }

    static QByteArray codeIn(const SimulatorClient::Answer &answer)
    {
        const QUrl url = QUrl::fromEncoded(answer.headers.value("location"));
        return QUrlQuery(url).queryItemValue(u"code"_s).toLatin1();
    }

    SimulatorClient::Answer exchange(const QByteArray &code, const QByteArray &more = {})
    {
        return client.post(
            "/oauth2/token", application + "&grant_type=authorization_code&code=" + code + more);
    }

    Simulator simulator;
    SimulatorClient client;

private:
    const Simulator &start(SimulatorOptions &options, SimulatorOptions::Consent consent)
    {
        options.backlog = 10;
        options.consent = consent;
        simulator.start(options);
        return simulator;
    }
};

QString errorOf(const SimulatorClient::Answer &answer)
{
    return answer.json()["error"_L1].toString();
}

} // namespace

class TestConsent : public QObject
{
    Q_OBJECT

private slots:
    void asksOnAPageWithGrantAndDeny()
    {
        Fixture f(SimulatorOptions::Consent::Ask);

        const auto page = f.authorize();
        const QByteArray target = Fixture::target("redirect_uri=http://127.0.0.1:5151/callback");
        const auto granted = f.client.post(target, "decision=grant");
        const auto denied = f.client.post(target, "decision=deny");

        QCOMPARE(page.status, 200);
        QVERIFY(page.body.contains("value=\"grant\"") && page.body.contains("value=\"deny\""));
        QCOMPARE(granted.status, 302);
        QVERIFY(
            granted.headers.value("location").startsWith("http://127.0.0.1:5151/callback?code="));
        QVERIFY(granted.headers.value("location").contains(state));
        QVERIFY(denied.headers.value("location").contains("error=access_denied"));
        QVERIFY(denied.headers.value("location").contains(state));
        QVERIFY(Fixture::codeIn(denied).isEmpty());
    }

    void decidesByItselfWhenToldTo()
    {
        Fixture f(SimulatorOptions::Consent::Deny);

        QVERIFY(f.authorize().headers.value("location").contains("error=access_denied"));
        QVERIFY(f.simulator.post("/_sim/auth", "{\"consent\":\"grant\"}"));

        QVERIFY(!Fixture::codeIn(f.authorize()).isEmpty());
        QVERIFY(!f.simulator.post("/_sim/auth", "{\"consent\":\"perhaps\"}"));
        QVERIFY(!f.simulator.post("/_sim/auth", "{\"colour\":\"blue\"}"));
    }

    void exchangesACodeOnce()
    {
        Fixture f;
        const QByteArray code = Fixture::codeIn(f.authorize());

        const auto pair = f.exchange(code);
        const auto again = f.exchange(code);

        QCOMPARE(pair.status, 200);
        QVERIFY(!pair.json()["refresh_token"_L1].toString().isEmpty());
        QCOMPARE(errorOf(again), u"invalid_grant"_s);
        f.client.setToken(pair.json()["access_token"_L1].toString().toLatin1());
        QCOMPARE(f.client.events("admin_logs").status, 200);
    }

    void takesACodeForThirtySeconds()
    {
        Fixture f;
        const QByteArray inTime = Fixture::codeIn(f.authorize());
        f.simulator.advance(std::chrono::seconds(25));
        QCOMPARE(f.exchange(inTime).status, 200);

        const QByteArray late = Fixture::codeIn(f.authorize());
        f.simulator.advance(std::chrono::seconds(31));

        const auto answer = f.exchange(late);
        QCOMPARE(errorOf(answer), u"invalid_grant"_s);
        QCOMPARE(
            answer.json()["error_description"_L1].toString(),
            u"The authorization code has expired"_s);
    }

    void takesRedirectUrisThatAreConfigured_data()
    {
        QTest::addColumn<QByteArray>("uri");
        QTest::addColumn<QByteArray>("complaint");
        const QByteArray mismatch = "redirect_uri_mismatch";
        QTest::newRow("as configured") << QByteArray("http://127.0.0.1/callback") << QByteArray();
        QTest::newRow("any port on loopback")
            << QByteArray("http://127.0.0.1:60999/callback") << QByteArray();
        QTest::newRow("localhost is another host, but configured too")
            << QByteArray("http://localhost:60999/callback") << QByteArray();
        QTest::newRow("as configured on the web")
            << QByteArray("https://example.com/callback?x=1") << QByteArray();
        QTest::newRow("another path") << QByteArray("http://127.0.0.1:60999/other") << mismatch;
        QTest::newRow("another query")
            << QByteArray("http://127.0.0.1:60999/callback?x=1") << mismatch;
        QTest::newRow("another scheme") << QByteArray("https://127.0.0.1/callback") << mismatch;
        QTest::newRow("another loopback host") << QByteArray("http://[::1]/callback") << mismatch;
        QTest::newRow("a port on the web")
            << QByteArray("https://example.com:8443/callback?x=1") << mismatch;
        QTest::newRow("plain HTTP on the web")
            << QByteArray("http://example.com/plain") << mismatch;
    }

    void takesRedirectUrisThatAreConfigured()
    {
        QFETCH(const QByteArray, uri);
        QFETCH(const QByteArray, complaint);
        SimulatorOptions options;
        options.redirectUris += {
            u"https://example.com/callback?x=1"_s, u"http://example.com/plain"_s};
        Fixture f(SimulatorOptions::Consent::Grant, options);

        const auto answer = f.authorize("redirect_uri=" + uri.toPercentEncoding());

        QCOMPARE(answer.status, complaint.isEmpty() ? 302 : 400);
        QVERIFY(answer.body.contains(complaint));
    }

    void showsAnErrorPageInsteadOfLeadingBack_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("complaint");
        const QByteArray base = "/api/oauth2/authorize?" + state + '&';
        const QByteArray client = "client_id=boxwatch-demo-client&";
        const QByteArray redirect = "redirect_uri=http://127.0.0.1/callback&";
        QTest::newRow("no redirect although several are configured")
            << base + client + "response_type=code" << QByteArray("redirect_uri_missing");
        QTest::newRow("a strange client")
            << base + redirect + "client_id=x&response_type=code" << QByteArray("invalid_client");
        QTest::newRow("a token without a code") << base + client + redirect + "response_type=token"
                                                << QByteArray("unsupported_response_type");
        QTest::newRow("PKCE without a hash") << base + client + redirect
                + "response_type=code&code_challenge=abc&code_challenge_method=plain"
                                             << QByteArray("code_challenge");
    }

    void showsAnErrorPageInsteadOfLeadingBack()
    {
        QFETCH(const QByteArray, target);
        QFETCH(const QByteArray, complaint);
        Fixture f;

        const auto answer = f.client.get(target);

        QCOMPARE(answer.status, 400);
        QVERIFY(answer.headers.value("content-type").startsWith("text/html"));
        QVERIFY(answer.body.contains(complaint));
        QVERIFY(!answer.headers.contains("location"));
    }

    void leadsToTheOnlyRedirectWhenNoneIsNamed()
    {
        SimulatorOptions options;
        options.redirectUris = QStringList{u"https://example.com/back"_s};
        Fixture f(SimulatorOptions::Consent::Grant, options);

        QVERIFY(
            f.authorize({}).headers.value("location").startsWith("https://example.com/back?code="));
    }

    void wantsTheVerifierIfAChallengeWasGiven_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<int>("status");
        QTest::newRow("none") << QByteArray() << 400;
        QTest::newRow("a wrong one") << "&code_verifier=" + QByteArray(64, 'w') << 400;
        QTest::newRow("the right one") << "&code_verifier=" + verifier << 200;
    }

    void wantsTheVerifierIfAChallengeWasGiven()
    {
        QFETCH(const QByteArray, more);
        QFETCH(const int, status);
        Fixture f;
        const QByteArray code = Fixture::codeIn(f.authorize(
            "redirect_uri=http://127.0.0.1:1/callback&code_challenge_method=S256&code_challenge="
            + challengeOf(verifier)));

        QCOMPARE(f.exchange(code, more).status, status);
    }

    void comparesTheRedirectAtTheExchange()
    {
        Fixture f;
        const QByteArray wrong = Fixture::codeIn(f.authorize());
        const QByteArray right = Fixture::codeIn(f.authorize());

        QCOMPARE(
            f.exchange(wrong, "&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcallback").status, 400);
        QCOMPARE(
            f.exchange(right, "&redirect_uri=http%3A%2F%2F127.0.0.1%3A5151%2Fcallback").status,
            200);
    }

    void takesPkceInPlaceOfASecretIfTheAppIsPublic()
    {
        SimulatorOptions options;
        options.publicClient = true;
        Fixture f(SimulatorOptions::Consent::Grant, options);
        const QByteArray withPkce = Fixture::codeIn(f.authorize(
            "redirect_uri=http://127.0.0.1:1/callback&code_challenge_method=S256&code_challenge="
            + challengeOf(verifier)));
        const QByteArray without = Fixture::codeIn(f.authorize());
        const QByteArray form =
            "client_id=boxwatch-demo-client&grant_type=authorization_code&code=";

        QCOMPARE(
            f.client.post("/oauth2/token", form + withPkce + "&code_verifier=" + verifier).status,
            200);
        QCOMPARE(errorOf(f.client.post("/oauth2/token", form + without)), u"invalid_client"_s);
    }

    void signsInWhoIsToldTo()
    {
        Fixture f;
        const auto whoAmI = [&f] {
            const auto pair = f.exchange(Fixture::codeIn(f.authorize()));
            f.client.setToken(pair.json()["access_token"_L1].toString().toLatin1());
            return f.client.get("/2.0/users/me?fields=id,role,enterprise").json();
        };
        const QJsonObject first = whoAmI();
        QVERIFY(f.simulator.post("/_sim/auth", "{\"person\":7}"));
        const QJsonObject second = whoAmI();
        QVERIFY(f.simulator.post("/_sim/auth", "{\"person\":7,\"enterprise\":\"4711\"}"));
        const QJsonObject third = whoAmI();

        QVERIFY(first["id"_L1] != second["id"_L1]);
        QCOMPARE(first["enterprise"_L1], second["enterprise"_L1]);
        QCOMPARE(first["role"_L1].toString(), u"coadmin"_s);
        QCOMPARE(second["role"_L1].toString(), u"user"_s);
        QCOMPARE(third["enterprise"_L1]["id"_L1].toString(), u"4711"_s);
    }

    void notesAStateThatCanBeGuessed()
    {
        Fixture f;
        f.authorize();
        QCOMPARE(f.simulator.clientFaults(), QStringList());

        f.client.get(
            "/api/oauth2/authorize?response_type=code&client_id=boxwatch-demo-client&state=1"
            "&redirect_uri=http://127.0.0.1:1/callback");

        QCOMPARE(f.simulator.clientFaults().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestConsent)
#include "tst_consent.moc"
