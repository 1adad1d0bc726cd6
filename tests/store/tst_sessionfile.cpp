// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/rawevents.h"
#include "core/store/sessionfile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace boxwatch;
using namespace Qt::StringLiterals;

namespace {

/// Events whose views point into \p raws.
std::vector<Event> eventsOf(const std::vector<std::string> &raws)
{
    std::vector<Event> events;
    qint64 time = 1000;
    for (const std::string &raw : raws) {
        Event event;
        event.raw = raw;
        event.createdAt = time += 1000;
        events.push_back(event);
    }
    return events;
}

std::vector<Event> eventsOf(std::vector<std::string> &&) = delete;

const std::vector<std::string> emptyObject{"{}"};

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

/// What Boxwatch 0.1 made: a session of format 1 with one chunk of two events.
constexpr auto format1 =
    "DROP TABLE segment; DROP TABLE mark;"
    "DROP TABLE gap; DROP TABLE calls; DROP TABLE chunk; DROP TABLE stream;"
    "CREATE TABLE stream(id INTEGER PRIMARY KEY, type TEXT NOT NULL UNIQUE, position BLOB NOT NULL,"
    " start_date INTEGER, end_date INTEGER, event_types TEXT NOT NULL,"
    " last_answer INTEGER NOT NULL, duplicates INTEGER NOT NULL);"
    "CREATE TABLE chunk(id INTEGER PRIMARY KEY, stream INTEGER NOT NULL REFERENCES stream,"
    " received_at INTEGER NOT NULL, first_row INTEGER NOT NULL, events INTEGER NOT NULL,"
    " unreadable INTEGER NOT NULL, first_event INTEGER, last_event INTEGER, size INTEGER NOT NULL,"
    " data BLOB NOT NULL);"
    "INSERT INTO stream VALUES(1, 'admin_logs', x'3432', NULL, NULL, '', 99, 3);"
    // zstd of 02 02 04 followed by {} and null
    "INSERT INTO chunk VALUES(1, 1, 99, 0, 2, 0, 1000, 2000, 9,"
    " x'28b52ffd24094900000202047b7d6e756c6cb7ee5a71');"
    "PRAGMA user_version = 1";

/// What Boxwatch 0.2 made.
constexpr auto format2 =
    "DROP INDEX chunk_summary; DROP TABLE segment; DROP TABLE mark;"
    "INSERT INTO stream VALUES(1, 'admin_logs', x'3432', NULL, NULL, '', 99, 3, NULL);"
    "INSERT INTO chunk VALUES(1, 1, 99, 0, 2, 0, 1000, 2000, 9,"
    " x'28b52ffd24094900000202047b7d6e756c6cb7ee5a71', 0);"
    "PRAGMA user_version = 2";

void addOlderFormats()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("1") << QByteArray(format1);
    QTest::newRow("2") << QByteArray(format2);
}

/// Runs SQL on a file as somebody would who has the sqlite3 program.
void tamper(const QString &path, const char *sql)
{
    sqlite3 *database = nullptr;
    QCOMPARE(sqlite3_open(path.toUtf8().constData(), &database), SQLITE_OK);
    char *message = nullptr;
    sqlite3_exec(database, sql, nullptr, nullptr, &message);
    QVERIFY2(message == nullptr, message);
    sqlite3_close(database);
}

} // namespace

class SessionFileTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void keepsEventsAndPositionTogether();
    void keepsThePositionWhenThereWereNoEvents();
    void givesBackEachEventByteForByte();
    void countsDuplicates();
    void keepsTheOwnerAndTheView();
    void isReadableByItsOwnerAlone();
    void doesNotReplaceAFile();
    void takesTheNameOfAnEmptyFile();
    void isWholeOrNotThere();
    void doesNotInheritFromADeletedSession();
    void onlyOneWriterAtATime();
    void readsWhileAnotherWrites();
    void noticesThatTheFileIsGone();
    void readsFromAPlaceThatCannotBeWritten();
    void refusesAForeignFile_data();
    void refusesAForeignFile();
    void refusesANewerFormat();
    void bringsAnOlderFormatUpToDate_data() { addOlderFormats(); }
    void bringsAnOlderFormatUpToDate();
    void readsAnOlderFormatAsItIs_data() { addOlderFormats(); }
    void readsAnOlderFormatAsItIs();
    void remembersMarkedRows();
    void marksNoRowThatIsNotThere();
    void givesChunksWithoutTheirEvents();
    void keepsLateEventsApart();
    void changesNothingIfLateEventsCannotBeWritten();
    void remembersEachGapOnce();
    void countsCallsByDayAndMonth();
    void remembersFromWhenAStreamCovers();
    void survivesEveryFlippedByte();

