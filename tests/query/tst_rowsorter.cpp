// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/eventcatalogue.h"
#include "core/query/naturalkey.h"
#include "core/query/rowsorter.h"
#include "tests/query/sampleevents.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <optional>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Row = EventTable::Row;

/// -1, 0 or 1: letters without regard to case and accents, runs of digits by their value.
int compareNaturally(const QString &a, const QString &b)
{
    qsizetype i = 0;
    qsizetype j = 0;
    const auto numberAt = [](const QString &text, qsizetype &place) {
        const qsizetype from = place;
        while (place < text.size() && text[place] >= u'0' && text[place] <= u'9')
            ++place;
        return text.mid(from, place - from).toULongLong();
    };
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const qulonglong left = numberAt(a, i);
            const qulonglong right = numberAt(b, j);
            if (left != right)
                return left < right ? -1 : 1;
        } else if (a[i] != b[j]) {
            return a[i] < b[j] ? -1 : 1;
        } else {
            ++i;
            ++j;
        }
    }
    return i < a.size() ? 1 : j < b.size() ? -1 : 0;
}

QString plain(const QByteArray &text)
{
    QString letters;
    for (const QChar c :
         QString::fromUtf8(text).toCaseFolded().normalized(QString::NormalizationForm_KD)) {
        if (c.category() != QChar::Mark_NonSpacing)
            letters += c;
    }
    return letters;
}

QByteArray shownName(const SamplePerson &person)
{
    return !person.name.isEmpty() ? person.name
        : !person.login.isEmpty() ? person.login
                                  : person.id;
}

std::optional<QByteArray> textOf(SortKey key, const SampleEvent &event)
{
    switch (key) {
    case SortKey::Type:
        return event.type.isEmpty() ? QByteArray()
                                    : EventCatalogue::instance().find(event.type).label.toUtf8();
    case SortKey::Who:
        return shownName(event.actor);
    case SortKey::Login:
        return event.actor.login;
    case SortKey::ActorId:
        return event.actor.id;
    case SortKey::Item:
        return event.itemName.isEmpty() ? event.itemId : event.itemName;
    case SortKey::ItemType:
        return event.itemType;
    case SortKey::ItemId:
        return event.itemId;
    case SortKey::Folder:
        return event.folderName;
    case SortKey::FolderId:
        return event.folderId;
    case SortKey::Address:
        return event.address;
    case SortKey::Service:
        return event.service;
    case SortKey::Owner:
        return shownName(event.owner);
    case SortKey::Target:
        return shownName(event.target);
    case SortKey::ActingFor:
        return shownName(event.actingFor);
    case SortKey::Classification:
        return event.classification;
    case SortKey::SharedLink:
        return event.sharedLink;
    case SortKey::Session:
        return event.session;
    default:
        return {};
    }
}

std::optional<qint64> numberOf(SortKey key, const SampleEvent &event)
{
    const auto present = [](qint64 number, qint64 missing) {
        return number == missing ? std::nullopt : std::optional(number);
    };
    switch (key) {
    case SortKey::Mark:
        return event.isMarked ? 0 : 1;
    case SortKey::Severity:
        return static_cast<qint64>(EventCatalogue::instance().find(event.type).severity);
    case SortKey::Created:
        return present(event.createdAt, Event::noTime);
    case SortKey::Recorded:
        return present(event.recordedAt, Event::noTime);
    case SortKey::Size:
        return present(event.size, -1);
    case SortKey::Risk:
        return present(event.risk, -1);
    case SortKey::Received:
        return event.receivedAt;
    case SortKey::Stream:
        return event.stream;
    default: // Late
        if (!event.late)
            return {};
        if (event.createdAt == Event::noTime)
            return 0;
        return std::max<qint64>(0, event.receivedAt - event.createdAt);
    }
}

