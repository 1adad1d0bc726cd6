// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "net/exchange.h"
#include "net/flood.h"
#include "net/testcertificate.h"
#include "support/loopbackserver.h"
#include "support/testproxy.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 60'000; // milliseconds
constexpr qint64 megabyte = 1024 * 1024;

/// A server whose answers Qt unpacks, which it does for https to another machine only.
struct Packed
{
    Packed()
    {
        settings.caFile = file.path();
        settings.proxy.kind = ProxySettings::Kind::Http;
        settings.proxy.host = QStringLiteral("127.0.0.1");
        settings.proxy.port = proxy.serverPort();
    }

    HttpRequest request() const
    {
        HttpRequest request = get(QUrl(QStringLiteral("https://box.test/2.0/events")));
        request.maxBody = 8 * megabyte;
        return request;
    }

    TestCertificate authority{{.name = "tests", .isAuthority = true}};
    TestCertificate certificate{{.name = "box.test"}, &authority};
    CaFile file{authority.pem()};
    LoopbackServer server{certificate.serverTls()};
    TestProxy proxy{TestProxy::Kind::Http, server.serverPort()};
    NetworkSettings settings;
};

quint32 checksum(const QByteArray &bytes)
{
    quint32 crc = 0xffffffffU;
    for (const char byte : bytes) {
        crc ^= static_cast<uchar>(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) ? 0xedb88320U : 0U);
    }
    return ~crc;
}

QByteArray littleEndian(quint32 number)
{
    QByteArray bytes;
    for (int i = 0; i < 4; ++i)
        bytes += static_cast<char>((number >> (8U * static_cast<unsigned>(i))) & 0xffU);
    return bytes;
}

QByteArray gzip(const QByteArray &bytes)
{
    // What qCompress() makes, without its length, the header of zlib and its checksum.
    const QByteArray deflated = qCompress(bytes, 9).mid(6).chopped(4);
    return QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10) + deflated + littleEndian(checksum(bytes))
        + littleEndian(static_cast<quint32>(bytes.size()));
}

/// Bytes that shrink to about a \p ratio -th.
QByteArray shrinkable(qint64 size, int ratio)
{
    QByteArray bytes;
    quint32 state = 1;
    while (bytes.size() < size) {
        for (int i = 0; i < 100; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes += static_cast<char>(state >> 24U);
        }
        bytes += QByteArray(100 * (ratio - 1), 'x');
    }
    return bytes;
}

} // namespace

class TestHostileServer : public QObject
{
    Q_OBJECT

private slots:
    void takesAGzippedAnswer()
    {
        Packed f;
        const QByteArray body = "{\"entries\":[" + QByteArray(100'000, ' ') + "]}";
        f.server.json(gzip(body), {{"Content-Encoding", "gzip"}});
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        QVERIFY(exchange.result->value().body == body);
        QVERIFY(f.server.requests().at(0).headers.value("accept-encoding").contains("gzip"));
    }

    void stopsABombBeforeItGoesOff_data()
    {
        QTest::addColumn<int>("ratio");
        QTest::addColumn<int>("megabytes");
        QTest::newRow("ratio 20") << 20 << 40;
        QTest::newRow("ratio 35") << 35 << 40;
        QTest::newRow("ratio 1000") << 1000 << 200;
    }

    void stopsABombBeforeItGoesOff()
    {
        QFETCH(const int, ratio);
        QFETCH(const int, megabytes);
        Packed f;
        const QByteArray packed = gzip(shrinkable(megabytes * megabyte, ratio));
        f.server.json(packed, {{"Content-Encoding", "gzip"}});
        Network network(f.settings);
        const qint64 before = memoryInUse();

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.hasError(Error::Kind::Malformed), qPrintable(exchange.sentence()));
        QVERIFY(memoryInUse() - before < 80 * megabyte);
    }

