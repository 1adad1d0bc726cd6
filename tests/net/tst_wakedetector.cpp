// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/net/wakedetector.h"

#include <QSignalSpy>
#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;

namespace {

/// Two clocks that a test can move.
struct Clocks
{
    std::chrono::milliseconds awake = 1000s;
    std::chrono::milliseconds always = 2000s;

    WakeDetector::Clocks both()
    {
        return {[this] { return awake; }, [this] { return always; }};
    }
};

} // namespace

class TestWakeDetector : public QObject
{
    Q_OBJECT

private slots:
    void tellsThatTheMachineSlept()
    {
        Clocks clocks;
        WakeDetector detector(clocks.both(), 5ms);
        const QSignalSpy woke(&detector, &WakeDetector::woke);

        clocks.awake += 1s;
        clocks.always += 61s;

        QTRY_COMPARE(woke.size(), 1);
        QTest::qWait(500);
        QCOMPARE(woke.size(), 1);
    }

    void tellsOfEachSleep()
    {
        Clocks clocks;
        WakeDetector detector(clocks.both(), 5ms);
        const QSignalSpy woke(&detector, &WakeDetector::woke);

        clocks.always += 6s;
        QTRY_COMPARE(woke.size(), 1);
        clocks.always += 8h;
        QTRY_COMPARE(woke.size(), 2);
    }

    void tellsOfAClockThatWasSetBack()
    {
        Clocks clocks;
        WakeDetector detector(clocks.both(), 5ms);
        const QSignalSpy woke(&detector, &WakeDetector::woke);

        clocks.always -= 1h;

        QTRY_COMPARE(woke.size(), 1);
    }

    void saysNothingWhileTimePassesAsUsual()
    {
        Clocks clocks;
        WakeDetector detector(clocks.both(), 5ms);
        const QSignalSpy woke(&detector, &WakeDetector::woke);

        for (int i = 0; i < 50; ++i) {
            clocks.awake += 60s;
            clocks.always += 62s; // a clock that is being corrected
            QTest::qWait(10);
        }

        QCOMPARE(woke.size(), 0);
    }

    void takesTheClocksOfTheSystem()
    {
        WakeDetector detector;
        const QSignalSpy woke(&detector, &WakeDetector::woke);

        QTest::qWait(2500);

        QCOMPARE(woke.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestWakeDetector)
#include "tst_wakedetector.moc"
