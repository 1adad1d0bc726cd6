// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/timeline.h"

#include <QDateTime>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using namespace boxwatch::sim;

namespace {

constexpr std::int64_t hour = 3'600'000;

std::int64_t at(const QString &time)
{
    return QDateTime::fromString(time, Qt::ISODate).toMSecsSinceEpoch();
}

Timeline::Settings tenDays(double rate)
{
    Timeline::Settings settings;
    settings.seed = 5;
    settings.backlog = 20'000;
    settings.liveBegin = at(u"2026-03-02T12:00:00Z"_s);
    settings.backlogEnd = settings.liveBegin - 61'000;
    settings.backlogBegin = settings.backlogEnd - 240 * hour;
    settings.rate = rate;
    return settings;
}

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private slots:
    void neverGoesBack()
    {
        const Timeline timeline(tenDays(7));

        std::int64_t last = 0;
        for (std::uint64_t i = 0; i < 21'000; ++i) {
            const std::int64_t time = timeline.timeOf(i);
            QVERIFY2(time >= last, qPrintable(QString::number(i)));
            last = time;
        }
    }

    void staysBetweenItsEnds()
    {
        const Timeline::Settings settings = tenDays(0);
        const Timeline timeline(settings);

        QVERIFY(timeline.timeOf(0) >= settings.backlogBegin);
        QVERIFY(timeline.timeOf(0) < settings.backlogBegin + hour);
        QVERIFY(timeline.timeOf(19'999) < settings.backlogEnd);
        QVERIFY(timeline.timeOf(19'999) > settings.backlogEnd - hour);
    }

    void countsEachEventFromItsTimeOn()
    {
        const Timeline timeline(tenDays(7));

        for (std::uint64_t i = 0; i < 20'200; i += 17) {
            const std::int64_t time = timeline.timeOf(i);
            QVERIFY(timeline.countUntil(time) >= i + 1);
            QVERIFY(timeline.countUntil(time - 1) <= i);
        }
    }

    void followsTheScheduleAfterTheBacklog()
    {
        const Timeline::Settings settings = tenDays(4);
        const Timeline timeline(settings);

        QCOMPARE(timeline.timeOf(20'000), settings.liveBegin + 250);
        QCOMPARE(timeline.countUntil(settings.liveBegin + 10'000), std::uint64_t{20'040});
        QCOMPARE(timeline.nextAfter(settings.liveBegin + 10'000), settings.liveBegin + 10'250);
    }

    void endsWithoutARate()
    {
        const Timeline::Settings settings = tenDays(0);
        const Timeline timeline(settings);

        QCOMPARE(timeline.countUntil(settings.liveBegin + 999 * hour), std::uint64_t{20'000});
        QCOMPARE(timeline.nextAfter(settings.liveBegin), std::numeric_limits<std::int64_t>::max());
    }

    void takesBatchesInBetween()
    {
        const Timeline::Settings settings = tenDays(4);
        Timeline timeline(settings);
        const std::int64_t now = settings.liveBegin + 10'100;

        timeline.insert(5, now);

        QCOMPARE(timeline.countUntil(now), std::uint64_t{20'045});
        QCOMPARE(timeline.timeOf(20'039), settings.liveBegin + 10'000);
        QCOMPARE(timeline.timeOf(20'040), now);
        QCOMPARE(timeline.timeOf(20'044), now);
        QCOMPARE(timeline.timeOf(20'045), now + 250);
    }

    void keepsWorkingHours()
    {
        const Timeline::Settings settings = tenDays(0);
        const Timeline timeline(settings);
        const auto between = [&timeline](const QString &from, const QString &to) {
            return timeline.countUntil(at(to)) - timeline.countUntil(at(from));
        };

        // A Thursday against a Sunday.
        QVERIFY(
            between(u"2026-02-26T00:00:00Z"_s, u"2026-02-27T00:00:00Z"_s)
            > 3 * between(u"2026-03-01T00:00:00Z"_s, u"2026-03-02T00:00:00Z"_s));
    }

    void knowsDaylightSaving()
    {
        QCOMPARE(offsetOf(0, at(u"2026-03-08T09:59:59Z"_s)), -480);
        QCOMPARE(offsetOf(0, at(u"2026-03-08T10:00:00Z"_s)), -420);
        QCOMPARE(offsetOf(0, at(u"2026-11-01T08:59:59Z"_s)), -420);
        QCOMPARE(offsetOf(0, at(u"2026-11-01T09:00:00Z"_s)), -480);
        QCOMPARE(offsetOf(3, at(u"2026-03-29T00:59:59Z"_s)), 60);
        QCOMPARE(offsetOf(3, at(u"2026-03-29T01:00:00Z"_s)), 120);
        QCOMPARE(offsetOf(3, at(u"2026-10-25T01:00:00Z"_s)), 60);
        QCOMPARE(offsetOf(6, at(u"2026-07-01T00:00:00Z"_s)), 330);
    }
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
