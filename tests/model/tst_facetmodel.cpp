// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/facetmodel.h"
#include "tests/model/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class FacetModelTest : public QObject
{
    Q_OBJECT

private slots:
    void countsTheRowsShown();
    void countsLiveRows();
    void leavesOutTheWantedPicksOfAField();
    void leavesOutTheExclusionsOfAFieldButNotTheText();
    void leavesOutAnExclusionOfWhoComesLater();
    void doesNotLeaveOutAnExclusionOfTwoPeople();
    void findsWhatIsPickedAndNotAmongTheMostFrequent();
    void goesOnCountingBesidePicks();
    void countsNothingWhileNobodyLooks();
    void theLastOfManyFiltersWins();
    void canBeGivenOtherEvents();
    void isEmptyWithoutEvents();
    void staysAsItIsWhenTheEventsGo();
    void countsWithoutTheTextByTheMarksAndTheTable();
};

namespace {

struct Fixture : ModelFixture
{
    explicit Fixture(const QList<SampleEvent> &samples) : ModelFixture(samples)
    {
        facets.setEvents(&model);
        facets.setActive(true);
    }

    /// "Ana 2, Ben 1"
    QString told(Facet facet) const
    {
        QStringList words;
        for (const FacetValue &value : facets.top(facet, 10))
            words.append(u"%1 %2"_s.arg(value.text).arg(value.count));
        return words.join(u", "_s);
    }

    bool isDone() const { return isIdle() && !facets.isCounting(); }

    FacetModel facets;
};

QList<SampleEvent> people()
{
    return {
        {.type = "UPLOAD", .who = "Ana", .address = "192.0.2.1"},
        {.type = "UPLOAD", .who = "Ben", .address = "192.0.2.1"},
        {.type = "DOWNLOAD", .who = "Ana", .address = "192.0.2.2"},
        {.type = "DOWNLOAD", .who = "Cy", .address = "192.0.2.3"},
        {.type = "UPLOAD", .who = "Ana", .address = "192.0.2.2"},
        {.type = "UPLOAD", .who = "", .address = "192.0.2.9"},
    };
}

QString clauseOf(const FacetModel &facets, Facet facet, const QString &text)
{
    for (const FacetValue &value : facets.top(facet, FacetModel::mostValues)) {
        if (value.text == text)
            return value.clause;
    }
    return {};
}

} // namespace

void FacetModelTest::countsTheRowsShown()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ana 3, Ben 1, Cy 1"_s);
    QCOMPARE(f.told(Facet::Address), u"192.0.2.1 2, 192.0.2.2 2, 192.0.2.3 1, 192.0.2.9 1"_s);
    QCOMPARE(f.facets.distinct(Facet::Who), 3);
    QCOMPARE(f.facets.total(Facet::Who), 6);
    QCOMPARE(f.facets.top(Facet::Who, 1).size(), std::size_t{1});

    f.model.setFilter({.hiddenTypes = {"DOWNLOAD"}, .text = u"ana or ben"_s});

    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ana 2, Ben 1"_s);
    QCOMPARE(f.facets.distinct(Facet::Type), 1);
    QCOMPARE(f.facets.total(Facet::Type), 3);
}

void FacetModelTest::countsLiveRows()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);

    f.arrive({{.who = "Ben"}, {.who = "Ben"}, {.who = "Ben"}});
    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ben 4, Ana 3, Cy 1"_s, patience);
    f.model.setSort(EventTableModel::WhoColumn, Qt::AscendingOrder);
    f.arrive({{.who = "Dee"}, {.who = "Ana"}});

    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ana 4, Ben 4, Cy 1, Dee 1"_s, patience);
}

