// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace boxwatch {

/// How many columns of a terminal a text takes: ideographs take two, marks on letters none.
int columnsOf(const QString &text);

/// Lines with their cells one below the other, for a terminal.
class TextTable
{
public:
    /// \p widest: how many columns a cell may take before it is cut off; one for each cell of a line.
    explicit TextTable(std::vector<int> widest);

    void add(const QStringList &cells);

    /// The lines added since the last time, as wide as they and those before them need.
    QByteArray takeLines();

private:
    std::vector<int> m_widest;
    std::vector<int> m_widths;
    std::vector<QStringList> m_lines;
};

} // namespace boxwatch
