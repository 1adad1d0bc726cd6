// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/realtimeserver.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

QByteArray answer(const QByteArray &members)
{
    return "{\"chunk_size\":2,\"entries\":[{\"type\":\"other\",\"url\":\"https://x.example/\"},"
           "{\"type\":\"realtime_server\",\"url\":\"https://2.realtime.services.box.net/s?a=b\""
        + members + "}]}";
}

} // namespace

class TestRealtimeServer : public QObject
{
    Q_OBJECT

private slots:
    void readsNumbersAndStrings()
    {
        const auto server = parseRealtimeServer(
            answer(",\"ttl\":\"7\",\"max_retries\":12,\"retry_timeout\":\"99\""));

        QVERIFY(server.hasValue());
        QCOMPARE(server->url, QUrl(QStringLiteral("https://2.realtime.services.box.net/s?a=b")));
        QCOMPARE(server->ttl, 7min);
        QCOMPARE(server->maxRetries, 12);
        QCOMPARE(server->retryTimeout, 99s);
    }

    void replacesWhatMakesNoSense_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value : {"0", "-1", "\"abc\"", "\"\"", "null", "[]", "{}", "true", "0.5"})
            QTest::newRow(value) << QByteArray(value);
    }

    void replacesWhatMakesNoSense()
    {
        QFETCH(const QByteArray, value);

        const auto server = parseRealtimeServer(answer(
            ",\"ttl\":" + value + ",\"max_retries\":" + value + ",\"retry_timeout\":" + value));

        QVERIFY(server.hasValue());
        QCOMPARE(server->ttl, 10min);
        QCOMPARE(server->maxRetries, 10);
        QCOMPARE(server->retryTimeout, 610s);
    }

    void clampsWhatIsAbsurd_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value : {"1000000000", "\"1000000000\"", "1e300"})
            QTest::newRow(value) << QByteArray(value);
    }

    void clampsWhatIsAbsurd()
    {
        QFETCH(const QByteArray, value);

        const auto server = parseRealtimeServer(answer(
            ",\"ttl\":" + value + ",\"max_retries\":" + value + ",\"retry_timeout\":" + value));

        QVERIFY(server.hasValue());
        QCOMPARE(server->ttl, 60min);
        QCOMPARE(server->maxRetries, 50);
        QCOMPARE(server->retryTimeout, 3600s);
        QCOMPARE(parseRealtimeServer(answer(",\"retry_timeout\":2"))->retryTimeout, 30s);
    }

    void refusesAnAnswerWithoutAServer_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        const QString notJson = QStringLiteral("not_json");
        QTest::newRow("empty") << QByteArray() << notJson;
        QTest::newRow("a page") << QByteArray("<html></html>") << notJson;
        QTest::newRow("an array") << QByteArray("[]") << notJson;
        QTest::newRow("an object") << QByteArray("{}") << QString();
        QTest::newRow("no entries") << QByteArray("{\"entries\":[]}") << QString();
        QTest::newRow("another type")
            << QByteArray("{\"entries\":[{\"type\":\"x\",\"url\":\"https://a.box.net/\"}]}")
            << QString();
        QTest::newRow("another scheme")
            << QByteArray("{\"entries\":[{\"type\":\"realtime_server\",\"url\":\"ftp://a/\"}]}")
            << QString();
        QTest::newRow("a relative URL")
            << QByteArray("{\"entries\":[{\"type\":\"realtime_server\",\"url\":\"/sub\"}]}")
            << QString();
    }

    void refusesAnAnswerWithoutAServer()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, code);

        const auto server = parseRealtimeServer(body);

        QVERIFY(!server);
        QCOMPARE(server.error().kind, Error::Kind::Malformed);
        QCOMPARE(server.error().code, code);
    }

    void makesAPollUrl_data()
    {
        QTest::addColumn<QByteArray>("server");
        QTest::addColumn<QByteArray>("poll");
        const auto row = [](const char *name, const char *server, const char *poll) {
            QTest::newRow(name) << QByteArray(server) << QByteArray(poll);
        };
        row("with a query", "https://r.box.net/s?channel=ab&stream_type=all",
            "https://r.box.net/s?channel=ab&stream_type=all&stream_position=1%3B%2B");
        row("without", "https://r.box.net/s", "https://r.box.net/s?stream_position=1%3B%2B");
        row("with a fragment", "https://r.box.net/s?a=b#frag",
            "https://r.box.net/s?a=b&stream_position=1%3B%2B");
        row("with an old position", "https://r.box.net/s?stream_position=0&a=b",
            "https://r.box.net/s?a=b&stream_position=1%3B%2B");
        row("with escapes", "https://r.box.net/s?channel=a%2Bb%26c",
            "https://r.box.net/s?channel=a%2Bb%26c&stream_position=1%3B%2B");
        row("plain http", "http://r.box.net/s?a=b",
            "https://r.box.net/s?a=b&stream_position=1%3B%2B");
        row("plain http with its port", "http://r.box.net:80/s?a=b",
            "https://r.box.net/s?a=b&stream_position=1%3B%2B");
        row("plain http on this machine", "http://127.0.0.1:81/s?a=b",
            "http://127.0.0.1:81/s?a=b&stream_position=1%3B%2B");
    }

    void makesAPollUrl()
    {
        QFETCH(const QByteArray, server);
        QFETCH(const QByteArray, poll);

        QCOMPARE(pollUrl(QUrl::fromEncoded(server), "1;+").toEncoded(), poll);
    }
};

QTEST_GUILESS_MAIN(TestRealtimeServer)
#include "tst_realtimeserver.moc"
