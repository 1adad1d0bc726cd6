// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace boxwatch {

/// A span of time, ms since 1970 UTC: from `from` on, up to but without `to`.
struct TimeSpan
{
    qint64 from = 0;
    std::optional<qint64> to{}; ///< nothing: up to now, and on

    friend bool operator==(const TimeSpan &, const TimeSpan &) = default;
};

/// What a person asks to see. Hides, never deletes.
struct EventFilter
{
    QSet<QByteArray> hiddenTypes{}; ///< names of event types whose box is not ticked
    QString text{}; ///< the query as typed; see Query

    /// Values that were picked from a cell or a list, each one clause of a query: `who:="Ana Ruiz"`. One
    /// that starts with "-" excludes.
    QStringList picks{};

    std::optional<TimeSpan> span{}; ///< when the event happened

    /// Text, picks and span as one query. Wanted picks of one field are joined by `or`, as are those of
    /// the fields of one person, item or folder; all else by and.
    QString query() const;

    /// The field of a pick, in small letters: "who" of `-who:="Ana Ruiz"`. Empty if it names none.
    static QString fieldOf(const QString &pick);
    static bool isExclusion(const QString &pick) { return pick.startsWith(u'-'); }

    bool isEmpty() const;
    friend bool operator==(const EventFilter &, const EventFilter &) = default;
};

} // namespace boxwatch
