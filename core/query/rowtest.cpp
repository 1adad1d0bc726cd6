// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rowtest.h"

#include "core/query/queryrun.h"
#include "core/query/rawreader.h"

#include <algorithm>
#include <type_traits>

namespace boxwatch {

namespace {

/// The cheap ones first, and of those that cost the same the one that was typed first.
RowTests inOrderOfCost(RowTests tests)
{
    std::ranges::stable_sort(tests, {}, [](const auto &test) { return test->cost(); });
    return tests;
}

int totalCost(const RowTests &tests)
{
    int cost = 0;
    for (const auto &test : tests)
        cost += test->cost();
    return cost;
}

/// Keeps in \p mask the rows whose code in \p column passes, or those whose code does not.
template<bool passing>
void keepCodes(const RowBlock &block, CodeColumn column, EntryTest &entries, RowMask &mask)
{
    const auto isKept = [&](quint32 code) { return entries.passes(block.table, code) == passing; };
    const auto keep = [&](const auto &codes) {
        if constexpr (std::is_same_v<std::decay_t<decltype(codes)>, ConstantCode>) {
            if (!isKept(codes.code))
                mask.clear();
        } else {
            quint8 *const states = entries.states();
            const auto *const code = codes.data() + block.offset;
            const auto keepWord = [&]<bool isSettled>(std::size_t begin) {
                const std::size_t end = std::min(begin + 8, block.size);
                for (std::size_t row = begin; row < end; ++row) {
                    quint8 state =
                        std::atomic_ref(states[code[row]]).load(std::memory_order_relaxed);
                    if constexpr (!isSettled) {
                        if (state == EntryTest::Untested && mask[row] != 0) [[unlikely]]
                            state = entries.find(block.table, code[row]);
                    }
                    const bool kept = (state == EntryTest::Passes) == passing;
                    mask[row] = static_cast<quint8>(mask[row] & static_cast<quint8>(kept));
                }
            };
            if (entries.isSettled())
                mask.forEachWord([&](auto begin) { keepWord.template operator()<true>(begin); });
            else
                mask.forEachWord([&](auto begin) { keepWord.template operator()<false>(begin); });
        }
    };
    block.table.codes(column, block.segment).visit(keep);
}

/// The differences of a NumberDeltas that lie in a range.
template<typename Delta>
struct DeltaRange
{
    Delta from = 1; // from > to: none
    Delta to = 0;
};

template<typename Delta>
DeltaRange<Delta> deltasOf(const NumberDeltas<Delta> &numbers, const NumberRange &range)
{
    // The largest difference means "missing". base + largest does not overflow: it was made from numbers.
    constexpr qint64 largest = NumberDeltas<Delta>::missing - qint64{1};
    if (range.to < numbers.base || range.from > range.to)
        return {};
    const auto span = [&](qint64 number) {
        return static_cast<quint64>(number) - static_cast<quint64>(numbers.base);
    };
    const quint64 from = range.from <= numbers.base ? 0 : span(range.from);
    const quint64 to = std::min(span(range.to), static_cast<quint64>(largest));
    if (from > to)
        return {};
    return {.from = static_cast<Delta>(from), .to = static_cast<Delta>(to)};
}

/// Without a branch, so that the compiler makes vector instructions of it.
template<typename Number>
void keepBetween(const Number *numbers, std::size_t size, Number from, Number to, quint8 *mask)
{
    for (std::size_t row = 0; row < size; ++row) {
        const auto inside = static_cast<quint8>(
            static_cast<quint8>(numbers[row] >= from) & static_cast<quint8>(numbers[row] <= to));
        mask[row] = static_cast<quint8>(mask[row] & inside);
    }
}

} // namespace

RowMask::RowMask(std::size_t size)
{
    m_rows.fill(0);
    std::fill_n(m_rows.begin(), size, quint8{1});
}

bool RowMask::isEmpty() const
{
    quint8 any = 0;
    for (const quint8 row : m_rows)
        any = static_cast<quint8>(any | row);
    return any == 0;
}

void RowMask::remove(const RowMask &other)
{
    for (std::size_t row = 0; row < m_rows.size(); ++row)
        m_rows[row] = static_cast<quint8>(m_rows[row] ^ other.m_rows[row]);
}

AllOf::AllOf(RowTests tests) : m_tests(inOrderOfCost(std::move(tests)))
{
}

bool AllOf::learn(const TableSnapshot &table, const std::atomic<bool> *cancelled)
{
    return std::ranges::all_of(
        m_tests, [&](const auto &test) { return test->learn(table, cancelled); });
}

void AllOf::keep(const RowBlock &block, RowMask &mask) const
{
    for (const auto &test : m_tests) {
        if (mask.isEmpty())
            return;
        test->keep(block, mask);
    }
}

int AllOf::cost() const
{
    return totalCost(m_tests);
}

AnyOf::AnyOf(RowTests tests) : m_tests(inOrderOfCost(std::move(tests)))
{
}

bool AnyOf::learn(const TableSnapshot &table, const std::atomic<bool> *cancelled)
{
    return std::ranges::all_of(
        m_tests, [&](const auto &test) { return test->learn(table, cancelled); });
}

void AnyOf::keep(const RowBlock &block, RowMask &mask) const
{
    RowMask failing = mask; // so far
    for (const auto &test : m_tests) {
        if (failing.isEmpty())
            return;
        RowMask passing = failing;
        test->keep(block, passing);
        failing.remove(passing);
    }
    mask.remove(failing);
}

int AnyOf::cost() const
{
    return totalCost(m_tests);
}

NotThat::NotThat(std::unique_ptr<RowTest> test) : m_test(std::move(test))
{
}

bool NotThat::learn(const TableSnapshot &table, const std::atomic<bool> *cancelled)
{
    return m_test->learn(table, cancelled);
}

void NotThat::keep(const RowBlock &block, RowMask &mask) const
{
    RowMask passing = mask;
    m_test->keep(block, passing);
    mask.remove(passing);
}

int NotThat::cost() const
{
    return m_test->cost();
}

CodeTest::CodeTest(std::vector<Column> columns) : m_columns(std::move(columns))
{
}

bool CodeTest::learn(const TableSnapshot &table, const std::atomic<bool> *cancelled)
{
    return std::ranges::all_of(
        m_columns, [&](const Column &column) { return column.entries->learn(table, cancelled); });
}

void CodeTest::keep(const RowBlock &block, RowMask &mask) const
{
    if (m_columns.size() == 1) {
        if (!m_columns.front().entries->mayPass()) {
            mask.clear();
            return;
        }
        keepCodes<true>(block, m_columns.front().column, *m_columns.front().entries, mask);
        return;
    }
    RowMask failing = mask; // in all columns so far
    for (const Column &column : m_columns) {
        if (column.entries->mayPass())
            keepCodes<false>(block, column.column, *column.entries, failing);
    }
    mask.remove(failing);
}

int CodeTest::cost() const
{
    int cost = 0;
    for (const Column &column : m_columns)
        cost += column.entries->cost();
    return cost;
}

NumberTest::NumberTest(NumberColumn column, NumberRange range) : m_column(column), m_range(range)
{
    // What stands for a number that is missing is below all others.
    const bool isTime = column == NumberColumn::CreatedAt || column == NumberColumn::RecordedAt;
    m_range.from = std::max(m_range.from, isTime ? Event::noTime + 1 : qint64{0});
}

void NumberTest::keep(const RowBlock &block, RowMask &mask) const
{
    const auto keep = [&]<typename Numbers>(const Numbers &numbers) {
        if constexpr (std::is_same_v<Numbers, ConstantNumber>) {
            if (!m_range.contains(numbers.number))
                mask.clear();
        } else if constexpr (std::is_same_v<Numbers, std::span<const qint64>>) {
            keepBetween(
                numbers.data() + block.offset, block.size, m_range.from, m_range.to, mask.data());
        } else {
            const auto range = deltasOf(numbers, m_range);
            keepBetween(
                numbers.deltas.data() + block.offset, block.size, range.from, range.to,
                mask.data());
        }
    };
    block.table.numbers(m_column, block.segment).visit(keep);
}

ChunkTest::ChunkTest(Test test) : m_test(std::move(test))
{
}

void ChunkTest::keep(const RowBlock &block, RowMask &mask) const
{
    const TableSnapshot &table = block.table;
    const EventTable::Row end = block.first() + static_cast<EventTable::Row>(block.size);
    std::size_t low = 0;
    std::size_t high = table.chunkCount();
    while (high - low > 1) {
        const std::size_t middle = (low + high) / 2;
        (table.chunk(middle).first <= block.first() ? low : high) = middle;
    }
    for (std::size_t chunk = low; chunk < table.chunkCount(); ++chunk) {
        const EventTable::ChunkRange &range = table.chunk(chunk);
        if (range.first >= end)
            return;
        if (m_test(range, block.context))
            continue;
        const EventTable::Row next = chunk + 1 < table.chunkCount() ? table.chunk(chunk + 1).first
                                                                    : end;
        for (auto row = std::max(range.first, block.first()); row < std::min(next, end); ++row)
            mask[row - block.first()] = 0;
    }
}

void MarkTest::keep(const RowBlock &block, RowMask &mask) const
{
    const std::span<const EventTable::Row> marks = block.context.marks.rows();
    const EventTable::Row end = block.first() + static_cast<EventTable::Row>(block.size);
    RowMask unmarked = mask;
    for (auto mark = std::ranges::lower_bound(marks, block.first());
         mark != marks.end() && *mark < end; ++mark)
        unmarked[*mark - block.first()] = 0;
    mask.remove(unmarked);
}

void UnreadableTest::keep(const RowBlock &block, RowMask &mask) const
{
    const CodeSpan readable = block.table.readable(block.segment);
    mask.keepIf([&](std::size_t row) { return readable[block.offset + row] == 0; });
}

EventIdTest::EventIdTest(QueryTerm::Test test, const QString &text) : m_test(test, text)
{
    const std::string typed = text.toStdString();
    m_isWhole = test == QueryTerm::Test::Equals && isAscii(typed);
    if (m_isWhole) {
        m_ids = {
            EventId::fromText(typed), EventId::fromText(text.toLower().toStdString()),
            EventId::fromText(text.toUpper().toStdString())};
    }
}

bool EventIdTest::passes(const TableSnapshot &table, EventTable::Row row) const
{
    if (m_isWhole) {
        // Ids are compared as they are packed. Those that do not fit are few, and compared as texts.
        const EventId id = table.packedId(row);
        if (id.isEmpty())
            return false;
        if (!id.isReference())
            return std::ranges::find(m_ids, id) != m_ids.end();
    }
    const QByteArray id = table.eventId(row);
    return m_test.passes({id.constData(), static_cast<std::size_t>(id.size())});
}

void EventIdTest::keep(const RowBlock &block, RowMask &mask) const
{
    mask.keepIf([&](std::size_t row) {
        return passes(block.table, block.first() + static_cast<EventTable::Row>(row));
    });
}

int EventIdTest::cost() const
{
    return m_isWhole ? 4 : 100;
}

RawTest::RawTest(QueryTerm::Test test, const QString &text) : m_test(test, text)
{
}

void RawTest::keep(const RowBlock &block, RowMask &mask) const
{
    mask.keepIf([&](std::size_t row) {
        if (block.cancelled && block.cancelled->load(std::memory_order_relaxed))
            return false;
        return m_test.passes(
            block.raw.raw(block.table, block.first() + static_cast<EventTable::Row>(row)));
    });
}

} // namespace boxwatch
