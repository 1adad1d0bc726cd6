// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QList>
#include <QSet>
#include <QString>

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
    QString filter;
    QList<Column> columns; ///< in the order on screen; empty: as the window likes
    bool following = true;
    int pollSeconds = 0; ///< how often Box was asked last; 0: not known

    QByteArray toJson() const;
    static SessionView fromJson(const QByteArray &json);

    friend bool operator==(const SessionView &, const SessionView &) = default;
};

} // namespace boxwatch
