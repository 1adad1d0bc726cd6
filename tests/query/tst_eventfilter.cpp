// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/eventfilter.h"
#include "core/query/query.h"

#include <QTest>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class EventFilterTest : public QObject
{
    Q_OBJECT

private slots:
    void isOneQuery_data();
    void isOneQuery();
    void namesTheFieldOfAPick_data();
    void namesTheFieldOfAPick();
    void isEmptyWhenItHidesNothing();
};

namespace {

constexpr qint64 morning = 1'771'575'151'250; // 2026-02-20T08:12:31.250Z

} // namespace

void EventFilterTest::isOneQuery_data()
{
    QTest::addColumn<EventFilter>("filter");
    QTest::addColumn<QString>("query");
    const auto row = [](const char *name, const EventFilter &filter, const QString &query) {
        QTest::newRow(name) << filter << query;
    };

    row("nothing", {}, u""_s);
    row("boxes are no part of it", {.hiddenTypes = {"UPLOAD"}}, u""_s);
    row("text", {.text = u"  ana  who:ben "_s}, u"ana  who:ben"_s);
    row("a text alone stays as typed", {.text = u"ana or ben"_s}, u"ana or ben"_s);
    row("text and pick", {.text = u"ana"_s, .picks = {u"ip:=\"192.0.2.1\""_s}},
        u"ana ip:=\"192.0.2.1\""_s);
    row("a text with `or` and a pick", {.text = u"ana or ben"_s, .picks = {u"type:=\"LOGIN\""_s}},
        u"(ana or ben) type:=\"LOGIN\""_s);
    row("picks of one field",
        {.picks = {u"who:=\"Ana\""_s, u"ip:=\"192.0.2.1\""_s, u"WHO:=\"Ben\""_s}},
        u"(who:=\"Ana\" or WHO:=\"Ben\") ip:=\"192.0.2.1\""_s);
    row("picks of one person, by name and by id",
        {.picks = {u"who:=\"Ana\""_s, u"user_id:=\"42\""_s, u"actor_login:=b@example.org"_s}},
        u"(who:=\"Ana\" or user_id:=\"42\" or actor_login:=b@example.org)"_s);
    row("picks of a field by two of its names",
        {.picks = {u"ip:=\"192.0.2.1\""_s, u"ip_address:=\"192.0.2.2\""_s}},
        u"(ip:=\"192.0.2.1\" or ip_address:=\"192.0.2.2\")"_s);
    row("exclusions", {.picks = {u"-who:=\"Ana\""_s, u"-who:=\"Ben\""_s, u"who:=\"Cy\""_s}},
        u"who:=\"Cy\" -who:=\"Ana\" -who:=\"Ben\""_s);
    row("picks without a field", {.picks = {u"\"a:b\""_s, u"ana"_s}}, u"\"a:b\" ana"_s);
    row("an open span", {.span = TimeSpan{.from = morning}}, u"after:2026-02-20T08:12:31.250Z"_s);
    row("all",
        {.hiddenTypes = {},
         .text = u"ana"_s,
         .picks = {u"-late"_s, u"who:=x"_s},
         .span = TimeSpan{.from = morning, .to = morning + 60'000}},
        u"ana who:=x -late after:2026-02-20T08:12:31.250Z before:2026-02-20T08:13:31.250Z"_s);
}

void EventFilterTest::isOneQuery()
{
    QFETCH(const EventFilter, filter);
    QFETCH(const QString, query);

    QCOMPARE(filter.query(), query);
    QVERIFY(!Query::parse(filter.query()).error);
}

void EventFilterTest::namesTheFieldOfAPick_data()
{
    QTest::addColumn<QString>("pick");
    QTest::addColumn<QString>("field");
    QTest::addColumn<bool>("excludes");

    QTest::newRow("wanted") << u"who:=\"Ana: Ruiz\""_s << u"who"_s << false;
    QTest::newRow("excluded") << u"-Item_ID:=\"7\""_s << u"item_id"_s << true;
    QTest::newRow("no field") << u"ana"_s << u""_s << false;
    QTest::newRow("a colon in a phrase") << u"\"a b: c\""_s << u""_s << false;
    QTest::newRow("a colon first") << u":x"_s << u""_s << false;
    QTest::newRow("nothing") << u""_s << u""_s << false;
}

void EventFilterTest::namesTheFieldOfAPick()
{
    QFETCH(const QString, pick);
    QFETCH(const QString, field);
    QFETCH(const bool, excludes);

    QCOMPARE(EventFilter::fieldOf(pick), field);
    QCOMPARE(EventFilter::isExclusion(pick), excludes);
}

void EventFilterTest::isEmptyWhenItHidesNothing()
{
    QVERIFY(EventFilter().isEmpty());
    QVERIFY(EventFilter{.text = u" \t"_s}.isEmpty());
    QVERIFY(!EventFilter{.text = u"x"_s}.isEmpty());
    QVERIFY(!EventFilter{.hiddenTypes = {"UPLOAD"}}.isEmpty());
    QVERIFY(!EventFilter{.picks = {u"who:x"_s}}.isEmpty());
    QVERIFY(!EventFilter{.span = TimeSpan{}}.isEmpty());
}

QTEST_APPLESS_MAIN(EventFilterTest)
#include "tst_eventfilter.moc"
