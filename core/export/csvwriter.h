// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/export/exportcolumn.h"
#include "core/export/timetext.h"
#include "core/store/eventtable.h"

#include <QHash>

#include <string>
#include <vector>

namespace boxwatch {

/// Turns rows of a table into lines of CSV: RFC 4180, UTF-8, CRLF.
///
/// Reads the columns only; the JSON of an event is handed in where the file has it. One object per
/// thread.
class CsvWriter
{
public:
    struct Options
    {
        std::vector<ExportColumn> columns;
        QHash<quint16, QByteArray> streams; ///< names by id in the session file
        bool guardFormulas = true;
    };

    CsvWriter(TableSnapshot table, Options options);

    bool needsRaw() const { return m_needsRaw; }

    void appendHeader(std::string &out) const;

    /// \p raw is used if needsRaw().
    void appendRow(std::string &out, TableSnapshot::Row row, std::string_view raw);

    qint64 guardedCells() const { return m_guarded; }
    qint64 repairedCells() const { return m_repaired; }

private:
    enum class Form : unsigned char { Unknown, Plain, Special };

    struct TypeTexts
    {
        std::string label;
        std::string category;
        std::string_view severity;
    };

    void appendColumn(
        std::string &out, ExportColumn column, TableSnapshot::Row row, std::string_view raw);
    void appendPerson(std::string &out, ExportColumn column, TableSnapshot::Row row);
    void appendThing(std::string &out, ExportColumn column, TableSnapshot::Row row);
    void appendType(std::string &out, ExportColumn column, TableSnapshot::Code type);
    void appendCode(std::string &out, TableSnapshot::Code code);
    void appendCell(std::string &out, std::string_view text);

    TableSnapshot m_table;
    Options m_options;
    TimeText m_time;
    std::vector<Form> m_forms; // by code of a text
    std::vector<TypeTexts> m_types; // by code of a type
    bool m_needsRaw = false;
    qint64 m_guarded = 0;
    qint64 m_repaired = 0;
};

} // namespace boxwatch
