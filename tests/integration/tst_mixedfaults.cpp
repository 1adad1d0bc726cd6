// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "integration/stormrig.h"

#include <QLoggingCategory>
#include <QTest>

#include <memory>
#include <vector>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// An hour of trouble, a hundred times as fast: servers that fail, answers that lie, connections that
/// break. Afterwards a session holds what the server has, each event once.
class MixedFaultsTest : public QObject
{
    Q_OBJECT

private slots:
    void anHourOfMixedFaultsLosesNothingAndRepeatsNothing();
};

void MixedFaultsTest::anHourOfMixedFaultsLosesNothingAndRepeatsNothing()
{
    using test::StormRig;
    // Each fault is told of, and there are thousands.
    QLoggingCategory::setFilterRules(u"boxwatch.*=false"_s);
    const double scale = qEnvironmentVariable("BOXWATCH_TEST_SCALE", u"1"_s).toDouble();
    const auto storm = std::chrono::milliseconds(static_cast<qint64>(36'000 * scale));
    constexpr std::uint64_t seeds = 10;

    std::vector<std::unique_ptr<StormRig>> rigs;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        for (const auto kind :
             {StormRig::Kind::User, StormRig::Kind::LiveAndHistory, StormRig::Kind::History}) {
            rigs.push_back(std::make_unique<StormRig>(kind, seed));
            QVERIFY(rigs.back()->start());
        }
    }
    QTest::qWait(static_cast<int>(storm.count()));
    for (const auto &rig : rigs)
        rig->calm();
    const auto isThrough = [&rigs] {
        return std::ranges::all_of(rigs, [](const auto &rig) { return rig->isComplete(); });
    };
    std::ignore = QTest::qWaitFor(isThrough, 120'000);

    QStringList complaints;
    std::uint64_t faults = 0;
    qint64 events = 0;
    for (const auto &rig : rigs) {
        complaints += rig->complaints();
        faults += rig->faultsHit();
        events += rig->events();
    }
    qInfo(
        "%zu sessions, %lld events, %llu faults of the server; the proxies: %s …", rigs.size(),
        static_cast<long long>(events), static_cast<unsigned long long>(faults),
        qPrintable(rigs.front()->proxySummary()));
    QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
    // Or the storm was none.
    QVERIFY(faults > rigs.size() * 5);
}

QTEST_GUILESS_MAIN(MixedFaultsTest)
#include "tst_mixedfaults.moc"
