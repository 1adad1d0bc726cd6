// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QString>

#include <optional>

namespace boxwatch {

/// Whether somebody who wrote \p text meant a date: it begins like 2026-03.
bool looksLikeDate(const QString &text);

/// A moment in ISO 8601: 2026-03-02, 2026-03-02T08:20, 2026-03-02 08:20:31.5+01:00, … Without a zone
/// it is local time, without a time the first moment of that day.
std::optional<QDateTime> parseMoment(const QString &text);

/// In local time with the zone, and in UTC, so that a slip of the zone is seen at once.
QString momentText(const QDateTime &moment);

} // namespace boxwatch
