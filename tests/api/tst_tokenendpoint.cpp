// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/tokenendpoint.h"
#include "support/loopbackserver.h"

#include <QTest>
#include <QUrlQuery>

#include <optional>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray tokenRoute = "POST /oauth2/token";
const TokenClient app{"the client", Secret("s3cret+&=")};

struct Fixture
{
    Fixture()
    {
        NetworkSettings settings;
        settings.apiUrl = server.url(u"/2.0"_s);
        settings.tokenDeadline = 10s;
        network = std::make_unique<Network>(resolved(settings));
        endpoint = std::make_unique<TokenEndpoint>(*network);
    }

    auto note()
    {
        return [this](const Result<TokenGrant> &answer) { grant = answer; };
    }

    QByteArray sent(const QString &name) const
    {
        const QByteArray body = server.requests().back().body;
        return QUrlQuery(QString::fromLatin1(QByteArray(body).replace('+', "%20")))
            .queryItemValue(name, QUrl::FullyDecoded)
            .toUtf8();
    }

    bool answers() const
    {
        return QTest::qWaitFor([this] { return grant.has_value(); }, 20'000);
    }

    LoopbackServer server;
    std::unique_ptr<Network> network;
    std::unique_ptr<TokenEndpoint> endpoint;
    TokenEndpoint::Call call;
    std::optional<Result<TokenGrant>> grant;
};

QByteArray pairJson(const QByteArray &expiresIn = "3930", const QByteArray &refresh = "\"r2\"")
{
    return "{\"access_token\":\"a2\",\"expires_in\":" + expiresIn + ",\"restricted_to\":[],"
        + (refresh.isEmpty() ? QByteArray() : "\"refresh_token\":" + refresh + ",")
        + "\"token_type\":\"bearer\"}";
}

} // namespace

class TestTokenEndpoint : public QObject
{
    Q_OBJECT

private slots:
    void asksWithTheFieldsOfEachGrant();
    void leavesOutASecretThatTheAppDoesNotHave();
    void revokesBesideTheTokenEndpoint();
    void takesAnOddLifetimeForAUsualOne_data();
    void takesAnOddLifetimeForAUsualOne();
    void refusesAMalformedAnswer_data();
    void refusesAMalformedAnswer();
    void needsNoRefreshTokenFromAnApp();
    void tellsWhatOnlyAPersonCanMend_data();
    void tellsWhatOnlyAPersonCanMend();
    void passesOnWhatHealsByItself_data();
    void passesOnWhatHealsByItself();
    void sendsARefreshTokenOnceWhateverTheConnectionDoes_data();
    void sendsARefreshTokenOnceWhateverTheConnectionDoes();
    void learnsTheTimeOfBoxFromARefusalToo();
    void saysNoSecretInAnError();
};

void TestTokenEndpoint::asksWithTheFieldsOfEachGrant()
{
    Fixture f;
    f.server.json(pairJson()).forEver();

    f.call = f.endpoint->exchangeCode(
        app, Secret("c0de"), "http://127.0.0.1:5/callback", Secret("v3rifier"), f.note());
    QVERIFY(f.answers());
    QCOMPARE(f.server.requests().back().method, "POST");
    QCOMPARE(f.server.requests().back().path, "/oauth2/token");
    QCOMPARE(
        f.server.requests().back().headers.value("content-type"),
        "application/x-www-form-urlencoded");
    QCOMPARE(f.sent(u"grant_type"_s), "authorization_code");
    QCOMPARE(f.sent(u"code"_s), "c0de");
    QCOMPARE(f.sent(u"redirect_uri"_s), "http://127.0.0.1:5/callback");
    QCOMPARE(f.sent(u"code_verifier"_s), "v3rifier");
    QCOMPARE(f.sent(u"client_id"_s), "the client");
    QCOMPARE(f.sent(u"client_secret"_s), "s3cret+&=");
    QCOMPARE(f.grant->value(), (TokenGrant{Secret("a2"), Secret("r2"), 3930s}));

    f.grant.reset();
    f.call = f.endpoint->refresh(app, Secret("r1"), f.note());
    QVERIFY(f.answers());
    QCOMPARE(f.sent(u"grant_type"_s), "refresh_token");
    QCOMPARE(f.sent(u"refresh_token"_s), "r1");

    f.grant.reset();
    f.call = f.endpoint->clientCredentials(app, {"7", true}, f.note());
    QVERIFY(f.answers());
    QCOMPARE(f.sent(u"grant_type"_s), "client_credentials");
    QCOMPARE(f.sent(u"box_subject_type"_s), "user");
    QCOMPARE(f.sent(u"box_subject_id"_s), "7");

    f.grant.reset();
    f.call = f.endpoint->assertion(app, Secret("a.b.c"), f.note());
    QVERIFY(f.answers());
    QCOMPARE(f.sent(u"grant_type"_s), "urn:ietf:params:oauth:grant-type:jwt-bearer");
    QCOMPARE(f.sent(u"assertion"_s), "a.b.c");
    QVERIFY(f.server.requests().back().headers.value("authorization").isEmpty());
}