private:
    QString path() const { return m_folder->filePath(u"session.boxwatch"_s); }

    std::unique_ptr<SessionFile> created()
    {
        auto file = SessionFile::create(path());
        return file ? std::move(*file) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SessionFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void SessionFileTest::keepsEventsAndPositionTogether()
{
    const std::vector<std::string> raws{"{\"a\":1}", "{\"b\":2}"};
    const StreamState after{
        .position = StreamPosition("1152922976252290886"),
        .startDate = QDateTime::fromMSecsSinceEpoch(5000, Qt::UTC),
        .eventTypes = {"UPLOAD", "DOWNLOAD"}};
    {
        const auto file = created();
        QVERIFY(file);
        const auto stream = file->stream(StreamType::AdminLogs);
        QVERIFY(stream);
        const auto id = file->commit(
            {.stream = stream->id, .after = after, .receivedAt = 77, .events = eventsOf(raws)});
        QVERIFY(id);
    }

    auto file = SessionFile::open(path(), SessionFile::Mode::Write);
    QVERIFY(file);
    const auto summary = (*file)->summary();
    QVERIFY(summary);

    QCOMPARE(summary->events, 2);
    QCOMPARE(summary->firstEvent, 2000);
    QCOMPARE(summary->lastEvent, 3000);
    QCOMPARE(summary->streams.size(), 1U);
    QCOMPARE(summary->streams[0].type, StreamType::AdminLogs);
    QCOMPARE(summary->streams[0].state, after);
    QCOMPARE(summary->streams[0].lastAnswer, 77);
}

void SessionFileTest::keepsThePositionWhenThereWereNoEvents()
{
    const auto file = created();
    QVERIFY(file);
    const auto stream = file->stream(StreamType::AdminLogsStreaming);
    QVERIFY(stream);

    const auto id = file->commit(
        {.stream = stream->id, .after = {.position = StreamPosition("5")}, .events = {}});

    QVERIFY(id);
    QCOMPARE(*id, 0);
    QCOMPARE(file->stream(StreamType::AdminLogsStreaming)->state.position.text(), QByteArray("5"));
    QCOMPARE(file->summary()->events, 0);
}

void SessionFileTest::givesBackEachEventByteForByte()
{
    std::vector<std::string> raws{
        "{}",
        "{\"name\":\"\\ud800\"}",
        std::string("{\"nul\":\"\0\"}", 11),
        "{\"bad\":\"\xff\"}",
        "{ \"spaced\" : 1 }\n",
        std::string(3'000'000, 'x')};
    for (int i = 0; i < 500; ++i)
        raws.push_back("{\"n\":" + std::to_string(i) + "}");
    const auto file = created();
    QVERIFY(file);
    const auto stream = file->stream(StreamType::AdminLogs);
    QVERIFY(stream);
    EventTable table;
    for (int chunk = 0; chunk < 3; ++chunk) {
        const auto events = eventsOf(raws);
        const auto id = file->commit({.stream = stream->id, .after = {}, .events = events});
        QVERIFY(id);
        table.beginChunk({.chunkId = *id});
        for (const Event &event : events)
            table.append(event, {});
    }
    table.publish();

    auto reader = RawEvents::open(path());
    QVERIFY(reader);
    for (EventTable::Row row = 0; row < table.size(); ++row) {
        const auto raw = (*reader)->raw(table.snapshot(), row);
        QVERIFY(raw);
        QVERIFY(*raw == raws[row % raws.size()]);
    }
    // Backwards too, as a person scrolls up.
    for (EventTable::Row row = table.size(); row-- > 0; row -= qMin<EventTable::Row>(row, 100))
        QVERIFY(*(*reader)->raw(table.snapshot(), row) == raws[row % raws.size()]);
}

void SessionFileTest::countsDuplicates()
{
    const auto file = created();
    QVERIFY(file);
    const auto stream = file->stream(StreamType::AdminLogs);
    QVERIFY(stream);

    QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = {}, .duplicates = 3}));
    QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = {}, .duplicates = 4}));

    QCOMPARE(file->summary()->duplicates, 7);
}

