// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/simulator.h"
#include "tests/app/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace boxwatch;
using namespace Qt::StringLiterals;

class TestProgram : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void explainsItselfWithItsExitCodes_data();
    void explainsItselfWithItsExitCodes();
    void tellsItsVersion();
    void refusesATokenInItsArguments();
    void saysThatThereIsNoDisplay();

    void capturesWithoutADisplay();
    void takesTheTokenFromStandardInput();
    void goesOnWhereItStopped();
    void tellsItsProgressInJson();
    void keepsQuietIfAskedTo();
    void storesWhatCameBeforeASignal_data();
    void storesWhatCameBeforeASignal();
    void makesFilesForTheirOwnerOnly();
    void tellsAboutASessionThatIsBeingCaptured();
    void endsWhenTheSpanIsOver();

    void exportsToStandardOutput();
    void endsQuietlyIfNobodyReadsTheExport();
    void leavesTheOldExportIfThereIsNoRoom();

    void saysThatThereIsNoToken_data();
    void saysThatThereIsNoToken();
    void saysThatBoxRefusesTheToken();
    void saysThatARightIsMissing();
    void saysThatBoxDoesNotTakeThePosition();
    void saysThatAFileCannotBeUsed_data();
    void saysThatAFileCannotBeUsed();
    void saysThatAnotherCapturesIntoTheSession();
    void givesUpAfterSomeTries();

private:
    QStringList captureArguments(const QStringList &more = {}) const;
    QJsonObject info() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    Simulator m_box;
    Program m_boxwatch;
    QString m_session;
};

void TestProgram::initTestCase()
{
    SimulatorOptions options;
    options.backlog = 3000;
    options.historyDelay = {};
    options.liveDelay = {};
    QVERIFY2(m_box.start(options), qPrintable(m_box.errorString()));
    m_boxwatch.with(u"BOX_TOKEN"_s, m_box.token());
}

void TestProgram::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_session = m_folder->filePath(u"a.boxwatch"_s);
}

QStringList TestProgram::captureArguments(const QStringList &more) const
{
    return QStringList{u"capture"_s,
                       u"--to"_s,
                       m_session,
                       u"--api-url"_s,
                       m_box.apiUrl().toString(),
                       u"--token-from"_s,
                       u"env:BOX_TOKEN"_s,
                       u"--from"_s,
                       u"earliest"_s}
    + more;
}

QJsonObject TestProgram::info() const
{
    const ProgramResult result = m_boxwatch.run({u"info"_s, u"--json"_s, m_session});
    return result.code == 0 ? QJsonDocument::fromJson(result.output).object() : QJsonObject();
}

void TestProgram::explainsItselfWithItsExitCodes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("word");
    QTest::newRow("all") << QStringList{u"--help"_s} << QByteArray("capture");
    QTest::newRow("capture") << QStringList{u"capture"_s, u"--help"_s}
                             << QByteArray("--token-from");
    QTest::newRow("export") << QStringList{u"export"_s, u"--help"_s} << QByteArray("--columns");
}

void TestProgram::explainsItselfWithItsExitCodes()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, word);

    const ProgramResult result = m_boxwatch.run(arguments);

    QCOMPARE(result.code, 0);
    QVERIFY(result.output.contains(word));
    QVERIFY(result.output.contains("Exit codes:"));
    QVERIFY(result.errors.isEmpty());
}

void TestProgram::tellsItsVersion()
{
    const ProgramResult result = m_boxwatch.run({u"--version"_s});

    QCOMPARE(result.code, 0);
    QVERIFY(result.output.startsWith("boxwatch "));
}

void TestProgram::refusesATokenInItsArguments()
{
    const ProgramResult result = m_boxwatch.run(captureArguments({u"--token=s3cret"_s}));

    QCOMPARE(result.code, 2);
    QVERIFY(!result.errors.contains("s3cret"));
    QVERIFY(!QFile::exists(m_session));
}

void TestProgram::saysThatThereIsNoDisplay()
{
    const ProgramResult result = m_boxwatch.run({u"--demo"_s});

    QCOMPARE(result.code, 1);
    QVERIFY(result.errors.contains("capture"));
}

