// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/querycompletion.h"
#include "core/query/querylexer.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

using Place = QueryCompletion::Place;

/// Persons and types as a session would know them.
class Persons final : public QueryValueSource
{
public:
    std::vector<QueryValue> values(QueryField field, const QString &typed, int most) const override
    {
        std::vector<QueryValue> found;
        const std::vector<QueryValue> persons{
            {.text = u"Ana Ruiz"_s, .detail = u"ana@optics.example"_s, .count = 120},
            {.text = u"svc-backup"_s, .detail = {}, .count = 40},
            {.text = u"Ana \"X\" (ext)"_s, .detail = {}, .count = 3}};
        const std::vector<QueryValue> types{{.text = u"LOGIN"_s, .detail = {}, .count = 7}};
        if (field != QueryField::Who && field != QueryField::Type)
            return found;
        for (const QueryValue &value : field == QueryField::Who ? persons : types) {
            if (found.size() < static_cast<std::size_t>(most)
                && value.text.contains(typed, Qt::CaseInsensitive))
                found.push_back(value);
        }
        return found;
    }
};

/// `|` is the cursor.
QueryCompletion at(QString text, int most = 50)
{
    const Persons persons;
    const qsizetype cursor = text.indexOf(u'|');
    return QueryCompletion::at(text.remove(cursor, 1), cursor, &persons, most);
}

QStringList labels(const QueryCompletion &completion)
{
    QStringList labels;
    for (const QueryCandidate &candidate : completion.candidates)
        labels.append(candidate.label);
    return labels;
}

/// The text after the candidate with this label was chosen.
QString chosen(QString text, const QString &label)
{
    const QueryCompletion completion = at(text);
    text.remove(text.indexOf(u'|'), 1);
    for (const QueryCandidate &candidate : completion.candidates) {
        if (candidate.label == label)
            return text.replace(completion.position, completion.length, candidate.text);
    }
    return u"not offered"_s;
}

} // namespace

class QueryCompletionTest : public QObject
{
    Q_OBJECT

private slots:
    void seesWhatStandsAtTheCursor_data();
    void seesWhatStandsAtTheCursor();
    void offersFieldsWithWhatTheyAre();
    void offersTheValuesThatAFieldKnows_data();
    void offersTheValuesThatAFieldKnows();
    void offersTypesThatOccurBeforeTheOthers();
    void offersPersonsForAWordWithoutAField();
    void replacesWhatWasTyped_data();
    void replacesWhatWasTyped();
    void whatItPutsThereIsAQuery();
    void offersNoMoreThanAskedFor();
    void managesWithoutASource();
    void cutsATextIntoTokens();
};

void QueryCompletionTest::seesWhatStandsAtTheCursor_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Place>("place");
    QTest::addColumn<QueryField>("field");
    QTest::addColumn<QString>("typed");
    const auto row = [](const QString &text, Place place, QueryField field, const QString &typed) {
        QTest::addRow("%s", qPrintable(text)) << text << place << field << typed;
    };
    row(u"|"_s, Place::Term, QueryField::Any, {});
    row(u"wh|"_s, Place::Term, QueryField::Any, u"wh"_s);
    row(u"wh|o:ana"_s, Place::Term, QueryField::Any, u"wh"_s);
    row(u"a |"_s, Place::Term, QueryField::Any, {});
    row(u"-|"_s, Place::Term, QueryField::Any, {});
    row(u"-w|"_s, Place::Term, QueryField::Any, u"w"_s);
    row(u"(w|"_s, Place::Term, QueryField::Any, u"w"_s);
    row(u"a or|"_s, Place::Term, QueryField::Any, u"or"_s);
    row(u"who:|"_s, Place::Value, QueryField::Who, {});
    row(u"who:an|"_s, Place::Value, QueryField::Who, u"an"_s);
    row(u"who:a|n"_s, Place::Value, QueryField::Who, u"a"_s);
    row(u"who:=an|"_s, Place::Value, QueryField::Who, u"an"_s);
    row(u"who:\"Ana R|"_s, Place::Value, QueryField::Who, u"Ana R"_s);
    row(u"who:\"Ana| Ruiz\" x"_s, Place::Value, QueryField::Who, u"Ana"_s);
    row(u"who:\"Ana Ruiz\"|"_s, Place::Nothing, QueryField::Any, {});
    row(u"who:ana |"_s, Place::Term, QueryField::Any, {});
    row(u"who:(|"_s, Place::Value, QueryField::Who, {});
    row(u"who:(ana or |"_s, Place::Value, QueryField::Who, {});
    row(u"who:(ana or -b|"_s, Place::Value, QueryField::Who, u"b"_s);
    row(u"who:(a (b) |"_s, Place::Value, QueryField::Who, {});
    row(u"who:(ana) b|"_s, Place::Term, QueryField::Any, u"b"_s);
    row(u"size:>|"_s, Place::Value, QueryField::Size, {});
    row(u"after:-2|"_s, Place::Value, QueryField::Created, u"-2"_s);
    row(u"/an|a/"_s, Place::Nothing, QueryField::Any, {});
    row(u"whoo:an|"_s, Place::Term, QueryField::Any, u"an"_s);
}

