// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/exportjob.h"
#include "tests/export/csvreader.h"
#include "tests/export/samplesession.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>

#ifdef Q_OS_UNIX
#include <csignal>

#include <sys/resource.h>
#endif

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestExportJob : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void writesAHeaderAndARowForEachEvent();
    void givesBackNamesOfAllScripts();
    void guardsAndCountsFormulas();
    void writesTheColumnsThatWereAskedFor();
    void writesARecordForAnEmptyCell();
    void beginsWithAByteOrderMarkIfAskedTo();
    void keepsTheJsonOfEachEvent();

    void writesJsonLinesByteForByte();
    void joinsLinesThatBoxBroke();

    void writesOnlyTheTypesThatWereAskedFor();
    void writesTheRowsInTheOrderGiven();
    void writesManyRowsInAnyOrder();

    void leavesTheOldFileWhenCancelled();
    void leavesTheOldFileWhenTheDiskIsFull();
    void reportsADeviceThatIsFull();
    void reportsAFolderThatIsNotThere();
    void refusesAnUnknownColumn();
    void refusesToReplaceTheSession();
    void writesThroughALink();

    void tellsItsProgressAtMostTwentyTimesASecond();
    void writesInAThreadOfItsOwn();
    void stopsInItsThreadWhenCancelled();
    void mayBeDestroyedWhileItWrites();
};

namespace {

const auto noProgress = [](qint64, qint64) { return true; };

QByteArrayList rawEvents(const QStringList &names)
{
    QByteArrayList raws;
    for (const QString &name : names)
        raws.append(downloadEvent(static_cast<int>(raws.size()), name, name));
    return raws;
}

QByteArrayList manyEvents(int count)
{
    QByteArrayList raws;
    for (int i = 0; i < count; ++i)
        raws.append(downloadEvent(i, u"Jonas Lindqvist"_s, u"Q1 forecast %1.xlsx"_s.arg(i)));
    return raws;
}

// One column of a CSV, without the header.
QByteArrayList columnOf(const QByteArray &csv, const QByteArray &key)
{
    const auto records = readCsv(csv);
    QByteArrayList cells;
    if (records.isEmpty())
        return cells;
    const qsizetype column = records.at(0).indexOf(key);
    for (const QByteArrayList &record : records.mid(1))
        cells.append(record.value(column));
    return cells;
}

ExportOptions csvInto(const QString &file)
{
    return {.format = ExportFormat::Csv, .output = file};
}

ExportOptions jsonInto(const QString &file)
{
    return {.format = ExportFormat::JsonLines, .output = file};
}

} // namespace

void TestExportJob::initTestCase()
{
    qRegisterMetaType<ExportSummary>();
    qRegisterMetaType<Error>();
#ifdef Q_OS_UNIX
    std::signal(SIGXFSZ, SIG_IGN);
#endif
}

void TestExportJob::writesAHeaderAndARowForEachEvent()
{
    const SampleSession session(manyEvents(3));
    const QString file = session.file(u"out.csv"_s);

    const auto summary = ExportJob::run(session.path(), session.table(), csvInto(file), noProgress);

    QVERIFY(summary);
    QCOMPARE(summary->rows, 3);
    const QByteArray csv = readWhole(file);
    QCOMPARE(summary->bytes, csv.size());
    const auto records = readCsv(csv);
    QCOMPARE(records.size(), 4);
    QCOMPARE(records.at(0), defaultExportColumns());
    const auto cell = [&records](const char *key) {
        return records.at(2).value(records.at(0).indexOf(key));
    };
    QCOMPARE(cell("event_id"), "6a5dc0b7-3d1b-4f4e-9f0a-000000000001");
    QCOMPARE(cell("created_at_utc"), "2026-03-02T16:20:31Z");
    QCOMPARE(cell("recorded_at_utc"), "");
    QCOMPARE(cell("received_at_utc"), "2026-03-02T08:00:00Z");
    QCOMPARE(cell("stream"), "admin_logs");
    QCOMPARE(cell("event_type"), "DOWNLOAD");
    QCOMPARE(cell("actor_id"), "7001");
    QCOMPARE(cell("actor_name"), "Jonas Lindqvist");
    QCOMPARE(cell("actor_login"), "someone@example.com");
    QCOMPARE(cell("ip_address"), "203.0.113.24");
    QCOMPARE(cell("item_type"), "file");
    QCOMPARE(cell("item_id"), "1593028471102");
    QCOMPARE(cell("item_name"), "Q1 forecast 1.xlsx");
    QCOMPARE(cell("parent_id"), "267710045518");
    QCOMPARE(cell("parent_name"), "Finance");
    QCOMPARE(cell("owner_login"), "mara.okafor@example.com");
    QCOMPARE(cell("size_bytes"), "48213");
    QCOMPARE(cell("service_name"), "Box Sync for Desktop");
    QCOMPARE(cell("classification"), "Internal");
    QCOMPARE(cell("risk"), "");
}