void TestProgram::capturesWithoutADisplay()
{
    const ProgramResult result = m_boxwatch.run(captureArguments({u"--poll-interval"_s, u"0"_s}));

    QVERIFY2(result.code == 0, result.errors.constData());
    QVERIFY(result.output.isEmpty());
    const QJsonObject told = info();
    QCOMPARE(told.value(u"events"_s).toInteger(), qint64(m_box.eventCount()));
    QCOMPARE(told.value(u"unreadable"_s).toInteger(), 0);
    const QJsonObject stream = told.value(u"streams"_s).toArray().at(0).toObject();
    QCOMPARE(stream.value(u"stream"_s).toString(), u"admin_logs"_s);
    QVERIFY(!stream.value(u"position"_s).toString().isEmpty());
    QVERIFY(told.value(u"bytes_on_disk"_s).toInteger() > 0);
    QVERIFY(!told.value(u"first_event"_s).toString().isEmpty());
}

void TestProgram::takesTheTokenFromStandardInput()
{
    QStringList arguments = captureArguments({u"--poll-interval"_s, u"0"_s});
    arguments.replaceInStrings(u"env:BOX_TOKEN"_s, u"stdin"_s);

    const ProgramResult result = m_boxwatch.run(arguments, m_box.token().toUtf8() + "\n");

    QVERIFY2(result.code == 0, result.errors.constData());
    QCOMPARE(info().value(u"events"_s).toInteger(), qint64(m_box.eventCount()));
}

void TestProgram::goesOnWhereItStopped()
{
    const QStringList arguments = captureArguments({u"--poll-interval"_s, u"0"_s});
    QCOMPARE(m_boxwatch.run(arguments).code, 0);
    m_box.addEvents(700);

    const ProgramResult again = m_boxwatch.run(arguments);

    QVERIFY2(again.code == 0, again.errors.constData());
    QVERIFY(again.errors.contains("goes on where it stopped"));
    const QJsonObject told = info();
    QCOMPARE(told.value(u"events"_s).toInteger(), qint64(m_box.eventCount()));
    QCOMPARE(told.value(u"duplicates"_s).toInteger(), 0);
}

void TestProgram::tellsItsProgressInJson()
{
    const ProgramResult result = m_boxwatch.run(
        captureArguments({u"--poll-interval"_s, u"0"_s, u"--progress"_s, u"json"_s}));

    QCOMPARE(result.code, 0);
    QList<QJsonObject> lines;
    for (const QByteArray &line : result.errors.trimmed().split('\n'))
        lines.append(QJsonDocument::fromJson(line).object());
    QVERIFY(!lines.contains(QJsonObject()));
    const auto what = [&lines](qsizetype i) { return lines.at(i).value(u"event"_s).toString(); };
    QCOMPARE(what(0), u"started"_s);
    QCOMPARE(what(lines.size() - 2), u"caught-up"_s);
    QCOMPARE(what(lines.size() - 1), u"stopped"_s);
    const QJsonObject last = lines.last();
    QCOMPARE(last.value(u"state"_s).toString(), u"ended"_s);
    QCOMPARE(last.value(u"events"_s).toInteger(), qint64(m_box.eventCount()));
    QVERIFY(!last.value(u"position"_s).toString().isEmpty());
    for (const QString &key : {u"duplicates"_s, u"rate"_s, u"lag_s"_s, u"next_try"_s})
        QVERIFY(last.contains(key));
}

void TestProgram::keepsQuietIfAskedTo()
{
    const ProgramResult result = m_boxwatch.run(
        captureArguments({u"--poll-interval"_s, u"0"_s, u"--progress"_s, u"none"_s}));

    QCOMPARE(result.code, 0);
    QVERIFY2(result.errors.isEmpty(), result.errors.constData());
}

void TestProgram::storesWhatCameBeforeASignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestProgram::storesWhatCameBeforeASignal()
{
    QFETCH(const int, number);
    const auto process = m_boxwatch.start(
        captureArguments({u"--poll-interval"_s, u"1"_s, u"--progress"_s, u"json"_s}));
    QByteArray errors;
    QVERIFY2(Program::waitFor(*process, "caught-up", errors), errors.constData());

    ::kill(static_cast<pid_t>(process->processId()), number);
    const ProgramResult result = Program::finish(*process);

    QCOMPARE(result.code, 0);
    QVERIFY(result.errors.contains("\"stopped\""));
    QCOMPARE(info().value(u"events"_s).toInteger(), qint64(m_box.eventCount()));
}