void TestTokenEndpoint::leavesOutASecretThatTheAppDoesNotHave()
{
    Fixture f;
    f.server.json(pairJson());

    f.call = f.endpoint->refresh({"public", {}}, Secret("r1"), f.note());

    QVERIFY(f.answers());
    QVERIFY(!f.server.requests().back().body.contains("client_secret"));
}

void TestTokenEndpoint::revokesBesideTheTokenEndpoint()
{
    Fixture f;
    f.server.status(200);
    std::optional<Result<void>> revoked;

    f.call = f.endpoint->revoke(
        app, Secret("r1"), [&](const Result<void> &done) { revoked = done; });

    QTRY_VERIFY(revoked);
    QVERIFY(*revoked);
    QCOMPARE(f.server.requests().back().path, "/oauth2/revoke");
    QCOMPARE(f.sent(u"token"_s), "r1");
    QCOMPARE(
        revokeUrlFor(QUrl(u"https://api.box.com/oauth2/token"_s)),
        QUrl(u"https://api.box.com/oauth2/revoke"_s));
}

void TestTokenEndpoint::takesAnOddLifetimeForAUsualOne_data()
{
    QTest::addColumn<QByteArray>("expiresIn");
    QTest::addColumn<int>("seconds");
    QTest::newRow("as documented") << QByteArray("4199") << 4199;
    QTest::newRow("text") << QByteArray("\"3600\"") << 3600;
    QTest::newRow("zero") << QByteArray("0") << 3600;
    QTest::newRow("negative") << QByteArray("-1") << 3600;
    QTest::newRow("beyond all bounds") << QByteArray("1e12") << 86'400;
    QTest::newRow("null") << QByteArray("null") << 3600;
    QTest::newRow("a word") << QByteArray("\"soon\"") << 3600;
}

void TestTokenEndpoint::takesAnOddLifetimeForAUsualOne()
{
    QFETCH(const QByteArray, expiresIn);
    QFETCH(const int, seconds);

    const auto grant = parseTokenGrant(pairJson(expiresIn));

    QVERIFY(grant);
    QCOMPARE(grant->lifetime, std::chrono::seconds(seconds));
    QCOMPARE(grant->refreshToken, Secret("r2"));
}

void TestTokenEndpoint::refusesAMalformedAnswer_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("no refresh token") << pairJson("3600", "");
    QTest::newRow("an empty refresh token") << pairJson("3600", "\"\"");
    QTest::newRow("a refresh token of 2 MB")
        << pairJson("3600", '"' + QByteArray(2'000'000, 'x') + '"');
    QTest::newRow("a refresh token of 20 KB")
        << pairJson("3600", '"' + QByteArray(20'000, 'x') + '"');
    QTest::newRow("a token that smuggles a header")
        << QByteArray("{\"access_token\":\"a\\r\\nX: y\",\"refresh_token\":\"r\"}");
    QTest::newRow("HTML") << QByteArray("<html>Sign in to the network</html>");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut short") << pairJson().left(40);
    QTest::newRow("a list") << QByteArray("[1]");
}

void TestTokenEndpoint::refusesAMalformedAnswer()
{
    QFETCH(const QByteArray, body);
    Fixture f;
    f.server.json(body);

    f.call = f.endpoint->refresh(app, Secret("r1"), f.note());

    QVERIFY(f.answers());
    QVERIFY(!*f.grant);
    QCOMPARE(f.grant->error().kind, Error::Kind::Malformed);
}

void TestTokenEndpoint::needsNoRefreshTokenFromAnApp()
{
    Fixture f;
    f.server.json(pairJson("3600", ""));

    f.call = f.endpoint->clientCredentials(app, {"998877", false}, f.note());

    QVERIFY(f.answers());
    QVERIFY(*f.grant);
    QVERIFY(f.grant->value().refreshToken.isEmpty());
}

void TestTokenEndpoint::tellsWhatOnlyAPersonCanMend_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("description");
    const auto row = [](int status, const char *code, const char *description) {
        QTest::addRow("%d %s: %s", status, code, description)
            << status << QByteArray(code) << QByteArray(description);
    };
    row(400, "invalid_grant", "The authorization code has expired");
    row(400, "invalid_grant", "Refresh token has expired");
    row(400, "invalid_grant", "Please check the 'sub' claim.");
    row(400, "invalid_grant", "Grant credentials are invalid");
    row(400, "invalid_client", "The client credentials are not valid");
    row(401, "invalid_client", "The client credentials are not valid");
    row(400, "unauthorized_client", "This app is not authorized by the enterprise admin");
    row(400, "invalid_request",
        "Cannot obtain user token based on the enterprise configuration for your app");
}

