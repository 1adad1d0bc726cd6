// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/querygroup.h"

#include "app/cli/streamgroup.h"

#include <CLI/CLI.hpp>

namespace boxwatch {

const char *const QueryGroup::examples =
    "Examples:\n"
    "  boxwatch query audit.boxwatch 'type:download who:\"Tom Becker\" after:-2h'\n"
    "  boxwatch query audit.boxwatch '-ip:10.20.0.0/16 severity:>=warning' --count\n"
    "  boxwatch query audit.boxwatch 'item:*.xlsx size:>10mb' --format jsonl --limit 100\n\n";

void QueryGroup::declare(CLI::App &command)
{
    command.add_option("file", m_file, "The session")->required()->type_name("FILE");
    command.add_option("query", m_words, "What to find; '' is every event")
        ->required()
        ->type_name("QUERY");
    auto *count = command.add_flag("--count", m_count, "Print only how many events there are");
    m_limitOption = command.add_option("--limit", m_limit, "At most so many events");
    m_limitOption->check(CLI::NonNegativeNumber)->type_name("N")->excludes(count);
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
        const std::string &argument = spaced[i];
        if (argument.size() > 1 && argument[0] == '-' && argument[1] != '-' && argument != "-h")
            spaced[i].insert(0, 1, ' ');
    }
    return spaced;
}

} // namespace boxwatch
