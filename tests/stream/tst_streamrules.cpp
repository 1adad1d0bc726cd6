// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"
#include "core/event/event.h"
#include "core/stream/catchuprule.h"
#include "core/stream/recentevents.h"
#include "core/stream/retrypolicy.h"
#include "core/stream/streamquery.h"
#include "support/loopbackserver.h"

#include <QTest>

#include <climits>

using namespace boxwatch;
using namespace std::chrono_literals;
using Start = StreamSettings::Start;
using Next = CatchUpRule::Next;

namespace {

CatchUpRule::Outcome outcome(
    const char *asked, const char *next, qsizetype entries, qsizetype fresh)
{
    return {StreamPosition(asked), StreamPosition(next), entries, fresh, fresh};
}

/// The \p step th chunk of many, of which nothing was stored.
CatchUpRule::Outcome notStored(int step, qsizetype entries, qsizetype news, int places = INT_MAX)
{
    return {
        StreamPosition(QByteArray::number(step % places)),
        StreamPosition(QByteArray::number((step + 1) % places)), entries, 0, news};
}

/// How many chunks \p rule follows of which nothing was stored, at most \p most.
int followed(CatchUpRule &rule, qsizetype entries, qsizetype news, int most, int places = INT_MAX)
{
    int step = 0;
    while (step < most && rule.after(notStored(step, entries, news, places)) == Next::GoOn)
        ++step;
    return step;
}

/// The events \p first to \p last.
EventChunk chunkOf(int first, int last)
{
    QByteArrayList ids;
    for (int id = first; id <= last; ++id)
        ids << QByteArray::number(id);
    return *ChunkParser().parseChunk(chunkJson(ids, "1"));
}

StreamSettings settingsOf(StreamType type, Start start, const char *position = "")
{
    StreamSettings settings;
    settings.type = type;
    settings.start = start;
    settings.state.position = StreamPosition(position);
    return settings;
}

const QDateTime serverNow = QDateTime::fromString(
    QStringLiteral("2026-03-01T10:00:00Z"), Qt::ISODate);

} // namespace

class TestStreamRules : public QObject
{
    Q_OBJECT

private slots:
    void goesOnAfterFreshEvents()
    {
        CatchUpRule rule({10, 100});
        QCOMPARE(rule.after(outcome("1", "2", 1, 1)), Next::GoOn);
    }

    void isCaughtUpWhereNothingMoves()
    {
        CatchUpRule rule({10, 1});
        QCOMPARE(rule.after(outcome("1", "1", 0, 0)), Next::CaughtUp);
        QCOMPARE(rule.after(outcome("1", "1", 5, 5)), Next::CaughtUp);
    }

