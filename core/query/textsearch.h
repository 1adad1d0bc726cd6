// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <string>
#include <string_view>

namespace boxwatch {

/// Looks for bytes in bytes; ASCII letters without regard to case, all others as they are.
class ByteSearch
{
public:
    static constexpr std::size_t npos = std::string_view::npos;

    ByteSearch() = default;
    explicit ByteSearch(std::string_view needle);

    std::size_t size() const { return m_needle.size(); } ///< of what is looked for

    /// Where it first stands in \p text at \p from or after that, or npos.
    std::size_t find(std::string_view text, std::size_t from = 0) const;

    /// Whether it stands in \p text at \p position, which must leave room for it.
    bool isAt(std::string_view text, std::size_t position) const;

private:
    /// One byte of the needle that is looked for first, since it is rare.
    struct Probe
    {
        std::size_t offset = 0; // in the needle
        unsigned char byte = 0;
        unsigned char fold =
            0; // what to add to a byte of the text before comparing: 0x20 for letters
    };

    bool mayStartAt(const char *text) const;

    std::string m_needle; // letters in lower case
    Probe m_first;
    Probe m_second;
};

/// Looks for a text in UTF-8 texts, without regard to case. One that is not ASCII is found however its letters
/// are put together, of base and combining marks or not. One that is ASCII is looked for byte by byte: `strasse` does
/// not find “Straße”.
class TextSearch
{
public:
    explicit TextSearch(const QString &needle);

    bool isFoundIn(std::string_view text) const;

    /// If the needle is ASCII, all there is to it: texts can be searched as bytes.
    const ByteSearch *bytes() const { return m_isAscii ? &m_bytes : nullptr; }

private:
    QString m_needle; // case folded, in normal form C
    ByteSearch m_bytes;
    bool m_isAscii = false; // as typed
    bool m_needsMoreThanAscii = false; // not to be found in a text that is ASCII
};

/// \p text for comparing without regard to case: as UTF-8, folded as Unicode says, and in normal form C unless it
/// has more combining marks in a row than any script needs.
QByteArray caseFolded(std::string_view text);

bool isAscii(std::string_view text);

/// The same texts, but for the case of ASCII letters.
bool equalsIgnoringAsciiCase(std::string_view a, std::string_view b);

} // namespace boxwatch
