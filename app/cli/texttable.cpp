// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/texttable.h"

#include <algorithm>
#include <array>

namespace boxwatch {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// Unicode's East Asian Width, classes W and F, in blocks (UAX #11).
constexpr std::array<Range, 12> wide{{
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD},
}};

int widthOf(char32_t code)
{
    const QChar::Category category = QChar::category(code);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing
        || category == QChar::Other_Format)
        return 0;
    const bool isWide = std::ranges::any_of(
        wide, [code](const Range &range) { return code >= range.first && code <= range.last; });
    return isWide ? 2 : 1;
}

/// \p text in at most \p most columns.
QString fitted(const QString &text, int most)
{
    if (columnsOf(text) <= most)
        return text;
    QString front;
    int columns = 1; // of the sign at the end
    for (const char32_t code : text.toUcs4()) {
        columns += widthOf(code);
        if (columns > most)
            break;
        front += QString::fromUcs4(&code, 1);
    }
    return front + u'…';
}

} // namespace

int columnsOf(const QString &text)
{
    int columns = 0;
    for (const char32_t code : text.toUcs4())
        columns += widthOf(code);
    return columns;
}

TextTable::TextTable(std::vector<int> widest)
    : m_widest(std::move(widest))
    , m_widths(m_widest.size())
{
}

void TextTable::add(const QStringList &cells)
{
    QStringList line;
    for (std::size_t i = 0; i < m_widest.size(); ++i) {
        line.append(fitted(cells.value(static_cast<qsizetype>(i)), m_widest[i]));
        m_widths[i] = std::max(m_widths[i], columnsOf(line.back()));
    }
    m_lines.push_back(line);
}

QByteArray TextTable::takeLines()
{
    QString text;
    for (const QStringList &line : m_lines) {
        qsizetype end = text.size();
        int owed = 0;
        for (std::size_t i = 0; i < m_widths.size(); ++i) {
            const QString &cell = line[static_cast<qsizetype>(i)];
            if (!cell.isEmpty()) {
                text += QString(owed, u' ') + cell;
                owed = 0;
                end = text.size();
            }
            owed += m_widths[i] - columnsOf(cell) + 2;
        }
        text.truncate(end);
        text += u'\n';
    }
    m_lines.clear();
    return text.toUtf8();
}

} // namespace boxwatch
