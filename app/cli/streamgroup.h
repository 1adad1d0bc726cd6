// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/networkgroup.h"
#include "app/cli/options.h"
#include "core/base/result.h"

#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace boxwatch {

/// The options that `capture` and `watch` share, from their declaration to their meaning. Lives as
/// long as the parsing, which writes into it.
class StreamGroup
{
public:
    StreamGroup() = default;
    StreamGroup(const StreamGroup &) = delete;
    StreamGroup &operator=(const StreamGroup &) = delete;

    void declare(CLI::App &command);

    /// For a command that reads once and does not stream.
    void declareForFetch(CLI::App &command);

    /// After the parsing. Errors as StreamArgumentReader::read().
    Result<StreamOptions> read() const;

private:
    void declareConnection(CLI::App &command);

    std::string m_stream = "admin_logs";
    std::string m_from;
    std::string m_until;
    std::string m_eventTypes;
    double m_pollInterval = 0;
    std::string m_apiUrl;
    std::string m_tokenUrl;
    std::string m_tokenFrom;
    std::string m_caFile;
    NetworkGroup m_network;
    double m_historyInterval = 0;
    bool m_slowerWhenQuiet = false;
    double m_lookBack = 0;
    double m_lookBackInterval = 0;
    CLI::Option *m_historyOption = nullptr;
    CLI::Option *m_lookBackOption = nullptr;
    CLI::Option *m_lookBackIntervalOption = nullptr;
    CLI::Option *m_fromOption = nullptr;
    CLI::Option *m_untilOption = nullptr;
    CLI::Option *m_pollOption = nullptr;
};

/// What stands on the command line, as text and as the name of a file.
QString argumentText(const std::string &argument);
QString argumentPath(const std::string &argument);

} // namespace boxwatch