/// -1, 0 or 1, or nothing if one of them has no value.
std::optional<int> compare(SortKey key, const SampleEvent &a, const SampleEvent &b)
{
    if (key == SortKey::EventId) {
        if (a.id.isEmpty() || b.id.isEmpty())
            return {};
        const int order = a.id.toLower().compare(b.id.toLower());
        return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    if (const auto left = textOf(key, a)) {
        const auto right = textOf(key, b);
        if (left->isEmpty() || right->isEmpty())
            return {};
        return compareNaturally(plain(*left), plain(*right));
    }
    const auto left = numberOf(key, a);
    const auto right = numberOf(key, b);
    if (!left || !right)
        return {};
    return *left < *right ? -1 : *left > *right ? 1 : 0;
}

bool hasValue(SortKey key, const SampleEvent &event)
{
    return compare(key, event, event).has_value();
}

std::vector<Row> naivelySorted(
    SortKey key, Qt::SortOrder order, const std::vector<SampleEvent> &events, std::vector<Row> rows)
{
    std::ranges::stable_sort(rows, [&](Row a, Row b) {
        if (const auto result = compare(key, events[a], events[b]))
            return order == Qt::AscendingOrder ? *result < 0 : *result > 0;
        return hasValue(key, events[a]) && !hasValue(key, events[b]);
    });
    return rows;
}

RowSet marksOf(const std::vector<SampleEvent> &events)
{
    std::vector<Row> marks;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (events[i].isMarked)
            marks.push_back(static_cast<Row>(i));
    }
    return RowSet(std::move(marks));
}

/// What ids a session may have.
enum IdForm {
    Uuid = 1,
    Hex40 = 2,
    UpperCase = 4, ///< of the two above
    Short = 8,
    Long = 16,
    Missing = 32,
    All = 63,
};

/// An id of one of \p forms that has much in common with many others.
QByteArray randomId(QRandomGenerator &random, int forms)
{
    int form = 0;
    while ((form & forms) == 0)
        form = 1 << random.bounded(6);
    QByteArray digits(40, 'a');
    for (const int place : {0, 7, 8, 9, 15, 16, 31, 39})
        digits[place] = "09af"[random.bounded(4)];
    const QByteArray uuid = digits.first(8) + '-' + digits.mid(8, 4) + '-' + digits.mid(12, 4) + '-'
        + digits.mid(16, 4) + '-' + digits.mid(20, 12);
    switch (form) {
    case Uuid:
        return uuid;
    case Hex40:
        return digits;
    case UpperCase:
        return random.bounded(2) == 0 ? uuid.toUpper() : digits.toUpper();
    case Short:
        return digits.first(random.bounded(1, 23));
    case Long:
        return (random.bounded(2) == 0 ? uuid : digits) + digits.first(random.bounded(1, 9));
    default:
        return {};
    }
}

std::vector<Row> everyOther(Row first, Row end)
{
    std::vector<Row> rows;
    for (Row row = first; row < end; row += 2)
        rows.push_back(row);
    return rows;
}

EventTable &tableOf(EventTable &table, const std::vector<SampleEvent> &events)
{
    appendSamples(table, events, 0, events.size());
    return table;
}

/// The names in the order in which they come.
QStringList sortedNames(const QStringList &names)
{
    std::vector<SampleEvent> events;
    for (const QString &name : names) {
        events.emplace_back();
        events.back().itemName = name.toUtf8();
    }
    EventTable table;
    const TableSnapshot snapshot = tableOf(table, events).snapshot();
    std::vector<Row> rows(events.size());
    std::iota(rows.begin(), rows.end(), Row{0});
    const auto order = RowSorter(SortKey::Item, Qt::AscendingOrder).sort(snapshot, rows);
    QStringList sorted;
    for (const Row row : *order)
        sorted.append(names[static_cast<qsizetype>(row)]);
    return sorted;
}

} // namespace

class TestRowSorter : public QObject
{
    Q_OBJECT

private slots:
    void sortsByEveryColumnAsANaiveSortDoes_data();
    void sortsByEveryColumnAsANaiveSortDoes();
    void mergesFreshRowsWhereTheyBelong_data();
    void mergesFreshRowsWhereTheyBelong();
    void ordersIdsAsTextsWhateverTheirForm_data();
    void ordersIdsAsTextsWhateverTheirForm();
    void ordersTextsAsPeopleDo();
    void comparesALetterByItselfAsInItsText();
    void sortsOverSeveralSegments();
    void givesNothingOnceItIsCancelled();
};

void TestRowSorter::sortsByEveryColumnAsANaiveSortDoes_data()
{
    QTest::addColumn<int>("key");
    for (int key = 0; key < sortKeyCount; ++key)
        QTest::addRow("column %d", key) << key;
}