void SessionFileTest::keepsTheOwnerAndTheView()
{
    const SessionOwner owner{
        .accountId = u"7"_s,
        .login = u"ana@example.com"_s,
        .name = u"Ana Ruíz"_s,
        .enterpriseId = u"9"_s,
        .enterpriseName = u"見本"_s};
    {
        const auto file = created();
        QVERIFY(file);
        QVERIFY(file->setOwner(owner));
        QVERIFY(file->setView("{\"a\":1}"));
        QVERIFY(file->setView("{\"b\":2}"));
        QVERIFY(!file->setView(QByteArray(2'000'000, 'x')));
    }
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(file);

    QCOMPARE((*file)->summary()->owner, owner);
    QCOMPARE(*(*file)->view(), QByteArray("{\"b\":2}"));
}

void SessionFileTest::isReadableByItsOwnerAlone()
{
    const auto file = created();
    QVERIFY(file);

    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QCOMPARE(QFile::permissions(path()) & others, QFile::Permissions());
    QCOMPARE(QFile::permissions(path() + u"-wal"_s) & others, QFile::Permissions());
}

void SessionFileTest::doesNotReplaceAFile()
{
    QFile other(path());
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("mine");
    other.close();

    const auto file = SessionFile::create(path());

    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::File);
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), QByteArray("mine"));
}

void SessionFileTest::takesTheNameOfAnEmptyFile()
{
    QFile empty(path());
    QVERIFY(empty.open(QIODevice::WriteOnly));
    empty.close();

    QVERIFY(created());
    QVERIFY(SessionFile::open(path(), SessionFile::Mode::ReadOnly));
}

void SessionFileTest::isWholeOrNotThere()
{
    // What a process leaves that is killed while it makes a session: it must not be in the way.
    QFile half(path() + u".new"_s);
    QVERIFY(half.open(QIODevice::WriteOnly));
    half.write(QByteArray(5000, 'x'));
    half.close();

    QVERIFY(created());
    QVERIFY(!QFile::exists(path() + u".new"_s));
    QVERIFY(SessionFile::open(path(), SessionFile::Mode::ReadOnly));
}

void SessionFileTest::doesNotInheritFromADeletedSession()
{
    {
        const auto file = created();
        QVERIFY(file);
        const auto stream = file->stream(StreamType::AdminLogs);
        const auto events = eventsOf(emptyObject);
        QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = events}));
        // What a process leaves that is killed now.
        QVERIFY(QFile::copy(path() + u"-wal"_s, path() + u"-kept"_s));
    }
    QVERIFY(QFile::remove(path()));
    QFile::remove(path() + u"-wal"_s);
    QVERIFY(QFile::rename(path() + u"-kept"_s, path() + u"-wal"_s));

    const auto file = created();

    QVERIFY(file);
    QCOMPARE(file->summary()->events, 0);
    QVERIFY(file->summary()->streams.empty());
}

void SessionFileTest::onlyOneWriterAtATime()
{
    auto first = created();
    QVERIFY(first);

    const auto second = SessionFile::open(path(), SessionFile::Mode::Write);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, Error::Kind::Busy);

    first.reset();
    QVERIFY(SessionFile::open(path(), SessionFile::Mode::Write));
}

void SessionFileTest::readsWhileAnotherWrites()
{
    const auto writer = created();
    QVERIFY(writer);
    const auto stream = writer->stream(StreamType::AdminLogs);
    QVERIFY(stream);
    const auto reader = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(reader);

    const auto events = eventsOf(emptyObject);
    QVERIFY(writer->commit({.stream = stream->id, .after = {}, .events = events}));

    QCOMPARE((*reader)->summary()->events, 1);
    QVERIFY(!(*reader)->setView("{}"));
}

void SessionFileTest::noticesThatTheFileIsGone()
{
    const auto file = created();
    QVERIFY(file);
    const auto stream = file->stream(StreamType::AdminLogs);
    QVERIFY(stream);
    QVERIFY(QFile::rename(path(), path() + u".moved"_s));

    const auto events = eventsOf(emptyObject);
    const auto id = file->commit({.stream = stream->id, .after = {}, .events = events});

    QVERIFY(!id);
    QCOMPARE(id.error().kind, Error::Kind::File);
}

