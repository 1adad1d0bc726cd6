// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/options.h"

#include <span>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace boxwatch {

/// What stands behind `query`, from its declaration to its meaning. Lives as long as the parsing, which writes
/// into it.
class QueryGroup
{
public:
    static const char *const examples;

    QueryGroup() = default;
    QueryGroup(const QueryGroup &) = delete;
    QueryGroup &operator=(const QueryGroup &) = delete;

    void declare(CLI::App &command);

    /// After the parsing.
    QueryOptions read() const;

    /// \p arguments as CLI11 has to see them: `query FILE -who:ana` means a query and no options, and `[draft]` no
    /// list. A space before it, which a query does not mind, tells so; the command itself has no short option but
    /// -h. The name of a session that is there stays as it is.
    static std::vector<std::string> withQueriesSpaced(std::span<char *const> arguments);

private:
    void checkWords() const;

    std::string m_file;
    std::vector<std::string> m_words;
    bool m_count = false;
    qint64 m_limit = 0;
    std::string m_format = "table";
    bool m_timing = false;
    CLI::Option *m_limitOption = nullptr;
};

} // namespace boxwatch
