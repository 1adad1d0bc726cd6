// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/querygroup.h"

#include "app/cli/streamgroup.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace boxwatch {

const char *const QueryGroup::examples =
    "Examples:\n"
    "  boxwatch query audit.boxwatch 'type:download who:\"Tom Becker\" after:-2h'\n"
    "  boxwatch query audit.boxwatch '-ip:10.20.0.0/16 severity:>=warning' --count\n"
    "  boxwatch query audit.boxwatch 'item:*.xlsx size:>10mb' --format jsonl --limit 100\n\n";

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::QueryGroup)
};

/// What is wrong with the value of --limit; nothing if it is good.
std::string wholeNumber(const std::string &value)
{
    bool isNumber = false;
    const QString typed = argumentText(value).trimmed();
    if (typed.toLongLong(&isNumber) >= 0 && isNumber)
        return {};
    return Words::tr("“%1” is no number of events. Write 0 or more").arg(typed).toStdString();
}

/// Whether CLI11 takes \p argument for an option, or for a list in brackets.
bool isMisread(const std::string &argument)
{
    const bool isOption = argument.size() > 1 && argument[0] == '-' && argument[1] != '-'
        && argument != "-h";
    return isOption || argument.starts_with('[');
}

} // namespace

/// Several files would be searched for as words, and nothing found. The last word may be the query.
void QueryGroup::checkWords() const
{
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const QString word = argumentPath(m_words[i]);
        const bool isNamedSo = word.endsWith(".boxwatch"_L1, Qt::CaseInsensitive);
        const bool isFile = QFileInfo(word).isFile();
        if (i + 1 < m_words.size() ? isNamedSo || isFile : isNamedSo && isFile)
            throw CLI::ValidationError(
                "QUERY",
                Words::tr("“%1” is a file. A query looks through one session; a name to look for "
                          "belongs between quotation marks inside the apostrophes")
                    .arg(argumentText(m_words[i]))
                    .toStdString());
    }
}

void QueryGroup::declare(CLI::App &command)
{
    command.add_option("file", m_file, "The session")->required()->type_name("FILE");
    auto *words = command.add_option("query", m_words, "What to find; '' is every event");
    words->required()->type_name("QUERY");
    command.final_callback([this] { checkWords(); });
    auto *count = command.add_flag("--count", m_count, "Print only how many events there are");
    m_limitOption = command.add_option("--limit", m_limit, "At most so many events");
    m_limitOption->check(wholeNumber)->type_name("N")->excludes(count);
    command
        .add_option(
            "--format", m_format,
            "table; jsonl: each event byte for byte as Box sent it, one per line; csv: as export")
        ->check(CLI::IsMember({"table", "jsonl", "csv"}))
        ->capture_default_str()
        ->excludes(count);
    command.add_flag(
        "--timing", m_timing,
        "Tell on standard error, as JSON, how long opening and the query took");
}

QueryOptions QueryGroup::read() const
{
    QueryOptions options;
    options.file = argumentPath(m_file);
    QStringList words;
    for (const std::string &word : m_words)
        words.append(argumentText(word));
    options.query = words.join(u' ').trimmed();
    options.count = m_count;
    if (m_limitOption->count() > 0)
        options.limit = m_limit;
    if (m_format != "table")
        options.format = m_format == "csv" ? QueryOptions::Format::Csv
                                           : QueryOptions::Format::JsonLines;
    options.timing = m_timing;
    return options;
}

std::vector<std::string> QueryGroup::withQueriesSpaced(std::span<char *const> arguments)
{
    std::vector<std::string> spaced(arguments.begin(), arguments.end());
    if (spaced.size() < 2 || spaced[1] != "query")
        return spaced;
    for (std::size_t i = 2; i < spaced.size(); ++i) {
        const QString path = argumentPath(spaced[i]);
        const bool isSession = path.endsWith(".boxwatch"_L1, Qt::CaseInsensitive)
            && QFileInfo::exists(path);
        if (isMisread(spaced[i]) && !isSession)
            spaced[i].insert(0, 1, ' ');
    }
    return spaced;
}

} // namespace boxwatch
