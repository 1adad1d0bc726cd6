// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "auth/testkey.h"
#include "core/auth/jwtassertion.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now = QDateTime::fromSecsSinceEpoch(1'780'000'000, Qt::UTC);
const TokenSubject enterprise{"998877", false};

QByteArray fileWith(
    const QByteArray &pem, const QByteArray &passphrase = {},
    const QByteArray &enterpriseId = "\"998877\"", const QByteArray &more = {})
{
    QByteArray escaped = pem;
    escaped.replace("\n", "\\n");
    return "{\n  \"boxAppSettings\": {\n    \"clientID\": \"k3yq0h\",\n    \"clientSecret\": "
           "\"c1ients3cret\",\n    \"appAuth\": {\n      \"publicKeyID\": \"x1y2z3ab\",\n      "
           "\"privateKey\": \""
        + escaped + "\",\n      \"passphrase\": \"" + passphrase + "\"" + more
        + "\n    }\n  },\n  \"enterpriseID\": " + enterpriseId + "\n}\n";
}

QJsonObject part(const Secret &assertion, int index)
{
    const QByteArray text = assertion.reveal().split('.').value(index);
    return QJsonDocument::fromJson(QByteArray::fromBase64(text, QByteArray::Base64UrlEncoding))
        .object();
}

Result<Secret> assertionFrom(const QByteArray &file)
{
    const auto configuration = parseJwtConfiguration(Secret(file));
    return configuration ? jwtAssertion(*configuration, enterprise, now)
                         : Result<Secret>(configuration.error());
}

} // namespace

class TestJwtAssertion : public QObject
{
    Q_OBJECT

private slots:
    void opensEveryKindOfKeyThatBoxHasHandedOut_data();
    void opensEveryKindOfKeyThatBoxHasHandedOut();
    void signsWithTheAlgorithmThatTheFileNames_data();
    void signsWithTheAlgorithmThatTheFileNames();
    void claimsWhatBoxChecksAndNothingThatClocksCanSpoil();
    void hasAnIdOfItsOwnEachTime();
    void takesTheEnterpriseAsTextAndAsNumber();
    void mendsLineEndsThatWereEscapedTwice();
    void saysNothingOfTheKeyWhenItIsOfNoUse_data();
    void saysNothingOfTheKeyWhenItIsOfNoUse();
    void saysWhatIsMissingInTheFile_data();
    void saysWhatIsMissingInTheFile();
};

void TestJwtAssertion::opensEveryKindOfKeyThatBoxHasHandedOut_data()
{
    QTest::addColumn<TestKey::Form>("form");
    QTest::newRow("PKCS#8, PBES2 with triple DES, as from Box") << TestKey::Form::TripleDes;
    QTest::newRow("PKCS#8, PBES2 with AES-256") << TestKey::Form::Aes;
    QTest::newRow("PKCS#8, not encrypted") << TestKey::Form::Plain;
    QTest::newRow("PKCS#1") << TestKey::Form::Pkcs1;
}

void TestJwtAssertion::opensEveryKindOfKeyThatBoxHasHandedOut()
{
    QFETCH(const TestKey::Form, form);
    const TestKey key;

    const auto assertion = assertionFrom(fileWith(key.pem(form, "p4ssphrase"), "p4ssphrase"));

    QVERIFY2(assertion, assertion ? "" : qPrintable(assertion.error().message));
    QVERIFY(key.hasSigned(assertion->reveal(), "RS256"));
}

void TestJwtAssertion::signsWithTheAlgorithmThatTheFileNames_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"RS256", "RS384", "RS512"})
        QTest::newRow(name) << QByteArray(name);
}

void TestJwtAssertion::signsWithTheAlgorithmThatTheFileNames()
{
    QFETCH(const QByteArray, name);
    const TestKey key;

    const auto assertion = assertionFrom(fileWith(
        key.pem(TestKey::Form::Plain), {}, "\"998877\"", ",\n\"algorithm\": \"" + name + "\""));

    QVERIFY(assertion);
    QCOMPARE(part(*assertion, 0).value(u"alg"_s).toString().toLatin1(), name);
    QVERIFY(key.hasSigned(assertion->reveal(), name));
}

void TestJwtAssertion::claimsWhatBoxChecksAndNothingThatClocksCanSpoil()
{
    const TestKey key;
    const auto assertion = assertionFrom(fileWith(key.pem(TestKey::Form::Plain)));
    QVERIFY(assertion);

    const QJsonObject header = part(*assertion, 0);
    const QJsonObject claims = part(*assertion, 1);
    QCOMPARE(header.value(u"kid"_s).toString(), u"x1y2z3ab"_s);
    QCOMPARE(header.value(u"typ"_s).toString(), u"JWT"_s);
    QCOMPARE(claims.value(u"iss"_s).toString(), u"k3yq0h"_s);
    QCOMPARE(claims.value(u"sub"_s).toString(), u"998877"_s);
    QCOMPARE(claims.value(u"box_sub_type"_s).toString(), u"enterprise"_s);
    QCOMPARE(claims.value(u"aud"_s).toString(), u"https://api.box.com/oauth2/token"_s);
    const qint64 ahead = claims.value(u"exp"_s).toInteger() - now.toSecsSinceEpoch();
    QVERIFY(ahead > 0 && ahead <= 60);
    QVERIFY(!claims.contains(u"iat"_s) && !claims.contains(u"nbf"_s));
}

