// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/event/chunkparser.h"

#include <QFile>
#include <QTest>

using namespace boxwatch;

namespace {

QByteArray chunkOf(const QByteArrayList &entries, const QByteArray &next = "\"1\"")
{
    return "{\"chunk_size\":1,\"entries\":[" + entries.join(',')
        + "],\"next_stream_position\":" + next + "}";
}

QByteArrayList shapes()
{
    QFile file(QStringLiteral(BOXWATCH_TEST_DATA "/events/shapes.jsonl"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no test data");
    return file.readAll().trimmed().split('\n');
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// "type id name" of the item, to compare in one go.
QByteArray describe(const Item &item)
{
    return bytes(item.type) + ' ' + bytes(item.id) + ' ' + bytes(item.name);
}

QByteArray describe(const Person &person)
{
    return bytes(person.id) + ' ' + bytes(person.name) + ' ' + bytes(person.login);
}

const QByteArray good = R"({"event_id":"a","event_type":"UPLOAD","source":{"item_type":"file"}})";

} // namespace

class ChunkParserTest : public QObject
{
    Q_OBJECT

private slots:
    void keepsTheBytesOfEachEvent();
    void keepsNothingOfWhatStandsBetweenEvents();
    void readsItems_data();
    void readsItems();
    void readsPeople();
    void readsDetails();
    void aShieldAlertIsAboutItsUserWhereverTheDetailsStand();
    void oddTypesOfFieldsCostOnlyThemselves();
    void readsPositionsExactly_data();
    void readsPositionsExactly();
    void refusesWhatIsNotAWholeChunk_data();
    void refusesWhatIsNotAWholeChunk();
    void refusesAChunkCutAnywhere();
    void oneBadEntryCostsNothingButItself_data();
    void oneBadEntryCostsNothingButItself();
    void anEventAloneReadsAsInItsChunk();
    void theOrderOfMembersDoesNotMatter();
};

void ChunkParserTest::keepsTheBytesOfEachEvent()
{
    QByteArrayList entries = shapes();
    entries.append("{ \"event_id\" : \"spaced\" ,\n\t\"x\":[ 1 , 2 ] }");

    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(entries));

    QVERIFY(chunk);
    QCOMPARE(chunk->unreadable(), 0);
    QCOMPARE(chunk->events().size(), static_cast<std::size_t>(entries.size()));
    for (qsizetype i = 0; i < entries.size(); ++i)
        QCOMPARE(bytes(chunk->events()[static_cast<std::size_t>(i)].raw), entries.at(i));
}

void ChunkParserTest::keepsNothingOfWhatStandsBetweenEvents()
{
    const QByteArrayList entries{
        "{\"event_id\":\"1\",\"unknown\":{\"a\":[{}]} \n}", "{}",
        "{\"source\":{\"type\":\"file\"}}"};
    QByteArray body = "{ \"entries\" : [ \n\t" + entries.join(" \r\n\t , \n ") + " \n ] \n } ";

    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(body);

    QVERIFY(chunk);
    QCOMPARE(chunk->unreadable(), 0);
    QCOMPARE(chunk->events().size(), static_cast<std::size_t>(entries.size()));
    for (qsizetype i = 0; i < entries.size(); ++i)
        QCOMPARE(bytes(chunk->events()[static_cast<std::size_t>(i)].raw), entries.at(i));
}

void ChunkParserTest::readsItems_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("item");

    QTest::newRow("full item of a user stream") << 0 << QByteArray("file 880011 Lens drawing.pdf");
    QTest::newRow("comment") << 1 << QByteArray("comment 31 Row 7 looks wrong");
    QTest::newRow("none") << 2 << QByteArray("  ");
    QTest::newRow("event source") << 3 << QByteArray("file 880011 Lens drawing.pdf");
    QTest::newRow("collaboration on a folder") << 4 << QByteArray("folder 4400 Optics");
    QTest::newRow("user with a numeric id") << 5 << QByteArray("user 7004 Tomo Sato");
    QTest::newRow("Shield alert") << 6 << QByteArray("alert 90 Anomalous Download");
    QTest::newRow("Shield alert without category") << 7 << QByteArray("alert  Rule only");
    QTest::newRow("group") << 8 << QByteArray("group 600 Payroll");
    QTest::newRow("information barrier") << 9 << QByteArray("barrier 700123 ENABLED");
    QTest::newRow("application") << 10 << QByteArray("application  Event Monitor");
    QTest::newRow("nobody knows") << 11 << QByteArray("  ");
    QTest::newRow("collaboration of a user stream") << 12 << QByteArray("folder 4400 Optics");
    QTest::newRow("invited address") << 13 << QByteArray("user  guest@partner.example");
    QTest::newRow("id beyond 2^53, escapes")
        << 14 << QByteArray("web_link 9007199254740993 Wiki \"A\" é\n");
}

void ChunkParserTest::readsItems()
{
    QFETCH(const int, line);
    QFETCH(const QByteArray, item);
    ChunkParser parser;

    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(shapes()));