void TestExportJob::givesBackNamesOfAllScripts()
{
    const QStringList names = difficultNames();
    const SampleSession session(rawEvents(names));
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.guardFormulas = false;

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(summary->guardedCells, 0);
    QCOMPARE(summary->repairedCells, 0);
    QByteArrayList expected;
    for (const QString &name : names)
        expected.append(name.toUtf8());
    QCOMPARE(columnOf(readWhole(options.output), "item_name"), expected);
    QCOMPARE(columnOf(readWhole(options.output), "actor_name"), expected);
}

void TestExportJob::guardsAndCountsFormulas()
{
    const SampleSession session(rawEvents({u"=1+1"_s, u"fine"_s, u"-x"_s, u"=1+1"_s}));
    const ExportOptions options = csvInto(session.file(u"out.csv"_s));

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    const QByteArrayList expected{"'=1+1", "fine", "'-x", "'=1+1"};
    QCOMPARE(columnOf(readWhole(options.output), "item_name"), expected);
    QCOMPARE(summary->guardedCells, 6); // in the names of three actors and of three files
}

void TestExportJob::writesTheColumnsThatWereAskedFor()
{
    const SampleSession session(manyEvents(1));
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.columns = {"item_name", "event_type"};

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(readWhole(options.output), "item_name,event_type\r\nQ1 forecast 0.xlsx,UPLOAD\r\n");
}

void TestExportJob::writesARecordForAnEmptyCell()
{
    const SampleSession session(manyEvents(1));
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.columns = {"risk"};

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(readWhole(options.output), "risk\r\n\"\"\r\n");
}

void TestExportJob::beginsWithAByteOrderMarkIfAskedTo()
{
    const SampleSession session(manyEvents(1));
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.byteOrderMark = true;

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QVERIFY(readWhole(options.output)
                .startsWith("\xEF\xBB\xBF"
                            "event_id,"));
}

void TestExportJob::keepsTheJsonOfEachEvent()
{
    const QByteArrayList raws = rawEvents(difficultNames());
    const SampleSession session(raws, 4);
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.columns = exportColumns();

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(columnOf(readWhole(options.output), "raw_json"), raws);
}

void TestExportJob::writesJsonLinesByteForByte()
{
    const QByteArrayList raws = rawEvents(difficultNames());
    const SampleSession session(raws, 7);
    const ExportOptions options = jsonInto(session.file(u"out.jsonl"_s));

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(summary->rows, raws.size());
    QCOMPARE(summary->joinedLines, 0);
    QCOMPARE(readWhole(options.output), raws.join('\n') + '\n');
}

void TestExportJob::joinsLinesThatBoxBroke()
{
    const QByteArray compact = downloadEvent(1, u"a"_s, u"two\nlines"_s);
    const QByteArray broken = QJsonDocument::fromJson(compact)
                                  .toJson(QJsonDocument::Indented)
                                  .trimmed()
                                  .replace("\n", "\r\n");
    const SampleSession session({broken, compact});
    const ExportOptions options = jsonInto(session.file(u"out.jsonl"_s));

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(summary->joinedLines, 1);
    const QByteArrayList lines = readWhole(options.output).split('\n');
    QCOMPARE(lines.size(), 3); // the last one is empty
    QCOMPARE(QJsonDocument::fromJson(lines.at(0)), QJsonDocument::fromJson(compact));
    QCOMPARE(lines.at(1), compact);
}

