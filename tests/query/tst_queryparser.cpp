// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/exportjob.h"
#include "core/model/eventtablemodel.h"
#include "core/query/query.h"
#include "core/query/queryfield.h"
#include "core/query/queryhelp.h"
#include "tests/query/querydescription.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

/// Thursday, 15 October 2026, 14:30:20.500 in Tokyo.
QueryClock tokyo()
{
    return {
        .now = QDateTime({2026, 10, 15}, {5, 30, 20, 500}, Qt::UTC),
        .zone = QTimeZone("Asia/Tokyo")};
}

QString described(const QString &text, const QueryClock &clock = tokyo())
{
    const ParsedQuery parsed = Query::parse(text, clock);
    if (parsed.error)
        return u"error: "_s + parsed.error->message;
    return describe(parsed.query.root());
}

} // namespace

class QueryParserTest : public QObject
{
    Q_OBJECT

private slots:
    void understands_data();
    void understands();
    void readsTimes_data();
    void readsTimes();
    void readsTimesAcrossTheChangeOfTheClocks();
    void tellsWhatIsWrongAndWhere_data();
    void tellsWhatIsWrongAndWhere();
    void anEmptyTextIsTheQueryThatEveryEventPasses();
    void keepsTheTextAsTyped();
    void aQuotedValueMeansJustItself_data();
    void aQuotedValueMeansJustItself();
    void anAddressOfBoxIsAlwaysAValue();
    void escapesWhatCannotBeSeen();
    void parsesItsOwnText_data();
    void parsesItsOwnText();
    void bearsDeepParentheses();
    void bearsAnyNumberOfSigns();
    void boundsTermsRegexesAndLength();
    void everyNameOfAFieldIsUnderstoodAndNoneStandsForTwo();
    void everyColumnIsAField();
    void everyExampleOfTheCardParsesAndStandsInTheManual();
};