void TestTokenEndpoint::tellsWhatOnlyAPersonCanMend()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, code);
    QFETCH(const QByteArray, description);
    Fixture f;
    f.server.status(
        status, "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}");

    f.call = f.endpoint->refresh(app, Secret("r1"), f.note());

    QVERIFY(f.answers());
    QCOMPARE(f.grant->error().kind, Error::Kind::Unauthorized);
    QCOMPARE(f.grant->error().code, QString::fromLatin1(code));
    QCOMPARE(f.grant->error().message, QString::fromLatin1(description));
    QCOMPARE(f.grant->error().status, status);
}

void TestTokenEndpoint::passesOnWhatHealsByItself_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("a gateway's 400") << 400 << QByteArray("<html>");
    QTest::newRow("a proxy's 403") << 403 << QByteArray("blocked");
    QTest::newRow("a proxy's page") << 403 << QByteArray("<html>blocked</html>");
    QTest::newRow("not in OAuth's words") << 403 << QByteArray("{\"code\":\"blocked\"}");
    QTest::newRow("429") << 429 << QByteArray();
    QTest::newRow("500") << 500 << QByteArray("{}");
    QTest::newRow("502") << 502 << QByteArray("<html>");
    QTest::newRow("OAuth's own") << 400 << QByteArray("{\"error\":\"temporarily_unavailable\"}");
}

void TestTokenEndpoint::passesOnWhatHealsByItself()
{
    QFETCH(const int, status);
    QFETCH(const QByteArray, body);
    Fixture f;
    const QByteArray type = body.startsWith('<') ? "text/html" : "application/json";
    f.server.status(status, body, {{"Content-Type", type}});

    f.call = f.endpoint->refresh(app, Secret("r1"), f.note());

    QVERIFY(f.answers());
    QVERIFY(f.grant->error().isTransient());
}

void TestTokenEndpoint::sendsARefreshTokenOnceWhateverTheConnectionDoes_data()
{
    QTest::addColumn<bool>("warm");
    QTest::addColumn<bool>("reset");
    for (const bool warm : {false, true}) {
        for (const bool reset : {false, true})
            QTest::addRow("%s, %s", warm ? "warm" : "cold", reset ? "reset" : "closed")
                << warm << reset;
    }
}

void TestTokenEndpoint::sendsARefreshTokenOnceWhateverTheConnectionDoes()
{
    QFETCH(const bool, warm);
    QFETCH(const bool, reset);
    Fixture f;
    if (warm) {
        f.server.json(pairJson());
        f.call = f.endpoint->refresh(app, Secret("r0"), f.note());
        QVERIFY(f.answers());
        f.grant.reset();
    }
    const int before = f.server.count(tokenRoute);
    reset ? f.server.reset().forEver() : f.server.hangUp().forEver();

    f.call = f.endpoint->refresh(app, Secret("r1"), f.note());

    QVERIFY(f.answers());
    QVERIFY(f.grant->error().isTransient());
    QTest::qWait(100);
    QCOMPARE(f.server.count(tokenRoute) - before, 1);
}

void TestTokenEndpoint::learnsTheTimeOfBoxFromARefusalToo()
{
    Fixture f;
    f.server.status(
        400,
        "{\"error\":\"invalid_grant\",\"error_description\":\"Please check the 'exp' claim.\"}",
        {{"Date", "Sat, 06 Nov 2094 08:49:37 GMT"}});

    f.call = f.endpoint->assertion(app, Secret("a.b.c"), f.note());

    QVERIFY(f.answers());
    QCOMPARE(f.endpoint->clock().now().date().year(), 2094);
}

void TestTokenEndpoint::saysNoSecretInAnError()
{
    Fixture f;
    f.server.hangUp();
    const TokenClient client{"id", Secret("CLIENTS3CRET")};

    f.call = f.endpoint->refresh(client, Secret("R3FRESH"), f.note());

    QVERIFY(f.answers());
    const QString said = sentenceFor(f.grant->error()) + f.grant->error().message;
    QVERIFY(!said.contains(u"CLIENTS3CRET"_s) && !said.contains(u"R3FRESH"_s));
}

QTEST_GUILESS_MAIN(TestTokenEndpoint)
#include "tst_tokenendpoint.moc"
