// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <optional>

namespace boxwatch {

/// How the window shows a session, as it is kept in the session's file.
///
/// A file from a stranger can hold anything: fromJson() takes what makes sense and drops the rest.
struct SessionView
{
    struct Column
    {
        QByteArray key; ///< EventTableModel::columnKey()
        int width = 0; ///< at a 10 pt font, so that it suits every screen; 0: takes the rest
        bool shown = true;

        friend bool operator==(const Column &, const Column &) = default;
    };

    QSet<QByteArray> hiddenTypes;
    QString filter; ///< the query
    QStringList picks;
    std::optional<TimeSpan> span;
    QList<Column> columns; ///< in the order on screen; empty: as the window likes
    bool following = true;

    QByteArray sortColumn; ///< EventTableModel::columnKey(); empty: in order of arrival
    bool sortDescending = false;
    bool newAtTheEnd = false; ///< rows that arrive do not go where they belong

    // How often Box was asked last; 0: not known, as usual.
    int pollSeconds = 0; ///< for live, or for the only stream
    int historySeconds = 0; ///< for history beside live
    bool slowerWhenQuiet = true;
    int lookBackSeconds = -1; ///< how far back history is read again; 0: not at all, -1: not known
    int lookBackEvery = 0; ///< seconds between two looks back

    QByteArray toJson() const;
    static SessionView fromJson(const QByteArray &json);

    friend bool operator==(const SessionView &, const SessionView &) = default;
};

} // namespace boxwatch
