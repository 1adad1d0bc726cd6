// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/event.h"
#include "core/event/timestamp.h"

#include <QDateTime>
#include <QTest>

using namespace boxwatch;

class TimestampTest : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void agreesWithQtOverAHundredYears();
};

void TimestampTest::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("milliseconds");

    const qint64 instant = 1771575151000; // 2026-02-20T08:12:31Z
    QTest::newRow("Z") << "2026-02-20T08:12:31Z" << instant;
    QTest::newRow("west") << "2026-02-20T00:12:31-08:00" << instant;
    QTest::newRow("east") << "2026-02-20T18:12:31+10:00" << instant;
    QTest::newRow("half an hour") << "2026-02-20T13:42:31+05:30" << instant;
    QTest::newRow("no colon") << "2026-02-20T00:12:31-0800" << instant;
    QTest::newRow("fraction") << "2026-02-20T08:12:31.250Z" << instant + 250;
    QTest::newRow("one digit of fraction") << "2026-02-20T08:12:31.5Z" << instant + 500;
    QTest::newRow("nanoseconds") << "2026-02-20T08:12:31.123456789Z" << instant + 123;
    QTest::newRow("without offset") << "2026-02-20T08:12:31" << instant;
    QTest::newRow("space") << "2026-02-20 08:12:31Z" << instant;
    QTest::newRow("before 1970") << "1969-12-31T23:59:59Z" << qint64{-1000};
    QTest::newRow("leap day") << "2024-02-29T00:00:00Z" << qint64{1709164800000};
}

void TimestampTest::reads()
{
    QFETCH(const QString, text);
    QFETCH(const qint64, milliseconds);

    QCOMPARE(parseTimestamp(text.toStdString()), milliseconds);
}

void TimestampTest::refuses_data()
{
    QTest::addColumn<QString>("text");

    for (const char *text :
         {"", "yesterday", "2026-02-20", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z",
          "2026-02-20T25:00:00Z", "2026-02-20T08:12:31+", "2026-02-20T08:12:31Zjunk",
          "2026-02-20T08:12", "26-02-20T08:12:31Z"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TimestampTest::refuses()
{
    QFETCH(const QString, text);

    QCOMPARE(parseTimestamp(text.toStdString()), Event::noTime);
}

void TimestampTest::agreesWithQtOverAHundredYears()
{
    QDateTime time(QDate(1970, 1, 1), QTime(0, 0), Qt::UTC);
    while (time.date().year() < 2070) {
        const QString text = time.toString(Qt::ISODate);
        QCOMPARE(parseTimestamp(text.toStdString()), time.toMSecsSinceEpoch());
        time = time.addSecs(86'400 * 5 + 3'601);
    }
}

QTEST_APPLESS_MAIN(TimestampTest)
#include "tst_timestamp.moc"
