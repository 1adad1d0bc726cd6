// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/entrytest.h"
#include "core/query/texttest.h"
#include "core/store/eventtable.h"

#include <array>
#include <atomic>
#include <cstring>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace boxwatch {

class RawReader;
struct QueryContext;

/// Rows that are tested at once, small enough for their masks to stay in the cache.
struct RowBlock
{
    using Row = EventTable::Row;

    static constexpr std::size_t maximumSize = 2048;

    const TableSnapshot &table;
    const QueryContext &context;
    RawReader &raw; ///< of this thread
    const std::atomic<bool> *cancelled = nullptr;
    std::size_t segment = 0;
    std::size_t offset = 0; ///< of the first row in the segment
    std::size_t size = 0; ///< rows

    Row first() const { return static_cast<Row>(segment * EventTable::rowsPerSegment + offset); }
};

/// For each row of a block 1 if it may still pass, else 0; 0 behind the last row.
class RowMask
{
public:
    explicit RowMask(std::size_t size); ///< all rows

    quint8 &operator[](std::size_t row) { return m_rows[row]; }
    quint8 operator[](std::size_t row) const { return m_rows[row]; }
    quint8 *data() { return m_rows.data(); }

    bool isEmpty() const;
    void clear() { m_rows.fill(0); }
    void remove(const RowMask &other); ///< whose rows are all among these

    /// Calls \p test for each row that may still pass, and drops those for which it says false.
    template<typename Test>
    void keepIf(Test &&test)
    {
        forEachWord([&](std::size_t begin) {
            for (std::size_t row = begin; row < begin + 8; ++row) {
                if (m_rows[row] != 0 && !test(row))
                    m_rows[row] = 0;
            }
        });
    }

    /// Calls \p f with the first of each eight rows of which one may still pass.
    template<typename F>
    void forEachWord(F &&f) const
    {
        for (std::size_t begin = 0; begin < m_rows.size(); begin += 8) {
            quint64 word = 0;
            std::memcpy(&word, m_rows.data() + begin, sizeof word);
            if (word != 0)
                f(begin);
        }
    }

private:
    alignas(64) std::array<quint8, RowBlock::maximumSize> m_rows;
};

/// A part of a query that is ready to be put to rows. keep() may be called in several threads.
class RowTest
{
public:
    RowTest() = default;
    virtual ~RowTest() = default;
    RowTest(const RowTest &) = delete;
    RowTest &operator=(const RowTest &) = delete;

    /// Before rows of a snapshot are tested; not in parallel with anything. False if \p cancelled was set
    /// meanwhile: rows may only be tested after a later call that says true.
    virtual bool learn(const TableSnapshot & /*table*/, const std::atomic<bool> * /*cancelled*/)
    {
        return true;
    }

    /// Drops the rows from \p mask that do not pass.
    virtual void keep(const RowBlock &block, RowMask &mask) const = 0;

    /// Roughly how long a row takes, in ns.
    virtual int cost() const = 0;
};

using RowTests = std::vector<std::unique_ptr<RowTest>>;

/// Passes if all do; asks the cheap ones first and stops when no row is left.
class AllOf : public RowTest
{
public:
    explicit AllOf(RowTests tests);
    bool learn(const TableSnapshot &table, const std::atomic<bool> *cancelled) override;
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override;

private:
    RowTests m_tests; // the cheap ones first
};

/// Passes if one does.
class AnyOf : public RowTest
{
public:
    explicit AnyOf(RowTests tests);
    bool learn(const TableSnapshot &table, const std::atomic<bool> *cancelled) override;
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override;

private:
    RowTests m_tests; // the cheap ones first
};

class NotThat : public RowTest
{
public:
    explicit NotThat(std::unique_ptr<RowTest> test);
    bool learn(const TableSnapshot &table, const std::atomic<bool> *cancelled) override;
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override;

private:
    std::unique_ptr<RowTest> m_test;
};

/// Whether the code of a column passes, in one of several columns.
class CodeTest : public RowTest
{
public:
    struct Column
    {
        CodeColumn column;
        std::shared_ptr<EntryTest> entries;
    };

    explicit CodeTest(std::vector<Column> columns);
    bool learn(const TableSnapshot &table, const std::atomic<bool> *cancelled) override;
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override;

private:
    std::vector<Column> m_columns;
};

/// Numbers from one to another, both included.
struct NumberRange
{
    qint64 from = std::numeric_limits<qint64>::min();
    qint64 to = std::numeric_limits<qint64>::max();

    bool contains(qint64 number) const { return from <= number && number <= to; }
};

/// Whether a number lies in a range; one that is missing does not.
class NumberTest : public RowTest
{
public:
    NumberTest(NumberColumn column, NumberRange range);
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override { return 1; }

private:
    NumberColumn m_column;
    NumberRange m_range;
};

/// What all rows of a chunk have in common.
class ChunkTest : public RowTest
{
public:
    using Test = std::function<bool(const EventTable::ChunkRange &, const QueryContext &)>;

    explicit ChunkTest(Test test);
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override { return 0; }

private:
    Test m_test;
};

/// Whether the row is marked.
class MarkTest : public RowTest
{
public:
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override { return 0; }
};

/// Whether it is not even JSON.
class UnreadableTest : public RowTest
{
public:
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override { return 1; }
};

/// The event's id, which stands in no dictionary.
class EventIdTest : public RowTest
{
public:
    EventIdTest(QueryTerm::Test test, const QString &text);
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override;

private:
    bool passes(const TableSnapshot &table, EventTable::Row row) const;

    TextTest m_test;
    bool m_isWhole = false; // only these pass, and longer ones that are equal as texts:
    std::array<EventId, 3> m_ids; // as typed, in lower and in upper case
};

/// The whole JSON, from the session file.
class RawTest : public RowTest
{
public:
    RawTest(QueryTerm::Test test, const QString &text);
    void keep(const RowBlock &block, RowMask &mask) const override;
    int cost() const override { return 5000; }

private:
    TextTest m_test;
};

} // namespace boxwatch