void TestJwtAssertion::hasAnIdOfItsOwnEachTime()
{
    const TestKey key;
    const QByteArray file = fileWith(key.pem(TestKey::Form::Plain));
    QSet<QString> ids;

    for (int i = 0; i < 50; ++i) {
        const QString id = part(assertionFrom(file).value(), 1).value(u"jti"_s).toString();
        QVERIFY(id.size() >= 16 && id.size() <= 128);
        ids.insert(id);
    }

    QCOMPARE(ids.size(), 50);
}

void TestJwtAssertion::takesTheEnterpriseAsTextAndAsNumber()
{
    const TestKey key;
    for (const char *written : {"\"998877\"", "998877"}) {
        const auto read = parseJwtConfiguration(
            Secret(fileWith(key.pem(TestKey::Form::Plain), {}, written)));
        QVERIFY(read);
        QCOMPARE(read->enterpriseId, "998877");
        QCOMPARE(read->clientId, "k3yq0h");
        QCOMPARE(read->clientSecret, Secret("c1ients3cret"));
    }
}

void TestJwtAssertion::mendsLineEndsThatWereEscapedTwice()
{
    const TestKey key;
    QByteArray pem = key.pem(TestKey::Form::Plain);
    pem.replace("\n", "\\n"); // and fileWith() has none left to escape
    pem.replace("\\n", "\\\\n");

    QVERIFY(assertionFrom(fileWith(pem)));
}

void TestJwtAssertion::saysNothingOfTheKeyWhenItIsOfNoUse_data()
{
    QTest::addColumn<QByteArray>("file");
    const TestKey key;
    const QByteArray encrypted = key.pem(TestKey::Form::Aes, "p4ssphrase");
    QTest::newRow("wrong passphrase") << fileWith(encrypted, "wr0ngphrase");
    QTest::newRow("no passphrase") << fileWith(encrypted);
    QTest::newRow("long passphrase") << fileWith(encrypted, QByteArray(5000, 'p'));
    QTest::newRow("an elliptic key") << fileWith(TestKey::ellipticPem());
    QTest::newRow("a small key") << fileWith(TestKey(512).pem(TestKey::Form::Plain));
    QTest::newRow("cut short") << fileWith(key.pem(TestKey::Form::Plain).left(400));
    QTest::newRow("garbage") << fileWith("-----BEGIN PRIVATE KEY-----\nS3CRETS3CRET\n");
    QTest::newRow("not PEM") << fileWith("S3CRETS3CRET");
}

void TestJwtAssertion::saysNothingOfTheKeyWhenItIsOfNoUse()
{
    QFETCH(const QByteArray, file);

    const auto assertion = assertionFrom(file);

    QVERIFY(!assertion);
    QCOMPARE(assertion.error().kind, Error::Kind::Usage);
    const QString said = sentenceFor(assertion.error());
    QVERIFY(!said.isEmpty());
    for (const char *secret :
         {"S3CRET", "p4ssphrase", "wr0ngphrase", "c1ients3cret", "BEGIN", "error:"})
        QVERIFY2(!said.contains(QLatin1String(secret)), qPrintable(said));
}

void TestJwtAssertion::saysWhatIsMissingInTheFile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not JSON") << QByteArray("S3CRET");
    QTest::newRow("a list") << QByteArray("[\"S3CRET\"]");
    QTest::newRow("another object") << QByteArray("{\"clientSecret\":\"S3CRET\"}");
    QTest::newRow("client credentials only")
        << QByteArray("{\"boxAppSettings\":{\"clientID\":\"k\",\"clientSecret\":\"S3CRET\"}}");
    QTest::newRow("no secret")
        << fileWith(TestKey().pem(TestKey::Form::Plain)).replace("clientSecret", "S3CRET");
    QTest::newRow("another algorithm")
        << fileWith(TestKey().pem(TestKey::Form::Plain), {}, "1", ",\"algorithm\":\"S3CRET\"");
    QTest::newRow("huge") << QByteArray(300'000, ' ');
}

void TestJwtAssertion::saysWhatIsMissingInTheFile()
{
    QFETCH(const QByteArray, file);

    const auto read = parseJwtConfiguration(Secret(file));

    QVERIFY(!read);
    QCOMPARE(read.error().kind, Error::Kind::Usage);
    QVERIFY(!sentenceFor(read.error()).isEmpty());
    QVERIFY(!sentenceFor(read.error()).contains(u"S3CRET"_s));
}

QTEST_GUILESS_MAIN(TestJwtAssertion)
#include "tst_jwtassertion.moc"
