// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/sessionfile.h"
#include "tests/app/program.h"
#include "tests/export/samplesession.h"
#include "tests/query/queryexamples.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace boxwatch {

class QueryCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsWhatTheExamplesSay();
    void printsATableOfTheEvents();
    void putsCellsBelowEachOther();
    void printsNothingThatATerminalObeys();
    void saysThatNothingFits();
    void printsEventsByteForByte();
    void printsNoMoreThanItsLimit();
    void printsCsv();
    void tellsHowLongItTook();
    void takesAQueryThatBeginsWithAMinusOrHasSeveralWords();
    void showsThePlaceOfAnError_data();
    void showsThePlaceOfAnError();
    void endsWithACodeThatSaysWhatWasWrong_data();
    void endsWithACodeThatSaysWhatWasWrong();
    void takesOneSessionOnly();
    void leavesBracketsToTheQuery();
    void takesAFileWhoseNameBeginsLikeAnOption();
    void endsSoonWhenItIsInterrupted();
    void saysWhatALimitIs();
    void saysThatTheDiskIsFull();
    void worksDuringACapture();
    void exportsOnlyWhatAQueryFinds();
    void exportsNothingIfTheQueryIsWrong();

private:
    ProgramResult query(const QStringList &more) const
    {
        return m_boxwatch.run(QStringList{u"query"_s, m_events.path()} + more);
    }

    ExampleEvents m_events;
    QByteArrayList m_raws;
    Program m_boxwatch;
};

namespace {

QByteArrayList linesOf(const QByteArray &text)
{
    return text.isEmpty() ? QByteArrayList() : text.chopped(1).split('\n');
}

} // namespace

