// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/simulator/simulatorclient.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

SimulatorOptions small()
{
    SimulatorOptions options;
    options.seed = 5;
    options.backlog = 300;
    options.shortChunks = 0;
    options.userRepeatRate = 0;
    options.oddShare = 0;
    return options;
}

struct Fixture : SimulatorFixture
{
    explicit Fixture(const SimulatorOptions &options = small()) : SimulatorFixture(options) { }
};

} // namespace

class TestConnectionFaults : public QObject
{
    Q_OBJECT

private slots:
    void breaksConnections_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<bool>("isWhole");
        const auto row = [](const char *name, const QByteArray &fault, const char *begin,
                            bool isWhole) {
            QTest::newRow(name) << fault << QByteArray(begin) << isWhole;
        };
        row("reset before the headers", json("{'kind':'reset'}"), "", false);
        row("reset in the headers", json("{'kind':'reset','how':'in_headers'}"), "HTTP/1.1 200",
            false);
        row("reset after the headers", json("{'kind':'reset','how':'after_headers'}"),
            "HTTP/1.1 200", false);
        row("closed without a byte", json("{'kind':'close','delay_ms':10}"), "", false);
        row("the answer lost", json("{'kind':'lost'}"), "", false);
        row("cut in half", json("{'kind':'truncate'}"), "HTTP/1.1 200", false);
        row("in drips", json("{'kind':'drip','bytes_per_second':100000}"), "HTTP/1.1 200", true);
        row("late", json("{'kind':'delay','delay_ms':20}"), "HTTP/1.1 200", true);
        row("below huge headers", json("{'kind':'big_headers','bytes':300000}"), "HTTP/1.1 200",
            true);
    }

    void breaksConnections()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const QByteArray, begin);
        QFETCH(const bool, isWhole);
        Fixture f;
        const QByteArray target = "/2.0/events?stream_type=admin_logs&limit=5";
        const QByteArray right = f.client.get(target).body;
        QVERIFY(f.simulator.addFault(fault));

        const RawAnswer raw = rawAnswer(f.simulator, rawGet(f.simulator, target));

        QVERIFY(raw.bytes.startsWith(begin));
        QCOMPARE(raw.bytes.isEmpty(), begin.isEmpty());
        QCOMPARE(raw.bytes.endsWith(right), isWhole);
        QCOMPARE(f.client.get(target).body, right);
    }

    void closesAfterASecondUnlessTold()
    {
        Fixture f;
        QVERIFY(f.simulator.addFault(json("{'kind':'close'}")));

        const RawAnswer raw = rawAnswer(f.simulator, rawGet(f.simulator, "/2.0/users/me"));

        QCOMPARE(raw.bytes, QByteArray());
        QVERIFY2(raw.milliseconds >= 990, qPrintable(QString::number(raw.milliseconds)));
    }

    void acceptsAndNeverAnswers()
    {
        Fixture f;
        QVERIFY(f.simulator.addFault(json("{'kind':'stall','endpoint':'events'}")));

        const auto silent = f.client.begin("GET", "/2.0/events");
        QTRY_COMPARE_WITH_TIMEOUT(f.simulator.requestCount("events"), std::uint64_t{1}, patience);

        QCOMPARE(f.client.events("all").status, 200);
        QVERIFY(!silent->isFinished());
    }

    void dripsSlowlyWithBlanksInFront()
    {
        Fixture f;
        QVERIFY(f.simulator.addFault(
            json("{'kind':'drip','bytes_per_second':2000,'padding':50,'endpoint':'me'}")));

        const RawAnswer raw = rawAnswer(f.simulator, rawGet(f.simulator, "/2.0/users/me"));

        QVERIFY(raw.bytes.contains(QByteArray("\r\n\r\n" + QByteArray(50, ' ') + '{')));
        QVERIFY2(raw.milliseconds > 200, qPrintable(QString::number(raw.milliseconds)));
    }

    void claimsAWrongLength()
    {
        Fixture f;
        QVERIFY(f.simulator.addFault(json("{'kind':'wrong_length','difference':100}")));
        QVERIFY(f.simulator.addFault(json("{'kind':'wrong_length','difference':-5}")));

        const auto more = f.client.events("admin_logs", "limit=2");
        const auto less = f.client.events("admin_logs", "limit=2");

        QCOMPARE(more.error, QNetworkReply::RemoteHostClosedError);
        QVERIFY(less.body.size() > 100);
        QVERIFY(QJsonDocument::fromJson(less.body).isNull());
    }
};

QTEST_GUILESS_MAIN(TestConnectionFaults)
#include "tst_connectionfaults.moc"
