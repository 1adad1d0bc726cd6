// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/session/segmentloader.h"
#include "core/session/sessionloader.h"
#include "core/store/segment.h"
#include "core/store/segmentcodec.h"
#include "core/store/segmentkeeper.h"

#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

#include <random>

#include <sqlite3.h>
#include <zstd.h>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

using Row = EventTable::Row;

constexpr Row segmentRows = EventTable::rowsPerSegment;
constexpr Row total = 2 * segmentRows + 700;

QByteArray json(Row number)
{
    const QByteArray n = QByteArray::number(number);
    // Some have an id inside of something else, and some none of their own.
    const QByteArray inner = number % 400 == 7 ? "\"event_id\":\"not it\"," : "";
    QByteArray id = "00000000-0000-4000-8000-" + n.rightJustified(12, '0');
    if (number % 500 == 3)
        id = "an event id that is longer than what fits into the columns: " + n;
    const QByteArray own = number % 300 == 9 ? QByteArray() : ",\"event_id\":\"" + id + "\"";
    return "{\"additional_details\":{" + inner + "\"size\":" + QByteArray::number(number % 977)
        + "},\"event_type\":\"TYPE_" + QByteArray::number(number % 150)
        + "\",\"created_at\":\"2026-03-01T08:00:" + QByteArray::number(10 + number % 50)
        + "Z\",\"created_by\":{\"type\":\"user\",\"id\":\"" + QByteArray::number(number % 999)
        + "\",\"name\":\"Ana\",\"login\":\"a" + QByteArray::number(number % 9)
        + "@example.com\"},\"source\":{\"item_type\":\"file\",\"item_id\":\"" + n
        + "\",\"item_name\":\"name of " + QByteArray::number(number / 3) + "\"}" + own
        + ",\"ip_address\":\"192.0.2." + QByteArray::number(number % 250) + "\"}";
}

/// A session with `total` events in chunks that do not end where segments end.
void makeSession(const QString &path)
{
    auto file = SessionFile::create(path);
    QVERIFY(file);
    const auto stream = (*file)->stream(StreamType::AdminLogs);
    QVERIFY(stream);
    constexpr Row inChunk = 3001;
    for (Row first = 0; first < total; first += inChunk) {
        std::vector<QByteArray> raws;
        std::vector<Event> events;
        for (Row row = first; row < qMin(total, first + inChunk); ++row)
            raws.push_back(json(row));
        for (const QByteArray &raw : raws) {
            Event event;
            event.raw = {raw.constData(), static_cast<std::size_t>(raw.size())};
            events.push_back(event);
        }
        const bool late = first / inChunk % 4 == 1;
        const std::span<const Event> all = events;
        QVERIFY((*file)->commit(
            {.stream = stream->id,
             .after = {},
             .receivedAt = 1000 + first,
             .events = late ? all.first(1) : all,
             .late = late ? all.subspan(1) : all.first(0)}));
    }
}

struct Sql
{
    explicit Sql(const QString &path) { sqlite3_open(path.toUtf8().constData(), &database); }
    ~Sql() { sqlite3_close(database); }
    Sql(const Sql &) = delete;
    Sql &operator=(const Sql &) = delete;