    void unpacksOnceOnly()
    {
        Packed f;
        const QByteArray inner = gzip("{}");
        f.server.json(gzip(inner), {{"Content-Encoding", "gzip"}});
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.succeeded(), qPrintable(exchange.sentence()));
        QCOMPARE(exchange.result->value().body, inner); // no JSON, as whoever reads it will find
    }

    void makesNothingOfAWrongEncoding_data()
    {
        QTest::addColumn<QByteArray>("encoding");
        for (const char *encoding : {"gzip", "deflate", "br", "zstd", "gzip, gzip", "x-secret"})
            QTest::newRow(encoding) << QByteArray(encoding);
    }

    void makesNothingOfAWrongEncoding()
    {
        QFETCH(const QByteArray, encoding);
        Packed f;
        const QByteArray body = "not packed at all";
        f.server.json(body, {{"Content-Encoding", encoding}});
        Network network(f.settings);

        Exchange exchange(network, f.request());

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        if (exchange.succeeded())
            QCOMPARE(exchange.result->value().body, body);
        else
            QVERIFY2(exchange.hasError(Error::Kind::Malformed), qPrintable(exchange.sentence()));
    }

    void givesUpOnAHeaderThatIsTooLong_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("more");
        QTest::newRow("one line of 400 MB")
            << QByteArray("HTTP/1.1 200 OK\r\nX: ") << QByteArray(65'536, 'x');
        QTest::newRow("lines without end")
            << QByteArray("HTTP/1.1 200 OK\r\n") << QByteArray("X-A: yyyyyyyy\r\n").repeated(1000);
        QTest::newRow("a status without end")
            << QByteArray("HTTP/1.1 200 ") << QByteArray(65'536, 'x');
    }

    void givesUpOnAHeaderThatIsTooLong()
    {
        QFETCH(const QByteArray, start);
        QFETCH(const QByteArray, more);
        Flood server(start, [&server, &more] {
            return server.sent() < 400 * megabyte ? more : QByteArray();
        });
        Network network({});
        HttpRequest request = get(server.url());
        request.deadline = 2s;
        const qint64 before = memoryInUse();

        Exchange exchange(network, request);

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY(
            exchange.hasError(Error::Kind::Timeout) || exchange.hasError(Error::Kind::Network)
            || exchange.hasError(Error::Kind::Malformed));
        QVERIFY2(
            memoryInUse() - before < 150 * megabyte,
            qPrintable(QString::number((memoryInUse() - before) / megabyte)));
    }

    void readsAnAnswerWithManyHeaders()
    {
        LoopbackServer server;
        QByteArray headers;
        for (int i = 0; i < 500; ++i)
            headers += "X-" + QByteArray::number(i) + ": y\r\n";
        server.raw("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 2\r\n\r\n{}");
        Network network({});

        Exchange exchange(network, get(server.url()));

        QTRY_VERIFY_WITH_TIMEOUT(exchange.succeeded(), patience);
    }

    void stopsABodyWithoutEnd_data()
    {
        QTest::addColumn<QByteArray>("start");
        QTest::addColumn<QByteArray>("more");
        const QByteArray start = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        QTest::newRow("chunked") << start + "Transfer-Encoding: chunked\r\n\r\n"
                                 << "10000\r\n" + QByteArray(65'536, 'x') + "\r\n";
        QTest::newRow("of an unknown length") << start + "Connection: close\r\n\r\n"
                                              << QByteArray(65'536, 'x');
        QTest::newRow("of a length that nobody has")
            << start + "Content-Length: 999999999999\r\n\r\n"
            << QByteArray(65'536, 'x');
    }

    void stopsABodyWithoutEnd()
    {
        QFETCH(const QByteArray, start);
        QFETCH(const QByteArray, more);
        Flood server(start, [&more] { return more; });
        Network network({});
        const qint64 before = memoryInUse();

        Exchange exchange(network, get(server.url())); // with the limit that it has: 64 MiB

        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QVERIFY2(exchange.hasError(Error::Kind::Malformed), qPrintable(exchange.sentence()));
        QVERIFY(memoryInUse() - before < 150 * megabyte);
    }

    void makesNothingOfAnswersThatAreNotHttp_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        for (const char *bytes :
             {"HTTP/1.1\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n{}",
              "\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}"})
            QTest::addRow("%s", QByteArray(bytes).simplified().constData()) << QByteArray(bytes);
    }

    void makesNothingOfAnswersThatAreNotHttp()
    {
        QFETCH(const QByteArray, bytes);
        LoopbackServer server;
        server.raw(bytes).forEver();
        Network network({});
        HttpRequest request = get(server.url());
        request.deadline = 2s;

        Exchange exchange(network, request);

        // Whatever it makes of them: no crash, one answer, and nothing that passes for a chunk.
        QTRY_VERIFY_WITH_TIMEOUT(exchange.result, patience);
        QCOMPARE(exchange.answers, 1);
        if (exchange.succeeded())
            QVERIFY(exchange.result->value().body.size() <= 2);
    }
};

QTEST_GUILESS_MAIN(TestHostileServer)
#include "tst_hostileserver.moc"
