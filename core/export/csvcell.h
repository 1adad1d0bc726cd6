// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace boxwatch {

/// What had to be done to a cell.
enum class CellTreatment {
    Plain, ///< written as it is
    Quoted, ///< in quotation marks; a reader of CSV gets the same text back
    Guarded, ///< an apostrophe was put before it
    Repaired, ///< bytes that are not UTF-8 became U+FFFD; may be guarded as well
};

/// Whether a spreadsheet may run \p cell as a formula, or be led to by what comes first in it: one of
/// = + - @, their fullwidth and small forms, or a control character, also behind spaces and
/// characters that nobody sees (CWE-1236).
bool looksLikeFormula(std::string_view cell);

/// Appends one cell after RFC 4180, in quotation marks only where a reader would stumble.
///
/// Without \p guard, a reader gets back exactly \p cell if that is UTF-8.
CellTreatment appendCsvCell(std::string &out, std::string_view cell, bool guard);

} // namespace boxwatch
