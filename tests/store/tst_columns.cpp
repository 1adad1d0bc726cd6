// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/dictionary.h"
#include "core/store/eventtable.h"
#include "core/store/rowset.h"
#include "core/store/segment.h"
#include "core/store/tripledictionary.h"

#include <QTest>

#include <deque>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <unordered_map>

using namespace boxwatch;

namespace {

using Row = EventTable::Row;

constexpr Row segmentRows = EventTable::rowsPerSegment;

/// Events made at random, which own their texts: what a table has to give back.
class Plain
{
public:
    using Shape = std::function<void(Event &, Plain &)>;

    explicit Plain(unsigned seed) : m_random(seed) { }

    std::string_view keep(const std::string &text) { return m_texts.emplace_back(text); }
    /// One of so many texts.
    std::string_view oneOf(const char *what, unsigned count)
    {
        return keep(what + std::to_string(m_random() % count));
    }
    std::uint64_t random() { return m_random(); }

    void add(Row count, const Shape &shape)
    {
        for (Row i = 0; i < count; ++i) {
            Event event;
            event.id = keep("id " + std::to_string(m_events.size()));
            event.type = "UPLOAD";
            shape(event, *this);
            m_events.push_back(event);
        }
    }

    const std::vector<Event> &events() const { return m_events; }

private:
    std::mt19937_64 m_random;
    std::deque<std::string> m_texts;
    std::vector<Event> m_events;
};

void append(EventTable &table, std::span<const Event> events)
{
    table.beginChunk({});
    std::vector<EventId> ids;
    for (const Event &event : events)
        ids.push_back(table.packId(event));
    table.append(events, ids);
}

bool isPerson(const TableSnapshot &rows, EventTable::Code code, const Person &person)
{
    const EventTable::Triple &triple = rows.person(code);
    return rows.text(triple.first) == person.id && rows.text(triple.second) == person.name
        && rows.text(triple.third) == person.login;
}

/// Whether the row has all of the event.
bool isSame(const TableSnapshot &rows, Row row, const Event &event)
{
    const EventTable::Triple &item = rows.itemEntry(rows.item(row));
    const EventTable::Triple &folder = rows.folderEntry(rows.folder(row));
    return rows.eventId(row) == QByteArray(event.id.data(), static_cast<qsizetype>(event.id.size()))
        && rows.typeName(rows.type(row)) == event.type && rows.createdAt(row) == event.createdAt
        && rows.recordedAt(row) == event.recordedAt && rows.size(row) == event.size
        && rows.risk(row) == event.risk && rows.isReadable(row) == event.readable
        && isPerson(rows, rows.actor(row), event.actor)
        && isPerson(rows, rows.actingFor(row), event.actingFor)
        && isPerson(rows, rows.target(row), event.target)
        && isPerson(rows, rows.owner(row), event.owner) && rows.text(item.first) == event.item.type
        && rows.text(item.second) == event.item.id && rows.text(item.third) == event.item.name
        && rows.text(folder.first) == event.folder.id
        && rows.text(folder.second) == event.folder.name
        && rows.text(rows.address(row)) == event.address
        && rows.text(rows.service(row)) == event.service
        && rows.text(rows.session(row)) == event.session
        && rows.text(rows.sharedLink(row)) == event.sharedLink
        && rows.text(rows.classification(row)) == event.classification;
}

/// The first row that is not that of its event, or the number of rows.
Row firstWrong(const TableSnapshot &rows, const std::vector<Event> &events)
{
    for (Row row = 0; row < rows.size(); ++row) {
        if (!isSame(rows, row, events[row]))
            return row;
    }
    return rows.size();
}

void anything(Event &event, Plain &plain)
{
    event.type = plain.oneOf("TYPE_", 300);
    event.createdAt = static_cast<qint64>(plain.random() % 4'000'000'000);
    event.size = plain.random() % 3 == 0 ? -1 : static_cast<qint64>(plain.random() % 200);
    event.risk = plain.random() % 2 == 0 ? -1 : static_cast<int>(plain.random() % 101);
    event.actor = {.id = plain.oneOf("", 50), .name = "Ana", .login = plain.oneOf("login", 3)};
    event.owner = {.id = plain.oneOf("", 500), .name = {}, .login = {}};
    event.item = {.type = "file", .id = plain.oneOf("", 100'000), .name = plain.oneOf("n", 9)};
    event.folder = {.id = plain.oneOf("", 70), .name = "Finance"};
    event.address = plain.oneOf("198.51.100.", 250);
    event.sharedLink = plain.oneOf("link", 90'000);
    event.readable = plain.random() % 1000 != 0;
}

template<typename Span>
std::size_t visitedSize(const Span &span)
{
    return span.visit([](const auto &part) {
        if constexpr (requires { part.size(); })
            return part.size();
        else
            return part.size;
    });
}

/// Bytes of a code as a visitor finds it, 0 for a constant.
std::size_t width(const CodeSpan &span)
{
    return span.visit([](const auto &codes) -> std::size_t {
        if constexpr (requires { codes.code; })
            return 0;
        else
            return sizeof(codes[0]);
    });
}

} // namespace

class ColumnsTest : public QObject
{
    Q_OBJECT

private slots:
    void givesBackWhatItWasGiven_data();
    void givesBackWhatItWasGiven();
    void visitingGivesWhatSingleRowsGive();
    void takesNoMoreBytesThanTheCodesNeed();
    void sealingLeavesOlderSnapshotsAlone();
    void takesBackAcrossASealing();
    void keepsIdsOfEveryForm_data();
    void keepsIdsOfEveryForm();
    void tellsAnIdFromThePlaceOfAnother();
    void keepsOnlyIdsIfThatIsAllItIsAskedFor();
    void keepsTextsLongerThanABlock();
    void knowsTextsThatAFileHasTwice();
    void findsEachNumberWhateverItsHash_data();
    void findsEachNumberWhateverItsHash();
    void aSetOfRowsIsAValue();
};

void ColumnsTest::givesBackWhatItWasGiven_data()
{
    QTest::addColumn<Plain::Shape>("shape");
    const auto row = [](const char *name, Plain::Shape shape) {
        QTest::newRow(name) << std::move(shape);
    };
    constexpr qint64 largest = std::numeric_limits<qint64>::max();
    row("all alike", [](Event &, Plain &) {});
    row("anything", anything);
    row("the largest numbers", [](Event &event, Plain &plain) {
        event.createdAt = plain.random() % 2 == 0 ? largest : Event::noTime + 1;
        event.recordedAt = plain.random() % 2 == 0 ? largest : largest - 1;
        event.size = plain.random() % 2 == 0 ? largest : 0;
    });
    row("no number at all", [](Event &event, Plain &) {
        event.createdAt = Event::noTime;
        event.size = -1;
    });
    row("some numbers missing", [](Event &event, Plain &plain) {
        event.createdAt = plain.random() % 5 == 0 ? Event::noTime : 1'700'000'000'000;
        event.size = plain.random() % 5 == 0 ? -1 : 0;
    });
    row("differences that just fit or do not", [](Event &event, Plain &plain) {
        constexpr std::array<qint64, 8> edges{0, 253, 254, 255, 65'533, 65'534, 65'535, 65'536};
        event.size = edges[plain.random() % (plain.events().size() < segmentRows ? 3 : 6)];
        event.createdAt = 7 + edges[plain.random() % (plain.events().size() < segmentRows ? 4 : 7)];
        event.recordedAt = (qint64{1} << 32)
            - static_cast<qint64>(plain.random() % 2 == 0 ? 2 : std::uint64_t{1} << 32);
    });
    row("files beyond 4 GiB", [](Event &event, Plain &plain) {
        event.size = static_cast<qint64>(plain.random() % (std::uint64_t{1} << 45));
    });
    row("a different text in every row", [](Event &event, Plain &plain) {
        event.session = plain.keep("s" + std::to_string(plain.events().size()));
        event.item.name = plain.keep("n" + std::to_string(plain.events().size()));
    });
    row("the same texts as different things", [](Event &event, Plain &plain) {
        event.actor = {.id = "a", .name = plain.oneOf("", 2), .login = plain.oneOf("", 2)};
        event.item = {.type = plain.oneOf("", 2), .id = "a", .name = plain.oneOf("", 2)};
        event.owner = {.id = {}, .name = {}, .login = plain.oneOf("", 2)};
        event.target = {.id = {}, .name = plain.oneOf("", 2), .login = {}};
    });
}

void ColumnsTest::givesBackWhatItWasGiven()
{
    QFETCH(const Plain::Shape, shape);
    Plain plain(11);
    plain.add(2 * segmentRows + 100, shape);
    EventTable table;

    append(table, plain.events());
    table.publish();

    const TableSnapshot rows = table.snapshot();
    QCOMPARE(rows.size(), 2 * segmentRows + 100);
    QCOMPARE(rows.sealedCount(), std::size_t{2});
    QCOMPARE(firstWrong(rows, plain.events()), rows.size());
}

void ColumnsTest::visitingGivesWhatSingleRowsGive()
{
    Plain plain(12);
    plain.add(segmentRows + 100, anything);
    EventTable table;
    append(table, plain.events());
    table.publish();
    const TableSnapshot rows = table.snapshot();

    QCOMPARE(rows.segmentCount(), std::size_t{2});
    for (std::size_t segment = 0; segment < 2; ++segment) {
        const std::size_t size = segment == 0 ? segmentRows : 100;
        const CodeSpan items = rows.codes(CodeColumn::Item, segment);
        QCOMPARE(items.size(), size);
        QCOMPARE(visitedSize(items), size);
        QCOMPARE(visitedSize(rows.codes(CodeColumn::ActingFor, segment)), size);
        for (std::size_t i = 0; i < numberColumnCount; ++i)
            QCOMPARE(visitedSize(rows.numbers(static_cast<NumberColumn>(i), segment)), size);
        items.visit([&](const auto &codes) {
            if constexpr (requires { codes[0]; }) {
                for (std::size_t i = 0; i < codes.size(); ++i)
                    QCOMPARE(codes[i], rows.item(static_cast<Row>(segment * segmentRows + i)));
            }
        });
        rows.numbers(NumberColumn::Size, segment).visit([&](const auto &numbers) {
            if constexpr (requires { numbers[0]; }) {
                for (std::size_t i = 0; i < numbers.size(); ++i)
                    QCOMPARE(numbers[i], rows.size(static_cast<Row>(segment * segmentRows + i)));
            }
        });
    }
}

void ColumnsTest::takesNoMoreBytesThanTheCodesNeed()
{
    Plain plain(13);
    plain.add(segmentRows, [](Event &event, Plain &from) {
        event.type = from.oneOf("T", 200);
        event.actor.id = from.oneOf("", 3000);
        event.sharedLink = from.keep("l" + std::to_string(from.events().size()));
    });
    EventTable table;
    append(table, plain.events());
    table.publish();
    const TableSnapshot rows = table.snapshot();

    QCOMPARE(width(rows.codes(CodeColumn::Session, 0)), std::size_t{0});
    QCOMPARE(width(rows.codes(CodeColumn::Type, 0)), std::size_t{1});
    QCOMPARE(width(rows.codes(CodeColumn::Actor, 0)), std::size_t{2});
    QCOMPARE(width(rows.codes(CodeColumn::SharedLink, 0)), std::size_t{4});
    QCOMPARE(width(rows.readable(0)), std::size_t{0});
}

void ColumnsTest::sealingLeavesOlderSnapshotsAlone()
{
    Plain plain(14);
    plain.add(segmentRows + 5, anything);
    EventTable table;
    const std::span<const Event> events = plain.events();
    append(table, events.first(segmentRows - 3));
    table.publish();
    const TableSnapshot before = table.snapshot();
    const CodeSpan items = before.codes(CodeColumn::Item, 0);

    append(table, events.subspan(segmentRows - 3));
    table.publish();

    QCOMPARE(before.sealedCount(), std::size_t{0});
    QCOMPARE(table.snapshot().sealedCount(), std::size_t{1});
    QCOMPARE(items.size(), std::size_t{segmentRows - 3});
    QCOMPARE(firstWrong(before, plain.events()), before.size());
    QCOMPARE(firstWrong(table.snapshot(), plain.events()), segmentRows + 5);
}

void ColumnsTest::takesBackAcrossASealing()
{
    Plain plain(15);
    plain.add(3 * segmentRows, anything);
    Plain lost(16);
    lost.add(2 * segmentRows, [](Event &event, Plain &from) {
        anything(event, from);
        event.id = from.keep("lost " + std::to_string(from.events().size()));
    });
    const std::span<const Event> events = plain.events();
    EventTable table;
    append(table, events.first(segmentRows - 10));
    table.publish();
    append(table, lost.events());

    table.discard();
    QVERIFY(!table.find(table.packId(lost.events()[20])));
    append(table, events.subspan(segmentRows - 10));
    QCOMPARE(table.find(table.packId(events[segmentRows + 7])), segmentRows + 7);
    table.publish();
    append(table, lost.events());
    table.discard();

    const TableSnapshot rows = table.snapshot();
    QCOMPARE(rows.size(), 3 * segmentRows);
    QCOMPARE(firstWrong(rows, plain.events()), rows.size());
    QVERIFY(!table.find(table.packId(lost.events()[20])));
    QCOMPARE(table.find(table.packId(events[3 * segmentRows - 1])), 3 * segmentRows - 1);
}

void ColumnsTest::keepsIdsOfEveryForm_data()
{
    QTest::addColumn<QByteArrayList>("forms"); // with %1 for the number of the row

    const QByteArray uuid = "00000000-0000-4000-8000-%1";
    const QByteArray hex = "0000000000000000000000000000%1";
    QTest::newRow("UUIDs") << QByteArrayList{uuid};
    QTest::newRow("40 digits") << QByteArrayList{hex};
    QTest::newRow("short texts") << QByteArrayList{"e%1"};
    QTest::newRow("long texts") << QByteArrayList{QByteArray(100, 'x') + "%1"};
    QTest::newRow("none") << QByteArrayList{""};
    QByteArrayList nearlyAll(96, uuid);
    nearlyAll += {hex, "e%1", "", QByteArray(100, 'x') + "%1"};
    QTest::newRow("UUIDs and a few others") << nearlyAll;
    QTest::newRow("all of them") << QByteArrayList{
        uuid, hex, "e%1", "", QByteArray(100, 'x') + "%1"};
}

void ColumnsTest::keepsIdsOfEveryForm()
{
    QFETCH(const QByteArrayList, forms);
    Plain plain(17);
    plain.add(segmentRows + 50, [&](Event &event, Plain &from) {
        const auto number = static_cast<qsizetype>(from.events().size());
        QByteArray id = forms.at(number % forms.size());
        id.replace("%1", QByteArray::number(number).rightJustified(12, '0'));
        event.id = from.keep(id.toStdString());
    });
    EventTable table;

    append(table, plain.events());
    table.publish();

    QCOMPARE(firstWrong(table.snapshot(), plain.events()), segmentRows + 50);
    for (Row row = 0; row < segmentRows + 50; row += 977) {
        const auto found = table.find(table.packId(plain.events()[row]));
        QCOMPARE(found.has_value(), !plain.events()[row].id.empty());
        if (found)
            QCOMPARE(*found, row);
    }
}

void ColumnsTest::tellsAnIdFromThePlaceOfAnother()
{
    Plain plain(19);
    plain.add(segmentRows, [](Event &event, Plain &from) {
        const std::size_t number = from.events().size();
        if (number == 5)
            event.id = "ffffffff-ffff-ffff-ffff-ffffffffffff"; // all bits set
        else if (number == 9)
            event.id = "short";
        else
            event.id = from.keep(
                "ff000000-0000-4000-8000-" + std::to_string(100'000'000'000 + number));
    });
    EventTable table;

    append(table, plain.events());
    table.publish();

    QCOMPARE(table.snapshot().sealedCount(), std::size_t{1});
    QCOMPARE(firstWrong(table.snapshot(), plain.events()), segmentRows);
}

void ColumnsTest::keepsOnlyIdsIfThatIsAllItIsAskedFor()
{
    Plain plain(18);
    plain.add(2 * segmentRows + 50, anything);
    EventTable table(EventTable::Keep::Ids);

    append(table, plain.events());
    table.publish();

    const TableSnapshot rows = table.snapshot();
    QCOMPARE(rows.size(), 2 * segmentRows + 50);
    QCOMPARE(rows.textCount(), 1U);
    QCOMPARE(rows.itemCount(), 1U);
    QCOMPARE(table.find(table.packId(plain.events()[70'000])), Row{70'000});
    append(table, plain.events());
    table.discard();
    QCOMPARE(table.size(), 2 * segmentRows + 50);
    QVERIFY(table.find(table.packId(plain.events()[5])));
}

void ColumnsTest::keepsTextsLongerThanABlock()
{
    Dictionary dictionary;
    const std::string large(3'500'000, 'x');
    const std::string half(700'000, 'y');

    const auto first = dictionary.insert("a");
    const auto second = dictionary.insert(large);
    const auto third = dictionary.insert(half);
    const auto fourth = dictionary.insert(half + "z");
    const auto fifth = dictionary.insert("b");

    QVERIFY(dictionary.at(first) == "a");
    QVERIFY(dictionary.at(second) == large);
    QVERIFY(dictionary.at(third) == half);
    QVERIFY(dictionary.at(fourth) == half + "z");
    QVERIFY(dictionary.at(fifth) == "b");
    QCOMPARE(dictionary.insert(large), second);
    QCOMPARE(dictionary.insert(""), Dictionary::empty);
}

void ColumnsTest::knowsTextsThatAFileHasTwice()
{
    Dictionary texts;
    std::vector<std::string_view> given(300'000, "same");
    given.insert(given.begin(), "first");
    texts.extend(given);
    QCOMPARE(texts.insert("same"), 2U);
    QCOMPARE(texts.insert("first"), 1U);
    QCOMPARE(texts.insert("new"), 300'002U);
    QCOMPARE(texts.insert("new"), 300'002U);

    TripleDictionary triples(texts);
    const std::vector<EventTable::Triple> same(
        300'000, EventTable::Triple{.first = 1, .second = 2, .third = 300'002});
    triples.extend(same);
    const TripleDictionary::Texts known{"first", "same", "new"};
    const TripleDictionary::Texts fresh{"first", "same", "newer"};
    QCOMPARE(triples.insert(known, TripleDictionary::hashOf(known)), 1U);
    QCOMPARE(triples.insert(fresh, TripleDictionary::hashOf(fresh)), 300'001U);
    QCOMPARE(triples.insert(fresh, TripleDictionary::hashOf(fresh)), 300'001U);
}

void ColumnsTest::findsEachNumberWhateverItsHash_data()
{
    QTest::addColumn<std::function<std::size_t(quint32)>>("hashOf");
    const auto row = [](const char *name, std::function<std::size_t(quint32)> hashOf) {
        QTest::newRow(name) << std::move(hashOf);
    };
    row("spread evenly", [](quint32 i) { return i * std::size_t{0x9E3779B97F4A7C15}; });
    row("all small", [](quint32 i) { return std::size_t{i}; });
    row("all at the very end", [](quint32 i) { return std::size_t{0xFFFFFFFF} - i % 3; });
    row("few different ones", [](quint32 i) { return std::size_t{i % 7} << 28; });
}

void ColumnsTest::findsEachNumberWhateverItsHash()
{
    QFETCH(const std::function<std::size_t(quint32)>, hashOf);
    HashIndex index;
    constexpr quint32 count = 5000;

    for (quint32 i = 0; i < count; ++i)
        index.insert(hashOf(i), i);

    QCOMPARE(index.size(), std::size_t{count});
    for (quint32 i = 0; i < count; ++i)
        QCOMPARE(index.find(hashOf(i), [i](quint32 number) { return number == i; }), i);
    QCOMPARE(
        index.find(hashOf(1), [](quint32 number) { return number == count; }), HashIndex::none);
    index.clear();
    QCOMPARE(index.find(hashOf(1), [](quint32) { return true; }), HashIndex::none);
}

void ColumnsTest::aSetOfRowsIsAValue()
{
    const RowSet empty;
    const RowSet some({9, 3, 9, 5});

    const RowSet more = some.with(4);
    const RowSet less = more.without(9);

    QVERIFY(empty.isEmpty() && !empty.contains(0) && empty.rows().empty());
    QCOMPARE(some.size(), std::size_t{3});
    QVERIFY(some.contains(9) && !some.contains(4));
    QCOMPARE(
        std::vector<Row>(more.rows().begin(), more.rows().end()), (std::vector<Row>{3, 4, 5, 9}));
    QCOMPARE(less, RowSet({3, 4, 5}));
    QVERIFY(some == some.with(3) && some == some.without(77));
    QVERIFY(RowSet({1}).without(1) == empty);
}

QTEST_APPLESS_MAIN(ColumnsTest)
#include "tst_columns.moc"
