// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/enterprisefixture.h"

#include <QTest>

#include <atomic>

#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

namespace {

std::atomic<long> jump = 0; ///< seconds that the wall clock of this program is off

} // namespace

// In place of those of the C library, for Qt too: the wall clock jumps, the other clocks go on.
extern "C" int clock_gettime(clockid_t clock, struct timespec *time) noexcept
{
    const auto result = static_cast<int>(::syscall(SYS_clock_gettime, clock, time));
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        time->tv_sec += jump;
    return result;
}

extern "C" int gettimeofday(struct timeval *__restrict time, void *__restrict zone) noexcept
{
    const auto result = static_cast<int>(::syscall(SYS_gettimeofday, time, zone));
    time->tv_sec += jump;
    return result;
}

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

class TestClockJumps : public QObject
{
    Q_OBJECT

private slots:
    void init() { jump = 0; }

    void makesTheClockJump()
    {
        const QDateTime before = QDateTime::currentDateTimeUtc();

        jump = 3600;

        const qint64 seconds = before.secsTo(QDateTime::currentDateTimeUtc());
        QVERIFY(seconds >= 3600 && seconds < 3700); // or the other tests show nothing
    }

    void polls_data()
    {
        QTest::addColumn<long>("days");
        QTest::newRow("90 days back") << -90L;
        QTest::newRow("20 years ahead") << 365L * 20;
    }

    void polls()
    {
        QFETCH(const long, days);
        EnterpriseFixture f(Start::Resume, 60ms);
        f.settings.state.position = StreamPosition("p1");
        f.settings.state.startDate = QDateTime::currentDateTimeUtc().addDays(-3);
        const QDateTime realNow = QDateTime::currentDateTimeUtc();
        f.events().json(emptyChunk(R"("p1")"), dated(realNow)).forEver();
        f.begin();
        QTRY_VERIFY(f.asked().size() >= 2);
        const QByteArray date = f.asked().at(0).item("created_after");

        jump = days * 86'400;
        const std::size_t first = f.asked().size();
        QTRY_VERIFY(f.asked().size() >= first + 4);

        // As often as before, and for the same.
        const auto asked = f.asked();
        for (std::size_t i = first; i < first + 4; ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 55ms);
        for (std::size_t i = first + 1; i < first + 4; ++i)
            QCOMPARE(asked.at(i).item("created_after"), date);
        QCOMPARE(f.errors.size(), 0U);
        QCOMPARE(f.gaps.size(), 0U);
    }

    void retries_data() { polls_data(); }

    void retries()
    {
        QFETCH(const long, days);
        EnterpriseFixture f(Start::Earliest, 60ms);
        const QDateTime realNow = QDateTime::currentDateTimeUtc();
        f.events().status(500, {}, dated(realNow)).forEver();
        f.begin();
        QTRY_VERIFY(f.asked().size() >= 2);

        jump = days * 86'400;
        const std::size_t first = f.asked().size();
        QTRY_VERIFY(f.asked().size() >= first + 3);

        const auto asked = f.asked();
        for (std::size_t i = first; i < first + 3; ++i)
            QVERIFY(asked.at(i).at - asked.at(i - 1).at >= 55ms);
        QCOMPARE(f.errors.size(), 1U);
    }

    void waitsAsLongAsBoxHasAsked_data() { polls_data(); }

    void waitsAsLongAsBoxHasAsked()
    {
        QFETCH(const long, days);
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.events().status(429, {}, {{"Retry-After", "1"}}).json(emptyChunk("0")).forEver();
        f.begin();
        QTRY_COMPARE(f.stream->state(), State::BackingOff);

        jump = days * 86'400;

        QTRY_VERIFY(f.caughtUp >= 1);
        const auto waited = f.asked().at(1).at - f.asked().at(0).at;
        QVERIFY(waited >= 990ms && waited < 4s);
    }

    void isNotTakenForSilence_data() { polls_data(); }

    void isNotTakenForSilence()
    {
        QFETCH(const long, days);
        EnterpriseFixture f(Start::Earliest, 50ms);
        f.timing.fetchDeadline = 1s;
        f.timing.silenceMargin = 0ms;
        f.events().json(emptyChunk("0")).forEver();
        f.begin();
        QTRY_VERIFY(f.caughtUp >= 2);

        jump = days * 86'400;
        const int before = f.caughtUp;
        QTRY_VERIFY(f.caughtUp >= before + 5);

        QCOMPARE(f.errors.size(), 0U);
    }
};

QTEST_GUILESS_MAIN(TestClockJumps)
#include "tst_clockjumps.moc"
