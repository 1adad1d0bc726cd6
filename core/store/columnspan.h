// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <cstddef>
#include <limits>
#include <span>
#include <utility>

namespace boxwatch {

/// The columns of codes; of which dictionary, TableSnapshot says at the accessor of the same name.
enum class CodeColumn {
    Type,
    Actor,
    ActingFor,
    Target,
    Owner,
    Item,
    Folder,
    Address,
    Service,
    Session,
    SharedLink,
    Classification,
};
constexpr std::size_t codeColumnCount = 12;

/// The columns of numbers: times in ms since 1970 UTC or Event::noTime, a size in bytes or -1, a risk of
/// 0 to 100 or -1.
enum class NumberColumn {
    CreatedAt,
    RecordedAt,
    Size,
    Risk,
};
constexpr std::size_t numberColumnCount = 4;

/// A column in which all rows of a segment have the same code.
struct ConstantCode
{
    quint32 code = 0;
    std::size_t size = 0; ///< rows
};

/// Codes of one column in one segment as they are kept: all alike, or 1, 2 or 4 bytes each.
///
/// A view: good as long as the snapshot that it came from.
class CodeSpan
{
public:
    CodeSpan() = default;
    CodeSpan(ConstantCode constant) : m_size(constant.size), m_constant(constant.code) { }
    CodeSpan(const quint8 *codes, std::size_t size) : m_data(codes), m_size(size), m_width(1) { }
    CodeSpan(const quint16 *codes, std::size_t size) : m_data(codes), m_size(size), m_width(2) { }
    CodeSpan(const quint32 *codes, std::size_t size) : m_data(codes), m_size(size), m_width(4) { }

    std::size_t size() const { return m_size; } ///< rows
    CodeSpan first(std::size_t rows) const; ///< only these

    /// For single rows; visit() is what makes a scan fast.
    quint32 operator[](std::size_t row) const
    {
        switch (m_width) {
        case 1:
            return static_cast<const quint8 *>(m_data)[row];
        case 2:
            return static_cast<const quint16 *>(m_data)[row];
        case 4:
            return static_cast<const quint32 *>(m_data)[row];
        default:
            return m_constant;
        }
    }

    /// Calls \p f once with a std::span of const quint8, quint16 or quint32, or with a ConstantCode; all
    /// four have to give the same type.
    template<typename F>
    decltype(auto) visit(F &&f) const
    {
        switch (m_width) {
        case 1:
            return std::forward<F>(f)(std::span(static_cast<const quint8 *>(m_data), m_size));
        case 2:
            return std::forward<F>(f)(std::span(static_cast<const quint16 *>(m_data), m_size));
        case 4:
            return std::forward<F>(f)(std::span(static_cast<const quint32 *>(m_data), m_size));
        default:
            return std::forward<F>(f)(ConstantCode{.code = m_constant, .size = m_size});
        }
    }

private:
    const void *m_data = nullptr;
    std::size_t m_size = 0;
    quint32 m_constant = 0;
    quint8 m_width = 0; // bytes of a code; 0 if all are alike
};

inline CodeSpan CodeSpan::first(std::size_t rows) const
{
    CodeSpan part = *this;
    part.m_size = rows;
    return part;
}

/// A column in which all rows of a segment have the same number.
struct ConstantNumber
{
    qint64 number = 0;
    std::size_t size = 0; ///< rows
};

/// Numbers as differences from the smallest of them. The largest difference of the type stands for a
/// number that is missing.
template<typename Delta>
struct NumberDeltas
{
    static constexpr Delta missing = std::numeric_limits<Delta>::max();

    std::span<const Delta> deltas;
    qint64 base = 0; ///< what a difference of 0 means
    qint64 none = 0; ///< what `missing` means

    std::size_t size() const { return deltas.size(); }
    qint64 operator[](std::size_t row) const
    {
        return deltas[row] == missing ? none : base + static_cast<qint64>(deltas[row]);
    }
};

/// Numbers of one column in one segment as they are kept: all alike, as differences of 1, 2 or 4 bytes,
/// or as they are.
///
/// A view: good as long as the snapshot that it came from.
class NumberSpan
{
public:
    NumberSpan() = default;
    NumberSpan(ConstantNumber constant) : m_size(constant.size), m_base(constant.number) { }
    NumberSpan(const qint64 *numbers, std::size_t size) : m_data(numbers), m_size(size), m_width(8)
    {
    }
    template<typename Delta>
    NumberSpan(const NumberDeltas<Delta> &numbers)
        : m_data(numbers.deltas.data())
        , m_size(numbers.size())
        , m_base(numbers.base)
        , m_none(numbers.none)
        , m_width(sizeof(Delta))
    {
        static_assert(sizeof(Delta) <= 4);
    }

    std::size_t size() const { return m_size; } ///< rows
    NumberSpan first(std::size_t rows) const; ///< only these

    /// For single rows; visit() is what makes a scan fast.
    qint64 operator[](std::size_t row) const
    {
        switch (m_width) {
        case 1:
            return deltas<quint8>()[row];
        case 2:
            return deltas<quint16>()[row];
        case 4:
            return deltas<quint32>()[row];
        case 8:
            return static_cast<const qint64 *>(m_data)[row];
        default:
            return m_base;
        }
    }

    /// Calls \p f once with NumberDeltas of quint8, quint16 or quint32, with a std::span of const qint64,
    /// or with a ConstantNumber; all five have to give the same type.
    template<typename F>
    decltype(auto) visit(F &&f) const
    {
        switch (m_width) {
        case 1:
            return std::forward<F>(f)(deltas<quint8>());
        case 2:
            return std::forward<F>(f)(deltas<quint16>());
        case 4:
            return std::forward<F>(f)(deltas<quint32>());
        case 8:
            return std::forward<F>(f)(std::span(static_cast<const qint64 *>(m_data), m_size));
        default:
            return std::forward<F>(f)(ConstantNumber{.number = m_base, .size = m_size});
        }
    }

private:
    template<typename Delta>
    NumberDeltas<Delta> deltas() const
    {
        return {
            .deltas = std::span(static_cast<const Delta *>(m_data), m_size),
            .base = m_base,
            .none = m_none};
    }

    const void *m_data = nullptr;
    std::size_t m_size = 0;
    qint64 m_base = 0;
    qint64 m_none = 0;
    quint8 m_width = 0; // bytes of a difference; 8: numbers as they are, 0: all are alike
};

inline NumberSpan NumberSpan::first(std::size_t rows) const
{
    NumberSpan part = *this;
    part.m_size = rows;
    return part;
}

} // namespace boxwatch
