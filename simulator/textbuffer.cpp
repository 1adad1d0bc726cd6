// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/textbuffer.h"

#include <algorithm>
#include <array>

namespace boxwatch::sim {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

constexpr std::array<char, 200> makePairs()
{
    std::array<char, 200> pairs{};
    for (unsigned i = 0; i < 100; ++i) {
        pairs[2 * i] = static_cast<char>('0' + i / 10);
        pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return pairs;
}

constexpr std::array<char, 200> pairs = makePairs();

void writePair(char *to, unsigned value)
{
    std::memcpy(to, pairs.data() + std::size_t{2} * value, 2);
}

struct Date
{
    unsigned year;
    unsigned month;
    unsigned day;
};

/// The civil date of a day since 1970, for 1970 and later (Howard Hinnant's algorithm).
Date dateOf(std::uint32_t daysSince1970)
{
    const std::uint32_t days = daysSince1970 + 719468;
    const std::uint32_t era = days / 146097;
    const std::uint32_t dayOfEra = days % 146097;
    const std::uint32_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524
                                     - dayOfEra / 146096)
        / 365;
    const std::uint32_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::uint32_t shifted = (5 * dayOfYear + 2) / 153;
    const std::uint32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return {
        yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
        dayOfYear - (153 * shifted + 2) / 5 + 1};
}

} // namespace

TextBuffer::TextBuffer(qsizetype capacity) : m_bytes(capacity, Qt::Uninitialized)
{
    m_begin = m_bytes.data();
    m_at = m_begin;
    m_end = m_begin + capacity;
}

void TextBuffer::appendNumber(std::uint64_t value)
{
    std::array<char, 20> digits;
    char *const end = digits.data() + digits.size();
    char *at = end;
    while (value >= 100) {
        at -= 2;
        writePair(at, static_cast<unsigned>(value % 100));
        value /= 100;
    }
    if (value >= 10) {
        at -= 2;
        writePair(at, static_cast<unsigned>(value));
    } else {
        *--at = static_cast<char>('0' + value);
    }
    append(std::string_view(at, static_cast<std::size_t>(end - at)));
}

void TextBuffer::appendHex(std::uint64_t value, int digits)
{
    char *at = room(static_cast<std::size_t>(digits));
    for (int i = digits - 1; i >= 0; --i) {
        at[i] = hexDigits[value & 15U];
        value >>= 4U;
    }
}

void TextBuffer::appendTime(std::int64_t seconds, int offset)
{
    const auto local = static_cast<std::uint64_t>(std::max<std::int64_t>(0, seconds + offset * 60));
    const Date date = dateOf(static_cast<std::uint32_t>(local / 86400));
    const auto ofDay = static_cast<unsigned>(local % 86400);
    const auto zone = static_cast<unsigned>(offset < 0 ? -offset : offset);

    char *at = room(25);
    std::memcpy(at, "YYYY-MM-DDThh:mm:ss+zz:zz", 25);
    writePair(at, date.year / 100);
    writePair(at + 2, date.year % 100);
    writePair(at + 5, date.month);
    writePair(at + 8, date.day);
    writePair(at + 11, ofDay / 3600);
    writePair(at + 14, ofDay / 60 % 60);
    writePair(at + 17, ofDay % 60);
    at[19] = offset < 0 ? '-' : '+';
    writePair(at + 20, zone / 60);
    writePair(at + 23, zone % 60);
}

QByteArray TextBuffer::take()
{
    m_bytes.truncate(size());
    QByteArray result = std::move(m_bytes);
    m_bytes = {};
    m_begin = m_at = m_end = nullptr;
    return result;
}

void TextBuffer::grow(std::size_t needed)
{
    const qsizetype used = size();
    const qsizetype capacity = std::max<qsizetype>(
        2 * m_bytes.size(), used + static_cast<qsizetype>(needed) + 4096);
    m_bytes.resize(capacity);
    m_begin = m_bytes.data();
    m_at = m_begin + used;
    m_end = m_begin + capacity;
}

char *TextBuffer::room(std::size_t size)
{
    if (static_cast<std::size_t>(m_end - m_at) < size)
        grow(size);
    char *const at = m_at;
    m_at += size;
    return at;
}

QByteArray quotedJson(std::string_view text)
{
    TextBuffer out(static_cast<qsizetype>(text.size()) + 16);
    out.append('"');
    for (const char c : text) {
        switch (c) {
        case '"':
            out.append("\\\"");
            break;
        case '\\':
            out.append("\\\\");
            break;
        case '\n':
            out.append("\\n");
            break;
        case '\r':
            out.append("\\r");
            break;
        case '\t':
            out.append("\\t");
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out.append("\\u");
                out.appendHex(static_cast<unsigned char>(c), 4);
            } else {
                out.append(c);
            }
        }
    }
    out.append('"');
    return out.take();
}

} // namespace boxwatch::sim