void QueryParserTest::understands_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tree");
    const auto row = [](const QString &text, const QString &tree) {
        QTest::addRow("%s", qPrintable(text)) << text << tree;
    };
    row(u"  "_s, u"all"_s);
    row(u"invoice"_s, u"any contains <invoice>"_s);
    row(u"\"board pack\""_s, u"any contains <board pack>"_s);
    row(u"“board pack”"_s, u"any contains <board pack>"_s);
    row(u"„board pack“"_s, u"any contains <board pack>"_s);
    row(u"\"say \\\"hi\\\" c:\\\\temp\\u{e9}\""_s, u"any contains <say \"hi\" c:\\tempé>"_s);
    row(u"\"a\\b\\u{zz}\\u{d800}\""_s, u"any contains <a\\b\\u{zz}\\u{d800}>"_s);
    row(u"a\\b"_s, u"any contains <a\\b>"_s);
    row(u"*.xlsx"_s, u"any like <*.xlsx>"_s);
    row(u"\"*.xlsx\""_s, u"any contains <*.xlsx>"_s);
    row(u"a b"_s, u"and(any contains <a>, any contains <b>)"_s);
    row(u"a\u3000b"_s, u"and(any contains <a>, any contains <b>)"_s);
    row(u"a and b AND c"_s, u"and(any contains <a>, any contains <b>, any contains <c>)"_s);
    row(u"a b or c d"_s,
        u"or(and(any contains <a>, any contains <b>), and(any contains <c>, any contains <d>))"_s);
    row(u"a OR (b or c)"_s, u"or(any contains <a>, any contains <b>, any contains <c>)"_s);
    row(u"a (b or c)"_s, u"and(any contains <a>, or(any contains <b>, any contains <c>))"_s);
    row(u"-a"_s, u"not(any contains <a>)"_s);
    row(u"not a b"_s, u"and(not(any contains <a>), any contains <b>)"_s);
    row(u"--a"_s, u"any contains <a>"_s);
    row(u"not -a"_s, u"any contains <a>"_s);
    row(u"-(a b)"_s, u"not(and(any contains <a>, any contains <b>))"_s);
    row(u"not(a or b)"_s, u"not(or(any contains <a>, any contains <b>))"_s);
    row(u"svc-backup"_s, u"any contains <svc-backup>"_s);
    row(u"\"or\" \"not\""_s, u"and(any contains <or>, any contains <not>)"_s);
    row(u"order nothing android"_s,
        u"and(any contains <order>, any contains <nothing>, any contains <android>)"_s);
    row(u"/^q[1-4] (a|b)\\/c/"_s, u"any ~ <^q[1-4] (a|b)\\/c>"_s);
    row(u"https://example.com/a"_s, u"any contains <https://example.com/a>"_s);
    row(u"08:20"_s, u"any contains <08:20>"_s);
    row(u"2001:db8::7f dead:beef::1"_s,
        u"and(any contains <2001:db8::7f>, any contains <dead:beef::1>)"_s);
    row(u"a=b"_s, u"any contains <a=b>"_s);

    row(u"who:ana"_s, u"who contains <ana>"_s);
    row(u"WHO:Ana"_s, u"who contains <Ana>"_s);
    row(u"who:\"Ana Ruiz\""_s, u"who contains <Ana Ruiz>"_s);
    row(u"who:=\"Ana Ruiz\""_s, u"who is <Ana Ruiz>"_s);
    row(u"who=ana"_s, u"who is <ana>"_s);
    row(u"who:=\"=x\""_s, u"who is <=x>"_s);
    row(u"who:a,b -who:\"!=x\""_s, u"and(who contains <a,b>, not(who contains <!=x>))"_s);
    row(u"a!=b"_s, u"any contains <a!=b>"_s);
    row(u"type:\"a,b\""_s, u"type contains <a,b>"_s);
    row(u"who:=a*"_s, u"who is <a*>"_s);
    row(u"who:/^ana/"_s, u"who ~ <^ana>"_s);
    row(u"who:-ana"_s, u"who contains <-ana>"_s);
    row(u"who:or"_s, u"who contains <or>"_s);
    row(u"-who:ana -where:10.20.0.0/16"_s,
        u"and(not(who contains <ana>), not(ip within <10.20.0.0/16>))"_s);
    row(u"type:ITEM_*"_s, u"type like <ITEM_*>"_s);
    row(u"type:(download or blocked)"_s,
        u"or(type contains <download>, type contains <blocked>)"_s);
    row(u"type:(download -(blocked or =LOGIN) *x)"_s,
        u"and(type contains <download>, not(or(type contains <blocked>, type is <LOGIN>)), type "
        u"like "
        "<*x>)"_s);
    row(u"in:finance item:*.pdf"_s, u"and(in contains <finance>, item like <*.pdf>)"_s);
    row(u"item_id:123"_s, u"item_id is <123>"_s);
    row(u"item_id:12*"_s, u"item_id like <12*>"_s);
    row(u"id:abc"_s, u"id is <abc>"_s);
    row(u"actor_name:ana"_s, u"name contains <ana>"_s);
    row(u"category:sharing"_s, u"category contains <sharing>"_s);
    row(u"raw:\"a b\" raw:\"x*\""_s, u"and(raw contains <a b>, raw contains <x*>)"_s);
    row(u"raw:/a|b/"_s, u"raw ~ <a|b>"_s);

    row(u"ip:192.0.2.7"_s, u"ip within <192.0.2.7>"_s);
    row(u"ip:=192.0.2.7"_s, u"ip within <192.0.2.7>"_s);
    row(u"ip:2001:db8::/32"_s, u"ip within <2001:db8::/32>"_s);
    row(u"ip:10.20."_s, u"ip within <10.20.>"_s);
    row(u"ip:2001:db8:"_s, u"ip within <2001:db8:>"_s);
    row(u"ip:10.20"_s, u"ip contains <10.20>"_s);
    row(u"ip:unknown"_s, u"ip contains <unknown>"_s);
    row(u"ip:10.*.1"_s, u"ip like <10.*.1>"_s);
    row(u"ip:=\"Unknown IP\""_s, u"ip is <Unknown IP>"_s);
    row(u"ip:=\"300.1.1.1\""_s, u"ip is <300.1.1.1>"_s);
    row(u"ip:=\"n/a\""_s, u"ip is <n/a>"_s);
    row(u"ip:=\"10.20.0.0/16\""_s, u"ip is <10.20.0.0/16>"_s);
    row(u"ip:\"10.20.0.0/16\""_s, u"ip within <10.20.0.0/16>"_s);
    row(u"ip:=\"192.0.2.7\""_s, u"ip within <192.0.2.7>"_s);
    row(u"ip:\"300.1.1.1\""_s, u"ip contains <300.1.1.1>"_s);

    row(u"size:>10mb"_s, u"size > 10485760"_s);
    row(u"size>10MB"_s, u"size > 10485760"_s);
    row(u"size:>=1.5kb"_s, u"size >= 1536"_s);
    row(u"size:<1gb"_s, u"size < 1073741824"_s);
    row(u"size:<=2TiB"_s, u"size <= 2199023255552"_s);
    row(u"size:512"_s, u"size in [512, 513)"_s);
    row(u"size:512b"_s, u"size in [512, 513)"_s);
    row(u"size:\"10 mb\""_s, u"size in [10485760, 10485761)"_s);
    row(u"size:1kb..5kb"_s, u"and(size >= 1024, size <= 5120)"_s);
    row(u"size:..5kb"_s, u"size <= 5120"_s);
    row(u"size:5kb.."_s, u"size >= 5120"_s);
    row(u"-size:1..2"_s, u"not(and(size >= 1, size <= 2))"_s);
    row(u"size:(<1kb or >1mb)"_s, u"or(size < 1024, size > 1048576)"_s);
    row(u"risk:>70"_s, u"risk > 70"_s);
    row(u"risk:70..90"_s, u"and(risk >= 70, risk <= 90)"_s);
    row(u"severity:warning"_s, u"severity in [2, 3)"_s);
    row(u"severity:>=Warning"_s, u"severity >= 2"_s);
    row(u"severity:<notice"_s, u"severity < 1"_s);
    row(u"severity:info..notice"_s, u"and(severity >= 0, severity <= 1)"_s);
    row(u"stream:live"_s, u"stream in [4, 5)"_s);
    row(u"stream:=admin_logs"_s, u"stream in [3, 4)"_s);

    row(u"is:late"_s, u"late"_s);
    row(u"-is:Marked"_s, u"not(marked)"_s);
    row(u"is:(unknown or unreadable)"_s, u"or(unknown, unreadable)"_s);
    row(u"late:yes marked:no"_s, u"and(late, not(marked))"_s);
    row(u"-late:false"_s, u"late"_s);
}

