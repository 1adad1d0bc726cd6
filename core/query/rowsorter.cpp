// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rowsorter.h"

#include "core/query/parallel.h"
#include "core/query/rownumbers.h"
#include "core/query/sortvalues.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <string>
#include <utility>

namespace boxwatch {

namespace {

using Row = EventTable::Row;

/// Small numbers in the same order: 0 for the first, one more than the largest for a missing one.
/// Returns the largest there now is.
quint64 pack(std::vector<quint64> &numbers, Qt::SortOrder order)
{
    quint64 smallest = SortValues::missing;
    quint64 largest = 0;
    for (const quint64 number : numbers) {
        if (number == SortValues::missing)
            continue;
        smallest = std::min(smallest, number);
        largest = std::max(largest, number);
    }
    if (smallest == SortValues::missing)
        smallest = largest; // all are missing
    const quint64 last = largest - smallest + 1;
    for (quint64 &number : numbers) {
        if (number == SortValues::missing)
            number = last;
        else
            number = order == Qt::AscendingOrder ? number - smallest : largest - number;
    }
    return last;
}

template<typename Number>
struct Numbered
{
    Number number;
    Row row;
};

/// Least significant digit first, which keeps equal ones as they are. On all cores.
template<typename Number>
std::vector<Row> radixSorted(
    std::span<const Row> rows, const std::vector<quint64> &numbers, quint64 largest)
{
    constexpr int bitsPerDigit = 11;
    constexpr std::size_t digits = std::size_t{1} << bitsPerDigit;
    constexpr std::size_t rowsWorthAThread = 65'536;

    const std::size_t parts = std::clamp(
        rows.size() / rowsWorthAThread, std::size_t{1}, workerCount());
    const auto inParts = [&](const auto &work) {
        inParallel(parts, [&](std::size_t part, std::size_t) {
            work(part, rows.size() * part / parts, rows.size() * (part + 1) / parts);
        });
    };
    std::vector<Numbered<Number>> from(rows.size());
    std::vector<Numbered<Number>> to(rows.size());
    inParts([&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            from[i] = {.number = static_cast<Number>(numbers[i]), .row = rows[i]};
    });
    std::vector<std::array<std::size_t, digits>> places(parts); // by part: the next for each digit
    const auto bits = static_cast<int>(std::bit_width(largest));
    for (int shift = 0; shift < bits; shift += bitsPerDigit) {
        const auto digit = [shift](const Numbered<Number> &item) {
            return static_cast<std::size_t>(item.number >> shift) % digits;
        };
        inParts([&](std::size_t part, std::size_t begin, std::size_t end) {
            places[part].fill(0);
            for (std::size_t i = begin; i < end; ++i)
                ++places[part][digit(from[i])];
        });
        std::size_t place = 0;
        for (std::size_t value = 0; value < digits; ++value) {
            for (auto &ofPart : places)
                place += std::exchange(ofPart[value], place);
        }
        inParts([&](std::size_t part, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i)
                to[places[part][digit(from[i])]++] = from[i];
        });
        std::swap(from, to);
    }
    std::vector<Row> sorted(rows.size());
    inParts([&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i)
            sorted[i] = from[i].row;
    });
    return sorted;
}

/// What one row is compared by, for the few rows for which ranks are not worth while.
struct RowValue
{
    bool isMissing = false;
    quint64 number = 0;
    std::string text;
    Row row = 0;
};

RowValue valueOf(const SortValues &values, Row row)
{
    RowValue value{.row = row};
    if (values.isText()) {
        values.appendRowKey(row, value.text);
        value.isMissing = value.text.empty();
    } else {
        value.number = values.number(row);
        value.isMissing = value.number == SortValues::missing;
    }
    return value;
}

bool isBefore(const RowValue &a, const RowValue &b, Qt::SortOrder order)
{
    if (a.isMissing != b.isMissing)
        return b.isMissing;
    const int texts = a.text.compare(b.text);
    if (!a.isMissing && (a.number != b.number || texts != 0)) {
        const bool isLess = a.number != b.number ? a.number < b.number : texts < 0;
        return isLess == (order == Qt::AscendingOrder);
    }
    return a.row < b.row;
}

} // namespace

RowSorter::RowSorter(SortKey key, Qt::SortOrder order, RowSet marks)
    : m_key(key)
    , m_order(order)
    , m_marks(std::move(marks))
{
}

std::optional<std::vector<Row>> RowSorter::sort(
    const TableSnapshot &table, std::span<const Row> rows, const std::atomic<bool> *cancelled) const
{
    const SortValues values(table, m_key, m_marks);
    auto numbers = rowNumbers(values, rows, cancelled);
    if (!numbers)
        return {};
    const quint64 largest = pack(*numbers, m_order);
    if (cancelled && cancelled->load(std::memory_order_relaxed))
        return {};
    if (std::ranges::is_sorted(*numbers))
        return std::vector<Row>(rows.begin(), rows.end());
    if (largest <= std::numeric_limits<quint32>::max())
        return radixSorted<quint32>(rows, *numbers, largest);
    return radixSorted<quint64>(rows, *numbers, largest);
}

std::optional<std::vector<std::size_t>> RowSorter::places(
    const TableSnapshot &table, std::span<const Row> sorted, std::span<const Row> fresh,
    const std::atomic<bool> *cancelled) const
{
    const SortValues values(table, m_key, m_marks);
    std::vector<std::size_t> places;
    places.reserve(fresh.size());
    auto from = sorted.begin();
    for (const Row row : fresh) {
        if (cancelled && cancelled->load(std::memory_order_relaxed))
            return {};
        const RowValue value = valueOf(values, row);
        from = std::partition_point(from, sorted.end(), [&](Row other) {
            return isBefore(valueOf(values, other), value, m_order);
        });
        places.push_back(static_cast<std::size_t>(from - sorted.begin()));
    }
    return places;
}

std::optional<std::vector<Row>> RowSorter::merge(
    const TableSnapshot &table, std::span<const Row> sorted, std::span<const Row> fresh,
    const std::atomic<bool> *cancelled) const
{
    const auto inOrder = sort(table, fresh, cancelled);
    if (!inOrder)
        return {};
    const std::vector<Row> &mine = *inOrder;
    const auto places = this->places(table, sorted, mine, cancelled);
    if (!places)
        return {};
    const std::vector<std::size_t> &before = *places;
    std::vector<Row> all;
    all.reserve(sorted.size() + mine.size());
    std::size_t taken = 0;
    for (std::size_t i = 0; i < mine.size(); ++i) {
        const auto begin = sorted.begin() + static_cast<std::ptrdiff_t>(taken);
        const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(before[i]);
        all.insert(all.end(), begin, end);
        all.push_back(mine[i]);
        taken = before[i];
    }
    all.insert(all.end(), sorted.begin() + static_cast<std::ptrdiff_t>(taken), sorted.end());
    return all;
}

} // namespace boxwatch
