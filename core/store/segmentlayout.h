// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/segment.h"

#include <array>
#include <memory>

namespace boxwatch {

/// How each column of a sealed segment is packed. Internal to core/store.
struct SegmentLayout
{
    struct Codes
    {
        quint8 width = 0; ///< bytes of each: 1, 2 or 4; 0 if all are alike
        quint32 constant = 0; ///< if they are
    };
    struct Numbers
    {
        quint8 width = 0; ///< bytes of each difference; 8: no differences; 0 if all are alike
        qint64 base = 0; ///< the smallest number, or the one that all are
    };

    /// One for each CodeColumn, and the last for whether a row is readable.
    std::array<Codes, codeColumnCount + 1> codes;
    std::array<Numbers, numberColumnCount> numbers;

    /// The smallest that holds what the columns of a full segment hold.
    static SegmentLayout of(const Segment &segment);
};

/// What stands for "not said" in a column of numbers.
qint64 noneOf(NumberColumn column);

/// The columns of a segment to be filled in, in one block of memory. Internal to core/store.
class PackedColumns
{
public:
    explicit PackedColumns(const SegmentLayout &layout);

    /// Where the codes or differences of a column go; null for one that is constant.
    template<typename T>
    T *codes(std::size_t column)
    {
        return reinterpret_cast<T *>(m_codes[column]);
    }
    template<typename T>
    T *numbers(std::size_t column)
    {
        return reinterpret_cast<T *>(m_numbers[column]);
    }

    void copyFrom(const Segment &segment);

    /// Points the columns of \p segment here.
    void giveTo(Segment &segment) const;

private:
    SegmentLayout m_layout;
    std::shared_ptr<std::byte[]> m_memory;
    std::array<std::byte *, codeColumnCount + 1> m_codes{};
    std::array<std::byte *, numberColumnCount> m_numbers{};
};

} // namespace boxwatch
