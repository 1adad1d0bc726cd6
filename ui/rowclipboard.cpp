// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/rowclipboard.h"

#include "ui/plaintext.h"

#include <QApplication>
#include <QClipboard>

namespace boxwatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 most = 20'000;

/// A cell for a spreadsheet: one line, and nothing that it would run.
QString clipboardCell(const QString &text)
{
    QString cell = plainLine(text, 32'767);
    if (!cell.isEmpty() && u"=+-@"_s.contains(cell.front()))
        cell.prepend(u'\'');
    return cell;
}

} // namespace

qint64 copyRows(
    const EventTableModel &events, const std::vector<std::pair<int, int>> &pieces,
    const std::vector<int> &columns)
{
    QString text;
    qint64 copied = 0;
    for (const auto &[first, last] : pieces) {
        for (int row = first; row <= last && copied < most; ++row, ++copied) {
            QStringList cells;
            for (const int column : columns) {
                const QModelIndex index = events.index(row, column);
                cells += clipboardCell(index.data(EventTableModel::FullTextRole).toString());
            }
            text += cells.join(u'\t') + u'\n';
        }
    }
    if (copied > 0)
        QApplication::clipboard()->setText(text);
    return copied;
}

void copyTextOf(const EventTableModel &events, const QModelIndex &cell)
{
    const QModelIndex own = events.index(cell.row(), cell.column());
    QApplication::clipboard()->setText(own.data(EventTableModel::FullTextRole).toString());
}

} // namespace boxwatch
