// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/options.h"
#include "core/base/result.h"

#include <QByteArrayList>
#include <QCoreApplication>
#include <QString>

#include <optional>

namespace boxwatch {

/// The options of `capture` and `watch` as they were typed.
struct StreamArguments
{
    QString stream = QStringLiteral("admin_logs");
    std::optional<QString> from;
    std::optional<QString> until;
    QString eventTypes;
    std::optional<double> pollInterval; ///< seconds
    std::optional<double> historyInterval; ///< seconds
    bool slowerWhenQuiet = false;
    std::optional<double> lookBack; ///< hours
    std::optional<double> lookBackInterval; ///< seconds
    QString apiUrl;
    QString tokenUrl;
    QString tokenFrom;
    QString caFile;
};

/// Gives typed options their meaning, or says why they have none (Error::Kind::Usage; Kind::File for
/// a certificate file that cannot be read).
class StreamArgumentReader
{
    Q_DECLARE_TR_FUNCTIONS(boxwatch::StreamArgumentReader)

public:
    /// \p now decides what is in the future.
    static Result<StreamOptions> read(const StreamArguments &arguments, const QDateTime &now);

private:
    StreamArgumentReader(const StreamArguments &arguments, const QDateTime &now)
        : m_arguments(arguments)
        , m_now(now)
    {
    }

    Result<void> readStream();
    Result<void> readFrom();
    Result<void> readUntil();
    Result<void> readEventTypes();
    Result<void> readPollInterval();
    Result<void> readHistoryInterval();
    Result<void> readLookBack();
    Result<std::chrono::milliseconds> interval(double seconds, const char *option, StreamType type);
    Result<void> readConnection();
    Result<void> readToken();

    const StreamArguments &m_arguments;
    const QDateTime &m_now;
    StreamOptions m_options;
};

/// "A, B,,C" → A, B, C.
QByteArrayList splitNames(const QString &text);

} // namespace boxwatch
