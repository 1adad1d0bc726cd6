// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/eventcatalogue.h"
#include "core/query/texttest.h"
#include "core/store/eventtable.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace boxwatch {

/// Whether the entries of one dictionary pass a test. Each entry is tested once, when a row that has it
/// is first looked at, and the answer kept for all rows, snapshots and columns.
class EntryTest
{
public:
    using Code = EventTable::Code;

    /// What is known of an entry.
    enum State : quint8 { Untested = 0, Fails = 1, Passes = 2 };

    EntryTest() = default;
    virtual ~EntryTest() = default;
    EntryTest(const EntryTest &) = delete;
    EntryTest &operator=(const EntryTest &) = delete;

    /// Makes room for the entries of a snapshot, which must be of the same table as those before it. To
    /// be called before passes(), and not while it is running; everything else may run in parallel.
    /// False if \p cancelled was set meanwhile: nothing new was learnt then, and passes() must wait for a
    /// later call that says true.
    bool learn(const TableSnapshot &table, const std::atomic<bool> *cancelled = nullptr);

    bool passes(const TableSnapshot &table, Code code)
    {
        const quint8 state = std::atomic_ref(m_states[code]).load(std::memory_order_relaxed);
        return (state == Untested ? find(table, code) : state) == Passes;
    }

    /// By code; an Untested entry is settled by find(). To be read as std::atomic_ref.
    quint8 *states() { return m_states.data(); }
    quint8 find(const TableSnapshot &table, Code code);

    /// Whether no entry that was learnt is Untested.
    bool isSettled() const { return m_isSettled; }

    /// False if it is known that none of the entries that were learnt passes.
    bool mayPass() const { return m_mayPass; }

    /// Roughly how long it takes to test a row, in ns.
    virtual int cost() const = 0;

protected:
    virtual Code count(const TableSnapshot &table) const = 0;
    virtual bool test(const TableSnapshot &table, Code code) = 0;

    /// Called when entries from \p first on are new. False if it was cut short; it is called again then.
    virtual bool learnFrom(
        const TableSnapshot &table, Code first, const std::atomic<bool> *cancelled);

    /// All entries up to now are settled, those that are new as well; whether one of the new ones passes.
    void setSettled(Code first, bool passes);

private:
    std::vector<quint8> m_states;
    bool m_isSettled = false;
    bool m_mayPass = true;
};

/// Of single texts.
class TextEntries : public EntryTest
{
public:
    enum class When {
        Asked, ///< for columns with few different texts
        AllAtOnce, ///< if most of the dictionary is going to be needed; TextTest::bytes() only
    };

    TextEntries(std::shared_ptr<const TextTest> test, When when);

    int cost() const override;

protected:
    Code count(const TableSnapshot &table) const override { return table.textCount(); }
    bool test(const TableSnapshot &table, Code code) override;
    bool learnFrom(
        const TableSnapshot &table, Code first, const std::atomic<bool> *cancelled) override;

private:
    Code searchRun(const TableSnapshot &table, Code first, Code end, bool &passes);

    std::shared_ptr<const TextTest> m_test;
    When m_when;
};

/// Of persons, items or folders: passes if one of the three texts does.
class TripleEntries : public EntryTest
{
public:
    enum class Of { Persons, Items, Folders };

    /// How one of the texts is tested; not at all if neither is set.
    struct Part
    {
        std::shared_ptr<const TextTest> test{};
        std::shared_ptr<TextEntries>
            entries{}; ///< the same, if the answers are worth keeping; learns by itself
    };

    TripleEntries(Of of, std::array<Part, 3> parts);

    int cost() const override;

protected:
    Code count(const TableSnapshot &table) const override;
    bool test(const TableSnapshot &table, Code code) override;
    bool learnFrom(
        const TableSnapshot &table, Code first, const std::atomic<bool> *cancelled) override;

private:
    EventTable::Triple entry(const TableSnapshot &table, Code code) const;

    Of m_of;
    std::array<Part, 3> m_parts;
};

/// Of event types, by what the catalogue says of them.
class TypeEntries : public EntryTest
{
public:
    explicit TypeEntries(std::function<bool(const EventType &)> test);

    int cost() const override { return 1; }

protected:
    Code count(const TableSnapshot &table) const override { return table.typeCount(); }
    bool test(const TableSnapshot &table, Code code) override;

private:
    std::function<bool(const EventType &)> m_test;
};

} // namespace boxwatch
