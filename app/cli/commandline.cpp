// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/commandline.h"

#include "app/cli/accountsgroup.h"
#include "app/cli/querygroup.h"
#include "app/cli/streamarguments.h"
#include "app/cli/streamgroup.h"
#include "core/stream/singlefetch.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace boxwatch {

namespace {

constexpr auto exitCodes =
    "Exit codes:\n"
    "  0  done; also after SIGINT or SIGTERM, with everything stored\n"
    "  1  something else, such as no display for the window\n"
    "  2  the command line or the query cannot be followed\n"
    "  3  sign-in: no token, or Box refuses it, or the right is missing\n"
    "  4  a file cannot be read or written\n"
    "  5  Box could not be reached, to the last try\n"
    "  6  an export, a query or a fetch was interrupted; no file was written\n";

constexpr auto examples =
    "Examples:\n"
    "  boxwatch --demo\n"
    "  boxwatch capture --to audit.boxwatch --from earliest --token-from env:BOX_TOKEN\n"
    "  boxwatch export audit.boxwatch --output audit.csv --types DOWNLOAD,LOGIN\n"
    "  boxwatch query audit.boxwatch 'who:ana type:download after:-2h'\n\n";

struct ExportArguments
{
    std::string file;
    std::string format = "csv";
    std::string output;
    std::string types;
    std::string columns;
    std::string query;
    bool noFormulaGuard = false;
    bool byteOrderMark = false;
};

ProgressMode progressMode(const std::string &name)
{
    if (name == "json")
        return ProgressMode::Json;
    return name == "none" ? ProgressMode::None : ProgressMode::Auto;
}

void addProgress(CLI::App &command, std::string &mode)
{
    command.add_option("--progress", mode, "How to tell what goes on, on standard error")
        ->check(CLI::IsMember({"auto", "json", "none"}))
        ->capture_default_str();
}

Result<ExportOptions> readExport(const ExportArguments &arguments)
{
    ExportOptions options;
    options.format = arguments.format == "csv" ? ExportFormat::Csv : ExportFormat::JsonLines;
    options.output = argumentPath(arguments.output);
    options.types = splitNames(argumentText(arguments.types));
    options.guardFormulas = !arguments.noFormulaGuard;
    options.byteOrderMark = arguments.byteOrderMark;

    options.columns = splitNames(argumentText(arguments.columns));
    if (options.columns == QByteArrayList{"all"})
        options.columns = exportColumns();
    for (const QByteArray &column : std::as_const(options.columns)) {
        if (!exportColumns().contains(column))
            return usageError(
                QCoreApplication::translate(
                    "CommandLine", "--columns: there is no column \"%1\". There are: %2.")
                    .arg(QString::fromUtf8(column), QString::fromUtf8(exportColumns().join(", "))));
    }
    const bool forCsvOnly = !options.columns.isEmpty() || arguments.noFormulaGuard
        || arguments.byteOrderMark;
    if (options.format == ExportFormat::JsonLines && forCsvOnly)
        return usageError(QCoreApplication::translate(
            "CommandLine",
            "--columns, --no-formula-guard and --bom are for --format csv: JSON Lines "
            "gives each event as Box sent it."));
    return options;
}

struct FetchArguments
{
    int limit = FetchOptions().limit;
    std::string format = "jsonl";
    bool positionOnly = false;
};

Result<Command> readFetch(Result<StreamOptions> stream, const FetchArguments &arguments)
{
    if (!stream)
        return stream.error();
    const StreamSettings &settings = stream->settings;
    const bool startsAtDate = settings.start == StreamSettings::Start::Date;
    if (startsAtDate && settings.type != StreamType::AdminLogs)
        return usageError(QCoreApplication::translate(
            "CommandLine",
            "--from: Box can start at a date only in the enterprise's history (--stream "
            "admin_logs). Start from now, earliest or a position."));
    const bool asksForNow = arguments.positionOnly && settings.start == StreamSettings::Start::Now;
    if (asksForNow && !SingleFetch::hasCurrentPosition(settings.type))
        return usageError(QCoreApplication::translate(
            "CommandLine",
            "--position-only: the enterprise's history (admin_logs) has no current position. "
            "Start from a date, and go on from the position behind its events."));
    return Command(FetchOptions{
        .stream = std::move(*stream),
        .limit = arguments.limit,
        .format = arguments.format == "json" ? FetchOptions::Format::Json
                                             : FetchOptions::Format::JsonLines,
        .positionOnly = arguments.positionOnly});
}

// Everything that the program understands. Lives as long as the parsing, since CLI11 keeps references.
class Grammar
{
public:
    Grammar();

