// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/store/segment.h"

#include "core/store/eventtable.h"
#include "core/store/segmentlayout.h"

#include <QRandomGenerator>

#include <algorithm>
#include <cstring>

namespace boxwatch {

namespace {

constexpr std::size_t rows = EventTable::rowsPerSegment;

// One id in so many may be of another form; each of those takes 32 bytes more.
constexpr std::size_t mostOdd = 16;

quint8 commonestForm(std::span<const EventId> ids)
{
    std::array<std::size_t, 256> counts{};
    for (const EventId &id : ids)
        ++counts[id.form()];
    return static_cast<quint8>(std::ranges::max_element(counts) - counts.begin());
}

} // namespace

IdColumn IdColumn::plain(const EventId *ids)
{
    IdColumn column;
    column.m_ids = ids;
    column.m_width = sizeof(EventId);
    return column;
}

IdColumn IdColumn::packed(std::span<const EventId> ids)
{
    IdColumn column;
    column.m_form = commonestForm(ids);
    column.m_width = EventId::sizeOfForm(column.m_form);
    std::vector<Odd> odd;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i].form() != column.m_form)
            odd.push_back({.row = i, .id = ids[i]});
    }
    column.m_isWithoutIds = column.m_width == 0 && odd.empty();
    if (column.m_isWithoutIds)
        return column;
    const bool isWorthwhile = column.m_width > 0 && odd.size() <= ids.size() / mostOdd;
    if (!isWorthwhile)
        column.m_width = sizeof(EventId);
    auto memory = std::shared_ptr<quint8[]>(new quint8[ids.size() * column.m_width]);
    column.m_ids = memory.get();
    column.m_memory = memory;
    if (!isWorthwhile) {
        std::memcpy(memory.get(), ids.data(), ids.size_bytes());
        return column;
    }
    for (std::size_t i = 0; i < ids.size(); ++i) {
        quint8 *const cell = memory.get() + i * column.m_width;
        if (ids[i].form() == column.m_form)
            std::ranges::copy(ids[i].payload(), cell);
        else
            std::fill_n(cell, column.m_width, quint8{0xff});
    }
    if (!odd.empty())
        column.m_odd = std::make_shared<const std::vector<Odd>>(std::move(odd));
    return column;
}

const EventId *IdColumn::oddAt(std::size_t row) const
{
    const auto found = std::ranges::lower_bound(*m_odd, row, {}, &Odd::row);
    return found != m_odd->end() && found->row == row ? &found->id : nullptr;
}

GrowingSegment::GrowingSegment(bool withColumns)
{
    // Not zeroed: pages that no row has reached cost no memory.
    constexpr std::size_t idBytes = rows * sizeof(EventId);
    constexpr std::size_t columnBytes = rows
        * (3 * sizeof(qint64) + codeColumnCount * sizeof(quint32) + 2);
    auto block = std::shared_ptr<std::byte[]>(
        new std::byte[idBytes + (withColumns ? columnBytes : 0)]);
    std::byte *place = block.get();
    memory = std::move(block);
    const auto take = [&place]<typename T>(T *&cells) {
        cells = reinterpret_cast<T *>(place);
        place += rows * sizeof(T);
    };
    take(idCells);
    ids = IdColumn::plain(idCells);
    if (!withColumns)
        return;
    for (std::size_t i = 0; i < numberCells.size(); ++i) {
        take(numberCells[i]);
        numbers[i] = NumberSpan(numberCells[i], rows);
    }
    for (std::size_t i = 0; i < codeCells.size(); ++i) {
        take(codeCells[i]);
        codes[i] = CodeSpan(codeCells[i], rows);
    }
    take(riskCells);
    numbers[static_cast<std::size_t>(NumberColumn::Risk)] = NumberDeltas<quint8>{
        .deltas = {riskCells, rows}, .base = 0, .none = -1};
    take(readableCells);
    readable = CodeSpan(readableCells, rows);
}

std::shared_ptr<const Segment> sealed(
    const GrowingSegment &segment, const DictionarySizes &dictionaries)
{
    auto packed = std::make_shared<Segment>();
    packed->ids = IdColumn::packed({segment.idCells, rows});
    packed->dictionaries = dictionaries;
    packed->token = QRandomGenerator::global()->generate64() | 1U; // never 0
    if (!segment.readableCells)
        return packed;

    PackedColumns columns(SegmentLayout::of(segment));
    columns.copyFrom(segment);
    columns.giveTo(*packed);
    return packed;
}

} // namespace boxwatch
