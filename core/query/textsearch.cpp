// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/textsearch.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace boxwatch {

namespace {

constexpr char asciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

/// How seldom a byte is in names, ids and JSON; only the order counts.
std::size_t rarity(char c)
{
    constexpr std::string_view common = "\",:e0123456789ationrsl_dcumpfhg .-bywvkxjqz";
    const std::size_t place = common.find(c);
    return place == std::string_view::npos ? common.size() : place;
}

/// False for what nobody writes, and what would take long to put in order: UAX #15 calls a text safe for
/// streams if it has no more than 30 marks in a row.
bool isSafeToNormalize(const QString &text)
{
    constexpr int mostMarks = 30;
    int marks = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t code = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            code = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        }
        marks = QChar::combiningClass(code) == 0 ? 0 : marks + 1;
        if (marks > mostMarks)
            return false;
    }
    return true;
}

/// For comparing: an ü is the same letter in one character and in two.
QString folded(const QString &text)
{
    const QString lower = text.toCaseFolded();
    return isSafeToNormalize(lower) ? lower.normalized(QString::NormalizationForm_C) : lower;
}

QString folded(std::string_view text)
{
    return folded(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())));
}

} // namespace

ByteSearch::ByteSearch(std::string_view needle) : m_needle(needle)
{
    std::ranges::transform(m_needle, m_needle.begin(), asciiLower);
    std::size_t rarest = 0;
    std::size_t next = m_needle.size() - 1;
    for (std::size_t i = 0; i < m_needle.size(); ++i) {
        if (rarity(m_needle[i]) > rarity(m_needle[rarest]))
            rarest = i;
    }
    for (std::size_t i = 0; i < m_needle.size(); ++i) {
        if (i != rarest && (next == rarest || rarity(m_needle[i]) > rarity(m_needle[next])))
            next = i;
    }
    const auto probe = [this](std::size_t offset) {
        const char c = m_needle[offset];
        return Probe{
            .offset = offset,
            .byte = static_cast<unsigned char>(c),
            .fold = static_cast<unsigned char>(isLower(c) ? 0x20 : 0)};
    };
    if (!m_needle.empty()) {
        m_first = probe(rarest);
        m_second = probe(next);
    }
}

bool ByteSearch::mayStartAt(const char *text) const
{
    const auto first = static_cast<unsigned char>(text[m_first.offset]);
    const auto second = static_cast<unsigned char>(text[m_second.offset]);
    return (first | m_first.fold) == m_first.byte && (second | m_second.fold) == m_second.byte;
}

bool ByteSearch::isAt(std::string_view text, std::size_t position) const
{
    const char *begin = text.data() + position;
    for (std::size_t i = 0; i < m_needle.size(); ++i) {
        if (asciiLower(begin[i]) != m_needle[i])
            return false;
    }
    return true;
}

std::size_t ByteSearch::find(std::string_view text, std::size_t from) const
{
    // So many places are tested at once: the compiler makes a few vector instructions of the inner loop.
    constexpr std::size_t width = 64;

    if (text.size() < m_needle.size() || from > text.size() - m_needle.size())
        return npos;
    if (m_needle.empty())
        return from;
    const std::size_t end = text.size() - m_needle.size() + 1; // behind the last place to start
    std::size_t place = from;
    for (; place + width <= end; place += width) {
        const char *first = text.data() + place + m_first.offset;
        const char *second = text.data() + place + m_second.offset;
        std::array<unsigned char, width> hits;
        for (std::size_t i = 0; i < width; ++i) {
            const auto a = static_cast<unsigned char>(
                static_cast<unsigned char>(first[i]) | m_first.fold);
            const auto b = static_cast<unsigned char>(
                static_cast<unsigned char>(second[i]) | m_second.fold);
            hits[i] = static_cast<unsigned char>(
                static_cast<unsigned char>(a == m_first.byte)
                & static_cast<unsigned char>(b == m_second.byte));
        }
        std::array<quint64, width / 8> words;
        std::memcpy(words.data(), hits.data(), width);
        quint64 any = 0;
        for (const quint64 word : words)
            any |= word;
        if (any == 0)
            continue;
        for (std::size_t i = 0; i < width; ++i) {
            if (hits[i] != 0 && isAt(text, place + i))
                return place + i;
        }
    }
    for (; place < end; ++place) {
        if (mayStartAt(text.data() + place) && isAt(text, place))
            return place;
    }
    return npos;
}

TextSearch::TextSearch(const QString &needle) : m_needle(folded(needle))
{
    const QByteArray typed = needle.toUtf8();
    const QByteArray wanted = m_needle.toUtf8();
    m_isAscii = isAscii({typed.constData(), static_cast<std::size_t>(typed.size())});
    m_needsMoreThanAscii = !isAscii({wanted.constData(), static_cast<std::size_t>(wanted.size())});
    if (m_isAscii)
        m_bytes = ByteSearch({typed.constData(), static_cast<std::size_t>(typed.size())});
}

bool TextSearch::isFoundIn(std::string_view text) const
{
    // No byte of a longer UTF-8 sequence looks like ASCII, so bytes can be compared as they are.
    if (m_isAscii)
        return m_bytes.find(text) != ByteSearch::npos;
    if (m_needsMoreThanAscii && isAscii(text))
        return false;
    return folded(text).contains(m_needle);
}

QByteArray caseFolded(std::string_view text)
{
    return folded(text).toUtf8();
}

bool isAscii(std::string_view text)
{
    unsigned char all = 0;
    for (const char c : text)
        all |= static_cast<unsigned char>(c);
    return all < 0x80;
}

bool equalsIgnoringAsciiCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, asciiLower, asciiLower);
}

} // namespace boxwatch