    QVERIFY(chunk);
    QCOMPARE(describe(chunk->events()[static_cast<std::size_t>(line)].item), item);
}

void ChunkParserTest::readsPeople()
{
    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(shapes()));
    QVERIFY(chunk);
    const std::vector<Event> &events = chunk->events();

    QCOMPARE(describe(events[0].actor), QByteArray("7001 Ilse Brandt ilse@aldermoor.example"));
    QCOMPARE(describe(events[0].owner), QByteArray("7002 Noor Haddad noor@aldermoor.example"));
    QVERIFY(events[2].actor.isEmpty());
    QCOMPARE(describe(events[3].actingFor), QByteArray("7000 Admin A admin@aldermoor.example"));
    QCOMPARE(describe(events[4].target), QByteArray("  visitor@partner.example"));
    QCOMPARE(describe(events[12].target), QByteArray("7005 Pat Rivers pat@partner.example"));
    QCOMPARE(describe(events[13].target), QByteArray("600 Payroll "));
}

void ChunkParserTest::readsDetails()
{
    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(shapes()));
    QVERIFY(chunk);
    const Event &download = chunk->events()[3];

    QCOMPARE(bytes(download.id), QByteArray("0d7cbb32-63c0-44a5-9d8e-0f5f62a7f001"));
    QCOMPARE(bytes(download.type), QByteArray("DOWNLOAD"));
    QCOMPARE(download.createdAt, 1777914840000); // 2026-05-04T17:14:00Z
    QCOMPARE(download.recordedAt, Event::noTime);
    QCOMPARE(chunk->events()[0].recordedAt - chunk->events()[0].createdAt, 2000);
    QCOMPARE(bytes(download.folder.name), QByteArray("Optics"));
    QCOMPARE(bytes(download.folder.id), QByteArray("4400"));
    QCOMPARE(bytes(download.address), QByteArray("203.0.113.7"));
    QCOMPARE(bytes(download.service), QByteArray("Drive client"));
    QCOMPARE(bytes(download.sharedLink), QByteArray("lnk42"));
    QCOMPARE(bytes(download.classification), QByteArray("Internal"));
    QCOMPARE(download.size, 9120);
    QCOMPARE(chunk->events()[0].size, 9120);
    QCOMPARE(chunk->events()[1].size, -1);
}

void ChunkParserTest::aShieldAlertIsAboutItsUserWhereverTheDetailsStand()
{
    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(shapes()));
    QVERIFY(chunk);

    QCOMPARE(
        describe(chunk->events()[6].actor),
        QByteArray("7003 Kwame Mensah kwame@aldermoor.example"));
    QCOMPARE(chunk->events()[6].risk, 77);
    QCOMPARE(
        describe(chunk->events()[7].actor), QByteArray("7001 Ilse Brandt ilse@aldermoor.example"));
}

void ChunkParserTest::oddTypesOfFieldsCostOnlyThemselves()
{
    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(shapes()));
    QVERIFY(chunk);
    const Event &odd = chunk->events()[14];

    QVERIFY(odd.readable);
    QCOMPARE(bytes(odd.id), QByteArray("12345678901234567890"));
    QVERIFY(odd.address.empty());
    QVERIFY(odd.actor.isEmpty());
    QCOMPARE(bytes(odd.type), QByteArray("UPLOAD"));
    QVERIFY(odd.createdAt != Event::noTime);
}

void ChunkParserTest::readsPositionsExactly_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("text") << QByteArray("\"1152922976252290886\"")
                          << QByteArray("1152922976252290886");
    QTest::newRow("number beyond 2^53")
        << QByteArray("18578959106960617") << QByteArray("18578959106960617");
    QTest::newRow("number beyond 2^64")
        << QByteArray("98578959106960617123") << QByteArray("98578959106960617123");
    QTest::newRow("odd text") << QByteArray("\"12;0f8b-a\\/b+c=\"") << QByteArray("12;0f8b-a/b+c=");
    QTest::newRow("zero") << QByteArray("0") << QByteArray("0");
    QTest::newRow("zero as text") << QByteArray("\"0\"") << QByteArray("0");
    QTest::newRow("null") << QByteArray("null") << QByteArray();
    QTest::newRow("object") << QByteArray("{}") << QByteArray();
    QTest::newRow("spaces around") << QByteArray(" 42 \n") << QByteArray("42");
}

void ChunkParserTest::readsPositionsExactly()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, text);
    ChunkParser parser;

    const Result<EventChunk> whole = parser.parseChunk(chunkOf({good}, json));
    const Result<EventChunk> sliced = parser.parseChunk(chunkOf({good, "{\"bad\": \x01}"}, json));

    QVERIFY(whole && sliced);
    QCOMPARE(whole->next().text(), text);
    QCOMPARE(sliced->next().text(), text);
}

