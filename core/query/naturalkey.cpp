// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/naturalkey.h"

#include "core/query/textsearch.h"

#include <QString>

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace boxwatch {

namespace {

constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr char lower(char c)
{
    // No key has a zero byte in it, so that one may be filled with zeros.
    if (c == '\0')
        return '\1';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A sign that sorts as digits do, how many digits there are, and then the digits: so a longer number is
/// a larger one. Zeros in front do not count.
std::size_t appendNumber(std::string_view text, std::string &key)
{
    constexpr std::size_t most = 254; // what one byte of the length can say
    const auto end = static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), isDigit) - text.begin());
    const std::size_t begin = std::min(text.find_first_not_of('0'), end);
    key += '0';
    std::size_t length = end - begin;
    for (; length >= most; length -= most)
        key += static_cast<char>(most + 1);
    key += static_cast<char>(length + 1);
    key += text.substr(begin, end - begin);
    return end;
}

void appendKeyOf(std::string_view text, std::string &key)
{
    for (std::size_t i = 0; i < text.size();) {
        if (isDigit(text[i]))
            i += appendNumber(text.substr(i), key);
        else
            key += lower(text[i++]);
    }
}

/// Letters without what stands over and under them.
QString withoutMarks(const QString &text)
{
    QString plain;
    plain.reserve(text.size());
    for (const QChar c : text.toCaseFolded().normalized(QString::NormalizationForm_KD)) {
        if (c.category() != QChar::Mark_NonSpacing)
            plain += c;
    }
    return plain.toCaseFolded();
}

/// What withoutMarks() makes of one letter in any text, as UTF-8; nothing if that depends on its neighbours,
/// which marks that stay may change places with.
std::optional<std::string> plainLetter(QChar letter)
{
    const QString plain = withoutMarks(QString(letter));
    if (letter.isSurrogate()
        || std::ranges::any_of(plain, [](QChar c) { return c.combiningClass() != 0; }))
        return {};
    return plain.toStdString();
}

std::string plainText(std::string_view utf8)
{
    // Names have a dash or an umlaut in them more often than not, and always the same few.
    static thread_local std::unordered_map<char16_t, std::optional<std::string>> letters;

    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    std::string plain;
    plain.reserve(utf8.size());
    for (const QChar c : text) {
        if (c < QChar(0x80)) {
            plain += c.toLatin1();
            continue;
        }
        auto letter = letters.find(c.unicode());
        if (letter == letters.end())
            letter = letters.emplace(c.unicode(), plainLetter(c)).first;
        if (!letter->second)
            return withoutMarks(text).toStdString();
        plain += *letter->second;
    }
    return plain;
}

} // namespace

void appendNaturalKey(std::string_view utf8, std::string &key)
{
    if (isAscii(utf8))
        appendKeyOf(utf8, key);
    else
        appendKeyOf(plainText(utf8), key);
}

} // namespace boxwatch
