// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/faultyproxy.h"
#include "support/loopbackserver.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTest>

using namespace boxwatch;
using namespace boxwatch::sim;
using namespace std::chrono_literals;

namespace {

using End = ConnectionFault::End;

constexpr int patience = 20'000; // milliseconds

/// A client that says one thing and listens.
class Client
{
public:
    explicit Client(quint16 port)
    {
        QObject::connect(
            &m_socket, &QTcpSocket::readyRead, &m_socket, [this] { heard += m_socket.readAll(); });
        QObject::connect(&m_socket, &QTcpSocket::disconnected, &m_socket, [this] { ended = true; });
        QObject::connect(
            &m_socket, &QTcpSocket::errorOccurred, &m_socket, [this] { ended = true; });
        QObject::connect(&m_socket, &QTcpSocket::connected, &m_socket, [this] {
            m_socket.write("GET / HTTP/1.1\r\n\r\n");
        });
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    }

    QAbstractSocket::SocketError error() const { return m_socket.error(); }

    QByteArray heard;
    bool ended = false;

private:
    QTcpSocket m_socket;
};

struct Fixture
{
    Fixture()
    {
        server.raw(QByteArray(100'000, 'x')).forEver();
        started = proxy.start(server.serverPort());
    }

    LoopbackServer server;
    FaultyProxy proxy;
    bool started = false;
};

} // namespace

class TestFaultyProxy : public QObject
{
    Q_OBJECT

private slots:
    void passesEverythingOnUnlessTold()
    {
        Fixture f;
        QVERIFY(f.started);

        const Client client(f.proxy.port());

        QTRY_VERIFY_WITH_TIMEOUT(client.ended, patience);
        QCOMPARE(client.heard, QByteArray(100'000, 'x'));
        QCOMPARE(f.proxy.counts().connections, 1U);
    }

    void endsAConnectionAfterExactlySoManyBytes_data()
    {
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("after");
        QTest::newRow("FIN, nothing") << int(End::Cut) << 0;
        QTest::newRow("FIN, a byte") << int(End::Cut) << 1;
        QTest::newRow("FIN, many") << int(End::Cut) << 70'001;
        QTest::newRow("RST, nothing") << int(End::Reset) << 0;
        QTest::newRow("RST, many") << int(End::Reset) << 7'001;
    }

    void endsAConnectionAfterExactlySoManyBytes()
    {
        QFETCH(const int, end);
        QFETCH(const int, after);
        Fixture f;
        f.proxy.setPlan({{End(end), after}});

        const Client client(f.proxy.port());

        QTRY_VERIFY_WITH_TIMEOUT(client.ended, patience);
        QCOMPARE(client.heard.size(), after);
        QCOMPARE(f.server.requests().size(), 1U);
    }

    void resetsWithoutTheServerHearingOfIt()
    {
        Fixture f;
        f.proxy.setPlan({}, {End::Refuse}); // also for the second try that Qt makes by itself

        const Client client(f.proxy.port());

        QTRY_VERIFY_WITH_TIMEOUT(client.ended, patience);
        QCOMPARE(f.server.connections(), 0);
        QVERIFY(f.proxy.counts().refused > 0);
    }

    void swallowsWhatBothSidesSay()
    {
        Fixture f;
        f.proxy.setPlan({{End::Silence, 0}, {End::Silence, 500}});

        const Client mute(f.proxy.port());
        QTRY_COMPARE_WITH_TIMEOUT(f.proxy.counts().connections, 1U, patience);
        const Client half(f.proxy.port());

        QTRY_COMPARE_WITH_TIMEOUT(half.heard.size(), 500, patience);
        QTest::qWait(100);
        QCOMPARE(mute.heard.size(), 0);
        QCOMPARE(half.heard.size(), 500);
        QVERIFY(!mute.ended && !half.ended);
        QCOMPARE(f.server.requests().size(), 1U);
    }

    void delaysAndSlowsDown()
    {
        Fixture f;
        f.proxy.setPlan({{End::Open, 0, 300ms, 0}, {End::Open, 0, 0ms, 200'000}});
        QElapsedTimer clock;
        clock.start();

        const Client late(f.proxy.port());
        QTRY_VERIFY_WITH_TIMEOUT(late.ended, patience);
        const qint64 delayed = clock.restart();
        const Client slow(f.proxy.port());
        QTRY_VERIFY_WITH_TIMEOUT(slow.ended, patience);
        const qint64 slowed = clock.elapsed();

        QCOMPARE(late.heard.size(), 100'000);
        QCOMPARE(slow.heard.size(), 100'000);
        QVERIFY(delayed >= 300);
        QVERIFY(slowed >= 400);
    }

    void spoilsConnectionsThatAreOpen_data()
    {
        QTest::addColumn<int>("end");
        QTest::newRow("silence") << int(End::Silence);
        QTest::newRow("FIN") << int(End::Cut);
        QTest::newRow("RST") << int(End::Reset);
    }

    void spoilsConnectionsThatAreOpen()
    {
        QFETCH(const int, end);
        Fixture f;
        f.server.clear();
        f.server.raw("late").after(300ms);
        const Client client(f.proxy.port());
        QTRY_COMPARE_WITH_TIMEOUT(f.server.requests().size(), 1U, patience);

        if (End(end) == End::Silence)
            f.proxy.silenceOpen();
        else if (End(end) == End::Cut)
            f.proxy.cutOpen();
        else
            f.proxy.resetOpen();

        if (End(end) == End::Silence)
            QTest::qWait(600);
        else
            QTRY_VERIFY_WITH_TIMEOUT(client.ended, patience);
        QCOMPARE(client.ended, End(end) != End::Silence);
        QCOMPARE(client.heard, QByteArray());
    }

    void refusesConnectionsAndTakesThemAgain()
    {
        Fixture f;
        f.proxy.setRefusing(true);
        const Client refused(f.proxy.port());
        QTRY_VERIFY_WITH_TIMEOUT(refused.ended, patience);
        QCOMPARE(refused.error(), QAbstractSocket::ConnectionRefusedError);

        f.proxy.setRefusing(false);
        const Client taken(f.proxy.port());

        QTRY_COMPARE_WITH_TIMEOUT(taken.heard.size(), 100'000, patience);
    }

    void drawsTheSameLotsFromTheSameSeed()
    {
        const FaultMix mix{
            .seed = 7,
            .refused = 100,
            .silent = 50,
            .cut = 200,
            .reset = 100,
            .delayed = 100,
            .slow = 50};
        FaultMix other = mix;
        other.seed = 8;
        int spoiled = 0;
        int different = 0;
        for (std::uint64_t i = 0; i < 2000; ++i) {
            const ConnectionFault fault = faultOf(mix, i);
            QVERIFY(fault == faultOf(mix, i));
            spoiled += fault == ConnectionFault() ? 0 : 1;
            different += fault == faultOf(other, i) ? 0 : 1;
            QVERIFY(fault.after >= 0 && fault.after < mix.furthest);
            QVERIFY(fault.delay <= mix.longestDelay);
        }
        QVERIFY(spoiled > 1050 && spoiled < 1350);
        QVERIFY(different > 500);
    }

    void countsWhatItDidSoThatAFailureCanBeRepeated()
    {
        Fixture f;
        f.proxy.setMix({.seed = 4711, .cut = 1000, .furthest = 10});

        const Client client(f.proxy.port());

        QTRY_VERIFY_WITH_TIMEOUT(client.ended, patience);
        QVERIFY(f.proxy.summary().startsWith(QLatin1String("seed 4711: 1 connections")));
        QCOMPARE(f.proxy.counts().cut, 1U);
        QCOMPARE(
            qint64(client.heard.size()),
            faultOf({.seed = 4711, .cut = 1000, .furthest = 10}, 0).after);
    }
};

QTEST_GUILESS_MAIN(TestFaultyProxy)
#include "tst_faultyproxy.moc"
