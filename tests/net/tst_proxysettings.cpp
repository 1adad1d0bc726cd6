// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/networksettings.h"

#include <QTest>

using namespace boxwatch;

using Kind = ProxySettings::Kind;

class TestProxySettings : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatAPersonWrites_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        const auto row = [](const char *text, Kind kind, const char *host, int port) {
            QTest::newRow(text) << QString::fromLatin1(text) << int(kind)
                                << QString::fromLatin1(host) << port;
        };
        row("system", Kind::System, "", 0);
        row("none", Kind::None, "", 0);
        row("http://proxy.example:3128", Kind::Http, "proxy.example", 3128);
        row("http://proxy.example:3128/", Kind::Http, "proxy.example", 3128);
        row("socks5://[::1]:1080", Kind::Socks5, "::1", 1080);
    }

    void readsWhatAPersonWrites()
    {
        QFETCH(const QString, text);
        QFETCH(const int, kind);
        QFETCH(const QString, host);
        QFETCH(const int, port);

        const Result<ProxySettings> proxy = parseProxy(text);

        QVERIFY(proxy.hasValue());
        QCOMPARE(int(proxy->kind), kind);
        QCOMPARE(proxy->host, host);
        QCOMPARE(int(proxy->port), port);
        QVERIFY(*parseProxy(proxyText(*proxy)) == *proxy);
    }

    void refusesAProxyThatCannotBe_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text :
             {"", "proxy.example", "proxy.example:3128", "http://proxy.example", "http://:3128",
              "https://proxy.example:3128", "socks4://h:1", "http://h:0", "http://h:70000",
              "http://h:1/path", "http://h:1?x=y", "http://me:s3cret@h:1", "http://me@h:1",
              "me:s3cret@h:1", "http://me:s3cret@h:1 x"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void refusesAProxyThatCannotBe()
    {
        QFETCH(const QString, text);

        const Result<ProxySettings> proxy = parseProxy(text);

        QVERIFY(!proxy);
        QCOMPARE(proxy.error().kind, Error::Kind::Usage);
        QVERIFY(!proxy.error().message.contains(QLatin1String("s3cret")));
        if (text.contains(QLatin1Char('@')))
            QVERIFY(proxy.error().message.contains(QLatin1String("--proxy-user")));
    }

    void refusesSettingsWithAProxyThatCannotBe()
    {
        NetworkSettings settings;
        settings.proxy.kind = Kind::Socks5;
        QVERIFY(!checkSettings(settings));
        settings.proxy.host = QStringLiteral("127.0.0.1");
        QVERIFY(!checkSettings(settings));
        settings.proxy.port = 1080;
        QVERIFY(checkSettings(settings));
        QVERIFY(!(settings == NetworkSettings()));
    }
};

QTEST_GUILESS_MAIN(TestProxySettings)
#include "tst_proxysettings.moc"