void QueryParserTest::understands()
{
    QFETCH(const QString, text);
    QFETCH(const QString, tree);

    QCOMPARE(described(text), tree);
}

void QueryParserTest::readsTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tree");
    const auto row = [](const QString &text, const QString &tree) {
        QTest::addRow("%s", qPrintable(text)) << text << tree;
    };
    row(u"after:2026-03-02"_s, u"time >= 2026-03-01 15:00:00.000"_s);
    row(u"before:2026-03-02"_s, u"time < 2026-03-01 15:00:00.000"_s);
    row(u"time:2026-03-02"_s, u"time in [2026-03-01 15:00:00.000, 2026-03-02 15:00:00.000)"_s);
    row(u"time:>2026-03-02"_s, u"time > 2026-03-02 14:59:59.999"_s);
    row(u"time:<=2026-03-02"_s, u"time <= 2026-03-02 14:59:59.999"_s);
    row(u"time:2026-03"_s, u"time in [2026-02-28 15:00:00.000, 2026-03-31 15:00:00.000)"_s);
    row(u"time:2026-03-02T08"_s, u"time in [2026-03-01 23:00:00.000, 2026-03-02 00:00:00.000)"_s);
    row(u"time:2026-03-02T08:20"_s,
        u"time in [2026-03-01 23:20:00.000, 2026-03-01 23:21:00.000)"_s);
    row(u"time:\"2026-03-02 08:20:15\""_s,
        u"time in [2026-03-01 23:20:15.000, 2026-03-01 23:20:16.000)"_s);
    row(u"time:2026-03-02t08:20:15.25z"_s,
        u"time in [2026-03-02 08:20:15.250, 2026-03-02 08:20:15.251)"_s);
    row(u"after:2026-03-02T08:20Z"_s, u"time >= 2026-03-02 08:20:00.000"_s);
    row(u"after:2026-03-02T08:20+01:00"_s, u"time >= 2026-03-02 07:20:00.000"_s);
    row(u"after:2026-03-02T08:20-0330"_s, u"time >= 2026-03-02 11:50:00.000"_s);
    row(u"after:2026-03-02T08:20+01"_s, u"time >= 2026-03-02 07:20:00.000"_s);
    row(u"after:08:20"_s, u"time >= 2026-10-14 23:20:00.000"_s);
    row(u"after:08:20Z"_s, u"time >= 2026-10-15 08:20:00.000"_s);
    row(u"time:today"_s, u"time in [2026-10-14 15:00:00.000, 2026-10-15 15:00:00.000)"_s);
    row(u"time:Yesterday"_s, u"time in [2026-10-13 15:00:00.000, 2026-10-14 15:00:00.000)"_s);
    row(u"before:now"_s, u"time < 2026-10-15 05:30:20.500"_s);
    row(u"after:-2h"_s, u"time >= 2026-10-15 03:30:20.500"_s);
    row(u"after:-30m"_s, u"time >= 2026-10-15 05:00:20.500"_s);
    row(u"after:-7d"_s, u"time >= 2026-10-08 05:30:20.500"_s);
    row(u"before:-1h30min"_s, u"time < 2026-10-15 04:00:20.500"_s);
    row(u"time:-90s"_s, u"time >= 2026-10-15 05:28:50.500"_s);
    row(u"time:<-1w"_s, u"time < 2026-10-08 05:30:20.500"_s);
    row(u"time:(-2h or 2026-03)"_s,
        u"or(time >= 2026-10-15 03:30:20.500, time in [2026-02-28 15:00:00.000, 2026-03-31 "
        "15:00:00.000))"_s);
    row(u"time:2026-03-02..2026-03-04"_s,
        u"and(time >= 2026-03-01 15:00:00.000, time <= 2026-03-04 14:59:59.999)"_s);
    row(u"time:-2h..-1h"_s,
        u"and(time >= 2026-10-15 03:30:20.500, time <= 2026-10-15 04:30:20.500)"_s);
    row(u"time:2026-03-02T08:20..09:00"_s,
        u"and(time >= 2026-03-01 23:20:00.000, time <= 2026-03-02 00:00:59.999)"_s);
    row(u"time:2026-03-02..9:00"_s,
        u"and(time >= 2026-03-01 15:00:00.000, time <= 2026-03-02 00:00:59.999)"_s);
    row(u"time:2026-03-02T08:20Z..09:00"_s,
        u"and(time >= 2026-03-02 08:20:00.000, time <= 2026-03-02 09:00:59.999)"_s);
    row(u"time:2026-03-02T08:20..09:00Z"_s,
        u"and(time >= 2026-03-01 23:20:00.000, time <= 2026-03-02 09:00:59.999)"_s);
    row(u"time:yesterday..09:00"_s,
        u"and(time >= 2026-10-13 15:00:00.000, time <= 2026-10-15 00:00:59.999)"_s);
    row(u"after:8:20"_s, u"time >= 2026-10-14 23:20:00.000"_s);
    row(u"after:2026-03-02T8:20"_s, u"time >= 2026-03-01 23:20:00.000"_s);
    row(u"time:..yesterday"_s, u"time <= 2026-10-14 14:59:59.999"_s);
    row(u"received:>=08:20Z recorded:today"_s,
        u"and(received >= 2026-10-15 08:20:00.000, recorded in [2026-10-14 15:00:00.000, "
        "2026-10-15 15:00:00.000))"_s);
}