    bool run(const char *text, const QByteArray &blob = {}) const
    {
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(database, text, -1, &statement, nullptr);
        if (!blob.isEmpty())
            sqlite3_bind_blob(
                statement, 1, blob.constData(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
        const int code = sqlite3_step(statement);
        sqlite3_finalize(statement);
        return code == SQLITE_DONE || code == SQLITE_ROW;
    }

    sqlite3 *database = nullptr;
};

/// All that a table shows of a row, in one text.
QByteArray shown(const TableSnapshot &rows, Row row)
{
    const auto text = [&rows](EventTable::Code code) -> QByteArray {
        const std::string_view view = rows.text(code);
        return QByteArray(view.data(), static_cast<qsizetype>(view.size())) + '|';
    };
    const std::string_view type = rows.typeName(rows.type(row));
    const EventTable::Triple &actor = rows.person(rows.actor(row));
    const EventTable::Triple &item = rows.itemEntry(rows.item(row));
    return rows.eventId(row) + '|' + QByteArray(type.data(), static_cast<qsizetype>(type.size()))
        + '|' + text(actor.first) + text(actor.second) + text(actor.third) + text(item.first)
        + text(item.second) + text(item.third) + text(rows.address(row))
        + QByteArray::number(rows.createdAt(row)) + '|' + QByteArray::number(rows.size(row)) + '|'
        + QByteArray::number(rows.chunkId(row)) + '|' + QByteArray::number(rows.receivedAt(row))
        + '|' + QByteArray::number(rows.firstRowOfChunk(row)) + '|'
        + QByteArray::number(rows.stream(row)) + (rows.isLate(row) ? "late" : "");
}

/// Reads a session to its end; true if that went well.
bool load(SessionFile &file, EventTable &table)
{
    SessionLoader loader(file, table, total);
    loader.keepColumnsIn(file);
    for (;;) {
        const Result<bool> done = loader.readSome();
        if (!done || *done)
            return done.hasValue();
    }
}

bool load(const QString &path, EventTable &table, SessionFile::Mode mode)
{
    const auto file = SessionFile::open(path, mode);
    return file && load(**file, table);
}

bool isSame(const TableSnapshot &rows, const TableSnapshot &expected)
{
    if (rows.size() != expected.size() || rows.chunkCount() != expected.chunkCount())
        return false;
    // Every eleventh is enough to find what is in the wrong place, and takes a tenth of the time.
    for (Row row = 0; row < rows.size(); row += 11) {
        if (shown(rows, row) != shown(expected, row)) {
            qInfo() << row << shown(rows, row) << shown(expected, row);
            return false;
        }
    }
    return shown(rows, rows.size() - 1) == shown(expected, rows.size() - 1);
}

std::vector<quint64> tokensOf(const TableSnapshot &rows)
{
    std::vector<quint64> tokens;
    for (std::size_t i = 0; i < rows.sealedCount(); ++i)
        tokens.push_back(rows.segment(i).token);
    return tokens;
}

std::vector<quint64> tokensIn(const QString &path)
{
    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    const auto tokens = file ? (*file)->segmentTokens() : file.error();
    return tokens ? *tokens : std::vector<quint64>();
}

StoredSegment stored(const QString &path, std::size_t index)
{
    const auto file = SessionFile::open(path, SessionFile::Mode::ReadOnly);
    const auto segment = (*file)->segment(index);
    return segment && *segment ? **segment : StoredSegment();
}

QByteArray decompressed(const QByteArray &data)
{
    QByteArray plain(
        static_cast<qsizetype>(
            ZSTD_getFrameContentSize(data.constData(), static_cast<std::size_t>(data.size()))),
        Qt::Uninitialized);
    ZSTD_decompress(
        plain.data(), static_cast<std::size_t>(plain.size()), data.constData(),
        static_cast<std::size_t>(data.size()));
    return plain;
}

QByteArray compressed(const QByteArray &plain)
{
    QByteArray data(
        static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(plain.size()))),
        Qt::Uninitialized);
    data.truncate(static_cast<qsizetype>(ZSTD_compress(
        data.data(), static_cast<std::size_t>(data.size()), plain.constData(),
        static_cast<std::size_t>(plain.size()), 1)));
    return data;
}

template<typename Number>
QByteArray littleEndian(Number number)
{
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToLittleEndian(number, bytes.data());
    return bytes;
}

/// A segment of rows that are all alike, not compressed; with \p count new event types of one length.
QByteArray emptySegment(
    const QByteArray &types, qint64 created = 0, qint64 risk = -1, quint32 count = 1)
{
    QByteArray plain = "\1" + littleEndian(quint64{0}) + littleEndian(quint64{0});
    for (int i = 0; i < 5; ++i)
        plain += littleEndian(quint32{1});
    plain += littleEndian(1 + count);
    for (int i = 0; i < 4; ++i)
        plain += littleEndian(quint32{1});
    for (int i = 0; i < 13; ++i)
        plain += QByteArray(5, '\0');
    for (const qint64 number : {created, qint64{Event::noTime}, qint64{-1}, risk})
        plain += QByteArray(1, '\0') + littleEndian(number);
    const auto length = static_cast<quint32>(types.size()) / count;
    for (int byte = 0; byte < 4; ++byte)
        plain += QByteArray(count, static_cast<char>(length >> 8 * byte));
    return plain + types;
}

