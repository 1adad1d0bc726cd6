// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/eventtable.h"

#include <QTest>

#include <atomic>
#include <string>
#include <thread>

using namespace boxwatch;

namespace {

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

QByteArray uuid(int number)
{
    return "00000000-0000-4000-8000-" + QByteArray::number(number).rightJustified(12, '0');
}

Event eventNumber(const QByteArray &id, int number)
{
    Event event;
    event.id = {id.constData(), static_cast<std::size_t>(id.size())};
    event.type = number % 2 == 0 ? "UPLOAD" : "DOWNLOAD";
    event.createdAt = 1000 * number;
    event.actor = {.id = "7", .name = "Ana", .login = "ana@example.com"};
    return event;
}

} // namespace

class EventTableTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsEveryField();
    void showsRowsOnlyOnceTheyArePublished();
    void aSnapshotStaysAsItWas();
    void aSnapshotOutlivesItsTable();
    void findsEventsById_data();
    void findsEventsById();
    void findsEachOfManyIds();
    void findsTheFirstOfManyEventsWithOneId();
    void knowsTheChunkOfEachRow();
    void takesBackWhatWasNotPublished();
    void readersNeedNoLock();
};

void EventTableTest::keepsEveryField()
{
    EventTable table;
    Event event;
    event.raw = "{}";
    event.id = "0d7cbb32-63c0-44a5-9d8e-0f5f62a7f001";
    event.type = "DOWNLOAD";
    event.createdAt = 1;
    event.recordedAt = 2;
    event.actor = {.id = "1", .name = "Ana", .login = "ana@example.com"};
    event.actingFor = {.id = "2", .name = "Ben", .login = "ben@example.com"};
    event.target = {.id = "3", .name = "Cy", .login = "cy@example.com"};
    event.owner = {.id = "4", .name = "Di", .login = "di@example.com"};
    event.item = {.type = "file", .id = "5", .name = "見積書.xlsx"};
    event.folder = {.id = "6", .name = "Finance"};
    event.address = "2001:db8::1";
    event.service = "Web";
    event.session = "s";
    event.sharedLink = "l";
    event.classification = "Internal";
    event.size = 5'000'000'000;
    event.risk = 77;

    table.beginChunk({.chunkId = 9, .receivedAt = 33, .stream = 2});
    table.append(event, table.packId(event));
    table.publish();
    const TableSnapshot rows = table.snapshot();

    QCOMPARE(rows.size(), 1U);
    QCOMPARE(rows.eventId(0), QByteArray("0d7cbb32-63c0-44a5-9d8e-0f5f62a7f001"));
    QCOMPARE(bytes(rows.typeName(rows.type(0))), QByteArray("DOWNLOAD"));
    QCOMPARE(rows.createdAt(0), 1);
    QCOMPARE(rows.recordedAt(0), 2);
    QCOMPARE(rows.receivedAt(0), 33);
    QCOMPARE(rows.stream(0), 2);
    QCOMPARE(bytes(rows.text(rows.person(rows.actor(0)).first)), QByteArray("1"));
    QCOMPARE(bytes(rows.text(rows.person(rows.actingFor(0)).second)), QByteArray("Ben"));
    QCOMPARE(bytes(rows.text(rows.person(rows.target(0)).third)), QByteArray("cy@example.com"));
    QCOMPARE(bytes(rows.text(rows.person(rows.owner(0)).second)), QByteArray("Di"));
    QCOMPARE(bytes(rows.text(rows.itemEntry(rows.item(0)).first)), QByteArray("file"));
    QCOMPARE(bytes(rows.text(rows.itemEntry(rows.item(0)).third)), QByteArray("見積書.xlsx"));
    QCOMPARE(bytes(rows.text(rows.folderEntry(rows.folder(0)).second)), QByteArray("Finance"));
    QCOMPARE(bytes(rows.text(rows.address(0))), QByteArray("2001:db8::1"));
    QCOMPARE(bytes(rows.text(rows.service(0))), QByteArray("Web"));
    QCOMPARE(bytes(rows.text(rows.session(0))), QByteArray("s"));
    QCOMPARE(bytes(rows.text(rows.sharedLink(0))), QByteArray("l"));
    QCOMPARE(bytes(rows.text(rows.classification(0))), QByteArray("Internal"));
    QCOMPARE(rows.size(0), 5'000'000'000);
    QCOMPARE(rows.risk(0), 77);
    QVERIFY(rows.isReadable(0));
}

void EventTableTest::showsRowsOnlyOnceTheyArePublished()
{
    EventTable table;
    const QByteArray id = uuid(1);
    const Event event = eventNumber(id, 1);

    table.beginChunk({});
    table.append(event, table.packId(event));

    QCOMPARE(table.size(), 0U);
    QCOMPARE(table.snapshot().size(), 0U);
    table.publish();
    QCOMPARE(table.size(), 1U);
}

void EventTableTest::aSnapshotStaysAsItWas()
{
    EventTable table;
    table.beginChunk({});
    const QByteArray first = uuid(1);
    table.append(eventNumber(first, 1), table.packId(eventNumber(first, 1)));
    table.publish();
    const TableSnapshot before = table.snapshot();

    for (int i = 2; i < 200'000; ++i) { // several segments further
        const QByteArray id = uuid(i);
        table.append(eventNumber(id, i), table.packId(eventNumber(id, i)));
    }
    table.publish();

    QCOMPARE(before.size(), 1U);
    QCOMPARE(before.eventId(0), uuid(1));
    QCOMPARE(table.snapshot().size(), 199'999U);
    QCOMPARE(table.snapshot().eventId(199'998), uuid(199'999));
    QCOMPARE(table.snapshot().createdAt(150'000), 150'001'000);
}

void EventTableTest::aSnapshotOutlivesItsTable()
{
    TableSnapshot rows;
    {
        EventTable table;
        table.beginChunk({});
        const QByteArray id = uuid(5);
        table.append(eventNumber(id, 5), table.packId(eventNumber(id, 5)));
        table.publish();
        rows = table.snapshot();
    }

    QCOMPARE(bytes(rows.text(rows.person(rows.actor(0)).second)), QByteArray("Ana"));
}

void EventTableTest::findsEventsById_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("another");

    QTest::newRow("UUID") << QByteArray("0d7cbb32-63c0-44a5-9d8e-0f5f62a7f001")
                          << QByteArray("0D7CBB32-63C0-44A5-9D8E-0F5F62A7F001");
    QTest::newRow("40 digits") << QByteArray("5b2e8d0c1f4a7639b0d8e2c4a6f8091b3d5e7f90")
                               << QByteArray("5b2e8d0c1f4a7639b0d8e2c4a6f8091b3d5e7f91");
    QTest::newRow("number") << QByteArray("42") << QByteArray("042");
    QTest::newRow("one byte") << QByteArray("a") << QByteArray("A");
    QTest::newRow("long") << QByteArray(5000, 'x') << QByteArray(5001, 'x');
    QTest::newRow("looks like a UUID") << QByteArray("0d7cbb32-63c0-44a5-9d8e-0f5f62a7f00g")
                                       << QByteArray("0d7cbb32-63c0-44a5-9d8e-0f5f62a7f00h");
    QTest::newRow("with NUL") << QByteArray("a\0b", 3) << QByteArray("a\0c", 3);
}

void EventTableTest::findsEventsById()
{
    QFETCH(const QByteArray, id);
    QFETCH(const QByteArray, another);
    EventTable table;
    table.beginChunk({});
    const Event event = eventNumber(id, 1);
    const Event stranger = eventNumber(another, 2);

    table.append(event, table.packId(event));

    QCOMPARE(table.find(table.packId(event)), std::optional<EventTable::Row>(0));
    QCOMPARE(table.find(table.packId(stranger)), std::nullopt);
    QCOMPARE(table.find(EventId()), std::nullopt);
    table.publish();
    QCOMPARE(table.snapshot().eventId(0), id);
}

void EventTableTest::findsEachOfManyIds()
{
    EventTable table;
    table.beginChunk({});
    for (int i = 0; i < 100'000; ++i) {
        const QByteArray id = uuid(i);
        table.append(eventNumber(id, i), table.packId(eventNumber(id, i)));
    }

    for (int i = 0; i < 100'000; i += 97) {
        const QByteArray id = uuid(i);
        QCOMPARE(
            table.find(table.packId(eventNumber(id, i))),
            std::optional<EventTable::Row>(static_cast<EventTable::Row>(i)));
    }
    const QByteArray missing = uuid(100'001);
    QVERIFY(!table.find(table.packId(eventNumber(missing, 1))));
}

void EventTableTest::findsTheFirstOfManyEventsWithOneId()
{
    // As a file may have them; the index of ids once while they come, and once of all.
    EventTable table;
    table.beginChunk({});
    const QByteArray id = uuid(7);
    const Event event = eventNumber(id, 7);
    const QByteArray otherId = uuid(8);
    const Event other = eventNumber(otherId, 8);
    table.append(other, table.packId(other));
    constexpr EventTable::Row copies = 300'000;
    for (EventTable::Row i = 0; i < copies; ++i)
        table.append(event, table.packId(event));
    QCOMPARE(table.find(table.packId(event)), std::optional<EventTable::Row>(1));
    table.publish();

    table.append(other, table.packId(other));
    table.discard(); // forgets the index
    QCOMPARE(table.find(table.packId(event)), std::optional<EventTable::Row>(1));
    QCOMPARE(table.find(table.packId(other)), std::optional<EventTable::Row>(0));
}

void EventTableTest::knowsTheChunkOfEachRow()
{
    EventTable table;
    int number = 0;
    for (int chunk = 0; chunk < 100; ++chunk) {
        table.beginChunk({.chunkId = chunk + 1, .receivedAt = chunk * 10, .stream = 1});
        for (int i = 0; i <= chunk % 3; ++i) {
            const QByteArray id = uuid(++number);
            table.append(eventNumber(id, number), table.packId(eventNumber(id, number)));
        }
    }
    table.publish();
    const TableSnapshot rows = table.snapshot();

    EventTable::Row row = 0;
    for (int chunk = 0; chunk < 100; ++chunk) {
        const EventTable::Row first = row;
        for (int i = 0; i <= chunk % 3; ++i, ++row) {
            QCOMPARE(rows.chunkId(row), chunk + 1);
            QCOMPARE(rows.receivedAt(row), chunk * 10);
            QCOMPARE(rows.firstRowOfChunk(row), first);
        }
    }
}

void EventTableTest::takesBackWhatWasNotPublished()
{
    // Up to just below a segment's end, so that what is taken back had begun another.
    constexpr int kept = static_cast<int>(EventTable::rowsPerSegment) - 10;
    EventTable table;
    table.beginChunk({.chunkId = 1});
    const auto append = [&table](int number) {
        const QByteArray id = uuid(number);
        table.append(eventNumber(id, number), table.packId(eventNumber(id, number)));
    };
    for (int i = 0; i < kept; ++i)
        append(i);
    table.publish();
    table.beginChunk({.chunkId = 2});
    for (int i = 0; i < 100; ++i)
        append(1'000'000 + i);

    table.discard();

    const QByteArray lost = uuid(1'000'005);
    QVERIFY(!table.find(table.packId(eventNumber(lost, 1))));
    const QByteArray stays = uuid(kept - 1);
    QVERIFY(table.find(table.packId(eventNumber(stays, 1))));
    table.beginChunk({.chunkId = 2});
    for (int i = 0; i < 100; ++i)
        append(kept + i);
    table.publish();
    const TableSnapshot rows = table.snapshot();
    QCOMPARE(rows.size(), static_cast<EventTable::Row>(kept + 100));
    for (int row = kept - 5; row < kept + 100; ++row)
        QCOMPARE(rows.eventId(static_cast<EventTable::Row>(row)), uuid(row));
    QCOMPARE(rows.chunkId(kept + 50), 2);
}

void EventTableTest::readersNeedNoLock()
{
    EventTable table;
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::thread reader([&] {
        while (!done) {
            const TableSnapshot rows = table.snapshot();
            for (EventTable::Row row = 0; row < rows.size(); row += 501) {
                if (rows.createdAt(row) != 1000 * qint64{row}
                    || rows.eventId(row) != uuid(static_cast<int>(row))
                    || rows.typeName(rows.type(row)) != (row % 2 == 0 ? "UPLOAD" : "DOWNLOAD"))
                    ++wrong;
            }
        }
    });

    for (int i = 0; i < 150'000; ++i) {
        if (i % 500 == 0) {
            table.publish();
            table.beginChunk({.chunkId = i / 500 + 1});
        }
        const QByteArray id = uuid(i);
        table.append(eventNumber(id, i), table.packId(eventNumber(id, i)));
    }
    table.publish();
    done = true;
    reader.join();

    QCOMPARE(wrong.load(), 0);
}

QTEST_APPLESS_MAIN(EventTableTest)
#include "tst_eventtable.moc"
