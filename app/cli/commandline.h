// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/exitcode.h"
#include "app/cli/options.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <span>

namespace boxwatch {

/// What a command line asks for: a command, or something to print and an exit code.
struct CommandLine
{
    std::optional<Command> command;
    ExitCode code = ExitCode::Success; ///< without a command
    QByteArray output; ///< help or version, for standard output
    QString complaint; ///< for standard error

    /// Reads the arguments as main() got them. Opens no file but a certificate's, and asks nobody.
    static CommandLine parse(std::span<char *const> arguments);
};

} // namespace boxwatch
