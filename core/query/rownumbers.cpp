// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/query/rownumbers.h"

#include "core/query/parallel.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <deque>
#include <functional>
#include <string>

namespace boxwatch {

namespace {

using Row = EventTable::Row;
using Code = EventTable::Code;

constexpr std::size_t itemsPerPart = 65'536;
constexpr std::size_t itemsBetweenLooks = 4096;

std::size_t partsOf(std::size_t items)
{
    return (items + itemsPerPart - 1) / itemsPerPart;
}

/// As few as there are cores: each further one has to be merged. At least one.
std::size_t partsToMerge(std::size_t items)
{
    return std::clamp(partsOf(items), std::size_t{1}, workerCount());
}

template<typename T>
std::span<T> partOf(std::span<T> items, std::size_t part)
{
    const std::size_t begin = part * itemsPerPart;
    return items.subspan(begin, std::min(itemsPerPart, items.size() - begin));
}

bool isSet(const std::atomic<bool> *flag)
{
    return flag && flag->load(std::memory_order_relaxed);
}

/// The first bytes of a text as a number that compares as they do. A shorter one is filled with zeros.
quint64 firstBytes(std::string_view text)
{
    std::array<char, sizeof(quint64)> bytes{};
    std::memcpy(bytes.data(), text.data(), std::min(text.size(), bytes.size()));
    return qFromBigEndian<quint64>(bytes.data());
}

/// What waits for its rank: the bytes that it is compared by, in parts, as most comparisons end with the first.
template<typename Rest>
struct Ranked
{
    quint64 first = 0;
    quint64 second = 0;
    Rest rest{};
    quint32 subject = 0; // whose key it is

