// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/timelinemodel.h"
#include "ui/eventsview.h"
#include "ui/filtercontrol.h"
#include "ui/sessionpage.h"
#include "ui/theme.h"
#include "ui/timeline.h"
#include "ui/timelineaxis.h"
#include "widgets.h"
#include "windowfixture.h"

#include <QAccessible>
#include <QApplication>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QWheelEvent>

using namespace boxwatch;
using namespace boxwatch::test;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 second = 1'000;
constexpr qint64 minute = 60 * second;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;

qint64 utc(const QString &iso)
{
    return QDateTime::fromString(iso, Qt::ISODate).toMSecsSinceEpoch();
}

QStringList labels(const std::vector<AxisTick> &ticks)
{
    QStringList words;
    for (const AxisTick &tick : ticks)
        words += tick.label;
    return words;
}

/// A window whose timeline has counted all events.
class Fixture : public WindowFixture
{
public:
    Fixture() : page(capture()), timeline(page->findChild<Timeline *>())
    {
        model = page->findChild<TimelineModel *>();
        waitForAll(400);
    }

    void waitForAll(quint64 events) const
    {
        const auto counted = [this] {
            quint64 sum = 0;
            for (const Histogram::Bin &bin : model->histogram().bins)
                sum += bin.total();
            return sum;
        };
        if (!QTest::qWaitFor([&] { return counted() == events; }, patience))
            qWarning("the timeline counts %llu events", counted());
    }

    /// A place on the bars, as a share of their width.
    QPoint at(double share) const
    {
        return {u(12) + qRound(share * (timeline->width() - u(24))), u(40)};
    }

    void drag(double from, double to) const
    {
        QTest::mousePress(timeline, Qt::LeftButton, {}, at(from));
        QTest::mouseMove(timeline, at((from + to) / 2));
        QTest::mouseMove(timeline, at(to));
        QTest::mouseRelease(timeline, Qt::LeftButton, {}, at(to));
    }

    void wheel(double share, int notches, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QPointF place = at(share);
        QWheelEvent event(
            place, timeline->mapToGlobal(place), {}, {0, notches * 120}, {}, modifiers,
            Qt::NoScrollPhase, false);
        QApplication::sendEvent(timeline, &event);
    }

    std::optional<TimeSpan> span() const { return page->filters()->filter().span; }

    SessionPage *page;
    Timeline *timeline;
    TimelineModel *model = nullptr;
};

} // namespace

class TimelineViewTest : public QObject
{
    Q_OBJECT

private slots:
    void ticksStandOnWholeTimesOfTheZone_data();
    void ticksStandOnWholeTimesOfTheZone();
    void ticksGetOverAChangeOfTheClocks();
    void aSpanReadsAsOneWouldSayIt_data();
    void aSpanReadsAsOneWouldSayIt();
    void zoomingKeepsThePlaceOfThePointer();
    void panningStopsAtTheEnds();
    void draggingChoosesASpan();
    void aSpanUpToTheRightEdgeStaysOpen();
    void anEdgeOfTheSpanCanBeMoved();
    void escapeGivesUpADrag();
    void aDragWhoseEndNobodyToldIsGivenUp();
    void theWheelZoomsAndShiftPans();
    void aDoubleClickShowsAllAndTakesTheSpanAway();
    void keysChooseASpan();
    void deleteTakesTheSpanAway();
    void followsTheEventsThatArrive();
    void tellsScreenReadersWhatItShows();
    void foldsWhereThereIsLittleRoom();
    void countsOnlyWhileItIsSeen();
    void staysAsItIsWithoutEvents();
};

