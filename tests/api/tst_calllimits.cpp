// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apifixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

class TestCallLimits : public QObject
{
    Q_OBJECT

private slots:
    void keepsToTheLimitsOfOneAccount()
    {
        ApiFixture f;
        f.server.json("{\"entries\":[]}").forEver();
        NetworkSettings settings = f.settings();
        settings.callLimits = CallLimits{.perSecond = 3, .perMinute = 0};
        Network network(settings);
        BoxApi api(network, f.fixed);
        std::vector<std::optional<Result<QByteArray>>> answers(8);
        std::vector<BoxApi::Call> calls;

        for (auto &answer : answers)
            calls.push_back(api.events({}, into(answer)));

        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::all_of(answers, [](const auto &answer) { return answer.has_value(); }),
            20'000);
        const auto &requests = f.server.requests();
        QCOMPARE(requests.size(), 8U);
        // 50 ms for clocks that are read at different moments.
        for (std::size_t i = 3; i < requests.size(); ++i)
            QVERIFY(requests[i].at - requests[i - 3].at >= 950ms);
    }

    void countsNothingForCallsThatAreGivenUp()
    {
        ApiFixture f;
        f.server.json("{\"entries\":[]}").forEver();
        NetworkSettings settings = f.settings();
        settings.callLimits = CallLimits{.perSecond = 1, .perMinute = 0};
        Network network(settings);
        BoxApi api(network, f.fixed);
        std::optional<Result<QByteArray>> answer;
        const auto first = api.events({}, into(answer));
        QTRY_VERIFY(answer);

        for (int i = 0; i < 100; ++i)
            api.events({}, into(answer)).reset();
        answer.reset();
        const auto last = api.events({}, into(answer));

        QTRY_VERIFY(answer);
        QCOMPARE(f.server.requests().size(), 2U);
    }

    void hurriesWithAServerOnThisMachine()
    {
        ApiFixture f;
        f.server.json("{\"entries\":[]}").forEver();
        QCOMPARE(callLimitsOf(f.settings()), (CallLimits{0, 0}));
        QCOMPARE(callLimitsOf(NetworkSettings()), (CallLimits{5, 300}));
        QElapsedTimer clock;
        clock.start();

        for (int i = 0; i < 60; ++i) {
            std::optional<Result<QByteArray>> answer;
            const auto call = f.api.events({}, into(answer));
            QTRY_VERIFY(answer);
        }

        QVERIFY(clock.elapsed() < 10'000); // with 5 a second it would take 12 s
    }

    void allSessionsOfAnAccountWaitWhenOneIsAskedTo()
    {
        ApiFixture f;
        f.server.on("GET /2.0/users/me").json("{\"id\":\"shared\"}").forEver();
        f.server.on("GET /2.0/events").status(429, {}, {{"Retry-After", "30"}});
        Network otherNetwork(f.settings());
        BoxApi other(otherNetwork, f.fixed);
        std::optional<Result<Account>> me;
        std::optional<Result<Account>> otherMe;
        const auto first = f.api.me(into(me));
        const auto second = other.me(into(otherMe));
        QTRY_VERIFY(me && otherMe);
        std::optional<Result<QByteArray>> refused;
        const auto third = f.api.events({}, into(refused));
        QTRY_VERIFY(hasKind(refused, Error::Kind::RateLimited));

        std::optional<Result<QByteArray>> waits;
        const auto fourth = other.events({}, into(waits));

        QTRY_VERIFY(hasKind(waits, Error::Kind::RateLimited));
        QVERIFY(*waits->error().retryAfter > 20s);
        QCOMPARE(f.server.count("GET /2.0/events"), 1);
        QVERIFY(sentenceFor(waits->error()).contains(QLatin1String("30 s")));
    }

    void anotherAccountNeedNotWait()
    {
        ApiFixture f;
        f.server.on("GET /2.0/users/me").json("{\"id\":\"one\"}").json("{\"id\":\"two\"}");
        f.server.on("GET /2.0/events")
            .status(429, {}, {{"Retry-After", "30"}})
            .json("{\"entries\":[]}");
        Network otherNetwork(f.settings());
        BoxApi other(otherNetwork, f.fixed);
        std::optional<Result<Account>> me;
        const auto first = f.api.me(into(me));
        QTRY_VERIFY(me);
        me.reset();
        const auto second = other.me(into(me));
        QTRY_VERIFY(me);
        std::optional<Result<QByteArray>> refused;
        const auto third = f.api.events({}, into(refused));
        QTRY_VERIFY(hasKind(refused, Error::Kind::RateLimited));

        std::optional<Result<QByteArray>> answer;
        const auto fourth = other.events({}, into(answer));

        QTRY_VERIFY(answer);
        QVERIFY(answer->hasValue());
    }

    void aCallThatWaitsForItsTurnHearsThatAllMustWait()
    {
        ApiFixture f;
        f.server.status(429, {}, {{"Retry-After", "30"}}).after(100ms);
        NetworkSettings settings = f.settings();
        settings.callLimits = CallLimits{.perSecond = 1, .perMinute = 0};
        Network network(settings);
        BoxApi api(network, f.fixed);
        std::optional<Result<QByteArray>> first;
        std::optional<Result<QByteArray>> second;

        const auto one = api.events({}, into(first));
        const auto two = api.events({}, into(second));

        QTRY_VERIFY(first && hasKind(second, Error::Kind::RateLimited));
        QCOMPARE(f.server.requests().size(), 1U);
    }

    void asksNothingBeforeBoxWantsToBeAskedAgain()
    {
        ApiFixture f;
        f.server.status(429, {}, {{"Retry-After", "1"}}).json("{\"id\":\"7\"}").forEver();
        std::optional<Result<QByteArray>> events;
        std::optional<Result<Account>> tooEarly;
        std::optional<Result<Account>> inTime;
        const auto first = f.api.events({}, into(events));
        QTRY_VERIFY(hasKind(events, Error::Kind::RateLimited));

        const auto second = f.api.me(into(tooEarly));
        QVERIFY(!tooEarly);
        QTRY_VERIFY(hasKind(tooEarly, Error::Kind::RateLimited));
        QVERIFY(*tooEarly->error().retryAfter <= 1001ms);
        QCOMPARE(f.server.requests().size(), 1U);

        QTest::qWait(1100);
        const auto third = f.api.me(into(inTime));
        QTRY_VERIFY(inTime && inTime->hasValue());
        QVERIFY(f.server.requests().at(1).at - f.server.requests().at(0).at >= 1000ms);
    }
};

QTEST_GUILESS_MAIN(TestCallLimits)
#include "tst_calllimits.moc"
