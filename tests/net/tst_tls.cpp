// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "net/exchange.h"
#include "net/testcertificate.h"
#include "support/loopbackserver.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 20'000; // milliseconds

/// An authority that the client is told to trust.
struct Fixture
{
    TestCertificate authority{{.name = "tests", .isAuthority = true}};
    CaFile file{authority.pem()};

    NetworkSettings settings() const
    {
        NetworkSettings settings;
        settings.caFile = file.path();
        return settings;
    }

    HttpRequest request(const LoopbackServer &server) const
    {
        HttpRequest request = get(server.url(QStringLiteral("/2.0/events?channel=s3cret")));
        request.bearer = Secret("t0k");
        return request;
    }
};

/// A server whose TLS is as OpenSSL's configuration says, with nothing ruled out by default.
QSslConfiguration lax(
    QSslConfiguration tls, const QByteArray &ciphers, const QByteArray &least,
    const QByteArray &most)
{
    tls.setProtocol(QSsl::AnyProtocol);
    tls.setBackendConfigurationOption("CipherString", QByteArray(ciphers + "@SECLEVEL=0"));
    tls.setBackendConfigurationOption("MinProtocol", least);
    tls.setBackendConfigurationOption("MaxProtocol", most);
    return tls;
}

/// Whether a client that takes everything is served: else a refusal by ours would prove nothing.
bool servesTheCareless(const LoopbackServer &server)
{
    QSslSocket socket;
    QSslConfiguration tls = lax(QSslConfiguration(), "ALL:COMPLEMENTOFALL", "TLSv1", "TLSv1.3");
    tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.setSslConfiguration(tls);
    bool encrypted = false;
    QObject::connect(&socket, &QSslSocket::encrypted, &socket, [&] { encrypted = true; });
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), server.serverPort());
    return QTest::qWaitFor([&] { return encrypted; }, patience);
}

} // namespace

class TestTls : public QObject
{
    Q_OBJECT

private slots:
    void talksToAServerThatATrustedAuthorityVouchesFor()
    {
        const Fixture f;
        const TestCertificate certificate({}, &f.authority);
        LoopbackServer server(certificate.serverTls());
        server.json("{}");
        Network network(f.settings());

        Exchange exchange(network, f.request(server));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
    }

