// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "stream/enterprisefixture.h"

#include <QTest>

using namespace boxwatch;
using namespace std::chrono_literals;
using State = EventStream::State;
using Start = StreamSettings::Start;

class TestStreamControl : public QObject
{
    Q_OBJECT

private slots:
    void isSilentWhilePausedAndLosesNothing()
    {
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"b"}, "2")).after(100ms);
        f.begin();
        QTRY_COMPARE(f.asked().size(), 2U);

        f.stream->pause();
        const int before = f.signalCount;
        QVERIFY(f.stream->isPaused());
        QTest::qWait(200);
        QCOMPARE(f.signalCount, before);
        QCOMPARE(f.asked().size(), 2U);

        f.events().clear();
        f.events().json(chunkJson({"b"}, "2")).json(emptyChunk("2")).forEver();
        f.stream->resume();
        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.asked().at(2).item("stream_position"), "1");
    }

    void pausesWhileAChunkIsBeingStored()
    {
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"b"}, "2")).forEver();
        f.begin();
        QTRY_COMPARE(f.chunks, 1);

        f.stream->pause();
        f.store();
        QCOMPARE(f.stream->streamState().position.text(), "1");
        QTest::qWait(50);
        QCOMPARE(f.chunks, 1);

        const std::size_t before = f.asked().size();
        f.stream->resume();
        QTRY_COMPARE(f.chunks, 2);
        QCOMPARE(f.asked().at(before).item("stream_position"), "1");
    }

    void fetchesAgainWhatCouldNotBeStored()
    {
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.storesAtOnce = false;
        f.events().json(chunkJson({"a"}, "1")).json(chunkJson({"b"}, "2")).forEver();
        f.begin();
        QTRY_COMPARE(f.chunks, 1);

        f.stream->notStored();
        QVERIFY(f.stream->isPaused());
        QVERIFY(f.stream->streamState().position.isEmpty());
        f.events().clear();
        f.events().json(chunkJson({"a"}, "1"));
        const std::size_t before = f.asked().size();
        f.stream->resume();

        QTRY_COMPARE(f.chunks, 2);
        QCOMPARE(f.asked().at(before).item("stream_position"), "0");
    }

    void staysSilentAfterStop_data()
    {
        QTest::addColumn<State>("when");
        QTest::newRow("while fetching") << State::Fetching;
        QTest::newRow("while waiting") << State::Waiting;
        QTest::newRow("while backing off") << State::BackingOff;
        QTest::newRow("while paused") << State::Paused;
    }

    void staysSilentAfterStop()
    {
        QFETCH(const State, when);
        EnterpriseFixture f(Start::Earliest, 50ms);
        if (when == State::Waiting)
            f.events().json(emptyChunk("0")).forEver();
        else if (when == State::BackingOff)
            f.events().status(500).forEver();
        else
            f.events().json(chunkJson({"a"}, "1")).after(50ms).forEver();
        f.begin();
        if (when == State::Paused)
            f.stream->pause();
        QTRY_COMPARE(f.stream->state(), when);

        f.stream->stop();
        const int before = f.signalCount;
        QTest::qWait(20); // what was already on its way
        const std::size_t asked = f.asked().size();
        f.stream->stop();
        QTest::qWait(200);

        QCOMPARE(f.signalCount, before);
        QCOMPARE(f.asked().size(), asked);
    }

    void noticesAStopFromWithinASignal_data()
    {
        QTest::addColumn<QString>("signal");
        for (const char *name :
             {"received", "stateChanged", "newStreamState", "caughtUp", "failed", "recovered"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void noticesAStopFromWithinASignal()
    {
        QFETCH(const QString, signal);
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.events()
            .json(chunkJson({"a"}, "1"))
            .json(emptyChunk("1"))
            .status(500)
            .json(chunkJson({"b"}, "2"));
        f.events().json(emptyChunk("2")).forEver();
        f.watch(std::make_unique<EnterpriseEventStream>(f.api, f.settings, f.timing));
        bool stopped = false;
        const auto stop = [&] {
            stopped = true;
            f.stream->stop();
        };
        EventStream *s = f.stream.get();
        if (signal == QLatin1String("received"))
            connect(s, &EventStream::received, s, stop);
        else if (signal == QLatin1String("stateChanged"))
            connect(s, &EventStream::stateChanged, s, stop);
        else if (signal == QLatin1String("newStreamState"))
            connect(s, &EventStream::newStreamState, s, stop);
        else if (signal == QLatin1String("caughtUp"))
            connect(s, &EventStream::caughtUp, s, stop);
        else if (signal == QLatin1String("failed"))
            connect(s, &EventStream::failed, s, stop);
        else
            connect(s, &EventStream::recovered, s, stop);

        f.stream->start();
        QTRY_VERIFY(stopped);
        const int before = f.signalCount;
        QTest::qWait(100);

        QCOMPARE(f.signalCount, before);
        QCOMPARE(f.stream->state(), State::Stopped);
    }

    void mayBeDestroyedFromWithinASignal_data() { noticesAStopFromWithinASignal_data(); }

    void mayBeDestroyedFromWithinASignal()
    {
        QFETCH(const QString, signal);
        EnterpriseFixture f(Start::Earliest, 10ms);
        f.events()
            .json(chunkJson({"a"}, "1"))
            .json(emptyChunk("1"))
            .status(500)
            .json(chunkJson({"b"}, "2"));
        auto *s = new EnterpriseEventStream(f.api, f.settings, f.timing);
        connect(s, &EventStream::received, this, [&](const EventChunk &) {
            if (signal != QLatin1String("received"))
                s->stored(1);
        });
        bool destroyed = false;
        const auto destroy = [&] {
            destroyed = true;
            delete s;
        };
        if (signal == QLatin1String("received"))
            connect(s, &EventStream::received, this, destroy);
        else if (signal == QLatin1String("stateChanged"))
            connect(s, &EventStream::stateChanged, this, [&](State state) {
                if (state == State::Waiting)
                    destroy();
            });
        else if (signal == QLatin1String("newStreamState"))
            connect(s, &EventStream::newStreamState, this, destroy);
        else if (signal == QLatin1String("caughtUp"))
            connect(s, &EventStream::caughtUp, this, destroy);
        else if (signal == QLatin1String("failed"))
            connect(s, &EventStream::failed, this, destroy);
        else
            connect(s, &EventStream::recovered, this, destroy);

        s->start();

        QTRY_VERIFY(destroyed);
        QTest::qWait(50);
    }

    void startsAgainWhereItStopped()
    {
        EnterpriseFixture f(Start::Earliest, 60s);
        f.events().json(chunkJson({"a"}, "1")).json(emptyChunk("1"));
        f.begin();
        QTRY_COMPARE(f.caughtUp, 1);
        f.stream->stop();

        f.events().json(chunkJson({"b"}, "2"));
        f.stream->start();

        QTRY_COMPARE(f.ids, QByteArrayList({"a", "b"}));
        QCOMPARE(f.asked().at(2).item("stream_position"), "1");
    }
};

QTEST_GUILESS_MAIN(TestStreamControl)
#include "tst_streamcontrol.moc"