    friend bool operator<(const Ranked &a, const Ranked &b)
    {
        if (a.first != b.first)
            return a.first < b.first;
        return a.second != b.second ? a.second < b.second : a.rest < b.rest;
    }
    friend bool operator==(const Ranked &a, const Ranked &b)
    {
        return a.first == b.first && a.second == b.second && a.rest == b.rest;
    }
};

using RankedText = Ranked<std::string_view>;
using RankedId = Ranked<quint64>;

/// The key must not have zeros in it.
RankedText rankedText(std::string_view key, quint32 subject)
{
    constexpr std::size_t half = sizeof(quint64);
    return {
        .first = firstBytes(key),
        .second = firstBytes(key.substr(std::min(key.size(), half))),
        .rest = key.substr(std::min(key.size(), 2 * half)),
        .subject = subject};
}

/// What SortValues::hexId() gives, in its binary form: that compares as the text does, but for the dash
/// that a UUID has after eight digits, where the other form has a digit, which comes later.
RankedId rankedId(const EventId &id, quint32 subject)
{
    constexpr std::size_t uuidSize = 16;

    // One byte for what stands at the dash goes in behind the first four. In registers: to put the bytes
    // together in memory takes several times as long.
    const std::span<const quint8> payload = id.payload();
    const bool isUuid = payload.size() == uuidSize;
    const auto head = qFromBigEndian<quint64>(payload.data());
    const auto middle = qFromBigEndian<quint64>(payload.data() + 8);
    const quint64 tail = isUuid ? 0 : qFromBigEndian<quint32>(payload.data() + 16);
    return {
        .first = head >> 32 << 32 | (isUuid ? 0U : 1U) << 24 | (head & 0xffff'ffff) >> 8,
        .second = head << 56 | middle >> 8,
        .rest = middle << 56 | tail << 24,
        .subject = subject};
}

/// Two sorted lists become one, on all cores.
template<typename Rest>
std::vector<Ranked<Rest>> merged(
    std::span<const Ranked<Rest>> first, std::span<const Ranked<Rest>> second)
{
    struct Cut
    {
        std::size_t first;
        std::size_t second;
    };

    const std::size_t parts = partsToMerge(first.size());
    const auto cut = [&](std::size_t part) -> Cut {
        if (part == parts)
            return {.first = first.size(), .second = second.size()};
        const std::size_t place = first.size() * part / parts;
        const auto found = part == 0 ? second.begin()
                                     : std::ranges::lower_bound(second, first[place], std::less());
        return {.first = place, .second = static_cast<std::size_t>(found - second.begin())};
    };
    std::vector<Ranked<Rest>> all(first.size() + second.size());
    inParallel(parts, [&](std::size_t part, std::size_t) {
        const Cut begin = cut(part);
        const Cut end = cut(part + 1);
        std::ranges::merge(
            first.subspan(begin.first, end.first - begin.first),
            second.subspan(begin.second, end.second - begin.second),
            all.begin() + static_cast<std::ptrdiff_t>(begin.first + begin.second), std::less());
    });
    return all;
}

template<typename Rest>
std::vector<Ranked<Rest>> merged(std::vector<std::vector<Ranked<Rest>>> parts)
{
    while (parts.size() > 1) {
        std::vector<std::vector<Ranked<Rest>>> pairs;
        for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
            pairs.push_back(merged<Rest>(std::span(parts[i]), std::span(parts[i + 1])));
            parts[i] = {};
            parts[i + 1] = {};
        }
        if (parts.size() % 2 != 0)
            pairs.push_back(std::move(parts.back()));
        parts = std::move(pairs);
    }
    return parts.empty() ? std::vector<Ranked<Rest>>() : std::move(parts.front());
}

/// The keys of \p count subjects in order, without those that are empty. Nothing if cancelled.
template<typename AppendKey>
std::optional<std::vector<RankedText>> sortedTexts(
    std::size_t count, const AppendKey &appendKey, std::deque<std::string> &texts,
    const std::atomic<bool> *cancelled)
{
    const std::size_t partCount = partsToMerge(count);
    std::vector<std::vector<RankedText>> parts(partCount);
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
                if (i % itemsBetweenLooks == 0 && isSet(cancelled))
                    return;
                appendKey(i, bytes);
                ends.push_back(bytes.size());
            }
            std::vector<RankedText> &mine = parts[part];
            mine.reserve(end - begin);
            std::size_t from = 0;
            for (std::size_t i = begin; i < end; ++i) {
                const std::size_t to = ends[i - begin];
                if (to > from) {
                    mine.push_back(rankedText(
                        std::string_view(bytes).substr(from, to - from), static_cast<quint32>(i)));
                }
                from = to;
            }
            std::ranges::sort(mine, std::less<RankedText>());
        },
        cancelled);
    if (!done)
        return {};
    return merged(std::move(parts));
}

/// Gives ranks to subjects: 1, 2, … in the order in which they come, the same to equal ones that follow
/// one another, and SortValues::missing to those that do not come.
class Ranking
{
public:
    explicit Ranking(std::size_t subjects) : m_ranks(subjects, SortValues::missing) { }

    template<typename Rest>
    void add(std::span<const Ranked<Rest>> sorted)
    {
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            if (i == 0 || !(sorted[i] == sorted[i - 1]))
                ++m_next;
            m_ranks[sorted[i].subject] = m_next;
        }
    }

    std::vector<quint64> take() { return std::move(m_ranks); }

private:
    std::vector<quint64> m_ranks;
    quint64 m_next = 0;
};