void TestExportJob::writesOnlyTheTypesThatWereAskedFor()
{
    const SampleSession session(manyEvents(9));
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.types = {"UPLOAD", "NEVER_HEARD_OF"};

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(summary->rows, 3);
    QCOMPARE(columnOf(readWhole(options.output), "event_type"), QByteArrayList(3, "UPLOAD"));
}

void TestExportJob::writesTheRowsInTheOrderGiven()
{
    const SampleSession session(manyEvents(9), 2);
    ExportOptions options = jsonInto(session.file(u"out.jsonl"_s));
    options.rows = std::vector<EventTable::Row>{7, 0, 3};

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    const QByteArrayList raws = manyEvents(9);
    const QByteArrayList expected{raws.at(7), raws.at(0), raws.at(3), {}};
    QCOMPARE(readWhole(options.output).split('\n'), expected);
}

void TestExportJob::writesManyRowsInAnyOrder()
{
    constexpr int count = 70'000; // more than are read at once
    const SampleSession session(manyEvents(count), 500);
    ExportOptions options = jsonInto(session.file(u"out.jsonl"_s));
    std::vector<EventTable::Row> rows;
    for (EventTable::Row i = 0; i < count; ++i)
        rows.push_back(i * 7919U % count);
    rows.insert(rows.begin() + 3, count + 5); // not there
    options.rows = rows;

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(summary);
    QCOMPARE(summary->rows, count);
    const QByteArrayList raws = manyEvents(count);
    QByteArrayList expected;
    for (const EventTable::Row row : rows) {
        if (row < count)
            expected.append(raws.at(static_cast<int>(row)));
    }
    expected.append(QByteArray());
    QVERIFY(readWhole(options.output).split('\n') == expected);
}

void TestExportJob::leavesTheOldFileWhenCancelled()
{
    const SampleSession session(manyEvents(1000));
    const ExportOptions options = csvInto(session.file(u"out.csv"_s));
    QFile old(options.output);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("what was there") > 0);
    old.close();

    const auto summary = ExportJob::run(
        session.path(), session.table(), options,
        [](qint64 done, qint64 total) { return done < total; });

    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, Error::Kind::Cancelled);
    QCOMPARE(readWhole(options.output), "what was there");
    const QStringList left = QDir(session.file({})).entryList({u"out*"_s}, QDir::Files);
    QCOMPARE(left, QStringList{u"out.csv"_s});
}

void TestExportJob::leavesTheOldFileWhenTheDiskIsFull()
{
#ifdef Q_OS_UNIX
    const SampleSession session(manyEvents(2000));
    const ExportOptions options = csvInto(session.file(u"out.csv"_s));
    QFile old(options.output);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("what was there") > 0);
    old.close();
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = 100'000;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, Error::Kind::File);
    QVERIFY(summary.error().message.contains(u"out.csv"_s));
    QCOMPARE(readWhole(options.output), "what was there");
    const QStringList left = QDir(session.file({})).entryList({u"out*"_s}, QDir::Files);
    QCOMPARE(left, QStringList{u"out.csv"_s});
#else
    QSKIP("There is no limit to the size of a file here.");
#endif
}

void TestExportJob::reportsADeviceThatIsFull()
{
    if (!QFile::exists(u"/dev/full"_s))
        QSKIP("There is no device that is always full here.");
    const SampleSession session(manyEvents(2));

    const auto summary = ExportJob::run(
        session.path(), session.table(), csvInto(u"/dev/full"_s), noProgress);

    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, Error::Kind::File);
    QVERIFY2(QFile::exists(u"/dev/full"_s), "a device must not be replaced by a file");
}

void TestExportJob::reportsAFolderThatIsNotThere()
{
    const SampleSession session(manyEvents(2));

    const auto summary = ExportJob::run(
        session.path(), session.table(), csvInto(session.file(u"none/out.csv"_s)), noProgress);

    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, Error::Kind::File);
}