    CommandLine parse(int argc, const char *const *argv);

private:
    CommandLine failed(const CLI::ParseError &error);
    Result<Command> command() const;

    CLI::App m_app{"Boxwatch: watch what happens in a Box account, live."};
    std::vector<std::string> m_files;
    bool m_demo = false;
    CLI::App *m_capture = m_app.add_subcommand(
        "capture", "Store events in a session file; no display needed");
    CLI::App *m_watch = m_app.add_subcommand("watch", "Open the window and start streaming");
    CLI::App *m_export = m_app.add_subcommand(
        "export", "Write the events of a session as CSV or JSON Lines");
    CLI::App *m_query = m_app.add_subcommand("query", "Find events of a session");
    CLI::App *m_fetch = m_app.add_subcommand(
        "fetch", "Read one chunk of a stream, or ask where it is now, without a session");
    CLI::App *m_info = m_app.add_subcommand("info", "Tell what a session file holds");
    CLI::App *m_accounts = m_app.add_subcommand(
        "accounts", "Sign in and out, list who is signed in");
    AccountsGroup m_accountsGroup;
    StreamGroup m_captureStream;
    StreamGroup m_watchStream;
    StreamGroup m_fetchStream;
    FetchArguments m_fetchArguments;
    std::string m_captureTo;
    std::string m_watchTo;
    std::string m_captureProgress = "auto";
    std::string m_exportProgress = "auto";
    ExportArguments m_exportArguments;
    CLI::Option *m_exportQuery = nullptr;
    QueryGroup m_queryGroup;
    std::string m_infoFile;
    bool m_infoJson = false;
};

Grammar::Grammar()
{
    m_app.name("boxwatch");
    m_app.set_version_flag("--version", "boxwatch " BOXWATCH_VERSION);
    m_app.footer(std::string(examples) + exitCodes);
    m_app.require_subcommand(0, 1);
    m_app.add_flag(
        "--demo", m_demo, "Try everything with a simulated enterprise; no account needed");
    m_app.add_option("files", m_files, "Sessions to open in the window")
        ->type_name("FILE.boxwatch");

    m_capture->footer(exitCodes);
    m_capture->add_option("--to", m_captureTo, "The session file: made, or gone on with")
        ->required()
        ->type_name("FILE");
    m_captureStream.declare(*m_capture);
    addProgress(*m_capture, m_captureProgress);

    m_watch->footer(exitCodes);
    m_watch->add_option("--to", m_watchTo, "The session file: made, or gone on with [a new one]")
        ->type_name("FILE");
    m_watchStream.declare(*m_watch);

    m_export->footer(exitCodes);
    m_export->add_option("file", m_exportArguments.file, "The session")
        ->required()
        ->type_name("FILE");
    m_export
        ->add_option(
            "--format", m_exportArguments.format,
            "csv, or jsonl: each event byte for byte as Box sent it, one per line")
        ->check(CLI::IsMember({"csv", "jsonl"}))
        ->capture_default_str();
    m_export
        ->add_option(
            "--output", m_exportArguments.output,
            "Written whole or not at all; - is standard output")
        ->required()
        ->type_name("FILE|-");
    m_export->add_option("--types", m_exportArguments.types, "Only events of these types")
        ->type_name("A,B");
    m_exportQuery = m_export->add_option(
        "--query", m_exportArguments.query, "Only events that this query finds");
    m_exportQuery->type_name("QUERY");
    m_export
        ->add_option(
            "--columns", m_exportArguments.columns,
            "Columns of the CSV in this order; all: with the JSON of each event")
        ->type_name("A,B|all");
    m_export->add_flag(
        "--no-formula-guard", m_exportArguments.noFormulaGuard,
        "Write cells as they are, for machines. A spreadsheet may run some of them!");
    m_export->add_flag(
        "--bom", m_exportArguments.byteOrderMark, "Begin with a byte order mark, for Excel");
    addProgress(*m_export, m_exportProgress);

    m_query->footer(std::string(QueryGroup::examples) + exitCodes);
    m_queryGroup.declare(*m_query);

    m_fetch->footer(exitCodes);
    m_fetchStream.declareForFetch(*m_fetch);
    m_fetch->add_option("--limit", m_fetchArguments.limit, "At most so many events, 1 to 500")
        ->check(CLI::Range(1, EventsQuery::largestLimit))
        ->type_name("N")
        ->capture_default_str();
    m_fetch
        ->add_option(
            "--format", m_fetchArguments.format,
            "jsonl: each event byte for byte as Box sent it, one per line; json: Box's answer")
        ->check(CLI::IsMember({"jsonl", "json"}))
        ->capture_default_str();
    m_fetch->add_flag(
        "--position-only", m_fetchArguments.positionOnly,
        "The position behind the chunk on standard output, and no events");

    m_accounts->footer(exitCodes);
    m_accountsGroup.declare(*m_accounts);

    m_info->add_option("file", m_infoFile, "The session")->required()->type_name("FILE");
    m_info->add_flag("--json", m_infoJson, "One JSON object, for machines");
}

CommandLine Grammar::parse(int argc, const char *const *argv)
{
    // CLI11 reports by exceptions; they end here.
    try {
        m_app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return failed(error);
    }

    CommandLine line;
    auto understood = command();
    if (understood) {
        line.command = std::move(*understood);
    } else {
        line.code = exitCodeFor(understood.error());
        line.complaint = sentenceFor(understood.error());
    }
    return line;
}

CommandLine Grammar::failed(const CLI::ParseError &error)
{
    std::ostringstream output;
    std::ostringstream complaint;
    CommandLine line;
    if (m_app.exit(error, output, complaint) != 0)
        line.code = ExitCode::Usage;
    line.output = QByteArray::fromStdString(output.str());
    line.complaint = argumentText(complaint.str()).trimmed();
    return line;
}

Result<Command> Grammar::command() const
{
    if (m_capture->parsed()) {
        auto stream = m_captureStream.read();
        if (!stream)
            return stream.error();
        return Command(CaptureOptions{
            .file = argumentPath(m_captureTo),
            .stream = std::move(*stream),
            .progress = progressMode(m_captureProgress)});
    }
    if (m_watch->parsed()) {
        auto stream = m_watchStream.read();
        if (!stream)
            return stream.error();
        return Command(WatchOptions{.file = argumentPath(m_watchTo), .stream = std::move(*stream)});
    }
    if (m_export->parsed()) {
        auto options = readExport(m_exportArguments);
        if (!options)
            return options.error();
        return Command(ExportCommand{
            .file = argumentPath(m_exportArguments.file),
            .options = std::move(*options),
            .query = m_exportQuery->count() > 0
                ? std::optional(argumentText(m_exportArguments.query).trimmed())
                : std::nullopt,
            .progress = progressMode(m_exportProgress)});
    }
    if (m_query->parsed())
        return Command(m_queryGroup.read());
    if (m_fetch->parsed())
        return readFetch(m_fetchStream.read(), m_fetchArguments);
    if (m_accounts->parsed()) {
        auto accounts = m_accountsGroup.read();
        if (!accounts)
            return accounts.error();
        return Command(std::move(*accounts));
    }
    if (m_info->parsed())
        return Command(InfoOptions{.file = argumentPath(m_infoFile), .json = m_infoJson});

    WindowOptions window{.files = {}, .demo = m_demo};
    for (const std::string &file : m_files)
        window.files.append(argumentPath(file));
    return Command(std::move(window));
}

// Before CLI11 sees them, since its complaint would repeat the value.
bool holdsToken(std::span<char *const> arguments)
{
    static const QRegularExpression option(
        u"^--?((access|api|app|bearer|box|client|developer|proxy|refresh)[-_]?)?"
        "(token|secret|password|passphrase|private[-_]?key|assertion)(=.*)?$"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    return std::ranges::any_of(arguments, [](const char *argument) {
        return option.match(QString::fromLocal8Bit(argument)).hasMatch();
    });
}

} // namespace

CommandLine CommandLine::parse(std::span<char *const> arguments)
{
    if (holdsToken(arguments)) {
        CommandLine line;
        line.code = ExitCode::Usage;
        line.complaint = QCoreApplication::translate(
            "CommandLine",
            "A token is not taken from the command line: every user of this machine can read it "
            "there, and the shell keeps it in its history. If that was a real one, revoke it. Give "
            "it with --token-from env:NAME, stdin or keychain:ACCOUNT.");
        return line;
    }
    const std::vector<std::string> spaced = QueryGroup::withQueriesSpaced(arguments);
    std::vector<const char *> pointers;
    pointers.reserve(spaced.size());
    for (const std::string &argument : spaced)
        pointers.push_back(argument.c_str());
    return Grammar().parse(static_cast<int>(pointers.size()), pointers.data());
}

} // namespace boxwatch
