// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/tokenorigin.h"
#include "core/auth/signin.h"
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

/// What `capture` and `watch` have in common.
struct StreamOptions
{
    StreamSettings settings; ///< of the stream, or of the live one
    bool withHistory = false; ///< --stream enterprise: the history runs beside the live stream
    std::chrono::milliseconds historyInterval{300'000}; ///< of the history, if it runs beside
    LookBackSettings lookBack;
    bool startGiven = false; ///< --from was there
    Connection connection; ///< without the token
    TokenOrigin token;
    std::optional<TokenOrigin> proxyPassword; ///< where it is; the keychain has no name for it
    QStringList notes; ///< what the person should know about how this was understood

    CaptureSettings capture() const;
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
    std::optional<QString> query; ///< only the events that it finds
    ProgressMode progress = ProgressMode::Auto;
};

/// `boxwatch query`.
struct QueryOptions
{
    enum class Format {
        Table, ///< for people
        JsonLines, ///< each event byte for byte
        Csv,
    };

    QString file;
    QString query;
    bool count = false; ///< only how many events there are
    std::optional<qint64> limit; ///< at most so many events
    Format format = Format::Table;
    bool timing = false; ///< how long it took, as JSON
};

/// `boxwatch fetch`.
struct FetchOptions
{
    enum class Format {
        JsonLines, ///< each event byte for byte
        Json, ///< Box's answer byte for byte
    };

    StreamOptions stream;
    int limit = 100; ///< events
    Format format = Format::JsonLines;
    bool positionOnly = false; ///< the position instead of the events
};

struct InfoOptions
{
    QString file;
    bool json = false;
};

/// `boxwatch accounts`.
struct AccountsOptions
{
    enum class Action { List, Add, Remove };

    Action action = Action::List;
    bool json = false; ///< List
    SignInRequest request; ///< Add, without the secrets
    TokenOrigin clientSecret; ///< Add
    TokenOrigin token; ///< Add
    QString jwtConfig; ///< Add: file
    bool openBrowser = true; ///< Add
    QString account; ///< Remove: id or login
    bool forget = false; ///< Remove: only from the settings
    NetworkSettings network; ///< Add, Remove; without the password of the proxy
    std::optional<TokenOrigin> proxyPassword; ///< Add, Remove
};

/// The window without a stream.
struct WindowOptions
{
    QStringList files;
    bool demo = false;
};

using Command = std::variant<
    CaptureOptions, WatchOptions, ExportCommand, QueryOptions, FetchOptions, InfoOptions,
    AccountsOptions, WindowOptions>;

} // namespace boxwatch
