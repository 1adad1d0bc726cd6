// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/export/exportjob.h"
#include "core/session/session.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace boxwatch {

/// How a command tells what it is doing, on standard error.
enum class ProgressMode {
    Auto, ///< a line that renews itself on a terminal, plain sentences elsewhere
    Json, ///< one JSON object per line
    None, ///< errors only
};

/// Where the access token comes from. Never from the command line, which every user can read.
struct TokenOrigin
{
    enum class Kind { Environment, StandardInput, Keychain };

    Kind kind = Kind::StandardInput;
    QString name; ///< of the variable, or of the account (id or login)
};

/// What `capture` and `watch` have in common.
struct StreamOptions
{
    StreamSettings settings;
    bool startGiven = false; ///< --from was there
    Connection connection; ///< without the token
    TokenOrigin token;
    QStringList notes; ///< what the person should know about how this was understood
};

struct CaptureOptions
{
    QString file;
    StreamOptions stream;
    ProgressMode progress = ProgressMode::Auto;
};

struct WatchOptions
{
    QString file; ///< empty: one of its own in the usual place
    StreamOptions stream;
};

struct ExportCommand
{
    QString file;
    ExportOptions options;
    ProgressMode progress = ProgressMode::Auto;
};

struct InfoOptions
{
    QString file;
    bool json = false;
};

/// The window without a stream.
struct WindowOptions
{
    QStringList files;
    bool demo = false;
};

using Command =
    std::variant<CaptureOptions, WatchOptions, ExportCommand, InfoOptions, WindowOptions>;

} // namespace boxwatch
