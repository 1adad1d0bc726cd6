// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/httpserver.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <vector>

using namespace boxwatch::sim;

namespace {

constexpr int patience = 20'000;

/// Answers with what was asked, unless a test has other plans.
struct Fixture
{
    Fixture()
    {
        handler = [](const HttpExchange &exchange) {
            const HttpRequest &request = exchange.request();
            exchange.answer(
                HttpReply::json(request.method + ' ' + request.target + ' ' + request.body));
        };
        server.start(0);
        socket.connectToHost(server.serverAddress(), server.serverPort());
        socket.waitForConnected(patience);
    }

    /// What comes back until \p end is in it, or the connection closes.
    QByteArray answerTo(const QByteArray &request, const QByteArray &end)
    {
        socket.write(request);
        QByteArray answer;
        [[maybe_unused]] const bool isThere = QTest::qWaitFor(
            [&] {
                answer += socket.readAll();
                return answer.contains(end)
                    || (socket.state() == QAbstractSocket::UnconnectedState
                        && !socket.bytesAvailable());
            },
            patience);
        return answer;
    }

    std::function<void(const HttpExchange &)> handler;
    HttpServer server{[this](const HttpExchange &exchange) { handler(exchange); }};
    QTcpSocket socket;
};

} // namespace

class TestHttpServer : public QObject
{
    Q_OBJECT

private slots:
    void listensOnLoopbackOnly()
    {
        Fixture f;
        QVERIFY(f.server.isListening());
        QVERIFY(f.server.serverAddress().isLoopback());
    }

    void answersARequestInPieces()
    {
        Fixture f;
        const QByteArray request =
            "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody";
        for (const char c : request.chopped(1)) {
            f.socket.write(&c, 1);
            f.socket.flush();
            QCoreApplication::processEvents();
        }

        const QByteArray answer = f.answerTo("y", "body");

        QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(answer.endsWith("\r\n\r\nPOST /a?b=c body"));
        QVERIFY(answer.contains("Content-Length: 16\r\n"));
    }

    void answersPipelinedRequestsInOrder()
    {
        Fixture f;
        std::vector<HttpExchange> waiting;
        f.handler = [&waiting](const HttpExchange &exchange) { waiting.push_back(exchange); };
        f.socket.write("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
        QByteArray order;

        for (int i = 0; i < 3; ++i) {
            QTRY_COMPARE_WITH_TIMEOUT(waiting.size(), static_cast<std::size_t>(i + 1), patience);
            order += waiting.back().request().target;
            waiting.back().answer(HttpReply::json("{}"));
        }

        QCOMPARE(order, QByteArray("/1/2/3"));
    }

    void sendsNoBodyToHead()
    {
        Fixture f;
        const QByteArray answer = f.answerTo("HEAD /abc HTTP/1.1\r\n\r\n", "\r\n\r\n");
        QVERIFY(answer.contains("Content-Length: 10\r\n"));
        QVERIFY(answer.endsWith("\r\n\r\n"));
    }

    void closesWhenAskedTo()
    {
        Fixture f;
        const QByteArray answer = f.answerTo(
            "GET /x HTTP/1.1\r\nConnection: close\r\n\r\n", "never");
        QVERIFY(answer.endsWith("GET /x "));
        QCOMPARE(f.socket.state(), QAbstractSocket::UnconnectedState);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("rubbish") << QByteArray("hello\r\n\r\n") << QByteArray("400");
        QTest::newRow("headers without end")
            << QByteArray("GET / HTTP/1.1\r\nA: ") + QByteArray(70'000, 'a') << QByteArray("431");
        QTest::newRow("an enormous body")
            << QByteArray("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n")
            << QByteArray("413");
        QTest::newRow("a negative body")
            << QByteArray("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n") << QByteArray("400");
        QTest::newRow("a chunked body")
            << QByteArray("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")
            << QByteArray("501");
        QTest::newRow("a header without a name")
            << QByteArray("GET / HTTP/1.1\r\n: x\r\n\r\n") << QByteArray("400");
    }

    void refuses()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, status);
        Fixture f;

        const QByteArray answer = f.answerTo(request, "\r\n\r\n");

        QVERIFY2(answer.startsWith(QByteArray("HTTP/1.1 " + status)), answer.constData());
        QTRY_COMPARE_WITH_TIMEOUT(f.socket.state(), QAbstractSocket::UnconnectedState, patience);
    }

    void spoilsAnAnswerWhenToldTo()
    {
        Fixture f;
        f.handler = [](const HttpExchange &exchange) {
            HttpReply reply = HttpReply::json("0123456789");
            reply.ending = HttpReply::Ending::CutShort;
            exchange.answer(reply);
        };

        const QByteArray answer = f.answerTo("GET / HTTP/1.1\r\n\r\n", "never");

        QVERIFY(answer.contains("Content-Length: 10\r\n"));
        QVERIFY(answer.endsWith("\r\n\r\n01234"));
    }

    void resetsAConnectionWhenToldTo()
    {
        Fixture f;
        f.handler = [](const HttpExchange &exchange) {
            HttpReply reply;
            reply.ending = HttpReply::Ending::Reset;
            exchange.answer(reply);
        };

        QCOMPARE(f.answerTo("GET / HTTP/1.1\r\n\r\n", "never"), QByteArray());
        QCOMPARE(f.socket.error(), QAbstractSocket::RemoteHostClosedError);
    }

    void survivesAnAnswerToNobody()
    {
        Fixture f;
        std::vector<HttpExchange> waiting;
        bool isGone = false;
        f.handler = [&](const HttpExchange &exchange) {
            exchange.whenGone(f.server, [&isGone] { isGone = true; });
            waiting.push_back(exchange);
        };
        f.socket.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_COMPARE_WITH_TIMEOUT(waiting.size(), std::size_t{1}, patience);

        f.socket.abort();

        QTRY_VERIFY_WITH_TIMEOUT(isGone, patience);
        waiting.front().answer(HttpReply::json("{}"));
        QTRY_VERIFY_WITH_TIMEOUT(!waiting.front().isOpen(), patience);
        waiting.front().answer(HttpReply::json("{}"));
    }

    void decodesQueriesAsForms()
    {
        HttpRequest request;
        request.target = "/a%20b?x=1+2&y=%2B&z&=&x=3";

        QCOMPARE(request.path(), QByteArray("/a b"));
        QCOMPARE(valueOf(request.query(), "x"), QByteArray("1 2"));
        QCOMPARE(valueOf(request.query(), "y"), QByteArray("+"));
        QCOMPARE(valueOf(request.query(), "z"), QByteArray(""));
        QVERIFY(!valueOf(request.query(), "nothing"));
    }
};

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
