// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtEndian>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace boxwatch {

/// Numbers as bytes, lowest first. Internal to core/store.
class ByteWriter
{
public:
    template<typename Number>
    void put(Number number)
    {
        const Number little = qToLittleEndian(number);
        m_bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
    }

    /// The first bytes of all numbers, then the second bytes, and so on: high bytes are mostly alike,
    /// and compress to nothing once they stand together.
    template<typename Number>
    void putPlanes(std::span<const Number> numbers)
    {
        const std::size_t before = m_bytes.size();
        m_bytes.resize(before + numbers.size_bytes());
        char *to = m_bytes.data() + before;
        for (std::size_t byte = 0; byte < sizeof(Number); ++byte) {
            for (const Number number : numbers)
                *to++ = static_cast<char>(static_cast<quint64>(number) >> (8 * byte));
        }
    }

    void putText(std::string_view text) { m_bytes += text; }

    const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// The reverse, for bytes from a stranger. After something was missing, isGood() is false for good and
/// all numbers are 0. Internal to core/store.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes) : m_bytes(bytes) { }

    bool isGood() const { return m_good; }
    bool isAtEnd() const { return m_bytes.empty(); }

    template<typename Number>
    Number take()
    {
        const std::string_view bytes = takeText(sizeof(Number));
        return bytes.empty() ? Number{} : qFromLittleEndian<Number>(bytes.data());
    }

    template<typename Number>
    void takePlanes(std::span<Number> numbers)
    {
        const std::string_view bytes = takeText(numbers.size_bytes());
        if (bytes.empty())
            return;
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            quint64 number = 0;
            for (std::size_t byte = 0; byte < sizeof(Number); ++byte)
                number |= quint64{static_cast<quint8>(bytes[byte * numbers.size() + i])}
                    << (8 * byte);
            numbers[i] = static_cast<Number>(number);
        }
    }

    /// Empty if there are not so many bytes left.
    std::string_view takeText(std::size_t size)
    {
        if (size > m_bytes.size())
            m_good = false;
        if (!m_good)
            return {};
        const std::string_view text = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return text;
    }

    std::size_t left() const { return m_bytes.size(); }

private:
    std::string_view m_bytes;
    bool m_good = true;
};

} // namespace boxwatch