void FacetModelTest::leavesOutTheWantedPicksOfAField()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    const QString ana = clauseOf(f.facets, Facet::Who, u"Ana"_s);
    const QString address = clauseOf(f.facets, Facet::Address, u"192.0.2.2"_s);
    QVERIFY(!ana.isEmpty());

    QVERIFY(!f.model.setFilter({.picks = {ana}}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ana 3, Ben 1, Cy 1"_s);
    QCOMPARE(f.told(Facet::Address), u"192.0.2.2 2, 192.0.2.1 1"_s);
    QCOMPARE(f.facets.total(Facet::Who), 6);
    QCOMPARE(f.facets.total(Facet::Address), 3);

    QVERIFY(!f.model.setFilter({.picks = {ana, address}}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ana 2"_s); // at that address
    QCOMPARE(f.told(Facet::Address), u"192.0.2.2 2, 192.0.2.1 1"_s); // of Ana
    QCOMPARE(
        f.told(Facet::Type),
        QString(
            f.facets.top(Facet::Type, 1)[0].text + u" 1, "_s + f.facets.top(Facet::Type, 2)[1].text
            + u" 1"_s));
}

void FacetModelTest::leavesOutTheExclusionsOfAFieldButNotTheText()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    const QString ana = clauseOf(f.facets, Facet::Who, u"Ana"_s);

    QVERIFY(!f.model.setFilter({.text = u"ip:192.0.2.1"_s, .picks = {u'-' + ana}}));

    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ana 1, Ben 1"_s);
    QCOMPARE(f.told(Facet::Address), u"192.0.2.1 1"_s);
}

void FacetModelTest::leavesOutAnExclusionOfWhoComesLater()
{
    Fixture f({{.who = "Ben"}});
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QVERIFY(!f.model.setFilter({.picks = {u"-who:=Ana"_s}}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ben 1"_s);

    f.arrive({{.who = "Ana"}, {.who = "Ana"}});

    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ana 2, Ben 1"_s, patience);
}

void FacetModelTest::doesNotLeaveOutAnExclusionOfTwoPeople()
{
    Fixture f({{.who = "Ana", .whoId = "1"}, {.who = "Ana", .whoId = "2"}, {.who = "Ben"}});
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);

    QVERIFY(!f.model.setFilter({.picks = {u"-who:=Ana"_s}}));

    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ben 1"_s);
}

void FacetModelTest::findsWhatIsPickedAndNotAmongTheMostFrequent()
{
    constexpr int most = FacetModel::mostValues;
    QList<SampleEvent> samples;
    for (int person = 0; person < most; ++person)
        samples += {
            {.who = "Person " + QByteArray::number(person)},
            {.who = "Person " + QByteArray::number(person)}};
    samples += {.who = "Zoe"};
    Fixture f(samples);
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QVERIFY(f.facets.find(Facet::Who, clauseOf(f.facets, Facet::Who, u"Person 7"_s)));
    const QString zoe = u"who:=Zoe"_s;
    QVERIFY(!f.facets.find(Facet::Who, zoe));

    for (const QString &pick : QStringList{zoe, u'-' + zoe}) {
        QVERIFY(!f.model.setFilter({.picks = {pick}}));
        QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);

        const auto found = f.facets.find(Facet::Who, zoe);
        QVERIFY(found);
        QCOMPARE(found->text, u"Zoe"_s);
        QCOMPARE(found->count, 1);
        QCOMPARE(f.facets.distinct(Facet::Who), most + 1);
    }
}

void FacetModelTest::goesOnCountingBesidePicks()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QVERIFY(!f.model.setFilter({.picks = {clauseOf(f.facets, Facet::Who, u"Cy"_s)}}));
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Address), u"192.0.2.3 1"_s);

    f.arrive({{.who = "Ben", .address = "192.0.2.1"}, {.who = "Cy", .address = "192.0.2.1"}});

    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ana 3, Ben 2, Cy 2"_s, patience);
    QCOMPARE(f.told(Facet::Address), u"192.0.2.1 1, 192.0.2.3 1"_s);
}