void QueryCommandTest::initTestCase()
{
    QVERIFY(m_events.isValid());
    QFile file(QStringLiteral(BOXWATCH_TEST_DATA "/query-examples.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_raws = linesOf(file.readAll());
    m_boxwatch.with(u"TZ"_s, u"Europe/Berlin"_s);
}

void QueryCommandTest::findsWhatTheExamplesSay()
{
    for (const QString &text :
         {u""_s, u"who:ana"_s, u"is:marked"_s, u"is:late"_s, u"stream:live"_s, u"raw:ekm_id"_s,
          u"after:2026-03-02T11:30"_s, u"nothing at all"_s}) {
        const ProgramResult result = query({text, u"--count"_s});

        QCOMPARE(result.code, 0);
        QCOMPARE(result.output, QByteArray::number(m_events.find(text).size()) + '\n');
        QCOMPARE(result.errors, QByteArray());
    }
}

void QueryCommandTest::printsATableOfTheEvents()
{
    const ProgramResult result = query({u"type:delete or ip:unknown"_s});

    QCOMPARE(result.code, 0);
    const QByteArrayList lines = linesOf(result.output);
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines[0].simplified(), QByteArray("Time Severity Type Who What Where from"));
    QCOMPARE(
        lines[1].simplified(),
        QByteArray("2026-02-28 13:00:00 +01:00 Notice Collaborator invited Ana Ruiz Optics R&D "
                   "Unknown IP"));
    QCOMPARE(
        lines[2].simplified(),
        QByteArray("2026-03-02 12:00:00 +01:00 Notice Item deleted Omar Haddad old_layouts (1).zip "
                   "::ffff:203.0.113.24"));
}

void QueryCommandTest::putsCellsBelowEachOther()
{
    const QStringList lines = QString::fromUtf8(query({u"in:finance"_s}).output).split(u'\n');

    QCOMPARE(lines.size(), 6);
    const qsizetype who = lines[0].indexOf(u"Who"_s);
    const qsizetype where = lines[0].indexOf(u"Where"_s);
    for (int i = 1; i < 4; ++i) {
        QCOMPARE(lines[i].mid(who - 2, 2), u"  "_s);
        QVERIFY(!lines[i][who].isSpace());
        QVERIFY(
            lines[i].mid(where).startsWith(u"203.0."_s)
            || lines[i].mid(where).startsWith(u"198."_s));
        QCOMPARE(lines[i].trimmed(), lines[i]);
    }
    // Three ideographs and one more in 見積書_10月.xlsx take two columns each.
    QCOMPARE(lines[4].indexOf(u"10.20.0.9"_s), where - 4);
}

void QueryCommandTest::printsNothingThatATerminalObeys()
{
    const SampleSession session({downloadEvent(1, u"Eve\x1b[2J"_s, u"a\u202Eexe.txt\r\nb"_s)});
    QVERIFY(session.isValid());

    const ProgramResult result = m_boxwatch.run({u"query"_s, session.path(), {}});

    QCOMPARE(result.code, 0);
    QCOMPARE(linesOf(result.output).size(), 2);
    QVERIFY(!result.output.contains('\x1b'));
    QVERIFY(!result.output.contains('\r'));
    QVERIFY(!QString::fromUtf8(result.output).contains(u'\u202E'));
    QVERIFY(result.output.contains("exe.txt"));
}

void QueryCommandTest::saysThatNothingFits()
{
    const ProgramResult result = query({u"nobody"_s});

    QCOMPARE(result.code, 0);
    QCOMPARE(result.output, QByteArray());
    QVERIFY(result.errors.contains("No event fits"));
}

void QueryCommandTest::printsEventsByteForByte()
{
    const ProgramResult result = query({u"in:finance"_s, u"--format"_s, u"jsonl"_s});

    QCOMPARE(result.code, 0);
    QCOMPARE(
        linesOf(result.output), QByteArrayList({m_raws[0], m_raws[1], m_raws[12], m_raws[13]}));
}

void QueryCommandTest::printsNoMoreThanItsLimit()
{
    const QStringList format{u"--format"_s, u"jsonl"_s, u"--limit"_s};

    QCOMPARE(
        linesOf(query(QStringList{u"in:finance"_s} + format + QStringList{u"2"_s}).output),
        m_raws.first(2));
    QCOMPARE(
        query(QStringList{u"in:finance"_s} + format + QStringList{u"0"_s}).output, QByteArray());
    QCOMPARE(
        linesOf(query(QStringList{u""_s} + format + QStringList{u"99999999999"_s}).output).size(),
        m_raws.size());
}

void QueryCommandTest::printsCsv()
{
    const ProgramResult result = query({u"in:finance"_s, u"--format"_s, u"csv"_s});

    QCOMPARE(result.code, 0);
    const QByteArrayList lines = linesOf(result.output);
    QCOMPARE(lines.size(), 5);
    QVERIFY(lines[0].startsWith("event_id,created_at_utc,"));
    QVERIFY(lines[1].contains("Invoice March.pdf"));
}

void QueryCommandTest::tellsHowLongItTook()
{
    const ProgramResult counted = query({u"who:ana"_s, u"--count"_s, u"--timing"_s});
    const ProgramResult alone = query({u"who:ana"_s, u"--limit"_s, u"0"_s, u"--timing"_s});

    QCOMPARE(counted.output, QByteArray("4\n"));
    const QJsonObject timing = QJsonDocument::fromJson(counted.errors).object();
    QVERIFY(timing[u"open_ms"_s].toDouble(-1) >= 0);
    QVERIFY(timing[u"query_ms"_s].toDouble(-1) >= 0);
    QCOMPARE(timing[u"events"_s].toInt(), 14);
    QCOMPARE(timing[u"found"_s].toInt(), 4);
    QCOMPARE(alone.errors, QByteArray());
    const QJsonObject aloneTiming = QJsonDocument::fromJson(alone.output).object();
    QVERIFY(aloneTiming.contains(u"query_ms"_s));
    QCOMPARE(aloneTiming[u"found"_s].toInt(), 4);
    const ProgramResult first = query(
        {u"who:ana"_s, u"--limit"_s, u"1"_s, u"--timing"_s, u"--format"_s, u"jsonl"_s});
    QCOMPARE(linesOf(first.output), m_raws.first(1));
    QCOMPARE(QJsonDocument::fromJson(first.errors).object()[u"found"_s].toInt(), 4);
}

void QueryCommandTest::takesAQueryThatBeginsWithAMinusOrHasSeveralWords()
{
    QCOMPARE(query({u"-who:*"_s, u"--count"_s}).output, QByteArray("2\n"));
    QCOMPARE(query({u"--count"_s, u"in:finance"_s, u"-who:ana"_s}).output, QByteArray("2\n"));
    QCOMPARE(query({u"--"_s, u"-who:*"_s}).code, 0);
    QVERIFY(query({u"-h"_s}).output.contains("--timing"));
}

void QueryCommandTest::showsThePlaceOfAnError_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("errors");
    QTest::newRow("a field")
        << u"a whoo:ana"_s
        << u"boxwatch: There is no field “whoo”. Did you mean who:?\n  a whoo:ana\n    ^^^^^\n"_s;
    QTest::newRow("behind a minus")
        << u"-whoo:ana"_s
        << u"boxwatch: There is no field “whoo”. Did you mean who:?\n  -whoo:ana\n   ^^^^^\n"_s;
    QTest::newRow("behind letters that take two columns")
        << u"見積 (a"_s << u"boxwatch: “)” is missing after “a”\n  見積 (a\n       ^^\n"_s;
    QTest::newRow("what a terminal would obey")
        << u"\x1b[2J whoo:a"_s
        << u"boxwatch: There is no field “whoo”. Did you mean who:?\n  \uFFFD[2J whoo:a\n       ^^^^^\n"_s;
}