void TestRowSorter::sortsByEveryColumnAsANaiveSortDoes()
{
    QFETCH(const int, key);
    const auto sortKey = static_cast<SortKey>(key);
    QRandomGenerator random(static_cast<quint32>(key));
    const std::vector<SampleEvent> events = randomEvents(random, 700);
    EventTable table;
    const TableSnapshot snapshot = tableOf(table, events).snapshot();
    const std::vector<Row> rows = everyOther(3, 690);

    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        const auto sorted = RowSorter(sortKey, order, marksOf(events)).sort(snapshot, rows);

        QCOMPARE(*sorted, naivelySorted(sortKey, order, events, rows));
    }
}

void TestRowSorter::mergesFreshRowsWhereTheyBelong_data()
{
    sortsByEveryColumnAsANaiveSortDoes_data();
}

void TestRowSorter::mergesFreshRowsWhereTheyBelong()
{
    QFETCH(const int, key);
    const auto sortKey = static_cast<SortKey>(key);
    QRandomGenerator random(static_cast<quint32>(key) + 100);
    const std::vector<SampleEvent> events = randomEvents(random, 500);
    EventTable table;
    const TableSnapshot snapshot = tableOf(table, events).snapshot();
    std::vector<Row> all(500);
    std::iota(all.begin(), all.end(), Row{0});
    const std::span<const Row> old = std::span(all).first(400);
    const std::span<const Row> fresh = std::span(all).last(100);

    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        const RowSorter sorter(sortKey, order, marksOf(events));
        const std::vector<Row> sorted = *sorter.sort(snapshot, old);
        const std::vector<Row> sortedFresh = *sorter.sort(snapshot, fresh);

        const std::vector<Row> expected = naivelySorted(sortKey, order, events, all);
        QCOMPARE(*sorter.merge(snapshot, sorted, fresh), expected);
        const std::vector<std::size_t> places = *sorter.places(snapshot, sorted, sortedFresh);
        for (std::size_t i = 0; i < places.size(); ++i)
            QCOMPARE(expected[places[i] + i], sortedFresh[i]);
    }
}

void TestRowSorter::ordersIdsAsTextsWhateverTheirForm_data()
{
    QTest::addColumn<int>("forms");
    QTest::addColumn<int>("count");
    QTest::newRow("UUIDs") << int{IdForm::Uuid} << 400;
    QTest::newRow("40 hex digits") << int{IdForm::Hex40} << 400;
    QTest::newRow("both") << (IdForm::Uuid | IdForm::Hex40) << 400;
    QTest::newRow("also in upper case")
        << (IdForm::Uuid | IdForm::Hex40 | IdForm::UpperCase) << 400;
    QTest::newRow("in upper case only") << int{IdForm::UpperCase} << 400;
    QTest::newRow("some missing") << (IdForm::Uuid | IdForm::Missing) << 400;
    QTest::newRow("all missing") << int{IdForm::Missing} << 400;
    QTest::newRow("none in hex digits") << (IdForm::Short | IdForm::Long) << 400;
    QTest::newRow("few of Box's forms") << int{IdForm::All} << 400;
    QTest::newRow("one") << int{IdForm::Short} << 1;
    QTest::newRow("more than one thread takes") << (IdForm::Uuid | IdForm::Short) << 300'000;
}

void TestRowSorter::ordersIdsAsTextsWhateverTheirForm()
{
    QFETCH(const int, forms);
    QFETCH(const int, count);
    QRandomGenerator random(static_cast<quint32>(forms * 1000 + count));
    std::vector<SampleEvent> events(static_cast<std::size_t>(count));
    for (SampleEvent &event : events)
        event.id = randomId(random, forms);
    EventTable table;
    const TableSnapshot snapshot = tableOf(table, events).snapshot();
    std::vector<Row> rows(events.size());
    std::iota(rows.begin(), rows.end(), Row{0});

    for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        const auto sorted = RowSorter(SortKey::EventId, order).sort(snapshot, rows);

        QVERIFY(*sorted == naivelySorted(SortKey::EventId, order, events, rows));
    }
}

