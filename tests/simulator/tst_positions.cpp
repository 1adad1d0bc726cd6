// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/positions.h"
#include "simulator/streams.h"

#include <QHash>
#include <QTest>

using namespace boxwatch;
using namespace boxwatch::sim;

namespace {

constexpr std::array kinds{
    StreamKind::All, StreamKind::Changes, StreamKind::Sync, StreamKind::AdminLogs,
    StreamKind::AdminLogsStreaming};

QByteArray textOf(const Positions &positions, StreamKind kind, std::uint64_t index)
{
    QByteArray text = positions.json(kind, index);
    return text.replace('"', "");
}

} // namespace

class TestPositions : public QObject
{
    Q_OBJECT

private slots:
    void comeBackToTheSamePlace()
    {
        const Positions positions(42);
        for (const StreamKind kind : kinds) {
            for (const std::uint64_t index : {0ULL, 1ULL, 499ULL, 123'456'789ULL}) {
                const auto place = positions.parse(
                    kind, textOf(positions, kind, index).toStdString());
                QVERIFY(place.has_value());
                QCOMPARE(place->index, index);
                QVERIFY(!place->isRounded);
            }
        }
    }

    void looksLikeThoseOfBox()
    {
        const Positions positions(42);

        QCOMPARE(positions.json(StreamKind::All, 7).size(), 17);
        QVERIFY(positions.json(StreamKind::All, 7).toULongLong() > (1ULL << 53U));
        QCOMPARE(positions.json(StreamKind::AdminLogs, 7).size(), 21);
        QVERIFY(positions.json(StreamKind::AdminLogs, 7).startsWith('"'));
    }

    void belongToOneStreamOnly()
    {
        const Positions positions(42);
        for (const StreamKind mine : kinds) {
            for (const StreamKind other : kinds) {
                const auto place = positions.parse(other, textOf(positions, mine, 5).toStdString());
                QCOMPARE(place.has_value(), mine == other);
            }
        }
    }

    void refusesWhatItNeverGave()
    {
        const Positions positions(42);
        for (const char *text :
             {"", "x", "1", "-5", "30401068076164269x", "99999999999999999999",
              "1152922976252290887", "1e18", " 1"})
            for (const StreamKind kind : kinds)
                QVERIFY2(!positions.parse(kind, text), text);
    }

    void noticesADouble()
    {
        const Positions positions(42);
        for (std::uint64_t index = 0; index < 2000; ++index) {
            const QByteArray sent = textOf(positions, StreamKind::All, index);
            const QByteArray back = QByteArray::number(sent.toDouble(), 'f', 0);
            const auto place = positions.parse(StreamKind::All, back.toStdString());
            QVERIFY(sent != back);
            QVERIFY(place.has_value());
            QCOMPARE(place->index, index);
            QVERIFY(place->isRounded);
        }
    }
};

class TestProcessingOrder : public QObject
{
    Q_OBJECT

private:
    SimulatorOptions m_options;

private slots:
    void hasEveryEventOnceOrTwice()
    {
        const Streams streams(m_options, 1'772'000'000'000);
        ProcessingOrder order(streams.makerOf(StreamKind::AdminLogs), 3, 0.05, 0.05);
        const std::uint64_t slotCount = order.slotsOf(12'800);
        QHash<std::uint64_t, int> times;

        for (std::uint64_t slot = 0; slot < slotCount; ++slot)
            ++times[order.eventAt(slot)];

        QCOMPARE(times.size(), 12'800);
        int repeated = 0;
        for (const int count : times)
            repeated += count > 1 ? 1 : 0;
        QVERIFY(repeated > 300 && repeated < 900);
    }

    void isOutOfOrderNowAndThen()
    {
        const Streams streams(m_options, 1'772'000'000'000);
        ProcessingOrder order(streams.makerOf(StreamKind::AdminLogs), 3, 0, 0.05);
        int late = 0;

        for (std::uint64_t slot = 1; slot < 12'800; ++slot)
            late += order.eventAt(slot) < order.eventAt(slot - 1) ? 1 : 0;

        QVERIFY(late > 300 && late < 1200);
    }

    void isInOrderWhenAskedToBe()
    {
        const Streams streams(m_options, 1'772'000'000'000);
        ProcessingOrder order(streams.makerOf(StreamKind::AdminLogs), 3, 0, 0);

        for (std::uint64_t slot = 0; slot < 1000; ++slot)
            QCOMPARE(order.eventAt(slot), slot);
        QCOMPARE(order.slotsOf(777), std::uint64_t{777});
    }

    void showsNothingBeforeItHappened()
    {
        const Streams streams(m_options, 1'772'000'000'000);
        ProcessingOrder order(streams.makerOf(StreamKind::AdminLogs), 3, 0.05, 0.05);
        std::uint64_t last = 0;

        for (std::uint64_t events = 0; events < 1000; ++events) {
            const std::uint64_t head = order.slotsOf(events);
            QVERIFY(head >= last);
            for (std::uint64_t slot = last; slot < head; ++slot)
                QVERIFY(order.eventAt(slot) < events);
            last = head;
        }
    }

    void holdsNothingBackAtASeal()
    {
        const Streams streams(m_options, 1'772'000'000'000);
        for (std::uint64_t events = 1; events < 400; events += 7) {
            ProcessingOrder order(streams.makerOf(StreamKind::AdminLogs), events, 0.05, 0.5);
            order.seal(events);
            const std::uint64_t head = order.slotsOf(events);

            for (std::uint64_t event = 0; event < events; ++event)
                QVERIFY(order.contains(head, event));
            QVERIFY(!order.contains(head, events));
        }
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    TestPositions positions;
    TestProcessingOrder order;
    return QTest::qExec(&positions, argc, argv) + QTest::qExec(&order, argc, argv);
}
#include "tst_positions.moc"
