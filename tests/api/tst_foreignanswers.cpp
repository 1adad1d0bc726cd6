// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apifixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

class TestForeignAnswers : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhoeverAnswersInPlaceOfBox_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, const char *type, const QByteArray &body,
                            const char *code) {
            QTest::newRow(name) << QByteArray(type) << body << QString::fromLatin1(code);
        };
        const QByteArray json = "{\"entries\":[]}";
        row("a page", "text/html; charset=utf-8", "<html>Welcome to the hotel</html>",
            "captive_portal");
        row("a page that calls itself JSON", "application/json", "\n <!DOCTYPE html>",
            "captive_portal");
        row("JSON that calls itself a page", "text/html", json, "captive_portal");
        row("plain text", "text/plain", json, "not_json");
        row("a picture", "image/png", "\x89PNG", "not_json");
        row("a byte order mark", "application/json", "\xef\xbb\xbf" + json, "not_json");
        row("UTF-16", "application/json", QByteArray("{\0\"\0a\0", 6), "not_json");
        row("UTF-16 with its mark", "application/json", QByteArray("\xff\xfe{\0", 4), "not_json");
        row("garbage in front", "application/json", ")]}'\n" + json, "not_json");
        row("text in front", "application/json", "OK " + json, "not_json");
        row("a lone brace", "application/json", "{", "not_json");
        row("an array", "application/json", "[" + json + "]", "not_json");
    }

    void tellsWhoeverAnswersInPlaceOfBox()
    {
        QFETCH(const QByteArray, type);
        QFETCH(const QByteArray, body);
        QFETCH(const QString, code);
        ApiFixture f;
        f.server.json(body, {{"Content-Type", type}}).forEver();
        std::optional<Result<QByteArray>> events;
        std::optional<Result<Account>> me;

        const auto first = f.api.events({}, into(events));
        const auto second = f.api.me(into(me));

        QTRY_VERIFY(hasKind(events, Error::Kind::Malformed) && me && !me->hasValue());
        QCOMPARE(events->error().code, code);
        QCOMPARE(me->error().code, code);
        QVERIFY(events->error().isTransient());
        const bool asksForSignIn =
            sentenceFor(events->error()).contains(QLatin1String("want a sign-in?"));
        QCOMPARE(asksForSignIn, code == QLatin1String("captive_portal"));
    }

    void takesJsonOfAnyName_data()
    {
        QTest::addColumn<QByteArray>("type");
        for (const char *type :
             {"application/json", "APPLICATION/JSON; charset=utf-8", "text/json",
              "application/vnd.box+json", ""})
            QTest::newRow(type) << QByteArray(type);
    }

    void takesJsonOfAnyName()
    {
        QFETCH(const QByteArray, type);
        ApiFixture f;
        f.server.json("\n{ \"entries\":[]}", {{"Content-Type", type}});
        std::optional<Result<QByteArray>> events;

        const auto call = f.api.events({}, into(events));

        QTRY_VERIFY(events);
        QVERIFY(events->hasValue());
    }

    void saysWhyTheEventsOfAnEnterpriseAreRefused_data()
    {
        QTest::addColumn<QByteArray>("account");
        QTest::addColumn<QByteArray>("streamType");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const char *role, bool enterprise, const char *type,
                            const char *code, const char *words) {
            const QByteArray place = enterprise ? "{\"id\":\"7\"}" : "null";
            QTest::newRow(name) << QByteArray(
                "{\"id\":\"" + QByteArray(name) + "\",\"role\":\"" + role + "\",\"enterprise\":"
                + place + "}") << QByteArray(type)
                                << QString::fromLatin1(code) << QString::fromUtf8(words);
        };
        row("no enterprise", "user", false, "admin_logs", "no_enterprise", "no enterprise");
        row("a user", "user", true, "admin_logs_streaming", "not_admin",
            "neither an admin nor a co-admin");
        row("a co-admin", "coadmin", true, "admin_logs", "coadmin_may_not",
            "“Run new reports and access existing reports”");
        row("an admin", "admin", true, "admin_logs", "app_may_not",
            "“Manage enterprise properties”");
        row("an unknown role", "chief", true, "admin_logs", "insufficient_scope",
            "“Manage enterprise properties”");
        row("events of the account", "user", true, "all", "insufficient_scope",
            "may not read these events");
    }

    /// An app's own account looks like a user, but nobody can sign in as another one.
    void tellsTheAccountOfAnAppFromAPerson()
    {
        ApiFixture f;
        f.server.on("GET /2.0/users/me")
            .json(
                "{\"id\":\"s\",\"role\":\"user\",\"login\":\"AutomationUser_1@boxdevedition.com\","
                "\"enterprise\":{\"id\":\"7\"}}");
        f.server.on("GET /2.0/events").status(403, {});
        std::optional<Result<Account>> me;
        std::optional<Result<QByteArray>> events;
        const auto first = f.api.me(into(me));
        QTRY_VERIFY(me && me->hasValue());
        EventsQuery query;
        query.streamType = "admin_logs";

        const auto second = f.api.events(query, into(events));

        QTRY_VERIFY(hasKind(events, Error::Kind::Forbidden));
        QCOMPARE(events->error().code, QStringLiteral("service_may_not"));
        const QString words = sentenceFor(events->error());
        QVERIFY(words.contains(QStringLiteral("“Manage enterprise properties”")));
        QVERIFY(words.contains(QStringLiteral("authorized the app")));
    }

    void saysWhyTheEventsOfAnEnterpriseAreRefused()
    {
        QFETCH(const QByteArray, account);
        QFETCH(const QByteArray, streamType);
        QFETCH(const QString, code);
        QFETCH(const QString, words);
        ApiFixture f;
        f.server.on("GET /2.0/users/me").json(account);
        f.server.on("GET /2.0/events")
            .status(
                403, {},
                {{"WWW-Authenticate", "Bearer realm=\"Service\", error=\"insufficient_scope\""}});
        std::optional<Result<Account>> me;
        std::optional<Result<QByteArray>> events;
        const auto first = f.api.me(into(me));
        QTRY_VERIFY(me && me->hasValue());
        EventsQuery query;
        query.streamType = streamType;

        const auto second = f.api.events(query, into(events));

        QTRY_VERIFY(hasKind(events, Error::Kind::Forbidden));
        QCOMPARE(events->error().code, code);
        QCOMPARE(events->error().status, 403);
        QVERIFY2(
            sentenceFor(events->error()).contains(words), qPrintable(sentenceFor(events->error())));
    }

    void leavesOtherReasonsForARefusalAsTheyAre()
    {
        ApiFixture f;
        f.server.on("GET /2.0/users/me")
            .json("{\"id\":\"r\",\"role\":\"user\",\"enterprise\":null}");
        f.server.on("GET /2.0/events").status(403, "{\"code\":\"access_from_location_blocked\"}");
        std::optional<Result<Account>> me;
        std::optional<Result<QByteArray>> events;
        const auto first = f.api.me(into(me));
        QTRY_VERIFY(me && me->hasValue());
        EventsQuery query;
        query.streamType = "admin_logs";

        const auto second = f.api.events(query, into(events));

        QTRY_VERIFY(hasKind(events, Error::Kind::Forbidden));
        QCOMPARE(events->error().code, QStringLiteral("access_from_location_blocked"));
        QVERIFY(sentenceFor(events->error()).contains(QLatin1String("addresses or countries")));
    }
};

QTEST_GUILESS_MAIN(TestForeignAnswers)
#include "tst_foreignanswers.moc"
