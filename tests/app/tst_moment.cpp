// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/moment.h"

#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestMoment : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void understandsIso8601_data();
    void understandsIso8601();
    void refusesWhatIsNoDate_data();
    void refusesWhatIsNoDate();
    void tellsADateFromAPosition();
    void showsLocalTimeAndUtc();
};

void TestMoment::initTestCase()
{
    qputenv("TZ", "Europe/Berlin");
}

void TestMoment::understandsIso8601_data()
{
    QTest::addColumn<QString>("utc");
    const auto row = [](const char *text, const QString &utc) { QTest::newRow(text) << utc; };
    row("2026-03-02T08:20:31Z", u"2026-03-02T08:20:31.000Z"_s);
    row("2026-03-02t08:20:31z", u"2026-03-02T08:20:31.000Z"_s);
    row("2026-03-02T08:20:31-08:00", u"2026-03-02T16:20:31.000Z"_s);
    row("2026-03-02T08:20:31+0530", u"2026-03-02T02:50:31.000Z"_s);
    row("2026-03-02T08:20:31.250Z", u"2026-03-02T08:20:31.250Z"_s);
    row("2026-03-02 08:20:31", u"2026-03-02T07:20:31.000Z"_s);
    row("2026-07-02T08:20", u"2026-07-02T06:20:00.000Z"_s);
    row("2026-03-02", u"2026-03-01T23:00:00.000Z"_s);
}

void TestMoment::understandsIso8601()
{
    QFETCH(const QString, utc);

    const auto moment = parseMoment(QString::fromLatin1(QTest::currentDataTag()));

    QVERIFY(moment);
    QCOMPARE(moment->toString(Qt::ISODateWithMs), utc);
}

void TestMoment::refusesWhatIsNoDate_data()
{
    QTest::addColumn<QString>("text");
    for (const char *const text :
         {"", "yesterday", "2026-13-01", "2026-02-30", "2026-03-02T25:00:00Z", "2026-03",
          "02.03.2026", "2026-03-02T08:20:31Q", "2026-03-02Z", "1152922976252290886"})
        QTest::addRow("\"%s\"", text) << QString::fromLatin1(text);
}

void TestMoment::refusesWhatIsNoDate()
{
    QFETCH(const QString, text);

    QVERIFY(!parseMoment(text));
}

void TestMoment::tellsADateFromAPosition()
{
    QVERIFY(looksLikeDate(u"2026-03-02"_s));
    QVERIFY(looksLikeDate(u"2026-13-99T99"_s));
    QVERIFY(looksLikeDate(u"2026-03"_s));
    QVERIFY(!looksLikeDate(u"1152922976252290886"_s));
    QVERIFY(!looksLikeDate(u"1632893855;6a5dc0b7-3d1b-4f4e-9f0a-5a7a0d9c1e21"_s));
    QVERIFY(!looksLikeDate(u"20260302"_s));
}

void TestMoment::showsLocalTimeAndUtc()
{
    const QDateTime moment(QDate(2026, 3, 2), QTime(8, 20, 31), Qt::UTC);

    QCOMPARE(momentText(moment), u"2026-03-02 09:20:31 CET (2026-03-02T08:20:31Z)"_s);
}

QTEST_APPLESS_MAIN(TestMoment)
#include "tst_moment.moc"