void TestRowSorter::comparesALetterByItselfAsInItsText()
{
    const auto keyOf = [](const QString &text) {
        std::string key;
        appendNaturalKey(text.toUtf8().toStdString(), key);
        return key;
    };
    // A letter that decomposes, one that takes a mark, marks in the wrong order, and those that stay.
    const QStringList neighbours{u"ö1"_s, u"o"_s, u"\u0323\u0308"_s, u"\u1b44\u0334"_s, u"9"_s};
    for (char16_t code = 1; code < 0xffff; ++code) {
        const QString &before = neighbours[code % neighbours.size()];
        const QString &after = neighbours[code / 7 % neighbours.size()];
        const QByteArray text = (before + QChar(code) + after).toUtf8();

        QVERIFY2(
            keyOf(QString::fromUtf8(text)) == keyOf(plain(text).toCaseFolded()),
            qPrintable(QString::number(code, 16)));
    }
    // These two stay, and are the same in either order.
    QVERIFY(keyOf(u"x\u302e\u1b44"_s) == keyOf(u"x\u1b44\u302e"_s));
}

void TestRowSorter::ordersTextsAsPeopleDo()
{
    QCOMPARE(
        sortedNames(
            {u"file 10"_s, u"zebra"_s, u""_s, u"File 2"_s, u"Éclair"_s, u"file 007"_s, u"apple"_s,
             u"file"_s, u"Zebra 1"_s, u"eclair 2"_s, u"2 files"_s, u"10 files"_s, u"file 0"_s}),
        QStringList(
            {u"2 files"_s, u"10 files"_s, u"apple"_s, u"Éclair"_s, u"eclair 2"_s, u"file"_s,
             u"file 0"_s, u"File 2"_s, u"file 007"_s, u"file 10"_s, u"zebra"_s, u"Zebra 1"_s,
             u""_s}));
    const QString nines = QString(600, u'9');
    QCOMPARE(
        sortedNames({u"1" + nines, nines, nines.first(300), u"x"_s}),
        QStringList({nines.first(300), nines, u"1" + nines, u"x"_s}));
}

void TestRowSorter::sortsOverSeveralSegments()
{
    QRandomGenerator random(77);
    const std::vector<SampleEvent> few = randomEvents(random, 2000);
    std::vector<SampleEvent> events;
    while (events.size() < 2 * EventTable::rowsPerSegment + 100)
        events.push_back(few[random.bounded(2000U)]);
    EventTable table;
    const TableSnapshot snapshot = tableOf(table, events).snapshot();
    std::vector<Row> rows(events.size());
    std::iota(rows.begin(), rows.end(), Row{0});

    for (const SortKey key : {SortKey::Item, SortKey::Created, SortKey::EventId}) {
        const RowSorter sorter(key, Qt::AscendingOrder);
        const std::vector<Row> sorted = *sorter.sort(snapshot, rows);

        std::vector<Row> again = sorted;
        std::ranges::sort(again);
        QCOMPARE(again, rows);
        bool isSorted = true;
        for (std::size_t i = 1; i < sorted.size(); ++i) {
            const SampleEvent &a = events[sorted[i - 1]];
            const SampleEvent &b = events[sorted[i]];
            const auto order = compare(key, a, b);
            isSorted &= order ? (*order < 0 || (*order == 0 && sorted[i - 1] < sorted[i]))
                              : !hasValue(key, b);
        }
        QVERIFY(isSorted);
    }
}

void TestRowSorter::givesNothingOnceItIsCancelled()
{
    QRandomGenerator random(8);
    const std::vector<SampleEvent> events = randomEvents(random, 100);
    EventTable table;
    const TableSnapshot snapshot = tableOf(table, events).snapshot();
    const std::atomic<bool> cancelled = true;

    for (int key = 0; key < sortKeyCount; ++key) {
        const RowSorter sorter(static_cast<SortKey>(key), Qt::AscendingOrder);
        const std::vector<Row> rows = everyOther(0, 100);
        const std::span<const Row> old = std::span(rows).first(40);
        const std::span<const Row> fresh = std::span(rows).subspan(40);
        QVERIFY(!sorter.sort(snapshot, rows, &cancelled));
        QVERIFY(!sorter.merge(snapshot, old, fresh, &cancelled));
        QVERIFY(!sorter.places(snapshot, old, fresh, &cancelled));
    }
}

QTEST_GUILESS_MAIN(TestRowSorter)

#include "tst_rowsorter.moc"
