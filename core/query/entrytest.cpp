// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/entrytest.h"

#include "core/query/parallel.h"

#include <algorithm>
#include <optional>
#include <span>

namespace boxwatch {

namespace {

/// Whether \p test says so of one of the parts into which the codes are divided; all are tested. Nothing
/// if cancelled.
template<typename Test>
std::optional<bool> anyInParallel(
    EntryTest::Code first, EntryTest::Code end, const Test &test,
    const std::atomic<bool> *cancelled)
{
    constexpr EntryTest::Code codesPerPart = 32'768;

    const EntryTest::Code parts = (end - first + codesPerPart - 1) / codesPerPart;
    std::atomic<bool> any = false;
    const auto work = [&](std::size_t part, std::size_t) {
        const EntryTest::Code begin = first + static_cast<EntryTest::Code>(part) * codesPerPart;
        if (test(begin, std::min(begin + codesPerPart, end)))
            any = true;
    };
    if (!inParallel(parts, work, cancelled))
        return std::nullopt;
    return any;
}

} // namespace

bool EntryTest::learn(const TableSnapshot &table, const std::atomic<bool> *cancelled)
{
    const auto first = static_cast<Code>(m_states.size());
    const Code all = count(table);
    if (first < all)
        m_states.resize(all, Untested);
    if (learnFrom(table, first, cancelled))
        return true;
    m_states.resize(first); // so that they are new once more
    return false;
}

bool EntryTest::learnFrom(
    const TableSnapshot & /*table*/, Code /*first*/, const std::atomic<bool> * /*cancelled*/)
{
    return true;
}

void EntryTest::setSettled(Code first, bool passes)
{
    m_isSettled = true;
    m_mayPass = passes || (first > 0 && m_mayPass);
}

quint8 EntryTest::find(const TableSnapshot &table, Code code)
{
    // Two threads may do this for the same entry; they write the same.
    const quint8 state = test(table, code) ? Passes : Fails;
    std::atomic_ref(m_states[code]).store(state, std::memory_order_relaxed);
    return state;
}

TextEntries::TextEntries(std::shared_ptr<const TextTest> test, When when)
    : m_test(std::move(test))
    , m_when(when)
{
}

int TextEntries::cost() const
{
    return 1 + m_test->cost();
}

bool TextEntries::test(const TableSnapshot &table, Code code)
{
    return m_test->passes(table.text(code));
}

bool TextEntries::learnFrom(
    const TableSnapshot &table, Code first, const std::atomic<bool> *cancelled)
{
    if (m_when != When::AllAtOnce || first == table.textCount())
        return true;
    const auto search = [&](Code code, Code end) {
        bool found = false;
        while (code < end)
            code = searchRun(table, code, end, found);
        return found;
    };
    const auto passes = anyInParallel(first, table.textCount(), search, cancelled);
    if (passes)
        setSettled(first, *passes);
    return passes.has_value();
}

/// Searches the texts from \p first on that lie one behind the other in memory, as those of a dictionary
/// mostly do, as if they were one text. Returns the first code behind them.
TextEntries::Code TextEntries::searchRun(
    const TableSnapshot &table, Code first, Code end, bool &passes)
{
    // Where each text ends in the run. To ask the dictionary takes longer than to search, so only once.
    std::vector<std::size_t> ends;
    ends.reserve(end - first);
    const char *const begin = table.text(first).data();
    std::size_t size = 0;
    for (Code code = first; code < end; ++code) {
        const std::string_view text = table.text(code);
        if (text.data() != begin + size)
            break;
        size += text.size();
        ends.push_back(size);
    }
    const std::span<quint8> found(states() + first, ends.size());
    std::ranges::fill(found, quint8{Fails});

    const std::string_view run(begin, size);
    const ByteSearch &search = *m_test->bytes();
    std::size_t text = 0;
    std::size_t place = search.find(run);
    while (place != ByteSearch::npos) {
        while (ends[text] <= place)
            ++text;
        // What begins in one text and ends in the next stands in neither.
        const bool isWhole = place + search.size() <= ends[text];
        if (isWhole) {
            found[text] = Passes;
            passes = true;
        }
        place = search.find(run, isWhole ? ends[text] : place + 1);
    }
    return first + static_cast<Code>(ends.size());
}

TripleEntries::TripleEntries(Of of, std::array<Part, 3> parts) : m_of(of), m_parts(std::move(parts))
{
}

int TripleEntries::cost() const
{
    // Persons and folders are few; of items there may be nearly as many as rows.
    int cost = 1;
    for (const Part &part : m_parts) {
        if (part.entries)
            cost += 1;
        else if (part.test)
            cost += m_of == Of::Items ? part.test->cost() * 10 : part.test->cost();
    }
    return cost;
}

EntryTest::Code TripleEntries::count(const TableSnapshot &table) const
{
    switch (m_of) {
    case Of::Persons:
        return table.personCount();
    case Of::Items:
        return table.itemCount();
    case Of::Folders:
        return table.folderCount();
    }
    return 0;
}

bool TripleEntries::learnFrom(
    const TableSnapshot &table, Code first, const std::atomic<bool> *cancelled)
{
    bool isWorthWhile = false; // to settle all entries now: their texts are
    for (const Part &part : m_parts) {
        if (part.entries) {
            if (!part.entries->learn(table, cancelled))
                return false;
            isWorthWhile |= part.entries->isSettled();
        }
    }
    if (!isWorthWhile || first == count(table))
        return true;
    const auto look = [&](Code begin, Code end) {
        bool found = false;
        for (Code code = begin; code < end; ++code) {
            const bool isFound = TripleEntries::test(table, code);
            states()[code] = isFound ? Passes : Fails;
            found |= isFound;
        }
        return found;
    };
    const auto passes = anyInParallel(first, count(table), look, cancelled);
    if (passes)
        setSettled(first, *passes);
    return passes.has_value();
}

EventTable::Triple TripleEntries::entry(const TableSnapshot &table, Code code) const
{
    switch (m_of) {
    case Of::Persons:
        return table.person(code);
    case Of::Items:
        return table.itemEntry(code);
    case Of::Folders:
        return table.folderEntry(code);
    }
    return {};
}

bool TripleEntries::test(const TableSnapshot &table, Code code)
{
    const EventTable::Triple triple = entry(table, code);
    const std::array codes{triple.first, triple.second, triple.third};
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const Part &part = m_parts[i];
        if (codes[i] == Dictionary::empty)
            continue;
        if (part.entries ? part.entries->passes(table, codes[i])
                         : part.test && part.test->passes(table.text(codes[i])))
            return true;
    }
    return false;
}

TypeEntries::TypeEntries(std::function<bool(const EventType &)> test) : m_test(std::move(test))
{
}

bool TypeEntries::test(const TableSnapshot &table, Code code)
{
    const std::string_view name = table.typeName(code);
    return m_test(EventCatalogue::instance().find(
        QByteArray(name.data(), static_cast<qsizetype>(name.size()))));
}

} // namespace boxwatch
