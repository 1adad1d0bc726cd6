// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rowlist.h"

#include <QTest>

#include <algorithm>
#include <mutex>
#include <numeric>
#include <ranges>
#include <thread>

using namespace boxwatch;

using Rows = std::vector<EventTable::Row>;

class RowListTest : public QObject
{
    Q_OBJECT

private slots:
    void takesRowsOver();
    void staysAsItWasWhileTheBuilderGoesOn();
    void canBeReadWhileItIsMadeLonger();
};

namespace {

Rows numbers(EventTable::Row first, EventTable::Row count)
{
    Rows rows(count);
    std::iota(rows.begin(), rows.end(), first);
    return rows;
}

} // namespace

void RowListTest::takesRowsOver()
{
    const RowList list(Rows{7, 0, 3});
    const RowList copy = list;

    QCOMPARE(copy.size(), std::size_t{3});
    QCOMPARE(copy[0], 7U);
    QCOMPARE(copy.rows().data(), list.rows().data()); // not copied
    QVERIFY(RowList().isEmpty());
    QVERIFY(RowList(Rows()).rows().empty());
}

void RowListTest::staysAsItWasWhileTheBuilderGoesOn()
{
    RowListBuilder builder;
    builder.append(numbers(0, 10));
    const RowList ten = builder.list();
    builder.append(numbers(10, 5000));
    const RowList many = builder.list();
    builder.assign(Rows{3, 2, 1});
    builder.append(Rows{9});

    QVERIFY(std::ranges::equal(ten.rows(), numbers(0, 10)));
    QVERIFY(std::ranges::equal(many.rows(), numbers(0, 5010)));
    QVERIFY(std::ranges::equal(builder.list().rows(), Rows{3, 2, 1, 9}));
    builder.clear();
    QCOMPARE(builder.size(), std::size_t{0});
    QCOMPARE(many.size(), std::size_t{5010});
}

void RowListTest::canBeReadWhileItIsMadeLonger()
{
    constexpr EventTable::Row count = 200'000;
    std::mutex mutex;
    RowList published;
    std::jthread writer([&] {
        RowListBuilder builder;
        for (EventTable::Row row = 0; row < count; row += 100) {
            builder.append(numbers(row, 100));
            const std::lock_guard lock(mutex);
            published = builder.list();
        }
    });

    for (std::size_t seen = 0; seen < count;) {
        const RowList list = [&] {
            const std::lock_guard lock(mutex);
            return published;
        }();
        QVERIFY(list.size() >= seen);
        seen = list.size();
        QVERIFY(std::ranges::equal(
            list.rows(), std::views::iota(0U, static_cast<EventTable::Row>(seen))));
    }
}

QTEST_APPLESS_MAIN(RowListTest)
#include "tst_rowlist.moc"
