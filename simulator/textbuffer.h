// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace boxwatch::sim {

/// Bytes that only grow at the end, without the cost of a call per piece.
///
/// Made for JSON put together from ready-made fragments: QByteArray::append() checks for sharing and
/// capacity out of line each time, which at 40 pieces an event was half of the time.
class TextBuffer
{
public:
    explicit TextBuffer(qsizetype capacity = 4096);

    qsizetype size() const { return m_at - m_begin; }
    std::string_view view() const { return {m_begin, static_cast<std::size_t>(size())}; }

    void append(std::string_view text)
    {
        if (static_cast<std::size_t>(m_end - m_at) < text.size())
            grow(text.size());
        std::memcpy(m_at, text.data(), text.size());
        m_at += text.size();
    }

    void append(char character) { append(std::string_view(&character, 1)); }

    void appendNumber(std::uint64_t value);

    /// The lowest \p digits hexadecimal digits of \p value, lower case, with leading zeros.
    void appendHex(std::uint64_t value, int digits);

    /// ISO 8601 with whole seconds and the offset, e.g. `2026-03-02T08:14:05-08:00`.
    /// \p seconds since 1970 UTC, \p offset in minutes east of Greenwich.
    void appendTime(std::int64_t seconds, int offset);

    /// All bytes so far; the buffer is empty afterwards.
    QByteArray take();

private:
    void grow(std::size_t needed);
    char *room(std::size_t size);

    QByteArray m_bytes;
    char *m_begin = nullptr;
    char *m_at = nullptr;
    char *m_end = nullptr;
};

/// \p text as a JSON string, with its quotation marks; everything but what JSON demands stays UTF-8.
QByteArray quotedJson(std::string_view text);

} // namespace boxwatch::sim