void SessionFileTest::readsFromAPlaceThatCannotBeWritten()
{
    {
        const auto file = created();
        QVERIFY(file);
        const auto stream = file->stream(StreamType::AdminLogs);
        const auto events = eventsOf(emptyObject);
        QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = events}));
    }
    const auto folder = QFile::permissions(m_folder->path());
    QVERIFY(QFile::setPermissions(m_folder->path(), QFile::ReadOwner | QFile::ExeOwner));
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QFile::setPermissions(m_folder->path(), folder);

    QVERIFY(file);
    QCOMPARE((*file)->summary()->events, 1);
}

void SessionFileTest::refusesAForeignFile_data()
{
    QTest::addColumn<QByteArray>("sql");

    QTest::newRow("trigger") << QByteArray(
        "CREATE TRIGGER t AFTER INSERT ON chunk BEGIN DELETE FROM chunk; END");
    QTest::newRow("view") << QByteArray("CREATE VIEW v AS SELECT 1");
    QTest::newRow("further table") << QByteArray("CREATE TABLE more(x)");
    QTest::newRow("index that computes") << QByteArray("CREATE INDEX i ON chunk(abs(id))");
    QTest::newRow("view in place of a table") << QByteArray(
        "DROP TABLE chunk; CREATE VIEW chunk AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x"
        " FROM c) SELECT x AS id FROM c");
    QTest::newRow("further column") << QByteArray("ALTER TABLE chunk ADD COLUMN x");
    QTest::newRow("another application") << QByteArray("PRAGMA application_id = 1");
}

void SessionFileTest::refusesAForeignFile()
{
    QFETCH(const QByteArray, sql);
    QVERIFY(created());
    tamper(path(), sql.constData());

    for (const auto mode : {SessionFile::Mode::ReadOnly, SessionFile::Mode::Write}) {
        const auto file = SessionFile::open(path(), mode);
        QVERIFY(!file);
        QCOMPARE(file.error().kind, Error::Kind::DamagedFile);
    }
}

void SessionFileTest::refusesANewerFormat()
{
    QVERIFY(created());
    tamper(path(), "PRAGMA user_version = 99");

    const auto file = SessionFile::open(path(), SessionFile::Mode::Write);

    QVERIFY(!file);
    QCOMPARE(file.error().kind, Error::Kind::NewerFile);
}

void SessionFileTest::bringsAnOlderFormatUpToDate()
{
    QFETCH(const QByteArray, sql);
    QVERIFY(created());
    tamper(path(), sql.constData());

    {
        const auto file = SessionFile::open(path(), SessionFile::Mode::Write);
        QVERIFY2(file, file ? "" : qPrintable(file.error().message));
        const auto summary = (*file)->summary();
        QVERIFY(summary);
        QCOMPARE(summary->events, 2);
        QCOMPARE(summary->late, 0);
        QCOMPARE(summary->duplicates, 3);
        QCOMPARE(summary->streams.at(0).state.position.text(), QByteArray("42"));
        QVERIFY(!summary->streams.at(0).coversFrom);
        const auto events = eventsOf(emptyObject);
        QVERIFY((*file)->commit({.stream = 1, .after = {}, .receivedAt = 7, .events = events}));
        QVERIFY((*file)->setMark(1, true));
    }
    // Its tables are those of a session that was made new, or it would be refused now.
    const auto again = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(again);
    QCOMPARE((*again)->summary()->events, 3);
    QCOMPARE(*(*again)->marks(), RowSet({1}));
    QCOMPARE((*again)->ranges(0, 10)->size(), std::size_t{2});
}

void SessionFileTest::readsAnOlderFormatAsItIs()
{
    QFETCH(const QByteArray, sql);
    QVERIFY(created());
    tamper(path(), sql.constData());

    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);

    QVERIFY2(file, file ? "" : qPrintable(file.error().message));
    QCOMPARE((*file)->summary()->events, 2);
    const auto chunk = (*file)->nextChunk(0);
    QVERIFY(chunk && *chunk);
    QCOMPARE((*chunk)->events.size(), std::size_t{2});
    QCOMPARE((*chunk)->events[1], "null");
    QVERIFY(!(*chunk)->late);
    QVERIFY((*file)->calls(0));
    QVERIFY((*file)->marks()->isEmpty());
    QVERIFY((*file)->ranges(0, 10)->empty());
    QVERIFY((*file)->segmentTokens()->empty());
    QVERIFY(!(*file)->segment(0)->has_value());
}

