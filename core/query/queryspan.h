// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <optional>

namespace boxwatch {

/// What a value that is no text stands for: begin <= x < end.
struct QuerySpan
{
    qint64 begin = 0;
    qint64 end = 0;
};

/// Bytes: `512`, `10mb`, `1.5 GiB`. 1 kB is 1024 bytes. Nothing if it is no size, or beyond 2^63; so the others.
std::optional<QuerySpan> parseQuerySize(const QString &text);

/// Up to nine digits.
std::optional<QuerySpan> parseQueryNumber(const QString &text);

/// A Severity by its name.
std::optional<QuerySpan> parseQuerySeverity(const QString &text);

/// A StreamType by what the window calls it (`live`) or as the API spells it (`admin_logs_streaming`).
std::optional<QuerySpan> parseQueryStream(const QString &text);

} // namespace boxwatch