void TimelineViewTest::ticksStandOnWholeTimesOfTheZone_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<qint64>("length");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("seconds") << u"2026-10-14T04:00:07Z"_s
                             << 20
            * second << QStringList{u"13:00:10"_s, u"13:00:15"_s, u"13:00:20"_s, u"13:00:25"_s};
    QTest::newRow("minutes") << u"2026-10-14T04:20:30Z"_s << 60 * minute
                             << QStringList{u"13:30"_s, u"13:45"_s, u"14:00"_s, u"14:15"_s};
    QTest::newRow("midnight") << u"2026-10-14T09:00:00Z"_s << day
                              << QStringList{u"18:00"_s, u"2026-10-15"_s, u"06:00"_s, u"12:00"_s};
    QTest::newRow("days") << u"2026-10-14T00:00:00Z"_s << 4 * day
                          << QStringList{
                                 u"2026-10-15"_s, u"2026-10-16"_s, u"2026-10-17"_s,
                                 u"2026-10-18"_s};
    QTest::newRow("months") << u"2026-08-20T00:00:00Z"_s << 100 * day
                            << QStringList{u"2026-09"_s, u"2026-10"_s, u"2026-11"_s};
    QTest::newRow("years") << u"2020-05-01T00:00:00Z"_s << 4 * 365 * day
                           << QStringList{u"2021"_s, u"2022"_s, u"2023"_s, u"2024"_s};
}

void TimelineViewTest::ticksStandOnWholeTimesOfTheZone()
{
    QFETCH(const QString, from);
    QFETCH(const qint64, length);
    QFETCH(const QStringList, expected);

    const auto ticks = axisTicks(utc(from), utc(from) + length, 4, QTimeZone("Asia/Tokyo"));

    QCOMPARE(labels(ticks), expected);
}

void TimelineViewTest::ticksGetOverAChangeOfTheClocks()
{
    const QTimeZone berlin("Europe/Berlin");
    // 02:00 does not exist on this day, and on the other one comes twice.
    for (const QString &midnight : {u"2026-03-28T23:00:00Z"_s, u"2026-10-24T22:00:00Z"_s}) {
        const qint64 from = utc(midnight);

        const auto ticks = axisTicks(from, from + day, 12, berlin);

        QVERIFY(ticks.size() >= 11 && ticks.size() <= 13);
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            const QTime wall = QDateTime::fromMSecsSinceEpoch(ticks[i].time, berlin).time();
            QVERIFY(wall.minute() == 0);
            QVERIFY(i == 0 || ticks[i].time > ticks[i - 1].time);
        }
        QCOMPARE(labels(ticks).count(u"12:00"_s), 1);
    }
}

void TimelineViewTest::aSpanReadsAsOneWouldSayIt_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("words");
    QTest::newRow("open") << u"2026-10-14T04:56:00Z"_s << QString() << u"13:56 – now"_s;
    QTest::newRow("within today") << u"2026-10-14T04:56:00Z"_s << u"2026-10-14T05:10:00Z"_s
                                  << u"13:56 – 14:10"_s;
    QTest::newRow("seconds") << u"2026-10-14T04:56:30Z"_s << u"2026-10-14T05:10:00Z"_s
                             << u"13:56:30 – 14:10:00"_s;
    QTest::newRow("another day") << u"2026-10-12T04:56:00Z"_s << u"2026-10-12T05:10:00Z"_s
                                 << u"2026-10-12 13:56 – 14:10"_s;
    QTest::newRow("over days") << u"2026-10-12T04:56:00Z"_s << u"2026-10-14T05:10:00Z"_s
                               << u"2026-10-12 13:56 – 2026-10-14 14:10"_s;
    QTest::newRow("open for days")
        << u"2026-10-12T04:56:00Z"_s << QString() << u"2026-10-12 13:56 – now"_s;
}

void TimelineViewTest::aSpanReadsAsOneWouldSayIt()
{
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, words);
    const TimeSpan span{utc(from), to.isEmpty() ? std::nullopt : std::optional(utc(to))};

    QCOMPARE(spanWords(span, QTimeZone("Asia/Tokyo"), utc(u"2026-10-14T05:19:00Z"_s)), words);
}