/// Whether nothing in it leads out of the dictionaries that it names.
bool isBounded(const UnpackedSegment &unpacked)
{
    const Segment &segment = *unpacked.segment;
    const DictionarySizes &sizes = segment.dictionaries;
    const auto below = [](const CodeSpan &codes, quint32 limit) {
        for (std::size_t i = 0; i < codes.size(); ++i) {
            if (codes[i] >= limit)
                return false;
        }
        return codes.size() == segmentRows;
    };
    const auto column = [&](CodeColumn name) {
        return segment.codes[static_cast<std::size_t>(name)];
    };
    bool good = below(column(CodeColumn::Type), sizes.types)
        && below(column(CodeColumn::Actor), sizes.persons)
        && below(column(CodeColumn::Item), sizes.items)
        && below(column(CodeColumn::Folder), sizes.folders)
        && below(column(CodeColumn::Address), sizes.texts) && below(segment.readable, 2)
        && unpacked.sizesBefore.texts + unpacked.texts.size() == sizes.texts
        && unpacked.sizesBefore.items + unpacked.items.size() == sizes.items;
    for (const auto *triples : {&unpacked.persons, &unpacked.items, &unpacked.folders}) {
        for (const EventTable::Triple &triple : *triples)
            good = good && qMax(triple.first, qMax(triple.second, triple.third)) < sizes.texts;
    }
    std::size_t length = 0;
    for (const std::string_view text : unpacked.texts)
        length += static_cast<std::size_t>(
            std::count(text.begin(), text.end(), 'a')); // reads it all
    for (const NumberSpan &numbers : segment.numbers) {
        for (std::size_t i = 0; i < numbers.size(); ++i)
            length += static_cast<std::size_t>(numbers[i] & 1);
    }
    return good && length < std::size_t{1} << 40;
}

} // namespace

class StoredColumnsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void areKeptWhileASessionIsRead();
    void showTheSameAsTheChunks();
    void areNotKeptInAFileThatIsOnlyRead();
    void comeBeforeTheIds();
    void followWhatIsCaptured();
    void areReplacedIfTheyAreDamaged_data();
    void areReplacedIfTheyAreDamaged();
    void areForgottenIfTheyAreNotThoseOfTheEvents_data();
    void areForgottenIfTheyAreNotThoseOfTheEvents();
    void leaveNoRowOutIfTheChunksEndBeforeThem();
    void areNotReadPastMissingEvents();
    void areNotKeptWithoutTheirIds();
    void refuseEmptyTexts();
    void refuseNumbersOutOfRange();
    void arePackedNoLargerThanTheyMayBe();
    void surviveEveryKindOfDamage();
    void surviveAHostileWriter();
    void areNeverLargerThanABlockMayBe();

private:
    QString path() const { return m_folder->filePath(u"session.boxwatch"_s); }

    QTemporaryDir m_samples;
    EventTable m_plain; // read from the chunks alone
    std::unique_ptr<QTemporaryDir> m_folder;
};

void StoredColumnsTest::initTestCase()
{
    const QString bare = m_samples.filePath(u"bare"_s);
    const QString whole = m_samples.filePath(u"whole"_s);
    makeSession(bare);
    QVERIFY(load(bare, m_plain, SessionFile::Mode::ReadOnly));
    QCOMPARE(m_plain.size(), total);
    QVERIFY(QFile::copy(bare, whole));
    EventTable table;
    QVERIFY(load(whole, table, SessionFile::Mode::Write));
}

void StoredColumnsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QFile::copy(m_samples.filePath(u"whole"_s), path()));
}

void StoredColumnsTest::areKeptWhileASessionIsRead()
{
    QFile::remove(path());
    QVERIFY(QFile::copy(m_samples.filePath(u"bare"_s), path()));
    QVERIFY(tokensIn(path()).empty());

    EventTable table;
    QVERIFY(load(path(), table, SessionFile::Mode::Write));

    QCOMPARE(tokensIn(path()), tokensOf(table.snapshot()));
    QCOMPARE(tokensIn(path()).size(), std::size_t{2});
    QVERIFY(isSame(table.snapshot(), m_plain.snapshot()));
}

void StoredColumnsTest::showTheSameAsTheChunks()
{
    EventTable table;

    QVERIFY(load(path(), table, SessionFile::Mode::ReadOnly));

    QCOMPARE(tokensOf(table.snapshot()), tokensIn(path())); // so they were not parsed
    QVERIFY(isSame(table.snapshot(), m_plain.snapshot()));
    // What is known is found, and not taken for new.
    for (Row row = 0; row < total; row += 101) {
        Event event;
        const QByteArray id = m_plain.snapshot().eventId(row);
        event.id = {id.constData(), static_cast<std::size_t>(id.size())};
        const quint32 texts = table.snapshot().textCount();
        QCOMPARE(table.find(table.packId(event)).value_or(row), row);
        table.publish();
        QCOMPARE(table.snapshot().textCount(), texts);
    }
}

