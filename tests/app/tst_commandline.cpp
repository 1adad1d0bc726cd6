// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commandline.h"

#include <QTest>

#include <deque>

using namespace boxwatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestCommandLine : public QObject
{
    Q_OBJECT

private slots:
    void opensTheWindowWithoutArguments();
    void opensFilesAndTheDemo();
    void capturesFromNowUnlessTold();
    void readsEveryOptionOfCapture();
    void takesAPositionAsItIs();
    void knowsTheUserStream();
    void readsBothStreamsOfAnEnterprise();
    void looksBackAsFarAndAsOftenAsTold();
    void asksAsOftenAsToldAndSaysWhatItCosts();
    void asksASimulatorAsOftenAsItIsTold();
    void warnsOfATypeThatNobodyKnows();
    void readsEveryOptionOfExport();
    void exportsTheJsonToo();
    void watchesWithTheOptionsOfCapture();
    void refusesWhatCannotBe_data();
    void refusesWhatCannotBe();
    void refusesATokenAndDoesNotRepeatIt_data();
    void refusesATokenAndDoesNotRepeatIt();
};

namespace {

CommandLine parse(const QStringList &arguments)
{
    std::deque<QByteArray> bytes{"boxwatch"};
    for (const QString &argument : arguments)
        bytes.push_back(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (QByteArray &argument : bytes)
        argv.push_back(argument.data());
    return CommandLine::parse(argv);
}

QStringList capture(const QStringList &more)
{
    return QStringList{u"capture"_s, u"--to"_s, u"a.boxwatch"_s, u"--token-from"_s, u"env:T"_s}
    + more;
}

StreamOptions streamOf(const CommandLine &line)
{
    if (const auto *const options = line.command ? std::get_if<CaptureOptions>(&*line.command)
                                                 : nullptr)
        return options->stream;
    return {};
}

} // namespace

void TestCommandLine::opensTheWindowWithoutArguments()
{
    const CommandLine line = parse({});

    QVERIFY(line.command);
    const auto &window = std::get<WindowOptions>(*line.command);
    QVERIFY(window.files.isEmpty());
    QVERIFY(!window.demo);
}

void TestCommandLine::opensFilesAndTheDemo()
{
    const CommandLine files = parse({u"a b.boxwatch"_s, u"監査.boxwatch"_s});
    const CommandLine demo = parse({u"--demo"_s});

    const QStringList expected{u"a b.boxwatch"_s, u"監査.boxwatch"_s};
    QCOMPARE(std::get<WindowOptions>(*files.command).files, expected);
    QVERIFY(std::get<WindowOptions>(*demo.command).demo);
}

void TestCommandLine::capturesFromNowUnlessTold()
{
    const CommandLine line = parse(capture({}));

    QVERIFY(line.command);
    const auto &options = std::get<CaptureOptions>(*line.command);
    QCOMPARE(options.file, u"a.boxwatch"_s);
    QCOMPARE(options.progress, ProgressMode::Auto);
    QCOMPARE(options.stream.settings.type, StreamType::AdminLogs);
    QCOMPARE(options.stream.settings.start, StreamSettings::Start::Now);
    QCOMPARE(options.stream.settings.pollingInterval, 60s);
    QVERIFY(!options.stream.startGiven);
    QCOMPARE(options.stream.connection.network.apiUrl, QUrl(u"https://api.box.com/2.0"_s));
    QCOMPARE(options.stream.token.kind, TokenOrigin::Kind::Environment);
    QCOMPARE(options.stream.token.name, u"T"_s);
}

void TestCommandLine::readsEveryOptionOfCapture()
{
    const CommandLine line = parse({u"capture"_s,         u"--to=b.boxwatch"_s,
                                    u"--stream"_s,        u"admin_logs"_s,
                                    u"--from"_s,          u"2026-03-02T08:20:00Z"_s,
                                    u"--until"_s,         u"2026-03-03T00:00:00+01:00"_s,
                                    u"--event-types"_s,   u"DOWNLOAD, LOGIN"_s,
                                    u"--poll-interval"_s, u"90.5"_s,
                                    u"--api-url"_s,       u"https://box.example/2.0"_s,
                                    u"--token-url"_s,     u"https://box.example/token"_s,
                                    u"--token-from"_s,    u"keychain:mara@example.com"_s,
                                    u"--progress"_s,      u"json"_s});

    QVERIFY2(line.command, qPrintable(line.complaint));
    const auto &options = std::get<CaptureOptions>(*line.command);
    const StreamSettings &settings = options.stream.settings;
    QCOMPARE(settings.start, StreamSettings::Start::Date);
    QCOMPARE(*settings.state.startDate, QDateTime(QDate(2026, 3, 2), QTime(8, 20), Qt::UTC));
    QCOMPARE(*settings.state.endDate, QDateTime(QDate(2026, 3, 2), QTime(23, 0), Qt::UTC));
    const QByteArrayList types{"DOWNLOAD", "LOGIN"};
    QCOMPARE(settings.state.eventTypes, types);
    QCOMPARE(settings.pollingInterval, 90'500ms);
    QCOMPARE(options.stream.connection.network.apiUrl, QUrl(u"https://box.example/2.0"_s));
    QCOMPARE(options.stream.connection.network.tokenUrl, QUrl(u"https://box.example/token"_s));
    QCOMPARE(options.stream.token.kind, TokenOrigin::Kind::Keychain);
    QCOMPARE(options.stream.token.name, u"mara@example.com"_s);
    QCOMPARE(options.progress, ProgressMode::Json);
    QCOMPARE(options.stream.notes.size(), 2); // how both dates were understood
}

void TestCommandLine::takesAPositionAsItIs()
{
    const QString position = u"1632893855;6a5dc0b7-3d1b-4f4e-9f0a-5a7a0d9c1e21"_s;

    const StreamOptions options = streamOf(parse(capture({u"--from"_s, position})));

    QCOMPARE(options.settings.start, StreamSettings::Start::Position);
    QCOMPARE(options.settings.state.position.text(), position.toLatin1());
    QVERIFY(options.startGiven);
}

void TestCommandLine::knowsTheUserStream()
{
    const StreamOptions options = streamOf(
        parse(capture({u"--stream"_s, u"user"_s, u"--from"_s, u"Earliest"_s})));

    QCOMPARE(options.settings.type, StreamType::All);
    QCOMPARE(options.settings.start, StreamSettings::Start::Earliest);
}

void TestCommandLine::readsBothStreamsOfAnEnterprise()
{
    const StreamOptions options = streamOf(parse(capture(
        {u"--stream"_s, u"enterprise"_s, u"--from"_s, u"earliest"_s, u"--slower-when-quiet"_s})));
    const CaptureSettings settings = options.capture();

    QCOMPARE(settings.streams.size(), std::size_t{2});
    QCOMPARE(settings.streams[0].type, StreamType::AdminLogsStreaming);
    QCOMPARE(settings.streams[0].pollingInterval, 30s);
    QCOMPARE(settings.streams[1].type, StreamType::AdminLogs);
    QCOMPARE(settings.streams[1].pollingInterval, 5min);
    for (const StreamSettings &stream : settings.streams) {
        QCOMPARE(stream.start, StreamSettings::Start::Earliest);
        QVERIFY(stream.slowerWhenQuiet);
    }
    const CaptureSettings onePass =
        streamOf(parse(capture({u"--stream"_s, u"enterprise"_s, u"--poll-interval"_s, u"0"_s})))
            .capture();
    QCOMPARE(onePass.streams[1].pollingInterval, 0ms);
}

void TestCommandLine::looksBackAsFarAndAsOftenAsTold()
{
    const LookBackSettings usual = streamOf(parse(capture({}))).capture().lookBack;
    QCOMPARE(usual.span, 24h);
    QCOMPARE(usual.interval, 10min);
    const LookBackSettings told =
        streamOf(parse(capture({u"--look-back"_s, u"2.5"_s, u"--look-back-interval"_s, u"30"_s})))
            .capture()
            .lookBack;
    QCOMPARE(told.span, 150min);
    QCOMPARE(told.interval, 30s);
    QVERIFY(!streamOf(parse(capture({u"--look-back"_s, u"0"_s}))).capture().lookBack.isOn());
}

void TestCommandLine::asksAsOftenAsToldAndSaysWhatItCosts()
{
    const StreamOptions history = streamOf(parse(capture({u"--poll-interval"_s, u"1"_s})));
    const StreamOptions live = streamOf(
        parse(capture({u"--stream"_s, u"admin_logs_streaming"_s, u"--poll-interval"_s, u"1"_s})));
    const StreamOptions once = streamOf(parse(capture({u"--poll-interval"_s, u"0"_s})));

    QCOMPARE(history.settings.pollingInterval, 1s);
    QCOMPARE(history.notes.size(), 1);
    QVERIFY2(
        history.notes.first().contains(QLocale().toString(86'400)),
        qPrintable(history.notes.first()));
    QCOMPARE(live.settings.pollingInterval, 1s);
    QCOMPARE(live.notes.size(), 1);
    QCOMPARE(once.settings.pollingInterval, 0s);
    QVERIFY(once.notes.isEmpty());
}

void TestCommandLine::asksASimulatorAsOftenAsItIsTold()
{
    const StreamOptions options = streamOf(parse(
        capture({u"--api-url"_s, u"http://127.0.0.1:8080/2.0"_s, u"--poll-interval"_s, u"0.2"_s})));

    QCOMPARE(options.settings.pollingInterval, 200ms);
    QVERIFY(options.notes.isEmpty());
}

void TestCommandLine::warnsOfATypeThatNobodyKnows()
{
    const StreamOptions options = streamOf(
        parse(capture({u"--event-types"_s, u"DOWNLOAD,DOWNLAOD"_s})));

    QCOMPARE(options.settings.state.eventTypes.size(), 2);
    QCOMPARE(options.notes.size(), 1);
    QVERIFY(options.notes.at(0).contains(u"DOWNLAOD"_s));
}

void TestCommandLine::readsEveryOptionOfExport()
{
    const CommandLine line = parse(
        {u"export"_s, u"a.boxwatch"_s, u"--format"_s, u"csv"_s, u"--output"_s, u"-"_s, u"--types"_s,
         u"LOGIN,FAILED_LOGIN"_s, u"--columns"_s, u"event_id,item_name"_s, u"--no-formula-guard"_s,
         u"--bom"_s, u"--progress"_s, u"none"_s});

    QVERIFY2(line.command, qPrintable(line.complaint));
    const auto &command = std::get<ExportCommand>(*line.command);
    QCOMPARE(command.file, u"a.boxwatch"_s);
    QCOMPARE(command.options.format, ExportFormat::Csv);
    QCOMPARE(command.options.output, u"-"_s);
    const QByteArrayList types{"LOGIN", "FAILED_LOGIN"};
    QCOMPARE(command.options.types, types);
    const QByteArrayList columns{"event_id", "item_name"};
    QCOMPARE(command.options.columns, columns);
    QVERIFY(!command.options.guardFormulas);
    QVERIFY(command.options.byteOrderMark);
    QCOMPARE(command.progress, ProgressMode::None);
}

void TestCommandLine::exportsTheJsonToo()
{
    const CommandLine line = parse(
        {u"export"_s, u"a.boxwatch"_s, u"--output"_s, u"a.csv"_s, u"--columns"_s, u"all"_s});

    QVERIFY(line.command);
    const auto &command = std::get<ExportCommand>(*line.command);
    QCOMPARE(command.options.columns, exportColumns());
    QVERIFY(command.options.guardFormulas);
    QVERIFY(!command.options.byteOrderMark);
}

void TestCommandLine::watchesWithTheOptionsOfCapture()
{
    const CommandLine line = parse(
        {u"watch"_s, u"--stream"_s, u"admin_logs_streaming"_s, u"--token-from"_s, u"stdin"_s});

    QVERIFY2(line.command, qPrintable(line.complaint));
    const auto &options = std::get<WatchOptions>(*line.command);
    QVERIFY(options.file.isEmpty());
    QCOMPARE(options.stream.settings.type, StreamType::AdminLogsStreaming);
    QCOMPARE(options.stream.settings.pollingInterval, 30s);
    QCOMPARE(options.stream.token.kind, TokenOrigin::Kind::StandardInput);
}

void TestCommandLine::refusesWhatCannotBe_data()
{
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QStringList &arguments) {
        QTest::newRow(name) << arguments;
    };
    row("an unknown option", {u"--frobnicate"_s});
    row("two commands", {u"info"_s, u"a.boxwatch"_s, u"capture"_s});
    row("a capture to nowhere", {u"capture"_s, u"--token-from"_s, u"stdin"_s});
    row("a capture without a token", {u"capture"_s, u"--to"_s, u"a.boxwatch"_s});
    row("a stream that is none", capture({u"--stream"_s, u"everything"_s}));
    row("no such date", capture({u"--from"_s, u"2026-02-30"_s}));
    row("a date in the future", capture({u"--from"_s, u"2999-01-01"_s}));
    row("a date in a stream without dates",
        capture({u"--stream"_s, u"user"_s, u"--from"_s, u"2026-03-02"_s}));
    row("a position with a space", capture({u"--from"_s, u"12 34"_s}));
    row("an empty start", capture({u"--from"_s, u""_s}));
    row("an end that is no date", capture({u"--until"_s, u"tomorrow"_s}));
    row("an end before the start",
        capture({u"--from"_s, u"2026-03-02"_s, u"--until"_s, u"2026-03-01"_s}));
    row("a position for two streams",
        capture({u"--stream"_s, u"enterprise"_s, u"--from"_s, u"1234"_s}));
    row("a history interval without a history beside",
        capture({u"--stream"_s, u"admin_logs"_s, u"--history-interval"_s, u"60"_s}));
    row("one stream that polls and one that does not",
        capture(
            {u"--stream"_s, u"enterprise"_s, u"--poll-interval"_s, u"0"_s, u"--history-interval"_s,
             u"60"_s}));
    row("a look-back beyond what live goes back", capture({u"--look-back"_s, u"400"_s}));
    row("a look-back of a user stream",
        capture({u"--stream"_s, u"user"_s, u"--look-back"_s, u"2"_s}));
    row("a look-back in a single pass",
        capture({u"--poll-interval"_s, u"0"_s, u"--look-back"_s, u"2"_s}));
    row("a user stream that slows down",
        capture({u"--stream"_s, u"user"_s, u"--slower-when-quiet"_s}));
    row("a look-back all the time", capture({u"--look-back-interval"_s, u"0"_s}));
    row("a type that cannot be", capture({u"--event-types"_s, u"A&B"_s}));
    row("a negative interval", capture({u"--poll-interval"_s, u"-1"_s}));
    row("an interval that is no number", capture({u"--poll-interval"_s, u"nan"_s}));
    row("an interval in words", capture({u"--poll-interval"_s, u"often"_s}));
    row("plain HTTP to another machine", capture({u"--api-url"_s, u"http://api.box.com/2.0"_s}));
    row("a URL that is none", capture({u"--api-url"_s, u"api box com"_s}));
    row("an option given twice", capture({u"--from"_s, u"now"_s, u"--from"_s, u"now"_s}));
    row("an export to nowhere", {u"export"_s, u"a.boxwatch"_s});
    row("a format that is none",
        {u"export"_s, u"a.boxwatch"_s, u"--output"_s, u"-"_s, u"--format"_s, u"xml"_s});
    row("a column that is none",
        {u"export"_s, u"a.boxwatch"_s, u"--output"_s, u"-"_s, u"--columns"_s, u"shoe_size"_s});
    row("columns of JSON Lines",
        {u"export"_s, u"a.boxwatch"_s, u"--output"_s, u"-"_s, u"--format"_s, u"jsonl"_s,
         u"--columns"_s, u"event_id"_s});
    row("two files to tell about", {u"info"_s, u"a.boxwatch"_s, u"b.boxwatch"_s});
}

void TestCommandLine::refusesWhatCannotBe()
{
    QFETCH(const QStringList, arguments);

    const CommandLine line = parse(arguments);

    QVERIFY(!line.command);
    QCOMPARE(line.code, ExitCode::Usage);
    QVERIFY(!line.complaint.isEmpty());
    QVERIFY(line.output.isEmpty());
}

void TestCommandLine::refusesATokenAndDoesNotRepeatIt_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("--token VALUE") << capture({u"--token"_s, u"s3cret"_s});
    QTest::newRow("--token=VALUE") << capture({u"--token=s3cret"_s});
    QTest::newRow("--access-token=VALUE") << capture({u"--access-token=s3cret"_s});
    QTest::newRow("before the command") << QStringList{u"--token=s3cret"_s, u"capture"_s};
    QTest::newRow("--token-from VALUE")
        << QStringList{u"capture"_s, u"--to"_s, u"a"_s, u"--token-from"_s, u"s3cret"_s};
    QTest::newRow("--token-from=VALUE")
        << QStringList{u"capture"_s, u"--to"_s, u"a"_s, u"--token-from=s3cret"_s};
}

void TestCommandLine::refusesATokenAndDoesNotRepeatIt()
{
    QFETCH(const QStringList, arguments);

    const CommandLine line = parse(arguments);

    QVERIFY(!line.command);
    QCOMPARE(line.code, ExitCode::Usage);
    QVERIFY(line.complaint.contains(u"every user of this machine"_s));
    QVERIFY(!line.complaint.contains(u"s3cret"_s));
}

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
