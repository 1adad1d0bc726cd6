// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/queryrun.h"

#include <QTemporaryDir>

namespace boxwatch {

/// A query and the events that it finds, as letters: `a` is the first.
struct ExpectedRows
{
    QString query;
    QString rows;
};

/// Those of tests/data/query-examples.txt.
std::vector<ExpectedRows> expectedRows();

/// The events of tests/data/query-examples.jsonl in a session file, and read back from there.
class ExampleEvents
{
public:
    ExampleEvents();

    bool isValid() const { return m_valid; }
    QString path() const { return m_folder.filePath(QStringLiteral("examples.boxwatch")); }

    /// What \p query finds, as letters; `error: …` if it is none.
    QString find(const QString &query) const;

private:
    bool write();
    bool read();

    QTemporaryDir m_folder;
    TableSnapshot m_table;
    QueryContext m_context;
    bool m_valid = false;
};

} // namespace boxwatch