void StoredColumnsTest::areNotKeptInAFileThatIsOnlyRead()
{
    QFile::remove(path());
    QVERIFY(QFile::copy(m_samples.filePath(u"bare"_s), path()));
    EventTable table;

    QVERIFY(load(path(), table, SessionFile::Mode::ReadOnly));

    QCOMPARE(table.size(), total);
    QVERIFY(tokensIn(path()).empty());
}

void StoredColumnsTest::comeBeforeTheIds()
{
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    EventTable table;
    SessionLoader loader(**file, table, total);
    bool columnsCameFirst = false;

    for (Result<bool> done = false; done && !*done;) {
        done = loader.readSome();
        const TableSnapshot rows = table.snapshot();
        columnsCameFirst = columnsCameFirst || (!rows.hasIds() && rows.size() >= segmentRows);
    }

    QVERIFY(columnsCameFirst);
    QVERIFY(table.snapshot().hasIds());
}

void StoredColumnsTest::followWhatIsCaptured()
{
    auto file = SessionFile::open(path(), SessionFile::Mode::Write);
    QVERIFY(file);
    EventTable table;
    QVERIFY(load(**file, table));
    SegmentKeeper keeper(**file);
    QVERIFY(!keeper.keepNext(table.snapshot()));

    std::vector<QByteArray> raws;
    std::vector<Event> events;
    for (Row row = total; row < 4 * segmentRows + 5; ++row)
        raws.push_back(json(row));
    table.beginChunk({.receivedAt = 5, .stream = 1});
    ChunkParser parser;
    for (const QByteArray &raw : raws) {
        const Event event = parser.parseEvent(
            {raw.constData(), static_cast<std::size_t>(raw.size())});
        table.append(event, table.packId(event));
        events.push_back({.raw = {raw.constData(), static_cast<std::size_t>(raw.size())}});
    }
    const auto chunk = (*file)->commit(
        {.stream = 1, .after = {}, .receivedAt = 5, .events = events});
    QVERIFY(chunk);
    QVERIFY(!keeper.keepNext(table.snapshot()));
    table.setChunkIds(*chunk);
    table.publish();

    QVERIFY(keeper.keepNext(table.snapshot()));
    QVERIFY(keeper.keepNext(table.snapshot()));
    QVERIFY(!keeper.keepNext(table.snapshot()));
    QCOMPARE(tokensIn(path()).size(), std::size_t{4});
    EventTable again;
    QVERIFY(load(**file, again));
    QCOMPARE(tokensOf(again.snapshot()), tokensIn(path()));
    QVERIFY(isSame(again.snapshot(), table.snapshot()));
}

void StoredColumnsTest::areReplacedIfTheyAreDamaged_data()
{
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("none") << QByteArray("DELETE FROM segment");
    QTest::newRow("the first is missing") << QByteArray("DELETE FROM segment WHERE id = 1");
    QTest::newRow("the second is missing") << QByteArray("DELETE FROM segment WHERE id = 2");
    QTest::newRow("the second is the first")
        << QByteArray("UPDATE segment SET data = (SELECT data FROM segment WHERE id = 1)");
    QTest::newRow("another token") << QByteArray("UPDATE segment SET token = 99 WHERE id = 1");
    QTest::newRow("no token") << QByteArray("UPDATE segment SET token = 0");
    QTest::newRow("nothing in it") << QByteArray("UPDATE segment SET data = x'' WHERE id = 2");
    QTest::newRow("a text in it") << QByteArray("UPDATE segment SET data = 'columns' WHERE id = 1");
    QTest::newRow("cut short") << QByteArray(
        "UPDATE segment SET data = substr(data, 1, length(data) - 9) WHERE id = 2");
}

