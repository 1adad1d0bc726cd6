// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/subnet.h"

#include <QTest>

namespace boxwatch {

class SubnetTest : public QObject
{
    Q_OBJECT

private slots:
    void contains_data();
    void contains();
    void refusesWhatIsNoAddress_data();
    void refusesWhatIsNoAddress();
    void readsTheBeginningOfAnAddress_data();
    void readsTheBeginningOfAnAddress();
    void oneThatIsEmptyContainsNothing();
};

void SubnetTest::contains_data()
{
    QTest::addColumn<QByteArray>("subnet");
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("inside");
    const auto row = [](const char *subnet, const char *address, bool inside) {
        QTest::addRow("%s %s", subnet, address)
            << QByteArray(subnet) << QByteArray(address) << inside;
    };
    row("192.0.2.7", "192.0.2.7", true);
    row("192.0.2.7", "192.0.2.8", false);
    row("192.0.2.7", "192.0.2.70", false);
    row("10.20.0.0/16", "10.20.255.255", true);
    row("10.20.0.0/16", "10.21.0.0", false);
    row("10.20.30.40/16", "10.20.1.1", true);
    row("10.20.30.128/25", "10.20.30.127", false);
    row("10.20.30.128/25", "10.20.30.128", true);
    row("0.0.0.0/0", "255.255.255.255", true);
    row("0.0.0.0/0", "::1", false);
    row("::/0", "2001:db8::1", true);
    row("::/0", "192.0.2.7", false);
    row("2001:db8::/32", "2001:db8:ffff::1", true);
    row("2001:db8::/32", "2001:db9::1", false);
    row("2001:db8::/33", "2001:db8:8000::", false);
    row("2001:DB8::1", "2001:0db8:0:0:0:0:0:1", true);
    row("fe80::1", "fe80::1%eth0", true);
    row("192.0.2.7", "::ffff:192.0.2.7", true);
    row("::ffff:192.0.2.0/120", "192.0.2.200", true);
    row("64:ff9b::192.0.2.33", "64:ff9b::c000:221", true);
    row("192.0.2.7", "Unknown IP", false);
    row("192.0.2.7", "", false);
    row("192.0.2.7", "192.0.2.7/32", false);
    row("192.0.2.7", " 192.0.2.7", false);
}

void SubnetTest::contains()
{
    QFETCH(const QByteArray, subnet);
    QFETCH(const QByteArray, address);
    QFETCH(const bool, inside);

    const auto parsed = Subnet::parse(subnet.toStdString());

    QVERIFY(parsed);
    QCOMPARE(parsed->contains(address.toStdString()), inside);
}

void SubnetTest::refusesWhatIsNoAddress_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"",
          "1",
          "1.2.3",
          "1.2.3.4.5",
          "1.2.3.256",
          "1.2.3.-4",
          "1.2.3.+4",
          "1.2.3.4 ",
          "1..3.4",
          "1.2.3.4/",
          "1.2.3.4/33",
          "1.2.3.4/-1",
          "1.2.3.4/+8",
          "1.2.3.4/8/8",
          "01234.1.1.1",
          ":",
          ":::",
          "1::2::3",
          "1:2:3:4:5:6:7",
          "1:2:3:4:5:6:7:8:9",
          "1:2:3:4:5:6:7::8",
          "g::1",
          "12345::",
          "::1/129",
          "::ffff:1.2.3.4/95",
          "1.2.3.4::",
          "::1.2.3",
          "/8",
          "%eth0"})
        QTest::addRow("%s", text) << QByteArray(text);
    QTest::newRow("very long") << QByteArray(100'000, '1');
    QTest::newRow("very many colons") << QByteArray(100'000, ':');
}

void SubnetTest::refusesWhatIsNoAddress()
{
    QFETCH(const QByteArray, text);

    QVERIFY(!Subnet::parse(text.toStdString()));
}

void SubnetTest::readsTheBeginningOfAnAddress_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("same");
    QTest::newRow("one byte") << QByteArray("10.") << QByteArray("10.0.0.0/8");
    QTest::newRow("two") << QByteArray("10.20.") << QByteArray("10.20.0.0/16");
    QTest::newRow("three") << QByteArray("10.20.3.") << QByteArray("10.20.3.0/24");
    QTest::newRow("one group") << QByteArray("fe80:") << QByteArray("fe80::/16");
    QTest::newRow("two groups") << QByteArray("2001:db8:") << QByteArray("2001:db8::/32");
    for (const char *text :
         {"", ".", "10", "10.20", "10.20.3.4.", "300.", "10..", "::", "1::", "x:"})
        QTest::addRow("not %s", text) << QByteArray(text) << QByteArray();
}

void SubnetTest::readsTheBeginningOfAnAddress()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, same);

    const auto subnet = Subnet::fromBeginning(text.toStdString());

    QCOMPARE(subnet, Subnet::parse(same.toStdString()));
}

void SubnetTest::oneThatIsEmptyContainsNothing()
{
    QVERIFY(Subnet().isEmpty());
    QVERIFY(!Subnet().contains("0.0.0.0"));
    QVERIFY(!Subnet().contains(""));
    QVERIFY(!Subnet::parse("::")->isEmpty());
}

} // namespace boxwatch

QTEST_APPLESS_MAIN(boxwatch::SubnetTest)

#include "tst_subnet.moc"