void QueryCommandTest::showsThePlaceOfAnError()
{
    QFETCH(const QString, text);
    QFETCH(const QString, errors);

    const ProgramResult result = query({text});

    QCOMPARE(result.code, 2);
    QCOMPARE(result.output, QByteArray());
    QCOMPARE(QString::fromUtf8(result.errors), errors);
}

void QueryCommandTest::endsWithACodeThatSaysWhatWasWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const QString path = m_events.path();
    QTest::newRow("no query") << QStringList{path} << 2;
    QTest::newRow("no file") << QStringList() << 2;
    QTest::newRow("an unknown option") << QStringList{path, u"a"_s, u"--fast"_s} << 2;
    QTest::newRow("an unknown format") << QStringList{path, u"a"_s, u"--format"_s, u"xml"_s} << 2;
    QTest::newRow("a limit below 0") << QStringList{path, u"a"_s, u"--limit"_s, u"-1"_s} << 2;
    QTest::newRow("a limit of a count")
        << QStringList{path, u"a"_s, u"--count"_s, u"--limit"_s, u"1"_s} << 2;
    QTest::newRow("a query that is too long") << QStringList{path, QString(16'385, u'a')} << 2;
    QTest::newRow("a file that is not there") << QStringList{u"/no/such.boxwatch"_s, u"a"_s} << 4;
}

void QueryCommandTest::endsWithACodeThatSaysWhatWasWrong()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const int, code);

    const ProgramResult result = m_boxwatch.run(QStringList{u"query"_s} + arguments);

    QCOMPARE(result.code, code);
    QCOMPARE(result.output, QByteArray());
    QVERIFY(!result.errors.isEmpty());
}

void QueryCommandTest::takesOneSessionOnly()
{
    const ProgramResult byName = query({u"other.boxwatch"_s, u"who:ana"_s});
    const ProgramResult existing = query(
        {QStringLiteral(BOXWATCH_TEST_DATA "/query-examples.txt"), u"who:ana"_s});
    const ProgramResult atEnd = query({u"who:ana"_s, m_events.path()});
    const ProgramResult word = query({u"other.boxwatch"_s, u"--count"_s});

    QCOMPARE(byName.code, 2);
    QCOMPARE(byName.output, QByteArray());
    QVERIFY(QString::fromUtf8(byName.errors).contains(u"“other.boxwatch” is a file"_s));
    QCOMPARE(existing.code, 2);
    QVERIFY(existing.errors.contains("query-examples.txt"));
    QCOMPARE(atEnd.code, 2);
    QCOMPARE(atEnd.output, QByteArray());
    QCOMPARE(word.code, 0);
    QCOMPARE(word.output, QByteArray("0\n"));
}

void QueryCommandTest::leavesBracketsToTheQuery()
{
    // CLI11 would take them for a list: [a,b] for two words.
    for (const QString &text : {u"[who:ana]"_s, u"[ana,omar]"_s, u"[ana] or [omar]"_s, u"[]"_s}) {
        const ProgramResult result = query({text, u"--count"_s});

        QCOMPARE(result.code, 0);
        QCOMPARE(result.output, "0\n");
    }
}

void QueryCommandTest::takesAFileWhoseNameBeginsLikeAnOption()
{
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(m_events.path(), folder.filePath(u"-a.boxwatch"_s)));
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.start(m_boxwatch.path(), {u"query"_s, u"--"_s, u"-a.boxwatch"_s, u"-who:ana"_s});
    const ProgramResult result = Program::finish(process);

    QCOMPARE(result.code, 0);
    QCOMPARE(linesOf(result.output).size() - 1, m_events.find(u"-who:ana"_s).size());
}