void QueryParserTest::readsTimes()
{
    QFETCH(const QString, text);
    QFETCH(const QString, tree);

    QCOMPARE(described(text), tree);
}

void QueryParserTest::readsTimesAcrossTheChangeOfTheClocks()
{
    const QueryClock berlin{
        .now = QDateTime({2026, 10, 25}, {12, 0}, Qt::UTC), .zone = QTimeZone("Europe/Berlin")};

    QCOMPARE(
        described(u"time:today"_s, berlin),
        u"time in [2026-10-24 22:00:00.000, 2026-10-25 23:00:00.000)"_s);
    QCOMPARE(
        described(u"time:2026-03-29"_s, berlin),
        u"time in [2026-03-28 23:00:00.000, 2026-03-29 22:00:00.000)"_s);
}

void QueryParserTest::tellsWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place"); // carets under the characters that are meant
    QTest::addColumn<QString>("words"); // of the message
    const auto row = [](const QString &text, const QString &place, const QString &words) {
        QTest::addRow("%s", qPrintable(text)) << text << place << words;
    };
    row(u"a whoo:ana"_s, u"  ^^^^^"_s, u"There is no field “whoo”. Did you mean who:?"_s);
    row(u"ownre:a"_s, u"^^^^^^"_s, u"There is no field “ownre”. Did you mean owner:?"_s);
    row(u"actor_nam:a"_s, u"^^^^^^^^^^"_s,
        u"There is no field “actor_nam”. Did you mean actor_name:?"_s);
    row(u"befor:a"_s, u"^^^^^^"_s, u"There is no field “befor”. Did you mean before:?"_s);
    row(u"RE:offer"_s, u"^^^"_s, u"There is no field “RE”"_s);
    row(u"subject:x"_s, u"^^^^^^^^"_s,
        u"There is no field “subject”. Put a text with a colon between quotation marks"_s);
    row(u"a \"b c"_s, u"  ^^^^"_s, u"The quotation mark is not closed"_s);
    row(u"who:\"b\\\""_s, u"    ^^^^"_s, u"The quotation mark is not closed"_s);
    row(u"\"\""_s, u"^^"_s, u"Nothing stands between the quotation marks"_s);
    row(u"where:198.51.100.77 type:(download or blocked"_s,
        u"                         ^^^^^^^^^^^^^^^^^^^^"_s, u"“)” is missing after “blocked”"_s);
    row(u"((a)"_s, u"^^^^"_s, u"“)” is missing after “)”"_s);
    row(u"("_s, u"^"_s, u"“)” is missing after “(”"_s);
    row(u"a) b"_s, u" ^"_s, u"“)” stands here without a “(” before it"_s);
    row(u"a ()"_s, u"  ^^"_s, u"Nothing stands between the parentheses"_s);
    row(u"who:"_s, u"^^^^"_s, u"Nothing stands behind “who:”"_s);
    row(u"who: ana"_s, u"^^^^"_s, u"Nothing stands behind “who:”"_s);
    row(u"(who:)"_s, u" ^^^^"_s, u"Nothing stands behind “who:”"_s);
    row(u"size:>"_s, u"     ^"_s, u"Nothing stands behind “>”"_s);
    row(u"a or"_s, u"  ^^"_s, u"Nothing stands behind “or”"_s);
    row(u"a or or b"_s, u"  ^^"_s, u"Nothing stands behind “or”"_s);
    row(u"or a"_s, u"^^"_s, u"Nothing stands before “or”"_s);
    row(u"(and a)"_s, u" ^^^"_s, u"Nothing stands before “and”"_s);
    row(u"a and"_s, u"  ^^^"_s, u"Nothing stands behind “and”"_s);
    row(u"a not"_s, u"  ^^^"_s, u"Nothing stands behind “not”"_s);
    row(u"a - b"_s, u"  ^"_s, u"Nothing stands behind “-”"_s);
    row(u"-"_s, u"^"_s, u"Nothing stands behind “-”"_s);
    row(u"who:(type:x)"_s, u"     ^^^^^"_s,
        u"“type:” cannot stand between the parentheses of “who:”"_s);
    row(u">5"_s, u"^"_s, u"“>” needs a field before it"_s);
    row(u"size:>(1 or 2)"_s, u"      ^"_s, u"Parentheses cannot stand behind “>”"_s);
    row(u"report(1).pdf"_s, u"^^^^^^^"_s, u"Put a text with parentheses between quotation marks"_s);
    row(u"/Finance/Reports"_s, u"^^^^^^^^^^^^^^^^"_s,
        u"A space is missing behind the regular expression"_s);
    row(u"/abc"_s, u"^^^^"_s, u"The “/” at the end of the regular expression is missing"_s);
    row(u"//"_s, u"^^"_s, u"Nothing stands between the slashes"_s);
    row(u"who:/a(/"_s, u"    ^^^^"_s, u"“)” is missing in the regular expression"_s);
    row(u"/[a/"_s, u"^^^^"_s, u"“]” is missing in the regular expression"_s);
    row(u"/a)/"_s, u"^^^^"_s, u"The regular expression has a “)” without a “(”"_s);
    row(u"/*a/"_s, u"^^^^"_s, u"Nothing stands before “*” in the regular expression"_s);
    row(u"/a(?=b)/"_s, u"^^^^^^^^"_s, u"“(?=”, which is not supported"_s);
    row(u"/a{2000}/"_s, u"^^^^^^^^^"_s, u"repeats too often"_s);
    row(u"/\\pL{1000}\\pL{1000}/"_s, u"^^^^^^^^^^^^^^^^^^^^"_s, u"too large"_s);
    row(u"who:=/a/"_s, u"     ^^^"_s, u"“=” does not go with a regular expression"_s);
    row(u"who:>ana"_s, u"     ^^^"_s, u"“>” does not go with “who:”, which is a text"_s);
    row(u"ip:10.0.0.0/33"_s, u"   ^^^^^^^^^^^"_s, u"“10.0.0.0/33” is no range of addresses"_s);
    row(u"ip:10.0.0.0/x"_s, u"   ^^^^^^^^^^"_s, u"is no range of addresses"_s);
    row(u"ip:10.0.300.1"_s, u"   ^^^^^^^^^^"_s, u"There is no address “10.0.300.1”"_s);
    row(u"ip:1.2.3.4.5"_s, u"   ^^^^^^^^^"_s, u"There is no address “1.2.3.4.5”"_s);
    row(u"ip:10..1"_s, u"   ^^^^^"_s, u"There is no address “10..1”"_s);
    row(u"after:2026-02-30"_s, u"      ^^^^^^^^^^"_s, u"“2026-02-30” is no time"_s);
    row(u"after:2h"_s, u"      ^^"_s, u"“2h” is no time"_s);
    row(u"after:25:00"_s, u"      ^^^^^"_s, u"is no time"_s);
    row(u"after:2026-03-02T08:20+15:00"_s, u"      ^^^^^^^^^^^^^^^^^^^^^^"_s, u"is no time"_s);
    row(u"after:>2026"_s, u"       ^^^^"_s, u"“>” does not go with “after:”"_s);
    row(u"after:/x/"_s, u"      ^^^"_s, u"A regular expression does not go with “after:”"_s);
    row(u"after:2026-03-02 08:20 x"_s, u"      ^^^^^^^^^^^^^^^^"_s,
        u"Write date and time as one: 2026-03-02T08:20"_s);
    row(u"time:2026-03-05..2026-03-02"_s, u"     ^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"“2026-03-05” comes after “2026-03-02”"_s);
    row(u"time:.."_s, u"     ^^"_s, u"Something must stand before or behind “..”"_s);
    row(u"size:>10xb"_s, u"      ^^^^"_s, u"“10xb” is no size"_s);
    row(u"size:>99999999tb"_s, u"      ^^^^^^^^^^"_s, u"is no size"_s);
    row(u"risk:high"_s, u"     ^^^^"_s, u"“high” is no number"_s);
    row(u"severity:>=wrning"_s, u"           ^^^^^^"_s,
        u"There is no severity “wrning”. It is info, notice, warning or critical"_s);
    row(u"stream:x"_s, u"       ^"_s, u"There is no stream “x”"_s);
    row(u"stream:>live"_s, u"        ^^^^"_s, u"“>” does not go with “stream:”"_s);
    row(u"is:new"_s, u"   ^^^"_s, u"“is:” does not know “new”"_s);
    row(u"late:maybe"_s, u"     ^^^^^"_s, u"“late:” takes yes or no"_s);
    row(u"size:>10 mb"_s, u"      ^^^^^"_s, u"Write number and unit as one: 10mb"_s);
    row(u"size:1kb..20 KiB x"_s, u"     ^^^^^^^^^^^"_s,
        u"Write number and unit as one: 1kb..20KiB"_s);
    row(u"size:(1 or 10 bytes)"_s, u"           ^^^^^^^^"_s,
        u"Write number and unit as one: 10b"_s);
    row(u"a who!=ana"_s, u"  ^^^^^^^^"_s,
        u"What is to be left out has a minus before it. Write -who:=ana"_s);
    row(u"who!=\"Ana Ruiz\""_s, u"^^^^^^^^^^^^^^^"_s, u"Write -who:=\"Ana Ruiz\""_s);
    row(u"severity!=info"_s, u"^^^^^^^^^^^^^^"_s, u"Write -severity:=info"_s);
    row(u"size!=0"_s, u"^^^^^^^"_s, u"Write -size:=0"_s);
    row(u"is!=late"_s, u"^^^^^^^^"_s, u"Write -is:late"_s);
    row(u"before!=today"_s, u"^^^^^^^^^^^^^"_s, u"Write -time:=today"_s);
    row(u"who:!=ana"_s, u"    ^^^^^"_s, u"Write -who:=ana"_s);
    row(u"who:(tom !=ana)"_s, u"         ^^^^^"_s, u"Write -=ana"_s);
    row(u"who==ana"_s, u"    ^^^^"_s, u"One “=” is enough. Write who:=ana"_s);
    row(u"size==0"_s, u"     ^^"_s, u"Write size:=0"_s);
    row(u"who:==\"Ana Ruiz\""_s, u"     ^^^^^^^^^^^"_s, u"Write who:=\"Ana Ruiz\""_s);
    row(u"is=late"_s, u"   ^^^^"_s, u"“=” does not go with “is:”. Write is:late"_s);
    row(u"type:download,upload"_s, u"     ^^^^^^^^^^^^^^^"_s, u"Write type:(download or upload)"_s);
    row(u"type:download, upload"_s, u"     ^^^^^^^^^"_s, u"Write type:(download or …)"_s);
    row(u"severity:=info,notice"_s, u"          ^^^^^^^^^^^"_s,
        u"Write severity:(=info or =notice)"_s);
    row(u"is:late,marked"_s, u"   ^^^^^^^^^^^"_s, u"Write is:(late or marked)"_s);
    row(u"ip:192.0.2.1,192.0.2.9"_s, u"   ^^^^^^^^^^^^^^^^^^^"_s,
        u"Write ip:(192.0.2.1 or 192.0.2.9)"_s);
    row(u"ip:192.0.2.1-192.0.2.9"_s, u"   ^^^^^^^^^^^^^^^^^^^"_s,
        u"Write one like 10.20.0.0/16, or several addresses as ip:(… or …)"_s);
    row(u"ip:192.0.2.1-20"_s, u"   ^^^^^^^^^^^^"_s, u"is no range of addresses"_s);
    row(u"ip:192.0.2.1..192.0.2.9"_s, u"   ^^^^^^^^^^^^^^^^^^^^"_s, u"is no range of addresses"_s);
    row(u"ip:2001:db8::1-2001:db8::9"_s, u"   ^^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"is no range of addresses"_s);
    row(u"raw:*.pdf"_s, u"    ^^^^^"_s, u"Write raw:/…/ with .* for them"_s);
    row(u"time:2026-11-15 08:20..09:00"_s, u"     ^^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"Write date and time as one: 2026-11-15T08:20..09:00"_s);
    row(u"time:2026-11-15T08:20..2026-11-16 9:00"_s, u"     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"Write date and time as one: 2026-11-15T08:20..2026-11-16T9:00"_s);
    row(u"after:2026-11-15 8:20"_s, u"      ^^^^^^^^^^^^^^^"_s,
        u"Write date and time as one: 2026-11-15T8:20"_s);
    row(u"after:yesterday 08:20"_s, u"      ^^^^^^^^^^^^^^^"_s,
        u"Write date and time as one: 2026-10-14T08:20"_s);
    row(u"after:2026-11-15T08:20 +01:00 a"_s, u"      ^^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"Write time and time zone as one: 2026-11-15T08:20+01:00"_s);
    row(u"after:2026-11-15T08:20 -05:00"_s, u"      ^^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"Write time and time zone as one: 2026-11-15T08:20-05:00"_s);
    row(u"after:2026-11-15T08:20 Z"_s, u"      ^^^^^^^^^^^^^^^^^^"_s,
        u"Write time and time zone as one: 2026-11-15T08:20Z"_s);
    row(u"time:2026-11-15T22:00..02:00"_s, u"     ^^^^^^^^^^^^^^^^^^^^^^^"_s,
        u"“2026-11-15T22:00” comes after “2026-11-15T02:00”"_s);
    row(u"date:today"_s, u"^^^^^"_s, u"Did you mean time:?"_s);
    row(u"user:ana"_s, u"^^^^^"_s, u"Did you mean who:?"_s);
    row(u"email:ana"_s, u"^^^^^^"_s, u"Did you mean who:?"_s);
    row(u"created_by:ana"_s, u"^^^^^^^^^^^"_s, u"Did you mean who:?"_s);
    row(u"file:a"_s, u"^^^^^"_s, u"Did you mean item:?"_s);
    row(u"filename:a"_s, u"^^^^^^^^^"_s, u"Did you mean item:?"_s);
    row(u"level:info"_s, u"^^^^^^"_s, u"Did you mean severity:?"_s);
    row(u"raw:=x"_s, u"     ^"_s, u"“=” does not go with “raw:”"_s);
}

void QueryParserTest::tellsWhatIsWrongAndWhere()
{
    QFETCH(const QString, text);
    QFETCH(const QString, place);
    QFETCH(const QString, words);

    const ParsedQuery parsed = Query::parse(text, tokyo());

    QVERIFY2(parsed.error, qPrintable(describe(parsed.query.root())));
    QCOMPARE(QString(parsed.error->position, u' ') + QString(parsed.error->length, u'^'), place);
    QVERIFY2(parsed.error->message.contains(words), qPrintable(parsed.error->message));
    QVERIFY(parsed.query.isEmpty());
}

void QueryParserTest::anEmptyTextIsTheQueryThatEveryEventPasses()
{
    QVERIFY(Query().isEmpty());
    QVERIFY(Query::parse({}).query.isEmpty());
    QVERIFY(!Query::parse(u" \t"_s).error);
    QVERIFY(!Query::parse(u"a"_s).query.isEmpty());
}

void QueryParserTest::keepsTheTextAsTyped()
{
    QCOMPARE(Query::parse(u" a  or b "_s).query.text(), u" a  or b "_s);
}

void QueryParserTest::aQuotedValueMeansJustItself_data()
{
    QTest::addColumn<QString>("value");
    int number = 0;
    for (const QString &value :
         {u"ana"_s,
          u"Ana Ruiz"_s,
          u"ana.ruiz@example.com"_s,
          u"192.0.2.7"_s,
          u"2001:db8::7f"_s,
          u"fe80::1%a b"_s,
          u"or"_s,
          u"NOT"_s,
          u"*.pdf"_s,
          u"-x"_s,
          u"=1+1"_s,
          u">5"_s,
          u"who:x"_s,
          u"a\"b\\c\\\\\"d"_s,
          u"\\u{41}"_s,
          u"report(1).pdf"_s,
          u"/etc/passwd"_s,
          u"a..b"_s,
          u"見積書_10月.xlsx"_s,
          u"two\nlines\tand \u202Ebidi"_s,
          u"👩‍💻 emoji"_s,
          u"\u3000"_s,
          u"“curly”"_s,
          u"https://example.com"_s,
          u"\U000E0001tag"_s})
        QTest::addRow("value %d", ++number) << value;
}

void QueryParserTest::aQuotedValueMeansJustItself()
{
    QFETCH(const QString, value);
    const QString quoted = quotedForQuery(value);

    QueryTerm contains{.field = QueryField::Any, .text = value};
    QCOMPARE(Query::parse(quoted).query.root().term, contains);
    contains.field = QueryField::Item;
    QCOMPARE(Query::parse(u"item:"_s + quoted).query.root().term, contains);
    QCOMPARE(Query::parse(u"item:("_s + quoted + u')').query.root().term, contains);
    contains.test = QueryTerm::Test::Equals;
    QCOMPARE(Query::parse(u"item:="_s + quoted).query.root().term, contains);
    const QueryNode negated = Query::parse(u"-item:="_s + quoted).query.root();
    QCOMPARE(negated.kind, QueryNode::Kind::Not);
    QCOMPARE(negated.children.front().term, contains);
}

void QueryParserTest::anAddressOfBoxIsAlwaysAValue()
{
    for (const QString &address :
         {u"300.1.1.1"_s, u"n/a"_s, u"1.2.3.4.5"_s, u"10..1"_s, u"10.20.0.0/33"_s,
          u"10.20.0.0/16"_s, u"192.0.2.1,192.0.2.9"_s, u"192.0.2.1-20"_s, u"=1"_s, u"!=1"_s,
          u"fe80::1-fe80::9"_s, u"/"_s, u"10.*"_s}) {
        const ParsedQuery parsed = Query::parse(u"ip:="_s + quotedForQuery(address));

        QVERIFY2(!parsed.error, qPrintable(address));
        const QueryTerm term{
            .field = QueryField::Address, .test = QueryTerm::Test::Equals, .text = address};
        QCOMPARE(parsed.query.root().term, term);
    }
}

void QueryParserTest::escapesWhatCannotBeSeen()
{
    QCOMPARE(quotedForQuery(u"a\nb"_s), u"\"a\\u{a}b\""_s);
    QCOMPARE(quotedForQuery(u"a\u202Eb"_s), u"\"a\\u{202e}b\""_s);
    QCOMPARE(quotedForQuery(u"Ana Ruiz"_s), u"\"Ana Ruiz\""_s);
    QCOMPARE(quotedForQuery(u"ana"_s), u"ana"_s);
    QCOMPARE(quotedForQuery({}), u"\"\""_s);
}

void QueryParserTest::parsesItsOwnText_data()
{
    understands_data();
}

void QueryParserTest::parsesItsOwnText()
{
    QFETCH(const QString, text);
    const QueryNode root = Query::parse(text, tokyo()).query.root();
    const QString again = queryText(root);

    const ParsedQuery parsed = Query::parse(again, tokyo());

    QVERIFY2(!parsed.error, qPrintable(again));
    QCOMPARE(describe(parsed.query.root()), describe(root));
    QVERIFY(parsed.query.root() == root);
}

void QueryParserTest::bearsDeepParentheses()
{
    const auto nested = [](int depth) -> QString {
        return QString(depth, u'(') + u'a' + QString(depth, u')');
    };

    QVERIFY(!Query::parse(nested(Query::maximumDepth)).error);
    const ParsedQuery tooDeep = Query::parse(nested(Query::maximumDepth + 1));
    QVERIFY(tooDeep.error);
    QCOMPARE(tooDeep.error->position, qsizetype{Query::maximumDepth});
    QVERIFY(tooDeep.error->message.contains(u"64"_s));
    QVERIFY(Query::parse(QString(Query::maximumLength, u'(')).error);
    QVERIFY(Query::parse(u"who:("_s.repeated(3000)).error);
}

void QueryParserTest::bearsAnyNumberOfSigns()
{
    QCOMPARE(described(QString(Query::maximumLength - 1, u'-') + u'a'), u"not(any contains <a>)"_s);
    QCOMPARE(described(u"not "_s.repeated(4000) + u'a'), u"any contains <a>"_s);
}

void QueryParserTest::boundsTermsRegexesAndLength()
{
    const auto messageOf = [](const QString &text) {
        const auto parsed = Query::parse(text);
        return parsed.error ? parsed.error->message : QString();
    };

    QCOMPARE(messageOf(u"a "_s.repeated(Query::maximumTerms)), QString());
    QVERIFY(messageOf(u"a "_s.repeated(Query::maximumTerms + 1)).contains(u"500"_s));
    QVERIFY(messageOf(u"size:1..2 "_s.repeated(251)).contains(u"500"_s));
    QCOMPARE(messageOf(u"/a/ "_s.repeated(Query::maximumRegexes)), QString());
    QVERIFY(messageOf(u"/a/ "_s.repeated(Query::maximumRegexes + 1)).contains(u"32"_s));
    QCOMPARE(messageOf(QString(Query::maximumLength, u'a')), QString());
    const auto tooLong = Query::parse(QString(Query::maximumLength + 3, u'a'));
    QVERIFY(tooLong.error);
    QCOMPARE(tooLong.error->position, Query::maximumLength);
    QCOMPARE(tooLong.error->length, qsizetype{3});
}

void QueryParserTest::everyNameOfAFieldIsUnderstoodAndNoneStandsForTwo()
{
    QStringList names{u"is"_s, u"after"_s, u"before"_s};
    for (const QueryFieldInfo &info : queryFields()) {
        for (const QString &name : QStringList(info.name) + info.otherNames) {
            QVERIFY2(!names.contains(name), qPrintable(name));
            names.append(name);
            QCOMPARE(findQueryField(name), &info);
            QVERIFY(
                !Query::parse(name + u":*"_s).error == (info.kind <= QueryValueKind::Address)
                || info.kind == QueryValueKind::Raw);
        }
        QCOMPARE(queryFieldName(info.field), info.name);
        QVERIFY(!info.title.isEmpty());
        QVERIFY(!info.description.isEmpty());
    }
}

void QueryParserTest::everyColumnIsAField()
{
    for (int column = 0; column < EventTableModel::ColumnCount; ++column) {
        const QByteArray key = EventTableModel::columnKey(column);
        QVERIFY2(findQueryField(QString::fromLatin1(key)), key.constData());
    }
    for (const QByteArray &key : exportColumns())
        QVERIFY2(findQueryField(QString::fromLatin1(key)), key.constData());
}

void QueryParserTest::everyExampleOfTheCardParsesAndStandsInTheManual()
{
    QFile manual(QStringLiteral(BOXWATCH_TEST_DATA "/../../docs/query.md"));
    QVERIFY(manual.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(manual.readAll());

    for (const QueryHelpSection &section : queryHelp()) {
        QVERIFY2(text.contains(section.title), qPrintable(section.title));
        for (const QueryExample &example : section.examples) {
            const auto parsed = Query::parse(example.query);
            QVERIFY2(!parsed.error, qPrintable(example.query));
            QVERIFY(!parsed.query.isEmpty());
            const QString row = u"| `%1` | %2 |"_s.arg(example.query, example.meaning);
            QVERIFY2(text.contains(row), qPrintable(row));
        }
    }
}

} // namespace boxwatch

QTEST_APPLESS_MAIN(boxwatch::QueryParserTest)

#include "tst_queryparser.moc"
