// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/export/csvreader.h"

namespace boxwatch {

namespace {

// Reads the cell at `at` and leaves it behind the cell. False if the text breaks the rules.
bool readCell(const QByteArray &text, qsizetype &at, QByteArray &cell)
{
    if (at >= text.size() || text.at(at) != '"') {
        while (at < text.size() && text.at(at) != ',' && text.at(at) != '\r') {
            if (text.at(at) == '"' || text.at(at) == '\n')
                return false;
            cell.append(text.at(at++));
        }
        return true;
    }
    for (++at; at < text.size(); ++at) {
        if (text.at(at) != '"') {
            cell.append(text.at(at));
        } else if (at + 1 < text.size() && text.at(at + 1) == '"') {
            cell.append('"');
            ++at;
        } else {
            ++at;
            return true;
        }
    }
    return false;
}

} // namespace

QList<QByteArrayList> readCsv(const QByteArray &text)
{
    QList<QByteArrayList> records;
    qsizetype at = 0;
    while (at < text.size()) {
        QByteArrayList record;
        for (bool more = true; more;) {
            QByteArray cell;
            if (!readCell(text, at, cell))
                return {};
            record.append(cell);
            more = at < text.size() && text.at(at) == ',';
            if (more)
                ++at;
        }
        if (text.mid(at, 2) != "\r\n")
            return {};
        at += 2;
        records.append(record);
    }
    return records;
}

} // namespace boxwatch