/// Ranks of \p count subjects by their keys. Nothing if cancelled.
template<typename AppendKey>
std::optional<std::vector<quint64>> ranks(
    std::size_t count, const AppendKey &appendKey, const std::atomic<bool> *cancelled)
{
    std::deque<std::string> texts;
    const auto sorted = sortedTexts(count, appendKey, texts, cancelled);
    if (!sorted)
        return {};
    Ranking ranking(count);
    ranking.add(std::span(*sorted));
    return ranking.take();
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

/// The ids of some rows: those in hex digits in order, and where the others stand.
struct SortedIds
{
    std::vector<RankedId> ids;
    std::vector<quint32> others; // in the order of rows
};

/// Nothing if cancelled.
std::optional<SortedIds> sortedIds(
    const SortValues &values, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    const std::size_t partCount = partsToMerge(rows.size());
    std::vector<std::vector<RankedId>> parts(partCount);
    std::vector<std::vector<quint32>> others(partCount);
    const auto work = [&](std::size_t part, std::size_t) {
        const std::size_t begin = rows.size() * part / partCount;
        const std::size_t end = rows.size() * (part + 1) / partCount;
        parts[part].reserve(end - begin);
        for (std::size_t i = begin; i < end; ++i) {
            if (i % itemsBetweenLooks == 0 && isSet(cancelled))
                return;
            const EventId id = values.hexId(rows[i]);
            const auto subject = static_cast<quint32>(i);
            if (id.isEmpty())
                others[part].push_back(subject);
            else
                parts[part].push_back(rankedId(id, subject));
        }
        std::ranges::sort(parts[part], std::less<RankedId>());
    };
    if (!inParallel(partCount, work, cancelled))
        return {};
    SortedIds sorted{.ids = merged(std::move(parts)), .others = {}};
    for (const std::vector<quint32> &part : others)
        sorted.others.insert(sorted.others.end(), part.begin(), part.end());
    return sorted;
}

/// The first place from \p from up to \p size that is not before; those that are come first. Takes O(log n)
/// questions if that is n places away.
template<typename IsBefore>
std::size_t firstNotBefore(std::size_t from, std::size_t size, const IsBefore &isBefore)
{
    std::size_t step = 1;
    while (step <= size - from && isBefore(from + step - 1)) {
        from += step;
        step *= 2;
    }
    std::size_t end = std::min(from + step, size);
    while (from < end) {
        const std::size_t middle = (from + end) / 2;
        if (isBefore(middle))
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

/// Ids in hex digits, which nearly all are, are compared as they are packed: to make texts of them takes
/// longer than all the rest.
std::optional<std::vector<quint64>> idRanks(
    const SortValues &values, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    const auto sorted = sortedIds(values, rows, cancelled);
    if (!sorted)
        return {};
    const std::span<const RankedId> ids = sorted->ids;
    const auto appendKey = [&](std::size_t i, std::string &key) {
        values.appendRowKey(rows[sorted->others[i]], key);
    };
    std::deque<std::string> memory;
    auto others = sortedTexts(sorted->others.size(), appendKey, memory, cancelled);
    if (!others)
        return {};
    for (RankedText &other : *others)
        other.subject = sorted->others[other.subject];

    Ranking ranking(rows.size());
    std::size_t ranked = 0; // of ids
    std::string key;
    for (auto other = others->begin(); other != others->end();) {
        if (isSet(cancelled))
            return {};
        const auto isBefore = [&](std::size_t place) {
            key.clear();
            values.appendRowKey(rows[ids[place].subject], key);
            return rankedText(key, 0) < *other;
        };
        const std::size_t place = firstNotBefore(ranked, ids.size(), isBefore);
        ranking.add(ids.subspan(ranked, place - ranked));
        ranked = place;
        const auto next = std::find_if_not(
            other, others->end(), [&](const RankedText &text) { return text == *other; });
        ranking.add(std::span<const RankedText>(other, next));
        other = next;
    }
    ranking.add(ids.subspan(ranked));
    return ranking.take();
}

} // namespace

std::optional<std::vector<quint64>> rowNumbers(
    const SortValues &values, std::span<const Row> rows, const std::atomic<bool> *cancelled)
{
    if (values.hasEntries())
        return entryRanks(values, rows, cancelled);
    if (values.isText())
        return idRanks(values, rows, cancelled);
    std::vector<quint64> numbers(rows.size());
    const auto look = [&](std::size_t part, std::size_t) {
        values.numbers(partOf(rows, part), partOf(std::span(numbers), part).data());
    };
    if (!inParallel(partsOf(rows.size()), look, cancelled))
        return {};
    return numbers;
}

} // namespace boxwatch