void StoredColumnsTest::areReplacedIfTheyAreDamaged()
{
    QFETCH(const QByteArray, sql);
    const std::vector<quint64> before = tokensIn(path());
    QVERIFY(Sql(path()).run(sql.constData()));

    EventTable reader;
    QVERIFY(load(path(), reader, SessionFile::Mode::ReadOnly));
    QVERIFY(isSame(reader.snapshot(), m_plain.snapshot()));
    EventTable writer;
    QVERIFY(load(path(), writer, SessionFile::Mode::Write));
    QVERIFY(isSame(writer.snapshot(), m_plain.snapshot()));

    QCOMPARE(tokensIn(path()).size(), std::size_t{2});
    QVERIFY(tokensIn(path()) != before);
    EventTable again;
    QVERIFY(load(path(), again, SessionFile::Mode::ReadOnly));
    QCOMPARE(tokensOf(again.snapshot()), tokensIn(path()));
    QVERIFY(isSame(again.snapshot(), m_plain.snapshot()));
}

void StoredColumnsTest::areForgottenIfTheyAreNotThoseOfTheEvents_data()
{
    QTest::addColumn<int>("firstRow"); // of a chunk somewhere before it
    QTest::addColumn<std::size_t>("good"); // segments

    QTest::newRow("in the first segment") << 50'000 << std::size_t{0};
    QTest::newRow("in the second segment") << 120'000 << std::size_t{1};
}

void StoredColumnsTest::areForgottenIfTheyAreNotThoseOfTheEvents()
{
    QFETCH(const int, firstRow);
    QFETCH(const std::size_t, good);
    // Another chunk of as many events.
    const QByteArray place = QByteArray::number(firstRow);
    const QByteArray sql =
        "UPDATE chunk SET data = (SELECT data FROM chunk WHERE events = 3001 LIMIT 1)"
        " WHERE id = (SELECT max(id) FROM chunk WHERE events = 3001 AND first_row < "
        + place + ")";
    QVERIFY(Sql(path()).run(sql.constData()));

    EventTable reader;
    QVERIFY(!load(path(), reader, SessionFile::Mode::ReadOnly));
    EventTable table;
    QVERIFY(!load(path(), table, SessionFile::Mode::Write)); // so that it is known to be wrong

    QCOMPARE(table.size(), total);
    QCOMPARE(tokensIn(path()).size(), good);
    QCOMPARE(table.snapshot().sealedCount(), good);
    EventTable again;
    QVERIFY(load(path(), again, SessionFile::Mode::Write));
    QCOMPARE(again.snapshot().sealedCount(), std::size_t{2});
    QCOMPARE(tokensIn(path()), tokensOf(again.snapshot()));
}

void StoredColumnsTest::leaveNoRowOutIfTheChunksEndBeforeThem()
{
    // The second segment has more rows than the chunks.
    QVERIFY(Sql(path()).run("DELETE FROM chunk WHERE first_row > 100000"));
    EventTable plain;
    const QString bare = m_folder->filePath(u"bare"_s);
    QVERIFY(QFile::copy(path(), bare));
    QVERIFY(Sql(bare).run("DELETE FROM segment"));
    QVERIFY(load(bare, plain, SessionFile::Mode::ReadOnly));
    QVERIFY(plain.size() > segmentRows && plain.size() < 2 * segmentRows);

    EventTable table;
    QVERIFY(load(path(), table, SessionFile::Mode::ReadOnly));

    QVERIFY(isSame(table.snapshot(), plain.snapshot()));
}

void StoredColumnsTest::areNotReadPastMissingEvents()
{
    const auto expectDamage = [this](const char *sql) {
        QVERIFY(Sql(path()).run(sql));
        EventTable table;
        QVERIFY(!load(path(), table, SessionFile::Mode::ReadOnly));
        QVERIFY(table.size() < total);
    };

    // In the second segment, first with columns and then without; then at the beginning.
    expectDamage("DELETE FROM chunk WHERE first_row = (SELECT max(first_row) FROM chunk WHERE"
                 " first_row < 100000)");
    expectDamage("DELETE FROM segment");
    expectDamage("DELETE FROM chunk WHERE id = 3");
}

void StoredColumnsTest::areNotKeptWithoutTheirIds()
{
    auto file = SessionFile::open(path(), SessionFile::Mode::Write);
    QVERIFY(file);
    EventTable table;
    SegmentLoader loader(**file, table);
    QVERIFY(loader.addNext());
    table.publish();
    const TableSnapshot rows = table.snapshot();
    QVERIFY(!rows.segment(0).ids.isThere());
    QVERIFY((*file)->forgetSegments(0));

    SegmentKeeper keeper(**file);
    QVERIFY(!keeper.keepNext(rows));

    QVERIFY(tokensIn(path()).empty());
}