void QueryCommandTest::endsSoonWhenItIsInterrupted()
{
    // Events of 8 KB each, each looked through five hundred times: longer than anybody waits.
    QByteArrayList raws;
    for (int number = 1; number <= 4000; ++number)
        raws.append(downloadEvent(number, u"Eve"_s, QString(8000, u'e')));
    const SampleSession session(raws);
    QVERIFY(session.isValid());
    QStringList words;
    for (int i = 0; i < 500; ++i)
        words.append(u"raw:ex%1"_s.arg(i));
    const auto process = m_boxwatch.start(
        {u"query"_s, session.path(), words.join(u" or "_s), u"--count"_s});
    QTest::qWait(3000);
    if (process->state() != QProcess::Running)
        QSKIP("This machine is too fast to be interrupted");
    QElapsedTimer clock;
    clock.start();
    process->terminate();
    const ProgramResult result = Program::finish(*process);

    QVERIFY2(clock.elapsed() < 5000, QByteArray::number(clock.elapsed()).constData());
    QVERIFY(result.code != 0);
    QVERIFY2(result.errors.contains("Cancelled"), result.errors.constData());
}

void QueryCommandTest::saysWhatALimitIs()
{
    for (const QString &limit : {u"-1"_s, u"many"_s, u"1.5"_s}) {
        const ProgramResult result = query({u"who:ana"_s, u"--limit"_s, limit});

        QCOMPARE(result.code, 2);
        const QString words = u"--limit: “%1” is no number of events. Write 0 or more"_s.arg(limit);
        QVERIFY2(QString::fromUtf8(result.errors).contains(words), result.errors.constData());
    }
}

void QueryCommandTest::saysThatTheDiskIsFull()
{
    const QString full = u"/dev/full"_s;
    if (!QFile::exists(full))
        QSKIP("This system has no device that is full");
    for (const QStringList &more :
         {QStringList{}, QStringList{u"--count"_s},
          QStringList{u"--limit"_s, u"0"_s, u"--timing"_s}}) {
        QProcess process;
        process.setStandardOutputFile(full);
        process.start(m_boxwatch.path(), QStringList{u"query"_s, m_events.path(), u""_s} + more);
        const ProgramResult result = Program::finish(process);

        QCOMPARE(result.code, 4);
        QVERIFY2(
            QString::fromUtf8(result.errors).contains(qt_error_string(ENOSPC)),
            result.errors.constData());
    }
}

void QueryCommandTest::worksDuringACapture()
{
    const ExampleEvents events;
    QVERIFY(events.isValid());
    const auto writing = SessionFile::open(events.path(), SessionFile::Mode::Write);
    QVERIFY(writing);

    const ProgramResult result = m_boxwatch.run(
        {u"query"_s, events.path(), u"in:finance"_s, u"--count"_s});

    QCOMPARE(result.errors, QByteArray());
    QCOMPARE(result.output, QByteArray("4\n"));
}

void QueryCommandTest::exportsOnlyWhatAQueryFinds()
{
    const ProgramResult result = m_boxwatch.run(
        {u"export"_s, m_events.path(), u"--output"_s, u"-"_s, u"--format"_s, u"jsonl"_s,
         u"--query"_s, u"-is:late in:finance"_s});
    const ProgramResult ofType = m_boxwatch.run(
        {u"export"_s, m_events.path(), u"--output"_s, u"-"_s, u"--format"_s, u"jsonl"_s,
         u"--query"_s, u"in:finance"_s, u"--types"_s, u"UPLOAD"_s});

    QCOMPARE(result.code, 0);
    QCOMPARE(linesOf(result.output), m_raws.first(2));
    QCOMPARE(linesOf(ofType.output), QByteArrayList({m_raws[0], m_raws[13]}));
}

void QueryCommandTest::exportsNothingIfTheQueryIsWrong()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(u"out.csv"_s);

    const ProgramResult result = m_boxwatch.run(
        {u"export"_s, m_events.path(), u"--output"_s, file, u"--query"_s, u"(a"_s});

    QCOMPARE(result.code, 2);
    QVERIFY(QString::fromUtf8(result.errors).contains(u"“)” is missing after “a”"_s));
    QVERIFY(!QFile::exists(file));
}

} // namespace boxwatch

QTEST_GUILESS_MAIN(boxwatch::QueryCommandTest)

#include "tst_querycommand.moc"