    void followsEmptyMovesUpToItsLimitEachTime()
    {
        CatchUpRule rule({2, 1});
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(rule.after(outcome("1", "2", 0, 0)), Next::GoOn);
            QCOMPARE(rule.after(outcome("2", "3", 0, 0)), Next::GoOn);
            QCOMPARE(rule.after(outcome("3", "4", 0, 0)), Next::CaughtUp);
        }
    }

    void followsRepeatsOnlyForEnterprises()
    {
        CatchUpRule enterprise({20, 1});
        CatchUpRule user({10, 100});
        QCOMPARE(enterprise.after(outcome("1", "2", 5, 0)), Next::GoOn);
        QCOMPARE(user.after(outcome("1", "2", 5, 0)), Next::CaughtUp);
    }

    void leavesACircle()
    {
        CatchUpRule rule({20, 1});
        QCOMPARE(rule.after(outcome("1", "2", 5, 0)), Next::GoOn);
        QCOMPARE(rule.after(outcome("2", "3", 5, 0)), Next::GoOn);
        QCOMPARE(rule.after(outcome("3", "1", 5, 0)), Next::CaughtUp);
    }

    void takesAKnownPositionAfterFreshEventsForProgress()
    {
        CatchUpRule rule({20, 1});
        QCOMPARE(rule.after(outcome("1", "2", 5, 0)), Next::GoOn);
        QCOMPARE(rule.after(outcome("2", "3", 5, 1)), Next::GoOn);
        QCOMPARE(rule.after(outcome("3", "1", 5, 0)), Next::GoOn);
    }

    void goesOnThroughEventsOfWhichNoneIsStored()
    {
        CatchUpRule enterprise({20, 1});
        CatchUpRule user({10, 100});
        QCOMPARE(followed(enterprise, 500, 500, 20'000), 20'000);
        QCOMPARE(followed(user, 3, 1, 20'000), 20'000);
    }

    void leavesACircleOfEventsOfWhichNoneIsStored()
    {
        CatchUpRule rule({20, 1});
        QCOMPARE(followed(rule, 500, 500, 20'000, 3000), 2999);
    }

    void leavesRepeatsOfItsOwnThatMoveOnForEver()
    {
        CatchUpRule rule({20, 1});
        QCOMPARE(followed(rule, 500, 0, 20'000), 120);
    }

    void followsAllRepeatsThatThereCanBeAfterStartingOver()
    {
        CatchUpRule rule({10, 100});
        rule.expectRepeats();
        QVERIFY(followed(rule, 1, 0, 20'000) >= 5000);
        QCOMPARE(followed(rule, 1, 0, 20'000), 0); // only once
    }

    void knowsTheLastEventsOfAStream()
    {
        RecentEvents recent;
        QCOMPARE(recent.add(chunkOf(1, 5000)), 5000);
        QCOMPARE(recent.add(chunkOf(1, 5000)), 0);
        QCOMPARE(recent.add(chunkOf(5001, 5010)), 10);
        QCOMPARE(recent.add(chunkOf(11, 5010)), 0);
        QCOMPARE(recent.add(chunkOf(1, 10)), 10);
    }

    void tellsEventsWithoutAnIdApartByTheirText()
    {
        const auto withoutId = [](const QByteArray &type) {
            return *ChunkParser().parseChunk("{\"entries\":[{\"event_type\":\"" + type + "\"}]}");
        };
        RecentEvents recent;
        QCOMPARE(recent.add(withoutId("COPY")), 1);
        QCOMPARE(recent.add(withoutId("MOVE")), 1);
        QCOMPARE(recent.add(withoutId("COPY")), 0);
    }

    void doublesTheDelayUpToTheCeiling()
    {
        const RetryPolicy policy{1s, 60s, false};
        QCOMPARE(policy.delayAfter({}, 1), 1000ms);
        QCOMPARE(policy.delayAfter({}, 2), 2000ms);
        QCOMPARE(policy.delayAfter({}, 6), 32'000ms);
        QCOMPARE(policy.delayAfter({}, 7), 60'000ms);
        QCOMPARE(policy.delayAfter({}, 1'000'000), 60'000ms);
    }

    void spreadsTheDelay()
    {
        const RetryPolicy policy{1s, 60s, true};
        QSet<qint64> delays;
        for (int i = 0; i < 200; ++i) {
            const auto delay = policy.delayAfter({}, 1);
            QVERIFY(delay >= 500ms && delay <= 1500ms);
            delays.insert(delay.count());
        }
        QVERIFY(delays.size() > 20);
    }

    void obeysBoxIfItAsksForMore()
    {
        const RetryPolicy policy{1s, 60s, false};
        Error error;
        error.retryAfter = 100s;
        QCOMPARE(policy.delayAfter(error, 1), 100'000ms);
        error.retryAfter = 10ms;
        QCOMPARE(policy.delayAfter(error, 1), 1000ms);
    }

    void neverAsksTheHistoryForNow()
    {
        const auto settings = settingsOf(StreamType::AdminLogs, Start::Position, "now");

        const StreamState state = firstState(settings, serverNow);

        QVERIFY(startsByClock(settings, serverNow));
        QVERIFY(state.position.isEmpty());
        QCOMPARE(*state.startDate, serverNow.addSecs(-120));
    }

    void startsWhereItIsTold_data()
    {
        QTest::addColumn<StreamSettings>("settings");
        QTest::addColumn<QByteArray>("position");
        QTest::newRow("user, now") << settingsOf(StreamType::All, Start::Now) << QByteArray("now");
        QTest::newRow("live, now")
            << settingsOf(StreamType::AdminLogsStreaming, Start::Now) << QByteArray("now");
        QTest::newRow("earliest") << settingsOf(StreamType::AdminLogs, Start::Earliest, "9")
                                  << QByteArray("0");
        QTest::newRow("position") << settingsOf(StreamType::Sync, Start::Position, "9")
                                  << QByteArray("9");
        QTest::newRow("position 0")
            << settingsOf(StreamType::AdminLogs, Start::Position, "0") << QByteArray("0");
        QTest::newRow("a date, for the live stream")
            << settingsOf(StreamType::AdminLogsStreaming, Start::Date) << QByteArray("0");
        QTest::newRow("resume") << settingsOf(StreamType::AdminLogs, Start::Resume, "9")
                                << QByteArray("9");
        QTest::newRow("resume what never started")
            << settingsOf(StreamType::Changes, Start::Resume) << QByteArray("now");
        QTest::newRow("a date, for a stream without")
            << settingsOf(StreamType::All, Start::Date) << QByteArray("0");
    }

    void startsWhereItIsTold()
    {
        QFETCH(const StreamSettings, settings);
        QFETCH(const QByteArray, position);

        QVERIFY(!startsByClock(settings, serverNow));
        QCOMPARE(firstState(settings, serverNow).position.text(), position);
    }

    void resumesTheHistoryByItsDateUntilThereIsAPosition()
    {
        auto settings = settingsOf(StreamType::AdminLogs, Start::Resume);
        settings.state.startDate = serverNow.addDays(-1);

        QVERIFY(!startsByClock(settings, serverNow));
        QCOMPARE(firstState(settings, serverNow), settings.state);
    }

    void startsOverWithinTheLastYear()
    {
        const qint64 newest = serverNow.addDays(-400).toMSecsSinceEpoch();

        const StreamState state = restartedState(
            StreamType::AdminLogs, StreamState{}, newest, serverNow);

        QCOMPARE(*state.startDate, serverNow.addDays(-365).addSecs(3600));
    }

    void startsOverNoLaterThanNow()
    {
        const qint64 newest = serverNow.addYears(70).toMSecsSinceEpoch();

        const StreamState state = restartedState(
            StreamType::AdminLogs, StreamState{}, newest, serverNow);

        QCOMPARE(*state.startDate, serverNow.addSecs(-300));
    }

    void startsOverAtTheBeginningIfNothingIsKnown()
    {
        const StreamState state = restartedState(
            StreamType::AdminLogs, StreamState{}, Event::noTime, serverNow);

        QCOMPARE(state.position.text(), "0");
    }

    void spellsStreamTypesAsBoxDoes()
    {
        for (const auto type :
             {StreamType::All, StreamType::Changes, StreamType::Sync, StreamType::AdminLogs,
              StreamType::AdminLogsStreaming})
            QCOMPARE(*streamTypeFromName(streamTypeName(type)), type);
        QCOMPARE(streamTypeName(StreamType::AdminLogsStreaming), "admin_logs_streaming");
        QVERIFY(!streamTypeFromName("ADMIN_LOGS"));
    }
};

QTEST_GUILESS_MAIN(TestStreamRules)
#include "tst_streamrules.moc"
