// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/session/sessionloader.h"
#include "core/store/eventtable.h"
#include "core/store/sessionfile.h"

#include <QStringList>

#include <optional>

namespace boxwatch {

/// Reads all rows of a session. Ends the program if it cannot.
void loadSample(const SessionFile &file, EventTable &table);

/// The events of a session as JSON Lines: a file with all of them, and one with the first tenth.
QStringList writeLines(const SessionFile &file, const QString &folder);

/// How many ms a program takes to find \p word in those lines, without regard to case, or jq to select
/// the events of one type; nothing if it is not installed. For jq that is ten times the time for a tenth.
std::optional<double> grepMs(const QStringList &lines, const QString &word);
std::optional<double> lnavMs(const QStringList &lines, const QString &word);
std::optional<double> jqMs(const QStringList &lines);

/// How many ms a QSortFilterProxyModel under a visible QTableView takes to show only the rows with \p word
/// in the item's name, or all again.
double proxyMs(const TableSnapshot &table, const QString &word);

} // namespace boxwatch