void QueryCompletionTest::seesWhatStandsAtTheCursor()
{
    QFETCH(const QString, text);
    QFETCH(const Place, place);
    QFETCH(const QueryField, field);
    QFETCH(const QString, typed);

    const QueryCompletion completion = at(text);

    QCOMPARE(completion.place, place);
    QCOMPARE(completion.field, field);
    QCOMPARE(completion.typed, typed);
}

void QueryCompletionTest::offersFieldsWithWhatTheyAre()
{
    const QueryCompletion all = at(u"|"_s);

    QCOMPARE(labels(all).first(3), QStringList({u"who:"_s, u"type:"_s, u"item:"_s}));
    QVERIFY(labels(all).contains(u"is:"_s));
    for (const QueryCandidate &candidate : all.candidates)
        QVERIFY(!candidate.detail.isEmpty());
    QCOMPARE(labels(at(u"sev|"_s)), QStringList{u"severity:"_s});
    QVERIFY(labels(at(u"actor_n|"_s)).contains(u"actor_name:"_s));
    QCOMPARE(labels(at(u"be|"_s)), QStringList{u"before:"_s});
}

void QueryCompletionTest::offersTheValuesThatAFieldKnows_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("offered");
    QTest::newRow("flags") << u"is:|"_s
                           << QStringList{u"late"_s, u"marked"_s, u"unknown"_s, u"unreadable"_s};
    QTest::newRow("flags that begin so")
        << u"is:un|"_s << QStringList{u"unknown"_s, u"unreadable"_s};
    QTest::newRow("severities behind an operator")
        << u"severity:>=|"_s << QStringList{u"warning"_s, u"notice"_s, u"critical"_s, u"info"_s};
    QTest::newRow("streams") << u"stream:h|"_s << QStringList{u"history"_s};
    QTest::newRow("times") << u"after:to|"_s << QStringList{u"today"_s};
    QTest::newRow("relative times") << u"after:-2|"_s << QStringList{u"-2h"_s, u"-24h"_s};
    QTest::newRow("categories") << u"category:shie|"_s << QStringList{u"Shield & security"_s};
    QTest::newRow("persons") << u"who:ana|"_s << QStringList{u"Ana Ruiz"_s, u"Ana \"X\" (ext)"_s};
    QTest::newRow("what the source does not know") << u"in:fin|"_s << QStringList();
    QTest::newRow("yes and no") << u"late:|"_s << QStringList{u"yes"_s, u"no"_s};
}

void QueryCompletionTest::offersTheValuesThatAFieldKnows()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, offered);

    QCOMPARE(labels(at(text)), offered);
}

void QueryCompletionTest::offersTypesThatOccurBeforeTheOthers()
{
    const QueryCompletion types = at(u"type:login|"_s);

    QCOMPARE(types.candidates.front().label, u"LOGIN"_s);
    QCOMPARE(types.candidates.front().count, 7);
    QCOMPARE(labels(types).count(u"LOGIN"_s), 1);
    QVERIFY(labels(types).contains(u"FAILED_LOGIN"_s));
    const QStringList byLabel = labels(at(u"type:\"sign-in failed|"_s));
    QVERIFY2(byLabel.contains(u"FAILED_LOGIN"_s), qPrintable(byLabel.join(u' ')));
}

void QueryCompletionTest::offersPersonsForAWordWithoutAField()
{
    const QStringList offered = labels(at(u"backup|"_s));

    QCOMPARE(offered, QStringList{u"who:svc-backup"_s});
}

