// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/scenario.h"
#include "tests/simulator/simulatorclient.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace boxwatch;

namespace {

constexpr int patience = 20'000;

} // namespace

class TestScenario : public QObject
{
    Q_OBJECT

private slots:
    void letsThingsHappenInTheirTime()
    {
        SimulatorOptions options;
        options.backlog = 10;
        options.scenario = json(
            "{'comment':'events, a fault, the clock, an odd event, the right taken away',"
            "'timeline':["
            "{'at':0.3,'fault':{'endpoint':'me','status':503,'times':-1,'name':'down'}},"
            "{'at':0,'events':7},"
            "{'at':0.1,'advance':3600,'odd':{'how':'S9','count':2}},"
            "{'at':4,'clear':'down','auth':{'admin':false}}]}");
        Simulator simulator;
        QVERIFY2(simulator.start(options), qPrintable(simulator.errorString()));
        SimulatorClient client(simulator);

        QTRY_COMPARE_WITH_TIMEOUT(simulator.eventCount(), std::uint64_t{19}, patience);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/2.0/users/me").status, 503, patience);
        QTRY_COMPARE_WITH_TIMEOUT(client.get("/2.0/users/me").status, 200, patience);

        QCOMPARE(client.events("admin_logs").status, 403);
        const QJsonObject state = client.get("/_sim/scenario").json();
        QCOMPARE(state["done"_L1].toInt(), 6);
        QCOMPARE(state["running"_L1].toBool(), false);
    }

    void beginsAnewWhenToldTo()
    {
        SimulatorOptions options;
        options.backlog = 0;
        Simulator simulator;
        QVERIFY(simulator.start(options));

        QVERIFY(simulator.post(
            "/_sim/scenario",
            json("{'repeat_every':0.05,'timeline':[{'at':0,'events':3},{'at':0.02,'events':2}]}")));

        QTRY_VERIFY_WITH_TIMEOUT(simulator.eventCount() >= 15, patience);
    }

    void saysWhatItDoesNotUnderstand_data()
    {
        QTest::addColumn<QByteArray>("scenario");
        QTest::addColumn<QString>("word");
        const auto row = [](const char *name, const char *scenario, const char *word) {
            QTest::newRow(name) << json(scenario) << QString::fromLatin1(word);
        };
        row("no JSON", "{'timeline':[}", "not JSON");
        row("a list", "[]", "not an object");
        row("an unknown member", "{'time_line':[]}", "time_line");
        row("an unknown step", "{'timeline':[{'at':0,'events':1},{'at':1,'dance':2}]}", "step 2");
        row("a step without a time", "{'timeline':[{'events':1}]}", "step 1");
        row("a fault that is none", "{'timeline':[{'at':0,'fault':{'kind':'x'}}]}", "step 1");
        row("a wish that is none", "{'timeline':[{'at':0,'auth':{'wish':1}}]}", "step 1");
    }

    void saysWhatItDoesNotUnderstand()
    {
        QFETCH(const QByteArray, scenario);
        QFETCH(const QString, word);
        SimulatorOptions options;
        options.backlog = 0;
        options.scenario = scenario;
        Simulator simulator;

        QVERIFY(!simulator.start(options));
        QVERIFY2(simulator.errorString().contains(word), qPrintable(simulator.errorString()));
    }
};

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