void SessionFileTest::remembersMarkedRows()
{
    {
        const auto file = created();
        const auto stream = file->stream(StreamType::AdminLogs);
        const std::vector<std::string> raws(10, "{}");
        const auto events = eventsOf(raws);
        QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = events}));
        QVERIFY(file->marks()->isEmpty());
        QVERIFY(file->setMark(7, true));
        QVERIFY(file->setMark(7, true));
        QVERIFY(file->setMark(2, true));
        const std::vector<EventTable::Row> more{0, 3, 9};
        QVERIFY(file->setMarks(more, true));
        QVERIFY(file->setMarks(std::span(more).first(1), false));
        QVERIFY(file->setMark(5, false));
    }

    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);

    QCOMPARE(*(*file)->marks(), RowSet({2, 3, 7, 9}));
    QVERIFY(!(*file)->setMark(1, true));
}

void SessionFileTest::marksNoRowThatIsNotThere()
{
    {
        const auto file = created();
        const auto stream = file->stream(StreamType::AdminLogs);
        const auto events = eventsOf(emptyObject);
        QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = events}));
    }
    tamper(path(), "INSERT INTO mark(row, marked_at) VALUES(-1, 0), (0, 0), (1, 0), (1 << 40, 0)");

    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);

    QCOMPARE(*(*file)->marks(), RowSet({0}));
}

void SessionFileTest::givesChunksWithoutTheirEvents()
{
    const auto file = created();
    const auto stream = file->stream(StreamType::AdminLogs);
    const std::vector<std::string> raws(5, "{}");
    const auto events = eventsOf(raws);
    const std::span<const Event> all = events;
    QVERIFY(file->commit(
        {.stream = stream->id,
         .after = {},
         .receivedAt = 70,
         .events = all.first(3),
         .late = all.subspan(3)}));
    QVERIFY(file->commit(
        {.stream = stream->id, .after = {}, .receivedAt = 71, .events = all.first(4)}));

    const auto ranges = file->ranges(0, 100);
    const auto fromTheMiddle = file->ranges(4, 100);
    const auto one = file->ranges(0, 1);

    QVERIFY(ranges && fromTheMiddle && one);
    QCOMPARE(ranges->size(), std::size_t{3});
    QCOMPARE(ranges->at(1).firstRow, 3);
    QCOMPARE(ranges->at(1).events, 2);
    QVERIFY(!ranges->at(0).late && ranges->at(1).late);
    QCOMPARE(ranges->at(2).receivedAt, 71);
    QCOMPARE(fromTheMiddle->size(), std::size_t{2});
    QCOMPARE(fromTheMiddle->at(0).id, ranges->at(1).id);
    QCOMPARE(one->size(), std::size_t{1});
}