void TestProgram::makesFilesForTheirOwnerOnly()
{
    const QString csv = m_folder->filePath(u"a.csv"_s);
    QCOMPARE(m_boxwatch.run(captureArguments({u"--poll-interval"_s, u"0"_s})).code, 0);

    QCOMPARE(m_boxwatch.run({u"export"_s, m_session, u"--output"_s, csv}).code, 0);

    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(m_session) & others));
    QVERIFY(!(QFile::permissions(csv) & others));
}

void TestProgram::tellsAboutASessionThatIsBeingCaptured()
{
    const auto process = m_boxwatch.start(
        captureArguments({u"--poll-interval"_s, u"1"_s, u"--progress"_s, u"json"_s}));
    QByteArray errors;
    QVERIFY2(Program::waitFor(*process, "caught-up", errors), errors.constData());

    QCOMPARE(info().value(u"events"_s).toInteger(), qint64(m_box.eventCount()));
    const ProgramResult exported = m_boxwatch.run(
        {u"export"_s, m_session, u"--format"_s, u"jsonl"_s, u"--output"_s, u"-"_s});

    QCOMPARE(exported.code, 0);
    QCOMPARE(exported.output.count('\n'), qsizetype(m_box.eventCount()));
    process->terminate();
    QCOMPARE(Program::finish(*process).code, 0);
}

void TestProgram::endsWhenTheSpanIsOver()
{
    const QString yesterday = QDateTime::currentDateTimeUtc().addDays(-1).toString(Qt::ISODate);

    const ProgramResult result = m_boxwatch.run(
        captureArguments({u"--until"_s, yesterday, u"--poll-interval"_s, u"1"_s}));

    QVERIFY2(result.code == 0, result.errors.constData());
    const qint64 events = info().value(u"events"_s).toInteger();
    QVERIFY(events > 0);
    QVERIFY(events < qint64(m_box.eventCount()));
}

void TestProgram::exportsToStandardOutput()
{
    QCOMPARE(m_boxwatch.run(captureArguments({u"--poll-interval"_s, u"0"_s})).code, 0);

    const ProgramResult result = m_boxwatch.run(
        {u"export"_s, m_session, u"--output"_s, u"-"_s, u"--columns"_s, u"event_type"_s,
         u"--types"_s, u"DOWNLOAD"_s});

    QCOMPARE(result.code, 0);
    QByteArrayList lines = result.output.split('\n');
    QCOMPARE(lines.takeFirst(), "event_type\r");
    QCOMPARE(lines.takeLast(), "");
    QVERIFY(!lines.isEmpty());
    QCOMPARE(lines.count("DOWNLOAD\r"), lines.size());
}

void TestProgram::endsQuietlyIfNobodyReadsTheExport()
{
    QCOMPARE(m_boxwatch.run(captureArguments({u"--poll-interval"_s, u"0"_s})).code, 0);
    QProcess shell;
    shell.start(
        u"bash"_s,
        {u"-c"_s,
         u"\"$0\" export \"$1\" --format jsonl --output - | head -c 100; exit ${PIPESTATUS[0]}"_s,
         m_boxwatch.path(), m_session});

    const ProgramResult result = Program::finish(shell);

    QCOMPARE(result.code, 6);
    QCOMPARE(result.output.size(), 100);
}

void TestProgram::leavesTheOldExportIfThereIsNoRoom()
{
    QCOMPARE(m_boxwatch.run(captureArguments({u"--poll-interval"_s, u"0"_s})).code, 0);
    const QString csv = m_folder->filePath(u"a.csv"_s);
    QFile old(csv);
    QVERIFY(old.open(QIODevice::WriteOnly) && old.write("what was there") > 0);
    old.close();
    QProcess shell;
    shell.start(
        u"bash"_s,
        {u"-c"_s, u"ulimit -f 100; exec \"$0\" export \"$1\" --output \"$2\""_s, m_boxwatch.path(),
         m_session, csv});

    const ProgramResult result = Program::finish(shell);

    QCOMPARE(result.code, 4);
    QVERIFY(old.open(QIODevice::ReadOnly));
    QCOMPARE(old.readAll(), "what was there");
}