void ChunkParserTest::refusesWhatIsNotAWholeChunk_data()
{
    QTest::addColumn<QByteArray>("body");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("white space") << QByteArray("  \n");
    QTest::newRow("HTML") << QByteArray("<html><body>502</body></html>");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("text") << QByteArray("\"entries\"");
    QTest::newRow("no entries") << QByteArray("{\"next_stream_position\":1}");
    QTest::newRow("entries null") << QByteArray("{\"entries\":null,\"next_stream_position\":1}");
    QTest::newRow("entries object") << QByteArray("{\"entries\":{},\"next_stream_position\":1}");
    QTest::newRow("something behind") << QByteArray("{\"entries\":[]} {\"entries\":[]}");
    QTest::newRow("error body") << QByteArray("{\"type\":\"error\",\"status\":400}");
}

void ChunkParserTest::refusesWhatIsNotAWholeChunk()
{
    QFETCH(const QByteArray, body);
    ChunkParser parser;

    const Result<EventChunk> chunk = parser.parseChunk(body);

    QVERIFY(!chunk);
    QCOMPARE(chunk.error().kind, Error::Kind::Malformed);
}

void ChunkParserTest::refusesAChunkCutAnywhere()
{
    const QByteArray whole = chunkOf(shapes());
    ChunkParser parser;

    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY2(!parser.parseChunk(whole.left(length)), QByteArray::number(length).constData());
}

void ChunkParserTest::oneBadEntryCostsNothingButItself_data()
{
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<bool>("readable");

    QTest::newRow("invalid UTF-8") << QByteArray("{\"event_id\":\"\xff\xfe\"}") << false;
    QTest::newRow("control character") << QByteArray("{\"event_id\":\"a\x01b\"}") << false;
    QTest::newRow("no value") << QByteArray("{\"event_id\":}") << false;
    QTest::newRow("missing comma")
        << QByteArray("{\"event_id\":\"b\" \"event_type\":\"X\"}") << false;
    QTest::newRow("not an object") << QByteArray("17") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("huge number") << QByteArray("{\"event_id\":\"b\",\"x\":1e400}") << true;
    QTest::newRow("half a surrogate pair") << QByteArray("{\"event_id\":\"\\ud800\"}") << true;
    QTest::newRow("very deep") << "{\"event_id\":\"b\",\"x\":" + QByteArray(2000, '[')
            + QByteArray(2000, ']')
            + "}" << true;
}

void ChunkParserTest::oneBadEntryCostsNothingButItself()
{
    QFETCH(const QByteArray, bad);
    QFETCH(const bool, readable);
    ChunkParser parser;

    const Result<EventChunk> chunk = parser.parseChunk(chunkOf({good, bad, good}, "99"));

    QVERIFY(chunk);
    QCOMPARE(chunk->events().size(), 3U);
    QCOMPARE(chunk->unreadable(), readable ? 0 : 1);
    QCOMPARE(chunk->events()[1].readable, readable);
    QCOMPARE(bytes(chunk->events()[1].raw), bad);
    QCOMPARE(bytes(chunk->events()[2].type), QByteArray("UPLOAD"));
    QCOMPARE(bytes(chunk->events()[2].raw), good);
    QCOMPARE(chunk->next().text(), QByteArray("99"));
}

void ChunkParserTest::anEventAloneReadsAsInItsChunk()
{
    ChunkParser parser;
    const Result<EventChunk> chunk = parser.parseChunk(chunkOf(shapes()));
    QVERIFY(chunk);

    for (const Event &inChunk : chunk->events()) {
        const Event alone = parser.parseEvent(inChunk.raw);
        QCOMPARE(bytes(alone.id), bytes(inChunk.id));
        QCOMPARE(describe(alone.item), describe(inChunk.item));
        QCOMPARE(describe(alone.actor), describe(inChunk.actor));
        QCOMPARE(describe(alone.target), describe(inChunk.target));
        QCOMPARE(alone.createdAt, inChunk.createdAt);
        QCOMPARE(alone.size, inChunk.size);
    }
}

void ChunkParserTest::theOrderOfMembersDoesNotMatter()
{
    ChunkParser parser;

    const Result<EventChunk> chunk = parser.parseChunk(
        "{\"next_stream_position\":7,\"unknown\":{\"entries\":[1]},\"entries\":[" + good
        + "],\"chunk_size\":12}");

    QVERIFY(chunk);
    QCOMPARE(chunk->events().size(), 1U);
    QCOMPARE(chunk->next().text(), QByteArray("7"));
}

QTEST_APPLESS_MAIN(ChunkParserTest)
#include "tst_chunkparser.moc"
