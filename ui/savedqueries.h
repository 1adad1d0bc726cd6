// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/eventfilter.h"

#include <QList>
#include <QString>

namespace boxwatch {

/// A query that the person gave a name.
struct SavedQuery
{
    QString name;

    /// Text, picks and boxes. No span: it belongs to the session in which it was drawn, while `after:-2h`
    /// in the text means the same in each.
    EventFilter filter;

    friend bool operator==(const SavedQuery &, const SavedQuery &) = default;
};

/// The queries that were saved, and those used last, in the settings, for all sessions and windows.
///
/// Reads and writes the settings at each call, so that two windows never undo each other's work. What
/// the settings hold is taken as filterFromJson() takes it.
class SavedQueries
{
public:
    static constexpr int mostSaved = 100;
    static constexpr int mostRecent = 20;
    static constexpr int longestName = 80;

    /// In the order of their names.
    static QList<SavedQuery> saved();

    /// In place of the one of that name, if there is one. False if there are mostSaved already, or no name.
    static bool save(const SavedQuery &query);
    static void remove(const QString &name);

    /// False if there is none of that name, or another one of the new name.
    static bool rename(const QString &name, const QString &newName);

    /// A name as it is kept: one line, without white space around it, not too long.
    static QString cleanName(const QString &name);

    /// Texts, the latest first.
    static QStringList recent();

    /// Puts \p text first. It takes the place of the one before if that is how it began.
    static void remember(const QString &text);
    static void forgetRecent();
};

} // namespace boxwatch
