// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/exitcode.h"

namespace boxwatch {

ExitCode exitCodeFor(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Usage:
        return ExitCode::Usage;
    case Error::Kind::Unauthorized:
    case Error::Kind::Forbidden:
    case Error::Kind::Keychain:
        return ExitCode::SignIn;
    case Error::Kind::File:
    case Error::Kind::NewerFile:
    case Error::Kind::DamagedFile:
    case Error::Kind::Busy:
        return ExitCode::File;
    case Error::Kind::Cancelled:
        return ExitCode::Interrupted;
    case Error::Kind::Network:
    case Error::Kind::Timeout:
    case Error::Kind::Malformed:
    case Error::Kind::Refused:
    case Error::Kind::RateLimited:
    case Error::Kind::Server:
    case Error::Kind::Unexpected:
        return ExitCode::Network;
    }
    return ExitCode::Failure;
}

} // namespace boxwatch