void TestProgram::saysThatThereIsNoToken_data()
{
    QTest::addColumn<QString>("from");
    QTest::newRow("no such variable") << u"env:NO_SUCH_VARIABLE"_s;
    QTest::newRow("nothing on standard input") << u"stdin"_s;
    QTest::newRow("an account that is not kept") << u"keychain:nobody@example.com"_s;
}

void TestProgram::saysThatThereIsNoToken()
{
    QFETCH(const QString, from);
    QStringList arguments = captureArguments();
    arguments.replaceInStrings(u"env:BOX_TOKEN"_s, from);

    const ProgramResult result = m_boxwatch.run(arguments);

    QVERIFY2(result.code == 3, result.errors.constData());
    QVERIFY(!result.errors.isEmpty());
    QVERIFY(!QFile::exists(m_session));
}

void TestProgram::saysThatBoxRefusesTheToken()
{
    Program program;
    program.with(u"BOX_TOKEN"_s, u"not-the-token"_s);

    const ProgramResult result = program.run(captureArguments({u"--poll-interval"_s, u"1"_s}));

    QVERIFY2(result.code == 3, result.errors.constData());
    QVERIFY(!result.errors.contains("not-the-token"));
}

void TestProgram::saysThatARightIsMissing()
{
    Program program;
    program.with(u"BOX_TOKEN"_s, m_box.token() + u"-user"_s);

    const ProgramResult result = program.run(captureArguments({u"--poll-interval"_s, u"1"_s}));

    QVERIFY2(result.code == 3, result.errors.constData());
    QVERIFY(result.errors.contains("co-admin"));
}

void TestProgram::saysThatBoxDoesNotTakeThePosition()
{
    QStringList arguments = captureArguments({u"--poll-interval"_s, u"1"_s});
    arguments.replaceInStrings(u"earliest"_s, u"not-a-position"_s);

    const ProgramResult result = m_boxwatch.run(arguments);

    QVERIFY2(result.code == 2, result.errors.constData());
}

void TestProgram::saysThatAFileCannotBeUsed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("info of nothing") << QStringList{u"info"_s, u"/no/such.boxwatch"_s};
    QTest::newRow("info of something else") << QStringList{u"info"_s, u"/bin/sh"_s};
    QTest::newRow("export of nothing")
        << QStringList{u"export"_s, u"/no/such.boxwatch"_s, u"--output"_s, u"-"_s};
    QTest::newRow("capture into no folder") << QStringList{
        u"capture"_s,       u"--to"_s,      u"/no/such/folder/a.boxwatch"_s, u"--token-from"_s,
        u"env:BOX_TOKEN"_s, u"--api-url"_s, m_box.apiUrl().toString()};
    QTest::newRow("no such certificates") << captureArguments({u"--ca-file"_s, u"/no/such.pem"_s});
}

void TestProgram::saysThatAFileCannotBeUsed()
{
    QFETCH(const QStringList, arguments);

    const ProgramResult result = m_boxwatch.run(arguments);

    QVERIFY2(result.code == 4, result.errors.constData());
    QVERIFY(result.errors.startsWith("boxwatch: "));
    QVERIFY(result.output.isEmpty());
}

void TestProgram::saysThatAnotherCapturesIntoTheSession()
{
    const auto process = m_boxwatch.start(
        captureArguments({u"--poll-interval"_s, u"1"_s, u"--progress"_s, u"json"_s}));
    QByteArray errors;
    QVERIFY2(Program::waitFor(*process, "caught-up", errors), errors.constData());

    const ProgramResult second = m_boxwatch.run(captureArguments());

    QVERIFY2(second.code == 4, second.errors.constData());
    process->terminate();
    QCOMPARE(Program::finish(*process).code, 0);
}

void TestProgram::givesUpAfterSomeTries()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const QString nobody = u"http://127.0.0.1:%1/2.0"_s.arg(taken.serverPort());
    taken.close();
    QStringList arguments = captureArguments({u"--poll-interval"_s, u"0"_s});
    arguments.replaceInStrings(m_box.apiUrl().toString(), nobody);

    const ProgramResult result = m_boxwatch.run(arguments);

    QVERIFY2(result.code == 5, result.errors.constData());
    QVERIFY(result.errors.contains("cannot be reached"));
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
