// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apifixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

class TestBoxApi : public QObject
{
    Q_OBJECT

private slots:
    void asksForEvents()
    {
        ApiFixture f;
        f.server.json("{\"entries\":[]}");
        EventsQuery query;
        query.streamType = "admin_logs";
        query.position = "12;a+b/c=&d e%";
        query.createdAfter = QDateTime::fromString(
            QStringLiteral("2026-05-01T23:59:59.900-07:00"), Qt::ISODateWithMs);
        query.eventTypes = {"UPLOAD", "DOWNLOAD"};
        std::optional<Result<QByteArray>> body;

        const auto call = f.api.events(query, into(body));

        QTRY_VERIFY(body);
        QCOMPARE(body->value(), "{\"entries\":[]}");
        const auto &request = f.server.requests().at(0);
        QCOMPARE(request.method, "GET");
        QCOMPARE(request.path, "/2.0/events");
        QCOMPARE(request.query.size(), 5);
        QCOMPARE(request.item("stream_position"), query.position);
        QCOMPARE(request.item("created_after"), "2026-05-02T06:59:59Z");
        QCOMPARE(request.item("event_type"), "UPLOAD,DOWNLOAD");
        QCOMPARE(request.item("limit"), "500");
        QVERIFY(!request.target.contains('+'));
        QCOMPARE(request.headers.value("authorization"), "Bearer t0k");
    }

    void neverAsksForMoreThanBoxGives()
    {
        ApiFixture f;
        f.server.json("{}").forEver();
        EventsQuery query;
        for (const int limit : {-3, 0, 501, 100'000}) {
            query.limit = limit;
            std::optional<Result<QByteArray>> body;
            const auto call = f.api.events(query, into(body));
            QTRY_VERIFY(body);

            const int sent = f.server.requests().back().item("limit").toInt();
            QVERIFY(sent >= 1 && sent <= 500);
        }
    }

    void takesOnlyAJsonObjectForEvents_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("space") << QByteArray(" \n\t ");
        QTest::newRow("a page") << QByteArray("<!DOCTYPE html>");
        QTest::newRow("an array") << QByteArray("[]");
    }

    void takesOnlyAJsonObjectForEvents()
    {
        QFETCH(const QByteArray, body);
        ApiFixture f;
        f.server.json(body);
        std::optional<Result<QByteArray>> result;

        const auto call = f.api.events({}, into(result));

        QTRY_VERIFY(hasKind(result, Error::Kind::Malformed));
    }

    void passesOnWhatBoxSaysIsWrong()
    {
        ApiFixture f;
        f.server.status(429, {}, {{"retry-after", "7"}});
        std::optional<Result<QByteArray>> result;

        const auto call = f.api.events({}, into(result));

        QTRY_VERIFY(hasKind(result, Error::Kind::RateLimited));
        QCOMPARE(*result->error().retryAfter, 7000ms);
    }

    void learnsWhatTimeItIsAtBox()
    {
        ApiFixture f;
        f.server.status(500, {}, {{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}});
        std::optional<Result<Account>> account;
        QVERIFY(!f.api.clock().isKnown());

        const auto call = f.api.me(into(account));

        QTRY_VERIFY(account);
        QVERIFY(f.api.clock().isKnown());
        const qint64 since = f.api.clock().now().toSecsSinceEpoch() - 784111777;
        QVERIFY(since >= 0 && since < 60);
    }

    void saysWhoItIs()
    {
        ApiFixture f;
        f.server.json("{\"type\":\"user\",\"id\":\"24601330\",\"name\":\"Mara Okafor\","
                      "\"login\":\"mara@example.com\",\"role\":\"coadmin\",\"space_amount\":"
                      "999999999999999,\"notification_email\":[],\"enterprise\":{\"type\":"
                      "\"enterprise\",\"id\":998877,\"name\":\"Acme\"}}");
        std::optional<Result<Account>> account;

        const auto call = f.api.me(into(account));

        QTRY_VERIFY(account);
        const Account expected{QStringLiteral("24601330"),         QStringLiteral("Mara Okafor"),
                               QStringLiteral("mara@example.com"), QStringLiteral("coadmin"),
                               QStringLiteral("998877"),           QStringLiteral("Acme")};
        QCOMPARE(account->value(), expected);
        QCOMPARE(f.server.requests().at(0).path, "/2.0/users/me");
        QCOMPARE(f.server.requests().at(0).item("fields"), "id,type,name,login,role,enterprise");
    }

