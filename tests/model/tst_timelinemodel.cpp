// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/timelinemodel.h"
#include "tests/model/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <numeric>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TimelineModelTest : public QObject
{
    Q_OBJECT

private slots:
    void countsTheRowsShown();
    void leavesOutTheSpan();
    void followsLiveRows();
    void tellsARangeInFinerBins();
    void keepsToTheNumberOfBins();
    void beginsDaysByTheClockOfTheZone();
    void countsNothingWhileNobodyLooks();
    void isEmptyWithoutEvents();
    void staysAsItIsWhenTheEventsGo();
};

namespace {

constexpr qint64 minute = 60'000;
constexpr qint64 day = 24 * 60 * minute;
constexpr qint64 start = 20'000 * day; // a midnight UTC

/// One event a minute.
QList<SampleEvent> minutes(int first, int count)
{
    QList<SampleEvent> samples;
    for (int i = first; i < first + count; ++i) {
        samples.append(
            {.type = i % 10 == 0 ? "SHIELD_ALERT" : "DOWNLOAD",
             .who = i % 2 == 0 ? "Ana" : "Ben",
             .createdAt = start + i * minute});
    }
    return samples;
}

struct Fixture : ModelFixture
{
    explicit Fixture(const QList<SampleEvent> &samples) : ModelFixture(samples)
    {
        model.setTimeZone(QTimeZone::utc());
        timeline.setEvents(&model);
        timeline.setActive(true);
    }

    bool isDone() const { return isIdle() && !timeline.isCounting(); }

    TimelineModel timeline;
};

qint64 total(const Histogram &histogram)
{
    return std::accumulate(
        histogram.bins.begin(), histogram.bins.end(), qint64{0},
        [](qint64 sum, const Histogram::Bin &bin) { return sum + bin.total(); });
}

qint64 critical(const Histogram &histogram)
{
    return std::accumulate(
        histogram.bins.begin(), histogram.bins.end(), qint64{0},
        [](qint64 sum, const Histogram::Bin &bin) { return sum + bin.bySeverity[3]; });
}

} // namespace

void TimelineModelTest::countsTheRowsShown()
{
    Fixture f(minutes(0, 600));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(total(f.timeline.histogram()), 600);
    QCOMPARE(critical(f.timeline.histogram()), 60);
    QCOMPARE(f.timeline.extent(), std::pair(start, start + 599 * minute));

    f.model.setFilter({.hiddenTypes = {"SHIELD_ALERT"}, .text = u"ana"_s});

    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(total(f.timeline.histogram()), 240);
    QCOMPARE(critical(f.timeline.histogram()), 0);
    QCOMPARE(f.timeline.extent(), std::pair(start + 2 * minute, start + 598 * minute));
}

void TimelineModelTest::leavesOutTheSpan()
{
    Fixture f(minutes(0, 600));
    const TimeSpan span{.from = start + 100 * minute, .to = start + 200 * minute};

    QVERIFY(!f.model.setFilter({.hiddenTypes = {}, .text = u"ana"_s, .picks = {}, .span = span}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.model.rowCount(), 50);
    QCOMPARE(total(f.timeline.histogram()), 300);
    QCOMPARE(f.timeline.extent(), std::pair(start, start + 598 * minute));

    f.arrive(minutes(600, 100));
    QTRY_COMPARE_WITH_TIMEOUT(total(f.timeline.histogram()), 350, patience);
    QCOMPARE(f.model.rowCount(), 50);
}

void TimelineModelTest::followsLiveRows()
{
    Fixture f(minutes(0, 10));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);

    f.arrive(minutes(10, 500));
    QTRY_COMPARE_WITH_TIMEOUT(total(f.timeline.histogram()), 510, patience);
    f.arrive(minutes(510, 10));
    QTRY_COMPARE_WITH_TIMEOUT(total(f.timeline.histogram()), 520, patience);

    QCOMPARE(f.timeline.extent()->second, start + 519 * minute);
}

void TimelineModelTest::tellsARangeInFinerBins()
{
    Fixture f(minutes(0, 6000));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    const qint64 coarse = f.timeline.histogram().step;
    const qint64 from = start + 60 * minute;
    const qint64 to = from + 60 * minute;

    f.timeline.setRange(from, to);
    QTRY_VERIFY_WITH_TIMEOUT(f.timeline.histogram().step < coarse, patience);
    QCOMPARE(f.timeline.range(), std::pair(from, to));
    QCOMPARE(total(f.timeline.histogram()), 60);
    QCOMPARE(f.timeline.extent(), std::pair(start, start + 5999 * minute));

    f.timeline.clearRange();
    QTRY_COMPARE_WITH_TIMEOUT(f.timeline.histogram().step, coarse, patience);
    QCOMPARE(total(f.timeline.histogram()), 6000);
}

void TimelineModelTest::keepsToTheNumberOfBins()
{
    Fixture f(minutes(0, 6000));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QVERIFY(f.timeline.histogram().bins.size() <= 102);

    f.timeline.setBins(10);

    QTRY_VERIFY_WITH_TIMEOUT(f.timeline.histogram().bins.size() <= 12, patience);
    QCOMPARE(total(f.timeline.histogram()), 6000);
}

void TimelineModelTest::beginsDaysByTheClockOfTheZone()
{
    Fixture f(minutes(0, 20'000));
    f.timeline.setBins(20);
    QTRY_COMPARE_WITH_TIMEOUT(f.timeline.histogram().step, day, patience);
    QCOMPARE(f.timeline.histogram().from % day, 0);

    f.model.setTimeZone(QTimeZone(9 * 3600));

    QTRY_COMPARE_WITH_TIMEOUT(f.timeline.histogram().from % day, 15 * 60 * minute, patience);
}

void TimelineModelTest::countsNothingWhileNobodyLooks()
{
    Fixture f(minutes(0, 10));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    f.timeline.setActive(false);
    const QSignalSpy changed(&f.timeline, &TimelineModel::changed);

    f.arrive(minutes(10, 10));
    QTRY_COMPARE_WITH_TIMEOUT(f.model.rowCount(), 20, patience);
    f.timeline.setBins(7);
    QTest::qWait(300);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(total(f.timeline.histogram()), 10); // as it was

    f.timeline.setActive(true);
    QTRY_COMPARE_WITH_TIMEOUT(total(f.timeline.histogram()), 20, patience);
}

void TimelineModelTest::isEmptyWithoutEvents()
{
    TimelineModel timeline;
    timeline.setActive(true);
    QVERIFY(timeline.histogram().bins.empty());
    QVERIFY(!timeline.extent());

    ModelFixture empty;
    timeline.setEvents(&empty.model);
    QTRY_VERIFY_WITH_TIMEOUT(!timeline.isCounting(), patience);
    QVERIFY(timeline.histogram().bins.empty());
    QVERIFY(!timeline.extent());
}

void TimelineModelTest::staysAsItIsWhenTheEventsGo()
{
    TimelineModel timeline;
    timeline.setActive(true);
    auto model = std::make_unique<EventTableModel>();
    timeline.setEvents(model.get());
    const QSignalSpy changed(&timeline, &TimelineModel::changed);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, patience);
    emit model->resultChanged(); // so that a job waits for its time
    emit model->resultChanged();

    model.reset();

    QTest::qWait(300);
    QVERIFY(!timeline.isCounting());
    EventTableModel other;
    timeline.setEvents(&other);
    const auto before = changed.size();
    QTRY_VERIFY_WITH_TIMEOUT(changed.size() > before, patience); // it still counts
}

QTEST_GUILESS_MAIN(TimelineModelTest)
#include "tst_timelinemodel.moc"
