// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/export/csvcell.h"

#include <QString>

#include <array>

#include <simdjson.h>

namespace boxwatch {

namespace {

constexpr unsigned char quote = 1; // has to stand in quotation marks
constexpr unsigned char multibyte = 2; // part of a character beyond ASCII

constexpr std::array<unsigned char, 256> byteClasses()
{
    std::array<unsigned char, 256> classes{};
    // The semicolon and the tab too: they separate cells for a spreadsheet of some countries.
    for (const char c : std::string_view(",\";\t\r\n\0", 7))
        classes[static_cast<unsigned char>(c)] = quote;
    for (std::size_t byte = 0x80; byte < classes.size(); ++byte)
        classes[byte] = multibyte;
    return classes;
}

constexpr auto classOf = byteClasses();

struct Decoded
{
    char32_t character = 0;
    std::size_t length = 0;
};

// The first character of UTF-8 text; a lone byte stands for itself.
Decoded firstCharacter(std::string_view text)
{
    const auto byte = [&text](std::size_t i) {
        return i < text.size() ? static_cast<char32_t>(static_cast<unsigned char>(text[i])) : 0U;
    };
    const char32_t first = byte(0);
    if ((first & 0xE0U) == 0xC0U && text.size() >= 2)
        return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    if ((first & 0xF0U) == 0xE0U && text.size() >= 3)
        return {((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU), 3};
    return {first, 1};
}

bool isInvisible(char32_t c)
{
    return c == U' ' || c == 0xA0 || c == 0xAD || c == 0x61C || c == 0x1680 || c == 0x180E
        || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F)
        || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

bool startsFormula(char32_t c)
{
    switch (c) {
    case U'=':
    case U'+':
    case U'-':
    case U'@':
    case 0xFF1D: // fullwidth = + - @, which a spreadsheet of East Asia reads like the narrow ones
    case 0xFF0B:
    case 0xFF0D:
    case 0xFF20:
    case 0xFE66: // and the small forms
    case 0xFE62:
    case 0xFE63:
    case 0xFE6B:
        return true;
    default:
        return c < 0x20 || c == 0x7F;
    }
}

void appendQuoted(std::string &out, std::string_view cell, bool guarded)
{
    out += '"';
    if (guarded)
        out += '\'';
    for (std::size_t mark = cell.find('"'); mark != std::string_view::npos; mark = cell.find('"')) {
        out.append(cell.substr(0, mark + 1));
        out += '"';
        cell.remove_prefix(mark + 1);
    }
    out.append(cell);
    out += '"';
}

} // namespace

bool looksLikeFormula(std::string_view cell)
{
    while (!cell.empty()) {
        const Decoded first = firstCharacter(cell);
        if (!isInvisible(first.character))
            return startsFormula(first.character);
        cell.remove_prefix(first.length);
    }
    return false;
}

CellTreatment appendCsvCell(std::string &out, std::string_view cell, bool guard)
{
    if (cell.empty())
        return CellTreatment::Plain;

    unsigned char found = 0;
    for (const char c : cell)
        found |= classOf[static_cast<unsigned char>(c)];

    if ((found & multibyte) != 0 && !simdjson::validate_utf8(cell.data(), cell.size())) {
        // A file with a stray byte is refused whole by many readers; JSON Lines keeps it.
        const QByteArray repaired =
            QString::fromUtf8(cell.data(), static_cast<qsizetype>(cell.size())).toUtf8();
        appendCsvCell(
            out, {repaired.constData(), static_cast<std::size_t>(repaired.size())}, guard);
        return CellTreatment::Repaired;
    }

    const bool guarded = guard && looksLikeFormula(cell);
    // Some readers take spaces at the edges away if there are no quotation marks around them.
    if ((found & quote) != 0 || cell.front() == ' ' || cell.back() == ' ') {
        appendQuoted(out, cell, guarded);
        return guarded ? CellTreatment::Guarded : CellTreatment::Quoted;
    }
    if (guarded)
        out += '\'';
    out.append(cell);
    return guarded ? CellTreatment::Guarded : CellTreatment::Plain;
}

} // namespace boxwatch