    void saysNothingToAServerWithABadCertificate_data()
    {
        QTest::addColumn<CertificateWish>("wish");
        QTest::addColumn<bool>("trusted");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const CertificateWish &wish, bool trusted,
                            const char *code, const char *words) {
            QTest::newRow(name) << wish << trusted << QString::fromLatin1(code)
                                << QString::fromLatin1(words);
        };
        row("self-signed", {}, false, "tls_self_signed", "vouches for itself only");
        row("expired", {.fromDays = -30, .toDays = -1}, true, "tls_expired",
            "Check the clock of this computer");
        row("not yet valid", {.fromDays = 2}, true, "tls_not_yet_valid",
            "Check the clock of this computer");
        row("of another host", {.name = "box.com"}, true, "tls_wrong_host", "for another name");
        row("a name that contains ours", {.name = "127.0.0.1.example.org"}, true, "tls_wrong_host",
            "for another name");
        row("self-signed, expired and of another host",
            {.name = "x.example", .fromDays = -30, .toDays = -1}, false, "tls_self_signed",
            "vouches for itself only");
    }

    void saysNothingToAServerWithABadCertificate()
    {
        QFETCH(const CertificateWish, wish);
        QFETCH(const bool, trusted);
        QFETCH(const QString, code);
        QFETCH(const QString, words);
        const Fixture f;
        const TestCertificate certificate(wish, trusted ? &f.authority : nullptr);
        LoopbackServer server(certificate.serverTls());
        server.json("{}").forEver();
        QVERIFY(servesTheCareless(server));
        Network network(f.settings());

        Exchange exchange(network, f.request(server));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.hasError(Error::Kind::Network), patience);
        QCOMPARE(exchange.code(), code);
        QVERIFY(exchange.result->error().isTransient());
        QVERIFY2(exchange.sentence().contains(words), qPrintable(exchange.sentence()));
        QCOMPARE(server.requests().size(), 0U);
    }

    void saysNothingToAServerOfAnUnknownAuthority()
    {
        const Fixture f;
        const TestCertificate other({.name = "others", .isAuthority = true});
        const TestCertificate certificate({}, &other);
        LoopbackServer server(certificate.serverTls());
        server.json("{}").forEver();
        Network network(f.settings());

        Exchange exchange(network, f.request(server));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.hasError(Error::Kind::Network), patience);
        QCOMPARE(exchange.code(), QStringLiteral("tls_unknown_authority"));
        QVERIFY(exchange.sentence().contains(QLatin1String("--ca-file")));
        QCOMPARE(server.requests().size(), 0U);
    }

    void refusesAChainWithAWeakKeyOrSignature_data()
    {
        QTest::addColumn<CertificateWish>("wish");
        QTest::newRow("a key of 1024 bits") << CertificateWish{.bits = 1024, .isAuthority = true};
        QTest::newRow("SHA-1") << CertificateWish{.sha1 = true, .isAuthority = true};
    }

    void refusesAChainWithAWeakKeyOrSignature()
    {
        QFETCH(const CertificateWish, wish);
        const Fixture f;
        const TestCertificate weak(wish, &f.authority);
        const TestCertificate certificate({}, &weak);
        LoopbackServer server(lax(certificate.serverTls(&weak), "ALL:", "TLSv1.2", "TLSv1.3"));
        server.json("{}").forEver();
        QVERIFY(servesTheCareless(server));
        Network network(f.settings());

        Exchange exchange(network, f.request(server));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.hasError(Error::Kind::Network), patience);
        QVERIFY2(
            exchange.code().startsWith(QLatin1String("tls_")), qPrintable(exchange.sentence()));
        QCOMPARE(server.requests().size(), 0U);
    }

    void refusesOldProtocolsAndWeakCiphers_data()
    {
        QTest::addColumn<QByteArray>("ciphers");
        QTest::addColumn<QByteArray>("least");
        QTest::addColumn<QByteArray>("most");
        QTest::addColumn<bool>("accepted");
        const auto row = [](const char *ciphers, const char *least, const char *most,
                            bool accepted) {
            QTest::addRow("%s %s %s", accepted ? "takes" : "refuses", most, ciphers)
                << QByteArray(ciphers) << QByteArray(least) << QByteArray(most) << accepted;
        };
        row("ALL:", "TLSv1", "TLSv1", false);
        row("ALL:", "TLSv1.1", "TLSv1.1", false);
        row("NULL-SHA256:", "TLSv1.2", "TLSv1.2", false);
        row("AECDH-AES128-SHA:", "TLSv1.2", "TLSv1.2", false);
        row("AES128-SHA:", "TLSv1.2", "TLSv1.2", false);
        row("AES128-GCM-SHA256:", "TLSv1.2", "TLSv1.2", false);
        row("ECDHE-RSA-AES128-SHA:", "TLSv1.2", "TLSv1.2", false);
        row("ECDHE-RSA-AES128-GCM-SHA256:", "TLSv1.2", "TLSv1.2", true);
        row("ECDHE-RSA-CHACHA20-POLY1305:", "TLSv1.2", "TLSv1.2", true);
        row("ALL:", "TLSv1.3", "TLSv1.3", true);
    }

    void refusesOldProtocolsAndWeakCiphers()
    {
        QFETCH(const QByteArray, ciphers);
        QFETCH(const QByteArray, least);
        QFETCH(const QByteArray, most);
        QFETCH(const bool, accepted);
        const Fixture f;
        const TestCertificate certificate({}, &f.authority);
        LoopbackServer server(lax(certificate.serverTls(), ciphers, least, most));
        server.json("{}").forEver();
        QVERIFY(servesTheCareless(server));
        Network network(f.settings());

        Exchange exchange(network, f.request(server));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded() == accepted, qPrintable(exchange.sentence()));
        if (!accepted) {
            QCOMPARE(exchange.code(), QStringLiteral("tls_failed"));
            QCOMPARE(server.requests().size(), 0U);
        }
    }

    void noticesThatTheCertificateWasSwapped()
    {
        const Fixture f;
        const TestCertificate good({}, &f.authority);
        const TestCertificate swapped((CertificateWish()));
        LoopbackServer server(good.serverTls());
        server.json("{}", {{"Connection", "close"}}).forEver();
        Network network(f.settings());
        Exchange first(network, f.request(server));
        QTRY_VERIFY_WITH_TIMEOUT(first.succeeded(), patience);
        server.setTls(swapped.serverTls());

        Exchange second(network, f.request(server));

        QTRY_VERIFY_WITH_TIMEOUT(second.result, patience);
        QCOMPARE(second.code(), QStringLiteral("tls_self_signed"));
        QCOMPARE(server.requests().size(), 1U);
    }

    void neverOffersHttp2()
    {
        QTcpServer server; // which reads the first thing that a client says
        QVERIFY(server.listen(QHostAddress::LocalHost));
        Network network({});

        Exchange exchange(
            network, get(QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(server.serverPort()))));

        QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), patience);
        QTcpSocket *const client = server.nextPendingConnection();
        QTRY_VERIFY_WITH_TIMEOUT(client->bytesAvailable() > 100, patience);
        QVERIFY(!client->peek(10'000).contains("\x02h2"));
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