void TestExportJob::refusesAnUnknownColumn()
{
    const SampleSession session(manyEvents(2));
    ExportOptions options = csvInto(session.file(u"out.csv"_s));
    options.columns = {"event_id", "shoe_size"};

    const auto summary = ExportJob::run(session.path(), session.table(), options, noProgress);

    QVERIFY(!summary);
    QCOMPARE(summary.error().kind, Error::Kind::Usage);
    QVERIFY(summary.error().message.contains(u"shoe_size"_s));
    QVERIFY(!QFile::exists(options.output));
}

void TestExportJob::refusesToReplaceTheSession()
{
    const SampleSession session(manyEvents(2));
    const QString link = session.file(u"link.csv"_s);
    QVERIFY(QFile::link(session.path(), link));

    for (const QString &output : {session.path(), link}) {
        const auto summary = ExportJob::run(
            session.path(), session.table(), csvInto(output), noProgress);

        QVERIFY(!summary);
        QCOMPARE(summary.error().kind, Error::Kind::Usage);
        QVERIFY(readWhole(session.path()).startsWith("SQLite format 3"));
    }
}

void TestExportJob::writesThroughALink()
{
    const SampleSession session(manyEvents(2));
    const QString target = session.file(u"target.csv"_s);
    QFile file(target);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const QString link = session.file(u"link.csv"_s);
    QVERIFY(QFile::link(target, link));

    const auto summary = ExportJob::run(session.path(), session.table(), csvInto(link), noProgress);

    QVERIFY(summary);
    QVERIFY(QFileInfo(link).isSymLink());
    QCOMPARE(readWhole(target).size(), summary->bytes);
}

void TestExportJob::tellsItsProgressAtMostTwentyTimesASecond()
{
    const SampleSession session(manyEvents(5000));
    QElapsedTimer clock;
    QList<qint64> told;
    clock.start();

    const auto summary = ExportJob::run(
        session.path(), session.table(), jsonInto(session.file(u"out.jsonl"_s)),
        [&told](qint64 done, qint64) {
            told.append(done);
            return true;
        });

    QVERIFY(summary);
    QCOMPARE(told.first(), 0);
    QCOMPARE(told.last(), 5000);
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    // The first and the last are always told.
    QVERIFY(told.size() <= 3 + clock.elapsed() / 50);
}

void TestExportJob::writesInAThreadOfItsOwn()
{
    const SampleSession session(manyEvents(1000));
    ExportJob job(session.path(), session.table(), csvInto(session.file(u"out.csv"_s)));
    const QSignalSpy progressed(&job, &ExportJob::progressed);
    QSignalSpy finished(&job, &ExportJob::finished);
    const QSignalSpy failed(&job, &ExportJob::failed);

    job.start();

    QVERIFY(job.isRunning());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30'000);
    QVERIFY(!job.isRunning());
    QCOMPARE(failed.size(), 0);
    QCOMPARE(progressed.last(), (QVariantList{qint64(1000), qint64(1000)}));
    QCOMPARE(finished.at(0).at(0).value<ExportSummary>().rows, 1000);
    QCOMPARE(readCsv(readWhole(job.output())).size(), 1001);
}

void TestExportJob::stopsInItsThreadWhenCancelled()
{
    const SampleSession session(manyEvents(5000));
    ExportJob job(session.path(), session.table(), csvInto(session.file(u"out.csv"_s)));
    const QSignalSpy finished(&job, &ExportJob::finished);
    QSignalSpy failed(&job, &ExportJob::failed);

    job.start();
    job.cancel();

    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 30'000);
    QCOMPARE(failed.at(0).at(0).value<Error>().kind, Error::Kind::Cancelled);
    QCOMPARE(finished.size(), 0);
    QVERIFY(!QFile::exists(job.output()));
}

void TestExportJob::mayBeDestroyedWhileItWrites()
{
    const SampleSession session(manyEvents(5000));
    const QString file = session.file(u"out.jsonl"_s);

    for (int i = 0; i < 5; ++i) {
        ExportJob job(session.path(), session.table(), jsonInto(file));
        job.start();
    }
    QCoreApplication::processEvents();

    // Nothing, or all of it.
    const QByteArray written = readWhole(file);
    QVERIFY(written.isEmpty() || written.count('\n') == 5000);
}

QTEST_GUILESS_MAIN(TestExportJob)
#include "tst_exportjob.moc"