void FacetModelTest::countsNothingWhileNobodyLooks()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    f.facets.setActive(false);
    const QSignalSpy changed(&f.facets, &FacetModel::changed);

    f.model.setFilter({.text = u"ben"_s});
    QTRY_VERIFY_WITH_TIMEOUT(f.isIdle(), patience);
    QTest::qWait(300);
    QCOMPARE(changed.size(), 0);
    QCOMPARE(f.told(Facet::Who), u"Ana 3, Ben 1, Cy 1"_s); // as it was
    QVERIFY(!f.facets.isCounting());

    f.facets.setActive(true);
    QVERIFY(f.facets.isCounting());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.told(Facet::Who), u"Ben 1"_s);
}

void FacetModelTest::theLastOfManyFiltersWins()
{
    Fixture f(manySamples(50'000));
    for (int i = 0; i < 50; ++i) {
        f.model.setFilter({.text = u"\"person %1\""_s.arg(900 + i)});
        QTest::qWait(i % 3);
    }

    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    QCOMPARE(f.facets.distinct(Facet::Who), 1);
    QCOMPARE(f.facets.top(Facet::Who, 1)[0].text, u"Person 949"_s);
    QCOMPARE(f.facets.top(Facet::Who, 1)[0].count, f.model.rowCount());
}

void FacetModelTest::canBeGivenOtherEvents()
{
    Fixture f(people());
    QTRY_VERIFY_WITH_TIMEOUT(f.isDone(), patience);
    ModelFixture other(QList{SampleEvent{.who = "Zoe"}});

    f.facets.setEvents(&other.model);
    QCOMPARE(f.told(Facet::Who), QString());
    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Zoe 1"_s, patience);
    f.facets.setEvents(&f.model);
    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ana 3, Ben 1, Cy 1"_s, patience);
    f.facets.setEvents(nullptr);
    QCOMPARE(f.told(Facet::Who), QString());
}

void FacetModelTest::isEmptyWithoutEvents()
{
    FacetModel facets;
    facets.setActive(true);

    QVERIFY(facets.top(Facet::Who, 5).empty());
    QCOMPARE(facets.distinct(Facet::Item), 0);
    QVERIFY(!facets.isCounting());
    {
        EventTableModel model;
        facets.setEvents(&model);
    }
    QVERIFY(!facets.isCounting()); // the events are gone
}

void FacetModelTest::staysAsItIsWhenTheEventsGo()
{
    FacetModel facets;
    facets.setActive(true);
    auto model = std::make_unique<EventTableModel>();
    facets.setEvents(model.get());
    const QSignalSpy changed(&facets, &FacetModel::changed);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, patience);
    emit model->resultChanged(); // so that a job waits for its time
    emit model->resultChanged();

    model.reset();

    QTest::qWait(300);
    QVERIFY(!facets.isCounting());
    EventTableModel other;
    facets.setEvents(&other);
    const auto before = changed.size();
    QTRY_VERIFY_WITH_TIMEOUT(changed.size() > before, patience); // it still counts
}

void FacetModelTest::countsWithoutTheTextByTheMarksAndTheTable()
{
    Fixture f(people());
    f.facets.setWithoutText(true);
    f.model.setMarks(RowSet({0}));
    f.model.setFilter({.text = u"zoe"_s, .picks = {u"is:marked"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ana 1"_s, patience);

    f.model.setMarks(RowSet({0, 1, 3}));
    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Ana 1, Ben 1, Cy 1"_s, patience);

    EventTable other;
    appendSamples(
        other,
        {{.who = "Dee"},
         {.who = "Eve"},
         {.who = "Dee"},
         {.who = "Dee"},
         {.who = "Ana"},
         {.who = "Ana"},
         {.who = "Ana"}});
    f.model.setTable(&other);
    QTRY_COMPARE_WITH_TIMEOUT(f.told(Facet::Who), u"Dee 2, Eve 1"_s, patience);
    f.model.setTable(nullptr);
}

QTEST_GUILESS_MAIN(FacetModelTest)
#include "tst_facetmodel.moc"