void StoredColumnsTest::refuseEmptyTexts()
{
    // The first entry of the first dictionary: behind the columns of a segment in which all is alike.
    const QByteArray good = emptySegment("type");
    QVERIFY(segmentcodec::unpack(7, compressed(good)));

    QVERIFY(!segmentcodec::unpack(7, compressed(emptySegment(""))));
}

void StoredColumnsTest::refuseNumbersOutOfRange()
{
    constexpr qint64 largest = std::numeric_limits<qint64>::max();
    constexpr qint64 lastMs = 253'402'300'799'999; // 9999-12-31
    const auto isTaken = [](qint64 created, qint64 risk) {
        return segmentcodec::unpack(7, compressed(emptySegment("type", created, risk))).hasValue();
    };
    QVERIFY(isTaken(lastMs, 100));
    QVERIFY(isTaken(Event::noTime, -1));

    QVERIFY(!isTaken(largest, 0));
    QVERIFY(!isTaken(Event::noTime + 1, 0));
    QVERIFY(!isTaken(0, 101));
    QVERIFY(!isTaken(0, -2));
}

void StoredColumnsTest::arePackedNoLargerThanTheyMayBe()
{
    // More types than the rows of a segment can have.
    const QByteArray types(300'000, 'x');
    QVERIFY(segmentcodec::unpack(7, compressed(emptySegment(types.first(200'000), 0, 0, 200'000))));

    QVERIFY(!segmentcodec::unpack(7, compressed(emptySegment(types, 0, 0, 300'000))));
}

void StoredColumnsTest::surviveEveryKindOfDamage()
{
    const StoredSegment segment = stored(path(), 1);
    QVERIFY(segmentcodec::unpack(segment.token, segment.data));
    std::mt19937 random(1);

    // The checksum sees to it that nothing that was damaged is taken for good.
    for (int i = 0; i < 150; ++i) {
        QByteArray data = segment.data;
        const auto at = static_cast<qsizetype>(random() % static_cast<unsigned>(data.size()));
        data[at] = static_cast<char>(data.at(at) ^ (1 << random() % 8));
        QVERIFY(!segmentcodec::unpack(segment.token, data));
        QVERIFY(!segmentcodec::unpack(segment.token, segment.data.first(at)));
    }
    QVERIFY(!segmentcodec::unpack(0, segment.data));
    QVERIFY(!segmentcodec::unpack(1, {}));
}

void StoredColumnsTest::surviveAHostileWriter()
{
    const StoredSegment segment = stored(path(), 1);
    const QByteArray plain = decompressed(segment.data);
    QVERIFY(segmentcodec::unpack(segment.token, compressed(plain)));
    std::mt19937 random(2);
    int refused = 0;
    constexpr int attempts = 400;

    // The frame is sound, what is in it is not: mostly in the sizes and widths at the beginning.
    for (int i = 0; i < attempts; ++i) {
        QByteArray data = plain;
        const unsigned span = i % 2 == 0 ? 80U : static_cast<unsigned>(plain.size());
        for (int changes = 0; changes <= i % 3; ++changes)
            data[static_cast<qsizetype>(random() % span)] = static_cast<char>(random());
        if (i % 7 == 0)
            data.chop(static_cast<qsizetype>(random() % 5000));
        const Result<UnpackedSegment> unpacked = segmentcodec::unpack(
            segment.token, compressed(data));
        refused += unpacked ? 0 : 1;
        QVERIFY(!unpacked || isBounded(*unpacked));
    }

    QVERIFY(refused > attempts / 4);
    // A code that is one too large: the last byte of the first column's first plane of 1-byte codes.
    QByteArray data = plain;
    constexpr qsizetype firstCode = 1 + 8 + 8 + 40 + 1;
    QCOMPARE(data.at(firstCode - 1), '\1');
    data[firstCode + 77] = static_cast<char>(151);
    QVERIFY(!segmentcodec::unpack(segment.token, compressed(data)));
    data[firstCode + 77] = static_cast<char>(150);
    QVERIFY(segmentcodec::unpack(segment.token, compressed(data)));
}

void StoredColumnsTest::areNeverLargerThanABlockMayBe()
{
    const QByteArray bomb = compressed(
        QByteArray(static_cast<qsizetype>(segmentcodec::maximumSize) + 1, '\1'));
    QVERIFY(bomb.size() < 100'000);

    QVERIFY(!segmentcodec::unpack(1, bomb));
}

QTEST_GUILESS_MAIN(StoredColumnsTest)
#include "tst_storedcolumns.moc"
