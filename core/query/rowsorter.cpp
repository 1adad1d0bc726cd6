// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rowsorter.h"

#include "core/query/parallel.h"
#include "core/query/sortvalues.h"

#include <algorithm>
#include <array>
#include <bit>
#include <deque>
#include <string>

namespace boxwatch {

namespace {

using Row = EventTable::Row;
using Code = EventTable::Code;

constexpr std::size_t itemsPerPart = 65'536;

std::size_t partsOf(std::size_t items)
{
    return (items + itemsPerPart - 1) / itemsPerPart;
}

template<typename T>
std::span<T> partOf(std::span<T> items, std::size_t part)
{
    const std::size_t begin = part * itemsPerPart;
    return items.subspan(begin, std::min(itemsPerPart, items.size() - begin));
}

/// A text that waits for its rank, by the bytes that it is compared by.
struct Ranked
{
    quint64 prefix = 0; // the first bytes: most comparisons end there
    std::string_view rest;
    quint32 subject = 0; // whose text it is

    friend bool operator<(const Ranked &a, const Ranked &b)
    {
        return a.prefix != b.prefix ? a.prefix < b.prefix : a.rest < b.rest;
    }
    friend bool operator==(const Ranked &a, const Ranked &b)
    {
        return a.prefix == b.prefix && a.rest == b.rest;
    }
};

Ranked rankedOf(std::string_view key, quint32 subject)
{
    // A shorter key is filled with zeros, which do not occur in keys.
    std::array<unsigned char, 8> bytes{};
    const std::size_t size = std::min(key.size(), bytes.size());
    std::copy_n(key.begin(), size, bytes.begin());
    quint64 prefix = 0;
    for (const unsigned char byte : bytes)
        prefix = prefix << 8 | byte;
    return {.prefix = prefix, .rest = key.substr(size), .subject = subject};
}

/// Sorted parts become one. Each round merges pairs, so the last is the only one on a single core.
void mergeParts(std::vector<std::vector<Ranked>> &parts)
{
    while (parts.size() > 1) {
        std::vector<std::vector<Ranked>> merged((parts.size() + 1) / 2);
        inParallel(merged.size(), [&](std::size_t pair, std::size_t) {
            std::vector<Ranked> &first = parts[pair * 2];
            if (pair * 2 + 1 == parts.size()) {
                merged[pair] = std::move(first);
                return;
            }
            std::vector<Ranked> &second = parts[pair * 2 + 1];
            merged[pair].resize(first.size() + second.size());
            std::ranges::merge(first, second, merged[pair].begin(), std::less<Ranked>());
            first = {};
            second = {};
        });
        parts = std::move(merged);
    }
}

/// Ranks of \p count subjects: 0, 1, … in the order of their keys, the same for equal ones, and
/// SortValues::missing without a key. Nothing if cancelled.
template<typename AppendKey>
std::optional<std::vector<Ranked>> sortedKeys(
    std::size_t count, const AppendKey &appendKey, std::deque<std::string> &texts,
    const std::atomic<bool> *cancelled)
{
    // As few parts as there are cores: each further one has to be merged.
    const std::size_t partCount = std::min(workerCount(), partsOf(count));
    std::vector<std::vector<Ranked>> parts(partCount);
    texts.resize(partCount);
    const bool done = inParallel(
        partCount,
        [&](std::size_t part, std::size_t) {
            const std::size_t begin = count * part / partCount;
            const std::size_t end = count * (part + 1) / partCount;
            std::string &bytes = texts[part];
            std::vector<std::size_t> ends;
            ends.reserve(end - begin);
            bytes.reserve((end - begin) * 32);
            for (std::size_t i = begin; i < end; ++i) {
                if (i % 4096 == 0 && cancelled && cancelled->load(std::memory_order_relaxed))
                    return;
                appendKey(i, bytes);
                ends.push_back(bytes.size());
            }
            std::vector<Ranked> &mine = parts[part];
            mine.reserve(end - begin);
            std::size_t from = 0;
            for (std::size_t i = begin; i < end; ++i) {
                const std::size_t to = ends[i - begin];
                if (to > from) {
                    mine.push_back(rankedOf(
                        std::string_view(bytes).substr(from, to - from), static_cast<quint32>(i)));
                }
                from = to;
            }
            std::ranges::sort(mine, std::less<Ranked>());
        },
        cancelled);
    if (!done)
        return {};
    mergeParts(parts);
    return parts.empty() ? std::vector<Ranked>() : std::move(parts.front());
}

template<typename AppendKey>
std::optional<std::vector<quint64>> ranks(
    std::size_t count, const AppendKey &appendKey, const std::atomic<bool> *cancelled)
{
    std::deque<std::string> texts;
    const auto sorted = sortedKeys(count, appendKey, texts, cancelled);
    if (!sorted)
        return {};
    std::vector<quint64> ranks(count, SortValues::missing);
    quint64 rank = 0;
    for (std::size_t i = 0; i < sorted->size(); ++i) {
        if (i > 0 && !((*sorted)[i] == (*sorted)[i - 1]))
            ++rank;
        ranks[(*sorted)[i].subject] = rank;
    }
    return ranks;
}

/// Of a column whose texts stand in a dictionary: only the entries that occur are ranked.
std::optional<std::vector<quint64>> entryRanks(
    const SortValues &values, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    std::vector<Code> codes(rows.size());
    std::vector<quint8> isUsed(values.entryCount());
    const auto look = [&](std::size_t part, std::size_t) {
        const std::span<Code> mine = partOf(std::span(codes), part);
        values.entries(partOf(rows, part), mine.data());
        for (const Code code : mine)
            std::atomic_ref(isUsed[code]).store(1, std::memory_order_relaxed);
    };
    if (!inParallel(partsOf(rows.size()), look, cancelled))
        return {};
    std::vector<Code> used;
    std::vector<quint32> indexOf(isUsed.size());
    for (Code code = 0; code < isUsed.size(); ++code) {
        indexOf[code] = static_cast<quint32>(used.size());
        if (isUsed[code] != 0)
            used.push_back(code);
    }
    const auto rankOf = ranks(
        used.size(), [&](std::size_t i, std::string &key) { values.appendEntryKey(used[i], key); },
        cancelled);
    if (!rankOf)
        return {};
    std::vector<quint64> result(rows.size());
    const auto translate = [&](std::size_t part, std::size_t) {
        std::ranges::transform(
            partOf(std::span(codes), part), partOf(std::span(result), part).begin(),
            [&](Code code) { return (*rankOf)[indexOf[code]]; });
    };
    if (!inParallel(partsOf(rows.size()), translate, cancelled))
        return {};
    return result;
}

/// A number for each row, by which rows are sorted.
std::optional<std::vector<quint64>> rowNumbers(
    const SortValues &values, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    if (values.hasEntries())
        return entryRanks(values, rows, cancelled);
    if (values.isText()) {
        return ranks(
            rows.size(),
            [&](std::size_t i, std::string &key) { values.appendRowKey(rows[i], key); }, cancelled);
    }
    std::vector<quint64> numbers(rows.size());
    const auto look = [&](std::size_t part, std::size_t) {
        values.numbers(partOf(rows, part), partOf(std::span(numbers), part).data());
    };
    if (!inParallel(partsOf(rows.size()), look, cancelled))
        return {};
    return numbers;
}

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

/// Least significant digit first, which keeps equal ones as they are.
template<typename Number>
std::vector<Row> radixSorted(
    std::span<const Row> rows, const std::vector<quint64> &numbers, quint64 largest)
{
    constexpr int bitsPerDigit = 11;
    constexpr std::size_t digits = std::size_t{1} << bitsPerDigit;

    std::vector<Numbered<Number>> from(rows.size());
    std::vector<Numbered<Number>> to(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        from[i] = {.number = static_cast<Number>(numbers[i]), .row = rows[i]};
    const auto bits = static_cast<int>(std::bit_width(largest));
    for (int shift = 0; shift < bits; shift += bitsPerDigit) {
        const auto digit = [shift](const Numbered<Number> &item) {
            return static_cast<std::size_t>(item.number >> shift) % digits;
        };
        std::array<std::size_t, digits> places{};
        for (const Numbered<Number> &item : from)
            ++places[digit(item)];
        std::size_t place = 0;
        for (std::size_t &count : places)
            place += std::exchange(count, place);
        for (const Numbered<Number> &item : from)
            to[places[digit(item)]++] = item;
        std::swap(from, to);
    }
    std::vector<Row> sorted(rows.size());
    std::ranges::transform(from, sorted.begin(), &Numbered<Number>::row);
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
