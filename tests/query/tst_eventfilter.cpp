// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/eventfilter.h"
#include "tests/support/sampletable.h"

#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Rows = std::vector<EventTable::Row>;

} // namespace

class EventFilterTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsWords_data();
    void findsWords();
    void hidesTypes();
    void countsTypesAsIfNoBoxWereOff();
    void goesOnWithNewRows();
    void stopsWhenCancelled();

private:
    Rows rowsFor(const EventFilter &filter)
    {
        Rows rows;
        std::vector<qint64> counts;
        FilterRun run(filter);
        [&] { QVERIFY(run.run(m_table.snapshot(), 0, rows, counts)); }();
        return rows;
    }

    EventTable m_table;
};

void EventFilterTest::initTestCase()
{
    appendSamples(
        m_table,
        {{.type = "UPLOAD", .who = "Ana Ruiz", .what = "Plan.pdf"},
         {.type = "DOWNLOAD", .who = "佐藤 健", .what = "見積書.xlsx"},
         {.type = "FAILED_LOGIN",
          .who = "Øyvind ÅBERG",
          .what = "Web app",
          .address = "198.51.100.7"},
         {.type = "HOLODECK_STARTED",
          .who = "Ana Lee",
          .what = "a\"b",
          .folder = "Ops",
          .id = "0d7cbb32-63c0-44a5-9d8e-0f5f62a7f001"}});
}

void EventFilterTest::findsWords_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Rows>("rows");

    QTest::newRow("nothing asked") << u""_s << Rows{0, 1, 2, 3};
    QTest::newRow("spaces") << u"  \t "_s << Rows{0, 1, 2, 3};
    QTest::newRow("who") << u"ana"_s << Rows{0, 3};
    QTest::newRow("in the middle, other case") << u"LAN."_s << Rows{0};
    QTest::newRow("all words") << u"ana ops"_s << Rows{3};
    QTest::newRow("order of words") << u"ops ana"_s << Rows{3};
    QTest::newRow("phrase") << u"\"ana ruiz\""_s << Rows{0};
    QTest::newRow("phrase that is not there") << u"\"ruiz ana\""_s << Rows{};
    QTest::newRow("quote left open") << u"\"ana lee"_s << Rows{3};
    QTest::newRow("Japanese") << u"見積"_s << Rows{1};
    QTest::newRow("case beyond ASCII") << u"øYVIND åberg"_s << Rows{2};
    QTest::newRow("label of a type") << u"\"sign-in failed\""_s << Rows{2};
    QTest::newRow("name of a type") << u"holodeck_"_s << Rows{3};
    QTest::newRow("address") << u"198.51"_s << Rows{2};
    QTest::newRow("folder") << u"finance"_s << Rows{0, 1, 2};
    QTest::newRow("event id") << u"0d7cbb32-63c0-44a5-9d8e-0f5f62a7f001"_s << Rows{3};
    QTest::newRow("nowhere") << u"zebra"_s << Rows{};
}

void EventFilterTest::findsWords()
{
    QFETCH(const QString, text);
    QFETCH(const Rows, rows);

    QCOMPARE(rowsFor({.hiddenTypes = {}, .text = text}), rows);
}

void EventFilterTest::hidesTypes()
{
    QCOMPARE(rowsFor({.hiddenTypes = {"UPLOAD", "NO_SUCH_TYPE"}, .text = {}}), (Rows{1, 2, 3}));
    QCOMPARE(rowsFor({.hiddenTypes = {"UPLOAD"}, .text = u"ana"_s}), (Rows{3}));
}

void EventFilterTest::countsTypesAsIfNoBoxWereOff()
{
    Rows rows;
    std::vector<qint64> counts;
    FilterRun run({.hiddenTypes = {"UPLOAD"}, .text = u"ana"_s});

    QVERIFY(run.run(m_table.snapshot(), 0, rows, counts));

    QHash<QByteArray, qint64> byName;
    for (EventTable::Code code = 0; code < counts.size(); ++code) {
        const auto name = m_table.snapshot().typeName(code);
        byName.insert(QByteArray(name.data(), static_cast<qsizetype>(name.size())), counts[code]);
    }
    QCOMPARE(byName.value("UPLOAD"), 1);
    QCOMPARE(byName.value("HOLODECK_STARTED"), 1);
    QCOMPARE(byName.value("DOWNLOAD"), 0);
}

void EventFilterTest::goesOnWithNewRows()
{
    EventTable table;
    appendSamples(table, {{.who = "Ana"}, {.who = "Ben"}});
    FilterRun run({.hiddenTypes = {}, .text = u"ana"_s});
    Rows rows;
    std::vector<qint64> counts;
    QVERIFY(run.run(table.snapshot(), 0, rows, counts));

    appendSamples(table, {{.who = "Cy"}, {.type = "NEW_TYPE", .who = "Diana"}, {.who = "Ana"}});
    QVERIFY(run.run(table.snapshot(), 2, rows, counts));

    QCOMPARE(rows, (Rows{0, 3, 4}));
}

void EventFilterTest::stopsWhenCancelled()
{
    Rows rows;
    std::vector<qint64> counts;
    const std::atomic<bool> cancelled = true;
    FilterRun run({.hiddenTypes = {}, .text = u"ana"_s});

    QVERIFY(!run.run(m_table.snapshot(), 0, rows, counts, &cancelled));
}

QTEST_APPLESS_MAIN(EventFilterTest)
#include "tst_eventfilter.moc"
