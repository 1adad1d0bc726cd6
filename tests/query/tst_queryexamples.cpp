// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/textsearch.h"
#include "tests/query/queryexamples.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace boxwatch {

class QueryExamplesTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void thereAreManyExamples();
    void findsTheExpectedEvents_data();
    void findsTheExpectedEvents();
    void findsTheSameWithTheTextOfTheTree_data();
    void findsTheSameWithTheTextOfTheTree();
    void comparesATextWithTooManyMarksAsItIs();

private:
    ExampleEvents m_events;
};

void QueryExamplesTest::initTestCase()
{
    QVERIFY(m_events.isValid());
}

void QueryExamplesTest::thereAreManyExamples()
{
    QVERIFY(expectedRows().size() >= 80);
}

void QueryExamplesTest::findsTheExpectedEvents_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("rows");
    int number = 0;
    for (const ExpectedRows &example : expectedRows())
        QTest::addRow("%d %s", ++number, qPrintable(example.query))
            << example.query << example.rows;
}

void QueryExamplesTest::findsTheExpectedEvents()
{
    QFETCH(const QString, query);
    QFETCH(const QString, rows);

    QCOMPARE(m_events.find(query), rows);
}

void QueryExamplesTest::findsTheSameWithTheTextOfTheTree_data()
{
    findsTheExpectedEvents_data();
}

void QueryExamplesTest::findsTheSameWithTheTextOfTheTree()
{
    QFETCH(const QString, query);
    QFETCH(const QString, rows);
    const QueryClock clock{
        .now = QDateTime({2026, 3, 2}, {12, 0}, Qt::UTC), .zone = QTimeZone("Europe/Berlin")};

    const QString again = queryText(Query::parse(query, clock).query.root());

    QCOMPARE(m_events.find(again), rows);
}

void QueryExamplesTest::comparesATextWithTooManyMarksAsItIs()
{
    const auto letterWith = [](qsizetype marks) {
        return (u'u' + QString(marks, QChar(0x308))).toUtf8().toStdString();
    };
    const TextSearch search(u"\u00fc"_s);

    QVERIFY(search.isFoundIn(letterWith(1)));
    QVERIFY(search.isFoundIn(letterWith(30)));
    QVERIFY(!search.isFoundIn(letterWith(31)));
    QVERIFY(TextSearch(u"u" + QString(31, QChar(0x308))).isFoundIn(letterWith(1'000'000)));
}

} // namespace boxwatch

QTEST_APPLESS_MAIN(boxwatch::QueryExamplesTest)

#include "tst_queryexamples.moc"
