// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/sessionloader.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

#include <QString>

#include <optional>
#include <vector>

namespace boxwatch {

/// Reads all rows of a session. Ends the program if it cannot.
void loadSample(const SessionFile &file, EventTable &table);

/// The events of a session as JSON Lines, for other programs.
struct SampleLines
{
    QString all; ///< a file with all events

    /// A file with the first tenth of them, without those that are nested too deeply for jq.
    QString forJq;
    EventTable::Row endForJq = 0; ///< the first row behind that tenth
    std::vector<EventTable::Row> tooDeepForJq; ///< in order

    QString answers; ///< a file for what programs answer
};

/// Writes the files into \p folder and reads them again. Ends the program if they cannot be written, or
/// have not one line for each event.
SampleLines writeLines(const SessionFile &file, const QString &folder);

/// How many ms a program takes to find \p word in those lines, without regard to case, or jq to select
/// the events of one type; nothing if it is not installed. For jq that is ten times the time for a tenth.
/// Ends the program if the other one fails, or finds another number of events than \p expected.
std::optional<double> grepMs(const SampleLines &lines, const QString &word, std::size_t expected);
std::optional<double> lnavMs(const SampleLines &lines, const QString &word, std::size_t expected);
std::optional<double> jqMs(const SampleLines &lines, const QString &type, std::size_t expected);

/// How many ms a QSortFilterProxyModel under a visible QTableView takes to show only the rows with \p word
/// in the item's name, or all again.
double proxyMs(const TableSnapshot &table, const QString &word);

} // namespace boxwatch
