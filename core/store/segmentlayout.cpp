// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/segmentlayout.h"

#include "core/event/event.h"
#include "core/store/eventtable.h"

#include <algorithm>

namespace boxwatch {

namespace {

constexpr std::size_t rows = EventTable::rowsPerSegment;

SegmentLayout::Codes layoutOf(const CodeSpan &codes)
{
    return codes.visit([](const auto &span) -> SegmentLayout::Codes {
        if constexpr (requires { span.code; }) {
            return {.width = 0, .constant = span.code};
        } else {
            const auto [least, most] = std::ranges::minmax(span);
            if (least == most)
                return {.width = 0, .constant = least};
            const quint32 largest = most;
            return {
                .width = static_cast<quint8>(
                    largest <= 0xFF         ? 1
                        : largest <= 0xFFFF ? 2
                                            : 4),
                .constant = 0};
        }
    });
}

SegmentLayout::Numbers layoutOf(const NumberSpan &numbers, qint64 none)
{
    qint64 least = std::numeric_limits<qint64>::max();
    qint64 most = std::numeric_limits<qint64>::min();
    std::size_t missing = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const qint64 number = numbers[i];
        if (number == none) {
            ++missing;
            continue;
        }
        least = std::min(least, number);
        most = std::max(most, number);
    }
    if (missing == numbers.size())
        return {.width = 0, .base = none};
    if (missing == 0 && least == most)
        return {.width = 0, .base = least};
    const quint64 range = static_cast<quint64>(most) - static_cast<quint64>(least);
    // The largest difference of each width is taken: it means "none".
    for (const quint8 width : {quint8{1}, quint8{2}, quint8{4}}) {
        if (range < (quint64{1} << (8 * width)) - 1)
            return {.width = width, .base = least};
    }
    return {.width = 8, .base = 0};
}

template<typename Delta>
void copyDeltas(const NumberSpan &from, qint64 base, qint64 none, Delta *to)
{
    from.visit([&](const auto &numbers) {
        if constexpr (requires { numbers[0]; }) {
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                const qint64 number = numbers[i];
                to[i] = number == none ? NumberDeltas<Delta>::missing
                                       : static_cast<Delta>(number - base);
            }
        }
    });
}

template<typename Code>
void copyCodes(const CodeSpan &from, Code *to)
{
    from.visit([to](const auto &codes) {
        if constexpr (requires { codes[0]; })
            std::ranges::transform(codes, to, [](quint32 code) { return static_cast<Code>(code); });
    });
}

template<typename Delta>
NumberSpan deltaSpan(const std::byte *deltas, qint64 base, qint64 none)
{
    return NumberDeltas<Delta>{
        .deltas = {reinterpret_cast<const Delta *>(deltas), rows}, .base = base, .none = none};
}

} // namespace

qint64 noneOf(NumberColumn column)
{
    const bool isTime = column == NumberColumn::CreatedAt || column == NumberColumn::RecordedAt;
    return isTime ? Event::noTime : -1;
}

SegmentLayout SegmentLayout::of(const Segment &segment)
{
    SegmentLayout layout;
    for (std::size_t i = 0; i < codeColumnCount; ++i)
        layout.codes[i] = layoutOf(segment.codes[i]);
    layout.codes[codeColumnCount] = layoutOf(segment.readable);
    for (std::size_t i = 0; i < numberColumnCount; ++i)
        layout.numbers[i] = layoutOf(segment.numbers[i], noneOf(static_cast<NumberColumn>(i)));
    return layout;
}

PackedColumns::PackedColumns(const SegmentLayout &layout) : m_layout(layout)
{
    std::size_t size = 0;
    for (const SegmentLayout::Codes &column : layout.codes)
        size += column.width * rows;
    for (const SegmentLayout::Numbers &column : layout.numbers)
        size += column.width * rows;
    m_memory = std::shared_ptr<std::byte[]>(new std::byte[size]);

    // A column has a multiple of 65,536 bytes, so each of them begins aligned.
    std::byte *place = m_memory.get();
    for (std::size_t i = 0; i < m_codes.size(); ++i) {
        m_codes[i] = place;
        place += layout.codes[i].width * rows;
    }
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        m_numbers[i] = place;
        place += layout.numbers[i].width * rows;
    }
}

void PackedColumns::copyFrom(const Segment &segment)
{
    for (std::size_t i = 0; i < m_codes.size(); ++i) {
        const CodeSpan &from = i < codeColumnCount ? segment.codes[i] : segment.readable;
        if (m_layout.codes[i].width == 1)
            copyCodes(from, codes<quint8>(i));
        else if (m_layout.codes[i].width == 2)
            copyCodes(from, codes<quint16>(i));
        else if (m_layout.codes[i].width == 4)
            copyCodes(from, codes<quint32>(i));
    }
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        const auto &[width, base] = m_layout.numbers[i];
        const NumberSpan &from = segment.numbers[i];
        const qint64 none = noneOf(static_cast<NumberColumn>(i));
        if (width == 1)
            copyDeltas(from, base, none, numbers<quint8>(i));
        else if (width == 2)
            copyDeltas(from, base, none, numbers<quint16>(i));
        else if (width == 4)
            copyDeltas(from, base, none, numbers<quint32>(i));
        for (std::size_t row = 0; width == 8 && row < rows; ++row)
            numbers<qint64>(i)[row] = from[row];
    }
}

void PackedColumns::giveTo(Segment &segment) const
{
    segment.memory = m_memory;
    for (std::size_t i = 0; i < m_codes.size(); ++i) {
        CodeSpan &span = i < codeColumnCount ? segment.codes[i] : segment.readable;
        const auto &[width, constant] = m_layout.codes[i];
        const std::byte *codes = m_codes[i];
        if (width == 0)
            span = ConstantCode{.code = constant, .size = rows};
        else if (width == 1)
            span = CodeSpan(reinterpret_cast<const quint8 *>(codes), rows);
        else if (width == 2)
            span = CodeSpan(reinterpret_cast<const quint16 *>(codes), rows);
        else
            span = CodeSpan(reinterpret_cast<const quint32 *>(codes), rows);
    }
    for (std::size_t i = 0; i < m_numbers.size(); ++i) {
        const qint64 none = noneOf(static_cast<NumberColumn>(i));
        const auto &[width, base] = m_layout.numbers[i];
        const std::byte *numbers = m_numbers[i];
        if (width == 0)
            segment.numbers[i] = ConstantNumber{.number = base, .size = rows};
        else if (width == 1)
            segment.numbers[i] = deltaSpan<quint8>(numbers, base, none);
        else if (width == 2)
            segment.numbers[i] = deltaSpan<quint16>(numbers, base, none);
        else if (width == 4)
            segment.numbers[i] = deltaSpan<quint32>(numbers, base, none);
        else
            segment.numbers[i] = NumberSpan(reinterpret_cast<const qint64 *>(numbers), rows);
    }
}

} // namespace boxwatch