void TimelineViewTest::zoomingKeepsThePlaceOfThePointer()
{
    const TimeRange whole{0, 1'000 * minute};

    const auto in = zoomed({0, 100 * minute}, 25 * minute, 0.5, whole);

    QVERIFY(in);
    QCOMPARE(in->second - in->first, 50 * minute);
    QCOMPARE((25 * minute - in->first) * 4, in->second - in->first);
    QVERIFY(!zoomed({0, 900 * minute}, 25 * minute, 1.25, whole));
    const auto least = zoomed({0, 11 * second}, 5 * second, 0.01, whole);
    QCOMPARE(least->second - least->first, 10 * second);
}

void TimelineViewTest::panningStopsAtTheEnds()
{
    const TimeRange whole{0, 100};

    QCOMPARE(panned({40, 60}, 10, whole), TimeRange(50, 70));
    QCOMPARE(panned({40, 60}, 1'000, whole), TimeRange(80, 100));
    QCOMPARE(panned({40, 60}, -1'000, whole), TimeRange(0, 20));
    QCOMPARE(panned({-50, 300}, 10, whole), whole);
}

void TimelineViewTest::draggingChoosesASpan()
{
    Fixture f;
    const TimeRange shown = f.timeline->shownRange();
    const qint64 width = shown.second - shown.first;

    f.drag(0.25, 0.6);

    QVERIFY(f.span() && f.span()->to);
    const qint64 step = f.model->histogram().step;
    QVERIFY(qAbs(f.span()->from - (shown.first + width / 4)) <= step + width / 200);
    QVERIFY(qAbs(*f.span()->to - (shown.first + width * 6 / 10)) <= step + width / 200);
    QTRY_VERIFY_WITH_TIMEOUT(
        !f.page->events().isFiltering() && f.page->events().rowCount() < 400, patience);
    const TableSnapshot table = f.page->events().snapshot();
    qint64 inside = 0;
    for (EventTable::Row row = 0; row < table.size(); ++row) {
        const qint64 time = table.createdAt(row);
        inside += time >= f.span()->from && time < *f.span()->to;
    }
    QVERIFY(inside > 0);
    QCOMPARE(f.page->events().rowCount(), inside);
    // The bars are those of all events, or one could not choose again.
    f.waitForAll(400);
    QCOMPARE(f.timeline->shownRange(), shown);
}

void TimelineViewTest::aSpanUpToTheRightEdgeStaysOpen()
{
    Fixture f;

    f.drag(0.5, 1.1);

    QVERIFY(f.span());
    QVERIFY(!f.span()->to);
    QVERIFY(f.timeline->valueText().contains(u"– now"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        !f.page->events().isFiltering() && f.page->events().rowCount() < 400, patience);
    const int before = f.page->events().rowCount();

    f.simulator.addEvents(25);

    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), before + 25, patience);
}

void TimelineViewTest::anEdgeOfTheSpanCanBeMoved()
{
    Fixture f;
    f.drag(0.3, 0.5);
    const auto before = f.span();
    QVERIFY(before && before->to);

    f.drag(0.5, 0.8);

    QVERIFY(f.span() && f.span()->to);
    QCOMPARE(f.span()->from, before->from);
    QVERIFY(*f.span()->to > *before->to);
    const auto wider = f.span();

    f.drag(0.3, 0.1);

    QCOMPARE(*f.span()->to, *wider->to);
    QVERIFY(f.span()->from < wider->from);
}

void TimelineViewTest::escapeGivesUpADrag()
{
    Fixture f;
    QSignalSpy chosen(f.timeline, &Timeline::spanChosen);

    QTest::mousePress(f.timeline, Qt::LeftButton, {}, f.at(0.2));
    QTest::mouseMove(f.timeline, f.at(0.6));
    QTest::keyClick(f.timeline, Qt::Key_Escape);
    QTest::mouseRelease(f.timeline, Qt::LeftButton, {}, f.at(0.6));

    QCOMPARE(chosen.size(), 0);
    QVERIFY(!f.span());
}

void TimelineViewTest::theWheelZoomsAndShiftPans()
{
    Fixture f;
    const TimeRange all = f.timeline->shownRange();
    const auto width = [&f] {
        return f.timeline->shownRange().second - f.timeline->shownRange().first;
    };

    f.wheel(0.5, 4);

    QVERIFY(f.model->range());
    QVERIFY(width() < (all.second - all.first) / 2);
    const TimeRange zoomedIn = f.timeline->shownRange();
    QVERIFY(zoomedIn.first > all.first && zoomedIn.second < all.second);

    f.wheel(0.5, 2, Qt::ShiftModifier);

    QVERIFY(f.timeline->shownRange().first < zoomedIn.first);
    QCOMPARE(width(), zoomedIn.second - zoomedIn.first);

    QTest::mousePress(f.timeline, Qt::MiddleButton, {}, f.at(0.5));
    QTest::mouseMove(f.timeline, f.at(0.4));
    const TimeRange panning = f.timeline->shownRange();
    QTest::mouseRelease(f.timeline, Qt::MiddleButton, {}, f.at(0.4));
    QVERIFY(panning.first > zoomedIn.first - width() / 5);
    QVERIFY(!f.span());

    f.wheel(0.5, -20);

    QVERIFY(!f.model->range());
    QCOMPARE(f.page->events().rowCount(), 400);
}

void TimelineViewTest::aDoubleClickShowsAllAndTakesTheSpanAway()
{
    Fixture f;
    f.drag(0.3, 0.6);
    f.wheel(0.5, 3);
    QVERIFY(f.span() && f.model->range());

    QTest::mouseDClick(f.timeline, Qt::LeftButton, {}, f.at(0.45));

    QVERIFY(!f.span());
    QVERIFY(!f.model->range());
    QTRY_COMPARE_WITH_TIMEOUT(f.page->events().rowCount(), 400, patience);
}

void TimelineViewTest::keysChooseASpan()
{
    Fixture f;
    f.timeline->setFocus();
    const Histogram bars = f.model->histogram();
    QVERIFY(bars.bins.size() > 8);

    QTest::keyClick(f.timeline, Qt::Key_Home);
    QTest::keyClick(f.timeline, Qt::Key_Right);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(f.timeline, Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(!f.span());
    QTest::keyClick(f.timeline, Qt::Key_Return);

    QVERIFY(f.span());
    QCOMPARE(f.span()->from, bars.from + bars.step);
    QCOMPARE(f.span()->to, std::optional(bars.from + 5 * bars.step));

    QTest::keyClick(f.timeline, Qt::Key_End);
    QTest::keyClick(f.timeline, Qt::Key_Left, Qt::ShiftModifier);
    QTest::keyClick(f.timeline, Qt::Key_Return);

    QVERIFY(f.span());
    QVERIFY(!f.span()->to);

    const auto before = f.span();
    QTest::keyClick(f.timeline, Qt::Key_Home, Qt::ShiftModifier);
    QTest::keyClick(f.timeline, Qt::Key_Escape);
    QTest::keyClick(f.timeline, Qt::Key_Return);
    QCOMPARE(f.span(), before);

    const qint64 width = f.timeline->shownRange().second - f.timeline->shownRange().first;
    QTest::keyClick(f.timeline, Qt::Key_Plus);
    QVERIFY(f.timeline->shownRange().second - f.timeline->shownRange().first < width);
    QTest::keyClick(f.timeline, Qt::Key_0);
    QVERIFY(!f.model->range());
}

void TimelineViewTest::deleteTakesTheSpanAway()
{
    Fixture f;
    f.drag(0.3, 0.6);
    QVERIFY(f.span());
    f.timeline->setFocus();

    QTest::keyClick(f.timeline, Qt::Key_Delete);

    QVERIFY(!f.span());
}

void TimelineViewTest::followsTheEventsThatArrive()
{
    Fixture f;
    f.wheel(1, 6);
    QVERIFY(f.model->range());
    const qint64 edge = f.timeline->shownRange().second;
    const qint64 width = edge - f.timeline->shownRange().first;
    const auto extent = f.model->extent();
    QVERIFY(extent && edge > extent->second);

    f.simulator.addEvents(60);

    QTRY_VERIFY_WITH_TIMEOUT(f.model->extent()->second > extent->second, patience);
    QTRY_VERIFY_WITH_TIMEOUT(f.timeline->shownRange().second > f.model->extent()->second, patience);
    QCOMPARE(f.timeline->shownRange().second - f.timeline->shownRange().first, width);
}

void TimelineViewTest::tellsScreenReadersWhatItShows()
{
    Fixture f;
    QCOMPARE(f.timeline->accessibleName(), u"Timeline"_s);

    QAccessibleInterface *told = QAccessible::queryAccessibleInterface(f.timeline);

    QVERIFY(told);
    QCOMPARE(told->text(QAccessible::Name), u"Timeline"_s);
    QVERIFY2(
        told->text(QAccessible::Value).contains(u"400 events"_s),
        qPrintable(told->text(QAccessible::Value)));
    f.timeline->setFocus();
    QTest::keyClick(f.timeline, Qt::Key_Home);
    QVERIFY(told->text(QAccessible::Value) != u"No events"_s);
    QVERIFY(!told->text(QAccessible::Value).contains(u"400 events"_s));
}

void TimelineViewTest::foldsWhereThereIsLittleRoom()
{
    Fixture f;
    QVERIFY(!f.timeline->isFolded());
    QCOMPARE(f.timeline->height(), u(88));

    f.window().resize(1280, 460);

    QTRY_VERIFY(f.timeline->isFolded());
    QTRY_COMPARE(f.timeline->height(), u(24));

    f.window().resize(1280, 760);

    QTRY_VERIFY(!f.timeline->isFolded());
    QTRY_COMPARE(f.timeline->height(), u(88));
}

void TimelineViewTest::countsOnlyWhileItIsSeen()
{
    Fixture f;
    QVERIFY(f.model->isActive());

    f.action(u"Timeline"_s)->trigger();

    QTRY_VERIFY(!f.timeline->isVisible());
    QVERIFY(!f.model->isActive());

    f.action(u"Timeline"_s)->trigger();

    QTRY_VERIFY(f.timeline->isVisible());
    QVERIFY(f.model->isActive());
}

void TimelineViewTest::staysAsItIsWithoutEvents()
{
    Timeline timeline;
    timeline.resize(600, u(88));
    timeline.show();

    QTest::mousePress(&timeline, Qt::LeftButton, {}, {100, 40});
    QTest::mouseMove(&timeline, {300, 40});
    QTest::mouseRelease(&timeline, Qt::LeftButton, {}, {300, 40});
    QTest::keyClick(&timeline, Qt::Key_Home);
    QTest::keyClick(&timeline, Qt::Key_Return);
    QTest::keyClick(&timeline, Qt::Key_Plus);
    timeline.grab();

    QVERIFY(!timeline.span());
    QCOMPARE(timeline.valueText(), u"No events"_s);
}

void TimelineViewTest::aDragWhoseEndNobodyToldIsGivenUp()
{
    Fixture f;
    QSignalSpy chosen(f.timeline, &Timeline::spanChosen);

    QTest::mousePress(f.timeline, Qt::LeftButton, {}, f.at(0.2));
    QTest::mouseMove(f.timeline, f.at(0.6));
    QMouseEvent moved(
        QEvent::MouseMove, f.at(0.7), f.timeline->mapToGlobal(QPointF(f.at(0.7))), Qt::NoButton,
        Qt::NoButton, {});
    QApplication::sendEvent(f.timeline, &moved);
    QTest::mouseRelease(f.timeline, Qt::LeftButton, {}, f.at(0.7));

    QCOMPARE(chosen.size(), 0);
    QVERIFY(!f.span());
}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Boxwatch"_s);
    QApplication::setApplicationName(u"boxwatch-timeline-test"_s);
    Theme::instance().apply(application);
    TimelineViewTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_timelineview.moc"
