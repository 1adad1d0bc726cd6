// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/event.h"
#include "core/export/timetext.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestTimeText : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatQtWrites();
    void writesMillisecondsOnlyIfThereAreAny();
    void knowsTheOffsetAtEachMoment_data();
    void knowsTheOffsetAtEachMoment();
    void writesNothingForATimeThatIsNone();
};

namespace {

QString utc(std::int64_t time)
{
    std::string out;
    TimeText(QTimeZone::utc()).appendUtc(out, time);
    return QString::fromStdString(out);
}

} // namespace

void TestTimeText::writesWhatQtWrites()
{
    QRandomGenerator random(1);
    TimeText text(QTimeZone::utc());
    for (int i = 0; i < 20'000; ++i) {
        // Whole seconds of the years 1 to 9999; Qt knows no year 0.
        const auto second = static_cast<qint64>(random.generate64() % 315'537'897'600ULL);
        const qint64 time = second * 1000 - 62'135'596'800'000;
        std::string out;

        text.appendUtc(out, time);

        QCOMPARE(
            QString::fromStdString(out),
            QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODate));
    }
}

void TestTimeText::writesMillisecondsOnlyIfThereAreAny()
{
    QCOMPARE(utc(1'772'468'431'000), u"2026-03-02T16:20:31Z"_s);
    QCOMPARE(utc(1'772'468'431'250), u"2026-03-02T16:20:31.250Z"_s);
    QCOMPARE(utc(-1), u"1969-12-31T23:59:59.999Z"_s);
    QCOMPARE(utc(0), u"1970-01-01T00:00:00Z"_s);
}

void TestTimeText::knowsTheOffsetAtEachMoment_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char *const zone :
         {"Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe",
          "America/St_Johns", "Asia/Kathmandu", "UTC"})
        QTest::newRow(zone) << QByteArray(zone);
}

void TestTimeText::knowsTheOffsetAtEachMoment()
{
    QFETCH(const QByteArray, zone);
    const QTimeZone timeZone(zone);
    if (!timeZone.isValid())
        QSKIP("This machine does not know the zone.");
    TimeText text(timeZone);

    // A whole year in steps that meet both changes of the clock from both sides.
    for (qint64 time = 1'767'225'600'000; time < 1'798'761'600'000; time += 31 * 60'000 + 1000) {
        std::string out;
        text.appendLocal(out, time);
        const QDateTime expected = QDateTime::fromMSecsSinceEpoch(time, timeZone);
        const int offset = expected.offsetFromUtc() / 60;
        const QString written = expected.toString(u"yyyy-MM-dd'T'HH:mm:ss"_s)
            + u"%1%2:%3"_s.arg(QChar(offset < 0 ? u'-' : u'+'))
                  .arg(qAbs(offset) / 60, 2, 10, QChar(u'0'))
                  .arg(qAbs(offset) % 60, 2, 10, QChar(u'0'));
        QCOMPARE(QString::fromStdString(out), written);
    }
}

void TestTimeText::writesNothingForATimeThatIsNone()
{
    std::string out;
    TimeText text(QTimeZone::utc());

    for (const std::int64_t time :
         {Event::noTime, std::int64_t(INT64_MAX), std::int64_t(253'402'300'800'000)}) {
        text.appendUtc(out, time);
        text.appendLocal(out, time);
    }

    QVERIFY(out.empty());
}

QTEST_APPLESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
