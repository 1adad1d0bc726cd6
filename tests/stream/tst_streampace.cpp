// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/intervalwaiter.h"
#include "core/stream/longpollwaiter.h"
#include "stream/enterprisefixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

namespace {

using Requests = std::vector<LoopbackServer::Request>;

/// Time between request \p i and the one before it.
std::chrono::milliseconds gapBefore(const Requests &requests, std::size_t i)
{
    return requests.at(i).at - requests.at(i - 1).at;
}

/// What \p waiter waits at the moment, told by the silence that it expects: two intervals. Its due() moves
/// with the clock, and a busy machine stops between any two readings.
std::chrono::milliseconds intervalOf(const IntervalWaiter &waiter)
{
    return waiter.longestSilence() / 2;
}

} // namespace

class TestStreamPace : public QObject
{
    Q_OBJECT

private slots:
    void asksLessOftenWhileNothingHappens()
    {
        EnterpriseFixture f(Start::Earliest, 40ms);
        f.settings.slowerWhenQuiet = true;
        f.timing.slowestInterval = 160ms;
        f.events().json(emptyChunk("0")).forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 6);
        const auto asked = f.asked();
        QVERIFY(gapBefore(asked, 1) >= 38ms);
        QVERIFY(gapBefore(asked, 2) >= 78ms);
        QVERIFY(gapBefore(asked, 3) >= 158ms);
        QVERIFY(gapBefore(asked, 4) >= 158ms); // and not more, see below
    }

    void growsUpToItsLimitAndIsBackAtOnceWhenSomethingHappens()
    {
        IntervalWaiter waiter(100ms, 350ms, 0ms);
        QSignalSpy looks(&waiter, &Waiter::look);
        const auto round = [&](bool found) {
            waiter.wait({}, found);
            return waiter.due().isValid() ? intervalOf(waiter) : 0ms;
        };
        const auto looked = [&](int count) { return looks.size() == count; };

        QCOMPARE(round(false), 100ms); // nothing was looked for yet
        QTRY_VERIFY(looked(1));
        QCOMPARE(round(false), 200ms);
        QTRY_VERIFY(looked(2));
        QCOMPARE(round(false), 350ms);
        QTRY_VERIFY(looked(3));
        QCOMPARE(round(false), 350ms);
        QTRY_VERIFY(looked(4));
        QCOMPARE(round(true), 100ms);
        QTRY_VERIFY(looked(5));
        QCOMPARE(round(false), 200ms);
        waiter.cancel(); // somebody else has looked
        QCOMPARE(round(false), 100ms);
    }

    void keepsItsIntervalUnlessItMayBeSlower()
    {
        IntervalWaiter waiter(10ms, 10ms, 0ms);
        QSignalSpy looks(&waiter, &Waiter::look);
        for (int round = 1; round <= 5; ++round) {
            waiter.wait({}, false);
            QCOMPARE(intervalOf(waiter), 10ms);
            QTRY_COMPARE(looks.size(), round);
        }
    }

    void isNeverFasterThanTheIntervalOfAPersonWhoChoseALongOne()
    {
        IntervalWaiter waiter(10min, 5min, 0ms);

        waiter.wait({}, false);

        QVERIFY(QDateTime::currentDateTimeUtc().secsTo(waiter.due()) >= 598);
    }

    void backsOffFromTheUsualRateUpToAMinuteAndIsBackAtOnce()
    {
        EnterpriseFixture f(Start::Earliest, 20ms);
        f.timing.retry.ceiling = 80ms; // a minute
        for (int i = 0; i < 6; ++i)
            f.events().status(503);
        f.events().json(emptyChunk("0")).forEver();

        f.begin();

        QTRY_VERIFY(f.caughtUp >= 2);
        const auto asked = f.asked();
        QVERIFY(gapBefore(asked, 1) >= 19ms);
        QVERIFY(gapBefore(asked, 2) >= 38ms);
        for (std::size_t i = 3; i <= 6; ++i)
            QVERIFY(gapBefore(asked, i) >= 78ms);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.recovered, 1);
    }

    void isNeverFasterForItsJitter()
    {
        const RetryPolicy policy{60s, 60s, true, 60s};
        bool later = false;
        for (int i = 0; i < 100; ++i) {
            const auto delay = policy.delayAfter({}, i + 1);
            QVERIFY(delay >= 60s && delay <= 90s);
            later = later || delay > 60s;
        }
        QVERIFY(later);
    }

    void looksAtOnceWhenAskedTo_data()
    {
        QTest::addColumn<State>("when");
        QTest::newRow("while waiting") << State::Waiting;
        QTest::newRow("while backing off") << State::BackingOff;
        QTest::newRow("while an answer stays away") << State::Fetching;
    }

    void looksAtOnceWhenAskedTo()
    {
        QFETCH(const State, when);
        EnterpriseFixture f(Start::Earliest, 60s);
        f.events().json(chunkJson({"a"}, "1"));
        if (when == State::Waiting)
            f.events().json(emptyChunk("1"));
        else if (when == State::BackingOff)
            f.events().status(500);
        else
            f.events().stall();
        f.begin();
        QTRY_COMPARE(f.asked().size(), 2U);
        QTRY_COMPARE(f.stream->state(), when);
        f.events().json(chunkJson({"b"}, "2")).json(emptyChunk("2")).forEver();

        f.stream->lookNow();

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.asked().at(2).item("stream_position"), "1");
        QTRY_COMPARE(f.stream->state(), State::Waiting);
    }

    void looksAtMostOncePerSecond()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.timing.hurriedGap = 300ms; // a second
        f.events().json(emptyChunk("0")).forEver();
        f.begin();

        while (f.asked().size() < 5) {
            f.stream->lookNow();
            QTest::qWait(5);
        }

        const auto asked = f.asked();
        for (std::size_t i = 1; i < asked.size(); ++i)
            QVERIFY(gapBefore(asked, i) >= 200ms); // less the way there
    }

    void waitsForWhatBoxHasAskedForInAHurryToo()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.events().status(429, {}, {{"Retry-After", "1"}}).json(emptyChunk("0")).forEver();
        f.begin();
        QTRY_COMPARE(f.stream->state(), State::BackingOff);

        while (f.caughtUp == 0) {
            f.stream->lookNow();
            QTest::qWait(20);
        }

        QVERIFY(gapBefore(f.asked(), 1) >= 990ms);
    }

    void hurriesNobodyWhoIsNotRunning_data()
    {
        QTest::addColumn<State>("when");
        QTest::newRow("paused") << State::Paused;
        QTest::newRow("stopped") << State::Stopped;
        QTest::newRow("signed out") << State::SignedOut;
    }

    void hurriesNobodyWhoIsNotRunning()
    {
        QFETCH(const State, when);
        EnterpriseFixture f(Start::Earliest, 60s);
        if (when == State::SignedOut)
            f.events().status(401).forEver();
        else
            f.events().json(emptyChunk("0")).forEver();
        f.begin();
        QTRY_VERIFY(f.asked().size() == 1 && f.stream->state() != State::Fetching);
        if (when == State::Paused)
            f.stream->pause();
        else if (when == State::Stopped)
            f.stream->stop();
        const std::size_t asked = f.asked().size();
        const int before = f.signalCount;

        f.stream->lookNow();
        QTest::qWait(100);

        QCOMPARE(f.stream->state(), when);
        QCOMPARE(f.asked().size(), asked);
        QCOMPARE(f.signalCount, before);
    }

    void leavesAChunkAloneThatIsBeingStored()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"b"}, "2")).json(emptyChunk("2"));
        f.begin();
        QTRY_COMPARE(f.asked().size(), 2U);
        QTest::qWait(50); // the second chunk is held

        f.stream->lookNow();
        QTest::qWait(50);
        QCOMPARE(f.asked().size(), 2U);
        f.store();
        QCOMPARE(f.chunks, 2);
        f.store();

        QTRY_COMPARE(f.caughtUp, 1);
        QCOMPARE(f.ids, QByteArrayList({"a", "b"}));
    }

    void reportsASilenceOnceAndAsksAgain()
    {
        EnterpriseFixture f(Start::Earliest, 30ms);
        f.timing.fetchDeadline = 100ms;
        f.timing.silenceMargin = 20ms;
        // The network's own deadline is a minute: this is the watchdog alone.
        f.events().stall().stall().stall().json(chunkJson({"a"}, "1"));
        f.events().json(emptyChunk("1")).forEver();

        f.begin();

        QTRY_COMPARE(f.ids, QByteArrayList({"a"}));
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Timeout);
        QCOMPARE(f.errors.at(0).code, QStringLiteral("silence"));
        QCOMPARE(f.recovered, 1);
        const auto asked = f.asked();
        for (std::size_t i = 1; i <= 3; ++i)
            QVERIFY(gapBefore(asked, i) >= 90ms); // 2 × 30 + 100 + 20, less the way there
    }

    void takesAnErrorForAnAnswer()
    {
        EnterpriseFixture f(Start::Earliest, 60ms);
        f.timing.fetchDeadline = 0ms;
        f.timing.silenceMargin = 80ms;
        f.events().status(500).forEver();

        f.begin();

        QTRY_VERIFY(f.asked().size() >= 10);
        QCOMPARE(f.errors.size(), 1U);
        QCOMPARE(f.errors.at(0).kind, Error::Kind::Server);
    }

    void doesNotTakeASlowDiskForSilence()
    {
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.timing.fetchDeadline = 300ms;
        f.timing.silenceMargin = 0ms;
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, "1")).json(emptyChunk("1")).forEver();
        f.begin();
        QTRY_COMPARE(f.chunks, 1);

        QTest::qWait(1000);

        QCOMPARE(f.errors.size(), 0U);
        QVERIFY(f.asked().size() <= 2);
        f.store();
        QTRY_VERIFY(f.caughtUp >= 1);
    }

    void isNotSilentForLongerThanTheProtocolAllows()
    {
        StreamFixture f;
        const StreamTiming timing;
        const IntervalWaiter history(60s, 60s, timing.fetchDeadline + timing.silenceMargin);
        const LongPollWaiter user(f.api, "all", timing);

        QCOMPARE(history.longestSilence(), 2min + 60s + 15s);
        QCOMPARE(user.longestSilence(), 610s + 15s);
    }
};

QTEST_GUILESS_MAIN(TestStreamPace)
#include "tst_streampace.moc"
