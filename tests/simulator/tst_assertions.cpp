// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/signedassertion.h"
#include "tests/simulator/simulatorclient.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

struct Fixture
{
    explicit Fixture(SimulatorOptions options = {}) : client(start(options))
    {
        configuration = client.get("/_sim/jwt-config").json();
        app = configuration["boxAppSettings"_L1].toObject();
        const QJsonObject key = app["appAuth"_L1].toObject();
        pem = key["privateKey"_L1].toString().toLatin1();
        passphrase = key["passphrase"_L1].toString().toLatin1();
        header = {{u"alg"_s, u"RS256"_s}, {u"typ"_s, u"JWT"_s}, {u"kid"_s, key["publicKeyID"_L1]}};
        claims = {
            {u"iss"_s, app["clientID"_L1]},       {u"sub"_s, configuration["enterpriseID"_L1]},
            {u"box_sub_type"_s, u"enterprise"_s}, {u"aud"_s, u"https://api.box.com/oauth2/token"_s},
            {u"jti"_s, u"0123456789abcdef"_s},    {u"exp"_s, serverTime() + 30},
        };
    }

    qint64 serverTime()
    {
        const QByteArray date = client.get("/2.0/users/me").headers.value("date");
        QDateTime time = QLocale::c().toDateTime(
            QString::fromLatin1(date), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
        time.setTimeSpec(Qt::UTC);
        return time.toSecsSinceEpoch();
    }

    SimulatorClient::Answer send()
    {
        return client.post(
            "/oauth2/token",
            "client_id=" + app["clientID"_L1].toString().toUtf8()
                + "&client_secret=" + app["clientSecret"_L1].toString().toUtf8()
                + "&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                + signedAssertion(pem, passphrase, header, claims));
    }

    Simulator simulator;
    SimulatorClient client;
    QJsonObject configuration;
    QJsonObject app;
    QByteArray pem;
    QByteArray passphrase;
    QJsonObject header;
    QJsonObject claims;

private:
    const Simulator &start(SimulatorOptions &options)
    {
        options.backlog = 10;
        simulator.start(options);
        return simulator;
    }
};

} // namespace

class TestAssertions : public QObject
{
    Q_OBJECT

private slots:
    void givesTheServiceAccountForAGoodAssertion_data()
    {
        QTest::addColumn<QString>("algorithm");
        for (const char *name : {"RS256", "RS384", "RS512"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void givesTheServiceAccountForAGoodAssertion()
    {
        QFETCH(const QString, algorithm);
        Fixture f;
        f.header[u"alg"] = algorithm;

        const auto answer = f.send();

        QCOMPARE(answer.status, 200);
        QVERIFY(!answer.json().contains("refresh_token"_L1));
        f.client.setToken(answer.json()["access_token"_L1].toString().toLatin1());
        QCOMPARE(f.client.events("admin_logs").status, 200);
        QVERIFY(f.client.get("/2.0/users/me")
                    .json()["login"_L1]
                    .toString()
                    .startsWith(u"AutomationUser"));
    }

    void givesAUserForAnAssertionAboutOne()
    {
        Fixture f;
        const QString id = f.client.get("/2.0/users/me").json()["id"_L1].toString();
        f.claims[u"box_sub_type"] = u"user"_s;
        f.claims[u"sub"] = id;

        const auto answer = f.send();

        QCOMPARE(answer.status, 200);
        f.client.setToken(answer.json()["access_token"_L1].toString().toLatin1());
        QCOMPARE(f.client.get("/2.0/users/me").json()["id"_L1].toString(), id);
    }

    void refusesAnAssertionThatIsNotRight_data()
    {
        using Change = std::function<void(Fixture &)>;
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, Change change, const char *word) {
            QTest::newRow(name) << std::move(change) << QString::fromLatin1(word);
        };
        const auto claim = [](const char *name, const QJsonValue &value) {
            return
                [name = QString::fromLatin1(name), value](Fixture &f) { f.claims[name] = value; };
        };
        row(
            "a strange key id", [](Fixture &f) { f.header[u"kid"] = u"other"_s; }, "'kid'");
        row(
            "an algorithm that is none", [](Fixture &f) { f.header[u"alg"] = u"none"_s; },
            "signature");
        row(
            "a key of somebody else",
            [](Fixture &f) {
                Fixture other;
                f.pem = other.pem;
            },
            "signature");
        row("a strange client", claim("iss", u"somebody"_s), "'iss'");
        row("a strange enterprise", claim("sub", u"1"_s), "'sub'");
        row("a strange subject type", claim("box_sub_type", u"group"_s), "'sub'");
        row("a number for a subject", claim("sub", 4), "'sub'");
        row(
            "the host that was called",
            [](Fixture &f) { f.claims[u"aud"] = f.simulator.url().toString(); }, "'aud'");
        row("a short jti", claim("jti", u"0123456789abcde"_s), "'jti'");
        row("a long jti", claim("jti", QString(129, u'x')), "'jti'");
        row(
            "no jti", [](Fixture &f) { f.claims.remove(u"jti"_s); }, "'jti'");
        row(
            "a time that is over", [](Fixture &f) { f.claims[u"exp"] = f.serverTime() - 1; },
            "'exp'");
        row(
            "a time too far ahead", [](Fixture &f) { f.claims[u"exp"] = f.serverTime() + 90; },
            "'exp'");
        row(
            "no time", [](Fixture &f) { f.claims.remove(u"exp"_s); }, "'exp'");
    }

    void refusesAnAssertionThatIsNotRight()
    {
        QFETCH(const std::function<void(Fixture &)>, change);
        QFETCH(const QString, word);
        Fixture f;
        change(f);

        const auto answer = f.send();

        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.json()["error"_L1].toString(), u"invalid_grant"_s);
        const QString description = answer.json()["error_description"_L1].toString();
        QVERIFY2(description.contains(word), qPrintable(description));
    }

    void takesEachJtiOnce()
    {
        Fixture f;

        QCOMPARE(f.send().status, 200);
        const auto again = f.send();
        f.claims[u"jti"] = u"another-0123456789"_s;

        QCOMPARE(again.status, 400);
        QVERIFY(again.json()["error_description"_L1].toString().contains(u"'jti'"));
        QCOMPARE(f.send().status, 200);
    }

    void goesByItsOwnClockAndTellsItInTheDateHeader()
    {
        SimulatorOptions options;
        options.clockOffset = std::chrono::minutes(10);
        Fixture f(options);
        const qint64 here = QDateTime::currentSecsSinceEpoch();
        QVERIFY(f.serverTime() > here + 500);

        f.claims[u"exp"] = here + 30;
        const auto wrong = f.send();
        f.claims[u"exp"] = f.serverTime() + 30;

        QVERIFY(wrong.json()["error_description"_L1].toString().contains(u"'exp'"));
        QCOMPARE(f.send().status, 200);
    }

    void saysThatTheAdminHasNotAuthorizedTheApp()
    {
        Fixture f;
        QVERIFY(f.simulator.post("/_sim/auth", "{\"authorized\":false}"));

        const auto answer = f.send();

        QCOMPARE(answer.json()["error"_L1].toString(), u"unauthorized_client"_s);
        QVERIFY(f.simulator.post("/_sim/auth", "{\"authorized\":true}"));
        f.claims[u"jti"] = u"another-0123456789"_s;
        QCOMPARE(f.send().status, 200);
    }

    void givesOutItsKeyInEveryForm_data()
    {
        QTest::addColumn<QByteArray>("form");
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("3des") << QByteArray("3des") << QByteArray("BEGIN ENCRYPTED PRIVATE KEY");
        QTest::newRow("aes") << QByteArray("aes") << QByteArray("BEGIN ENCRYPTED PRIVATE KEY");
        QTest::newRow("plain") << QByteArray("plain") << QByteArray("BEGIN PRIVATE KEY");
        QTest::newRow("pkcs1") << QByteArray("pkcs1") << QByteArray("BEGIN RSA PRIVATE KEY");
    }

    void givesOutItsKeyInEveryForm()
    {
        QFETCH(const QByteArray, form);
        QFETCH(const QByteArray, start);
        Fixture f;
        const QJsonObject key = f.client.get("/_sim/jwt-config?form=" + form)
                                    .json()["boxAppSettings"_L1]["appAuth"_L1]
                                    .toObject();
        f.pem = key["privateKey"_L1].toString().toLatin1();
        f.passphrase = key["passphrase"_L1].toString().toLatin1();

        QVERIFY2(f.pem.contains(start), f.pem.constData());
        QCOMPARE(f.send().status, 200);
    }
};

QTEST_GUILESS_MAIN(TestAssertions)
#include "tst_assertions.moc"