void SessionFileTest::keepsLateEventsApart()
{
    const std::vector<std::string> raws{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"};
    const auto events = eventsOf(raws);
    {
        const auto file = created();
        const auto stream = file->stream(StreamType::AdminLogs);
        const auto id = file->commit(
            {.stream = stream->id,
             .after = {},
             .receivedAt = 5,
             .events = std::span(events).first(2),
             .late = std::span(events).last(1)});
        QVERIFY(id);
        QCOMPARE(*id, 1);
        QCOMPARE(*file->newestEvent(stream->id), 4000);
        QCOMPARE(*file->newestEvent(stream->id + 1), qint64{Event::noTime});
    }
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QVERIFY(file);
    QCOMPARE((*file)->summary()->events, 3);
    QCOMPARE((*file)->summary()->late, 1);
    const auto late = (*file)->readChunk(2);
    QVERIFY(late);
    QVERIFY(late->late);
    QCOMPARE(late->firstRow, 2);
    QCOMPARE(bytes(late->events.at(0)), QByteArray("{\"c\":3}"));
}

void SessionFileTest::changesNothingIfLateEventsCannotBeWritten()
{
    const auto file = created();
    const auto stream = file->stream(StreamType::AdminLogs);
    const auto events = eventsOf(emptyObject);
    // A stream that is not there: the foreign key stands in for a disk that fails half way.
    QVERIFY(!file->commit(
        {.stream = stream->id + 1,
         .after = {},
         .receivedAt = 5,
         .events = events,
         .late = events}));

    const auto id = file->commit(
        {.stream = stream->id, .after = {}, .receivedAt = 6, .events = events});

    QVERIFY(id);
    QCOMPARE((*file->nextChunk(0))->firstRow, 0);
    QCOMPARE(file->summary()->events, 1);
}

void SessionFileTest::remembersEachGapOnce()
{
    const StreamGap gap{
        .type = StreamType::AdminLogs,
        .after = QDateTime::fromMSecsSinceEpoch(1000, Qt::UTC),
        .before = QDateTime::fromMSecsSinceEpoch(2000, Qt::UTC),
        .reason = StreamGap::Reason::Refused};
    StreamGap unknown = gap;
    unknown.after = {};
    {
        const auto file = created();
        const int stream = file->stream(StreamType::AdminLogs)->id;
        QCOMPARE(*file->addGap(stream, gap), true);
        QCOMPARE(*file->addGap(stream, gap), false);
        QCOMPARE(*file->addGap(stream, unknown), true);
        QCOMPARE(*file->addGap(stream, unknown), false);
    }
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QCOMPARE((*file)->summary()->gaps, (std::vector<StreamGap>{gap, unknown}));
}

void SessionFileTest::countsCallsByDayAndMonth()
{
    const auto at = [](int month, int day) {
        return QDateTime({2026, month, day}, {23, 0}, Qt::UTC).toMSecsSinceEpoch();
    };
    const auto file = created();
    for (const qint64 time : {at(10, 31), at(11, 1), at(11, 21), at(11, 22), at(11, 22)})
        QVERIFY(file->addCalls(time, 10));

    const auto calls = file->calls(at(11, 22));

    QVERIFY(calls);
    QCOMPARE(calls->today, 20);
    QCOMPARE(calls->month, 40);
    QCOMPARE(*file->calls(at(12, 1)), (CallCounts{}));
}

void SessionFileTest::remembersFromWhenAStreamCovers()
{
    {
        const auto file = created();
        const auto stream = file->stream(StreamType::AdminLogsStreaming);
        QVERIFY(!stream->coversFrom);
        QVERIFY(file->setCoversFrom(stream->id, 1234));
        QCOMPARE(file->stream(StreamType::AdminLogsStreaming)->coversFrom, 1234);
    }
    const auto file = SessionFile::open(path(), SessionFile::Mode::ReadOnly);
    QCOMPARE((*file)->summary()->streams.at(0).coversFrom, 1234);
}

void SessionFileTest::survivesEveryFlippedByte()
{
    {
        const auto file = created();
        QVERIFY(file);
        const auto stream = file->stream(StreamType::AdminLogs);
        std::vector<std::string> raws;
        for (int i = 0; i < 300; ++i)
            raws.push_back("{\"event_id\":\"" + std::to_string(i * 7919) + "\"}");
        const auto events = eventsOf(raws);
        QVERIFY(file->commit({.stream = stream->id, .after = {}, .events = events}));
    }
    QFile original(path());
    QVERIFY(original.open(QIODevice::ReadOnly));
    const QByteArray sound = original.readAll();
    original.close();

    // Every outcome but a crash, a hang or a wrong event is fine; zstd's checksum sees to the last.
    const QString copy = m_folder->filePath(u"copy.boxwatch"_s);
    for (qsizetype at = 0; at < sound.size(); at += 37) {
        QByteArray damaged = sound;
        damaged[at] = static_cast<char>(~damaged.at(at));
        QFile file(copy);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(damaged);
        file.close();

        const auto session = SessionFile::open(copy, SessionFile::Mode::ReadOnly);
        if (!session)
            continue;
        qint64 last = 0;
        for (int guard = 0; guard < 10; ++guard) {
            const auto chunk = (*session)->nextChunk(last);
            if (!chunk || !*chunk)
                break;
            for (std::size_t i = 0; i < (*chunk)->events.size(); ++i) {
                QCOMPARE(
                    bytes((*chunk)->events[i]),
                    "{\"event_id\":\"" + QByteArray::number(static_cast<int>(i) * 7919) + "\"}");
            }
            last = (*chunk)->id;
        }
    }
}

QTEST_APPLESS_MAIN(SessionFileTest)
#include "tst_sessionfile.moc"