    void takesAPersonalAccount()
    {
        ApiFixture f;
        f.server.json("{\"id\":\"1\",\"name\":null,\"enterprise\":null}").json("{\"name\":\"x\"}");
        std::optional<Result<Account>> personal;
        std::optional<Result<Account>> nobody;

        const auto first = f.api.me(into(personal));
        QTRY_VERIFY(personal);
        const auto second = f.api.me(into(nobody));

        QVERIFY(personal->value().enterpriseId.isEmpty());
        QTRY_VERIFY(hasKind(nobody, Error::Kind::Malformed));
    }

    void renewsTheTokenOnceAndAsksAgain()
    {
        ApiFixture f;
        f.server.status(401).json("{}");
        RenewingToken token;
        BoxApi api(f.network, token);
        std::optional<Result<QByteArray>> result;

        const auto call = api.events({}, into(result));

        QTRY_VERIFY(result && result->hasValue());
        QCOMPARE(f.server.requests().size(), 2U);
        QCOMPARE(f.server.requests().at(0).headers.value("authorization"), "Bearer old");
        QCOMPARE(f.server.requests().at(1).headers.value("authorization"), "Bearer new");
        QCOMPARE(token.rejected, 1);
    }

    void givesUpWhenTheNewTokenIsRefusedToo()
    {
        ApiFixture f;
        f.server.status(401).forEver();
        RenewingToken token;
        BoxApi api(f.network, token);
        std::optional<Result<QByteArray>> result;

        const auto call = api.events({}, into(result));

        QTRY_VERIFY(hasKind(result, Error::Kind::Unauthorized));
        QCOMPARE(f.server.requests().size(), 2U);
    }

    void doesNotAskTwiceWithATokenThatCannotBeRenewed()
    {
        ApiFixture f;
        f.server.status(401).forEver();
        std::optional<Result<QByteArray>> result;

        const auto call = f.api.events({}, into(result));

        QTRY_VERIFY(hasKind(result, Error::Kind::Unauthorized));
        QCOMPARE(f.server.requests().size(), 1U);
    }

    void asksNothingWithoutAToken()
    {
        ApiFixture f;
        f.fixed.replace({});
        std::optional<Result<QByteArray>> result;

        const auto call = f.api.events({}, into(result));
        QVERIFY(!result); // never from within the call

        QTRY_VERIFY(hasKind(result, Error::Kind::Unauthorized));
        QCOMPARE(f.server.connections(), 0);
    }

    void forgetsACallThatIsDestroyedWhileItWaitsForAToken()
    {
        ApiFixture f;
        f.server.json("{}").forEver();
        RenewingToken token;
        BoxApi api(f.network, token);
        std::optional<Result<QByteArray>> result;

        auto call = api.events({}, into(result));
        call.reset();
        QTest::qWait(50);

        QVERIFY(!result);
        QCOMPARE(f.server.connections(), 0);
    }

    void asksForARealtimeServer()
    {
        ApiFixture f;
        f.server.json(
            "{\"entries\":[{\"type\":\"realtime_server\",\"url\":\"https://a.box.net/\"}]}");
        std::optional<Result<RealtimeServer>> server;

        const auto call = f.api.realtimeServer("changes", into(server));

        QTRY_VERIFY(server && server->hasValue());
        const auto &request = f.server.requests().at(0);
        QCOMPARE(request.method, "OPTIONS");
        QCOMPARE(request.target, "/2.0/events?stream_type=changes");
        QVERIFY(request.body.isEmpty());
        QCOMPARE(request.headers.value("authorization"), "Bearer t0k");
    }
};

QTEST_GUILESS_MAIN(TestBoxApi)
#include "tst_boxapi.moc"