void QueryCompletionTest::replacesWhatWasTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("label");
    QTest::addColumn<QString>("after");
    const auto row = [](const QString &text, const QString &label, const QString &after) {
        QTest::addRow("%s", qPrintable(text)) << text << label << after;
    };
    row(u"x wh|"_s, u"who:"_s, u"x who:"_s);
    row(u"w|o:ana"_s, u"who:"_s, u"who:ana"_s);
    row(u"-|"_s, u"who:"_s, u"-who:"_s);
    row(u"is:l|"_s, u"late"_s, u"is:late "_s);
    row(u"is:(l|)"_s, u"late"_s, u"is:(late)"_s);
    row(u"who:an|"_s, u"Ana Ruiz"_s, u"who:=\"Ana Ruiz\" "_s);
    row(u"who:an| x"_s, u"Ana Ruiz"_s, u"who:=\"Ana Ruiz\" x"_s);
    row(u"who:=an|"_s, u"Ana Ruiz"_s, u"who:=\"Ana Ruiz\" "_s);
    row(u"who:|"_s, u"svc-backup"_s, u"who:=svc-backup "_s);
    row(u"who:\"Ana| Ruiz\" x"_s, u"Ana \"X\" (ext)"_s, u"who:=\"Ana \\\"X\\\" (ext)\" x"_s);
    row(u"who:\"ana |"_s, u"Ana Ruiz"_s, u"who:=\"Ana Ruiz\" "_s);
    row(u"ana|"_s, u"who:Ana Ruiz"_s, u"who:=\"Ana Ruiz\" "_s);
    row(u"severity:>=w|"_s, u"warning"_s, u"severity:>=warning "_s);
    row(u"severity:|"_s, u">=warning"_s, u"severity:>=warning "_s);
    row(u"size:>|"_s, u"10mb"_s, u"size:>10mb "_s);
}

void QueryCompletionTest::replacesWhatWasTyped()
{
    QFETCH(const QString, text);
    QFETCH(const QString, label);
    QFETCH(const QString, after);

    QCOMPARE(chosen(text, label), after);
}

void QueryCompletionTest::whatItPutsThereIsAQuery()
{
    for (QString text :
         {u"who:|"_s, u"type:|"_s, u"category:|"_s, u"severity:|"_s, u"is:|"_s, u"stream:|"_s,
          u"after:|"_s, u"size:|"_s, u"risk:|"_s, u"late:|"_s, u"type:(LOGIN or |)"_s}) {
        const QueryCompletion completion = at(text, 500);
        QVERIFY2(!completion.candidates.empty(), qPrintable(text));
        text.remove(text.indexOf(u'|'), 1);
        for (const QueryCandidate &candidate : completion.candidates) {
            QString query = text;
            query.replace(completion.position, completion.length, candidate.text);
            const auto parsed = Query::parse(query);
            QVERIFY2(!parsed.error, qPrintable(query));
        }
    }
}

void QueryCompletionTest::offersNoMoreThanAskedFor()
{
    QCOMPARE(at(u"type:|"_s, 5).candidates.size(), std::size_t{5});
    QCOMPARE(at(u"|"_s, 3).candidates.size(), std::size_t{3});
    QCOMPARE(at(u"who:|"_s, 0).candidates.size(), std::size_t{0});
}

void QueryCompletionTest::managesWithoutASource()
{
    QVERIFY(QueryCompletion::at(u"who:a"_s, 5, nullptr).candidates.empty());
    QVERIFY(!QueryCompletion::at(u"type:login"_s, 10, nullptr).candidates.empty());
    QCOMPARE(QueryCompletion::at(u"a"_s, 99, nullptr).typed, u"a"_s);
    QCOMPARE(QueryCompletion::at(u"a"_s, -1, nullptr).typed, QString());
}

void QueryCompletionTest::cutsATextIntoTokens()
{
    using Kind = QueryToken::Kind;
    const QString text = u"-who:=\"Ana R\" or (size>1kb /x/ not \"open"_s;
    std::vector<Kind> kinds;
    QStringList pieces;
    for (const QueryToken &token : queryTokens(text)) {
        kinds.push_back(token.kind);
        pieces.append(text.mid(token.position, token.length));
    }

    QCOMPARE(pieces.join(u'~'), u"-~who:~=~\"Ana R\"~or~(~size~>~1kb~/x/~not~\"open"_s);
    QCOMPARE(
        kinds,
        std::vector<Kind>(
            {Kind::Minus, Kind::Field, Kind::Operator, Kind::Phrase, Kind::Or, Kind::Open,
             Kind::Field, Kind::Operator, Kind::Word, Kind::Regex, Kind::Not, Kind::Phrase}));
    QVERIFY(!queryTokens(text).back().isClosed);
}

} // namespace boxwatch

QTEST_APPLESS_MAIN(boxwatch::QueryCompletionTest)

#include "tst_querycompletion.moc"
