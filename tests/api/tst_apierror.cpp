// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/apierror.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

class TestApiError : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatBoxSays()
    {
        HttpReply reply;
        reply.status = 400;
        reply.requestId = "from-header";
        reply.body =
            "{\"type\":\"error\",\"status\":400,\"code\":\"bad_request\","
            "\"message\":\"Invalid created_after parameter\",\"request_id\":\"from-body\"}";

        const Error error = apiErrorFrom(reply);

        QCOMPARE(error.kind, Error::Kind::Refused);
        QCOMPARE(error.status, 400);
        QCOMPARE(error.code, QStringLiteral("bad_request"));
        QCOMPARE(error.message, QStringLiteral("Invalid created_after parameter"));
        QCOMPARE(error.requestId, QStringLiteral("from-body from-header"));
        QVERIFY(!error.retryAfter);
    }

    void readsTheChallengeOfAnEmptyAnswer()
    {
        HttpReply reply;
        reply.status = 403;
        reply.authenticate = "Bearer realm=\"Service\", error=\"insufficient_scope\", "
                             "error_description=\"The request requires higher privileges.\"";

        const Error error = apiErrorFrom(reply);

        QCOMPARE(error.kind, Error::Kind::Forbidden);
        QCOMPARE(error.code, QStringLiteral("insufficient_scope"));
        QCOMPARE(error.message, QStringLiteral("The request requires higher privileges."));
    }

    void readsAnOAuthError()
    {
        HttpReply reply;
        reply.status = 400;
        reply.body =
            "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token expired\"}";

        const Error error = apiErrorFrom(reply);

        QCOMPARE(error.code, QStringLiteral("invalid_grant"));
        QCOMPARE(error.message, QStringLiteral("Refresh token expired"));
    }

    void makesDoWithAStatusAlone_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<Error::Kind>("kind");
        QTest::newRow("400") << 400 << Error::Kind::Refused;
        QTest::newRow("401") << 401 << Error::Kind::Unauthorized;
        QTest::newRow("403") << 403 << Error::Kind::Forbidden;
        QTest::newRow("404") << 404 << Error::Kind::Unexpected;
        QTest::newRow("405") << 405 << Error::Kind::Unexpected;
        QTest::newRow("408") << 408 << Error::Kind::Server;
        QTest::newRow("409") << 409 << Error::Kind::Unexpected;
        QTest::newRow("425") << 425 << Error::Kind::Server;
        QTest::newRow("429") << 429 << Error::Kind::RateLimited;
        QTest::newRow("500") << 500 << Error::Kind::Server;
        QTest::newRow("504") << 504 << Error::Kind::Server;
        QTest::newRow("204") << 204 << Error::Kind::Unexpected;
    }

    void makesDoWithAStatusAlone()
    {
        QFETCH(const int, status);
        QFETCH(const Error::Kind, kind);
        for (const QByteArray &body :
             {QByteArray(), QByteArray("<html>no</html>"), QByteArray("[1,2"), QByteArray("7")}) {
            HttpReply reply;
            reply.status = status;
            reply.body = body;

            const Error error = apiErrorFrom(reply);

            QCOMPARE(error.kind, kind);
            QCOMPARE(error.message, QStringLiteral("HTTP status %1").arg(status));
            QVERIFY(error.code.isEmpty());
        }
    }

    void tellsAGatewayFromBox_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("code");
        QTest::addColumn<Error::Kind>("kind");
        const QString portal = QStringLiteral("captive_portal");
        QTest::newRow("511") << 511 << QByteArray("text/html") << portal << Error::Kind::Server;
        QTest::newRow("511 in plain text")
            << 511 << QByteArray("text/plain") << portal << Error::Kind::Server;
        QTest::newRow("a page with 403")
            << 403 << QByteArray("text/HTML; charset=x") << portal << Error::Kind::Unexpected;
        QTest::newRow("Box's own 403")
            << 403 << QByteArray() << QString() << Error::Kind::Forbidden;
        QTest::newRow("a page with 502")
            << 502 << QByteArray("text/html") << QString() << Error::Kind::Server;
    }

    void tellsAGatewayFromBox()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, type);
        QFETCH(const QString, code);
        QFETCH(const Error::Kind, kind);
        HttpReply reply;
        reply.status = status;
        reply.contentType = type;
        reply.body = "<html>Please sign in</html>";

        const Error error = apiErrorFrom(reply);

        QCOMPARE(error.code, code);
        QCOMPARE(error.kind, kind);
        QCOMPARE(error.isTransient(), kind != Error::Kind::Forbidden);
    }

    void saysWhatIsMissing_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, int status, const char *header, const char *body,
                            const char *words) {
            QTest::newRow(name) << status << QByteArray(header) << QByteArray(body)
                                << QString::fromUtf8(words);
        };
        row("a token that has expired", 401,
            "Bearer realm=\"Service\", error=\"invalid_token\", error_description=\"The access "
            "token provided is invalid.\"",
            "", "has expired or was revoked");
        row("an app that is not authorized", 401, "",
            "{\"code\":\"unauthorized\",\"message\":\"Unauthorized - Cannot authorize with this "
            "service\"}",
            "not authorized for the enterprise");
        row("an app that the admin has to authorize", 400, "",
            "{\"error\":\"unauthorized_client\",\"error_description\":\"This app is not authorized "
            "by the enterprise admin\"}",
            "An admin authorizes apps");
        row("an app that nobody knows", 400, "", "{\"error\":\"invalid_client\"}",
            "client ID or the client secret is wrong");
        row("a sign-in that is over", 400, "",
            "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token has expired\"}",
            "Sign in again");
        row("a scope", 403, "Bearer realm=\"Service\", error=\"insufficient_scope\"", "",
            "the app has the scope “Manage enterprise properties”");
        row("a permission", 403, "", "{\"code\":\"access_denied_insufficient_permissions\"}",
            "“Run new reports and access existing reports”");
        row("a place", 403, "", "{\"code\":\"access_from_location_blocked\"}",
            "addresses or countries");
    }

    void saysWhatIsMissing()
    {
        QFETCH(const int, status);
        QFETCH(const QByteArray, header);
        QFETCH(const QByteArray, body);
        QFETCH(const QString, words);
        HttpReply reply;
        reply.status = status;
        reply.authenticate = header;
        reply.body = body;

        const QString sentence = sentenceFor(apiErrorFrom(reply));

        QVERIFY2(sentence.contains(words), qPrintable(sentence));
    }

    void saysHowLongBoxWantsToBeLeftAlone_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QString>("words");
        QTest::newRow("seconds") << QByteArray("7") << QStringLiteral("waits for 7 s");
        QTest::newRow("minutes") << QByteArray("1000") << QStringLiteral("waits for 17 min");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("as long as Box says");
    }

    void saysHowLongBoxWantsToBeLeftAlone()
    {
        QFETCH(const QByteArray, header);
        QFETCH(const QString, words);
        HttpReply reply;
        reply.status = 429;
        reply.retryAfter = header;

        const QString sentence = sentenceFor(apiErrorFrom(reply));

        QVERIFY2(sentence.contains(words), qPrintable(sentence));
    }

    void clipsWhatIsTooLong()
    {
        HttpReply reply;
        reply.status = 500;
        reply.body = "{\"message\":\"" + QByteArray(100'000, 'x') + "\",\"code\":\""
            + QByteArray(100'000, 'y') + "\"}";

        const Error error = apiErrorFrom(reply);

        QVERIFY(error.message.size() <= 512);
        QVERIFY(error.code.size() <= 64);
    }

    void readsRetryAfter_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<qint64>("seconds");
        QTest::newRow("seconds") << QByteArray("100") << 100LL;
        QTest::newRow("zero") << QByteArray("0") << 1LL;
        QTest::newRow("far too long") << QByteArray("1000000000") << 3600LL;
        QTest::newRow("date") << QByteArray("Sun, 06 Nov 1994 08:50:37 GMT") << 60LL;
        QTest::newRow("past date") << QByteArray("Sun, 06 Nov 1994 08:00:00 GMT") << 1LL;
        QTest::newRow("far date") << QByteArray("Wed, 06 Nov 2069 08:00:00 GMT") << 3600LL;
        QTest::newRow("negative") << QByteArray("-5") << -1LL;
        QTest::newRow("words") << QByteArray("soon") << -1LL;
        QTest::newRow("absent") << QByteArray() << -1LL;
    }

    void readsRetryAfter()
    {
        QFETCH(const QByteArray, header);
        QFETCH(const qint64, seconds);
        const QDateTime serverDate = QDateTime::fromSecsSinceEpoch(784111777).toUTC();

        const auto delay = parseRetryAfter(header, serverDate);

        if (seconds < 0)
            QVERIFY(!delay);
        else
            QCOMPARE(*delay, std::chrono::milliseconds(seconds * 1000));
    }
};

QTEST_GUILESS_MAIN(TestApiError)
#include "tst_apierror.moc"
