// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <vector>

namespace boxwatch {

/// Finds numbers by the hash of what they stand for. Open addressing; the things themselves are kept
/// elsewhere.
///
/// A slot holds 32 bits of the hash as well: whether another thing is the same is asked only where these
/// agree, since to look at it would cost a cache miss.
class HashIndex
{
public:
    static constexpr quint32 none = 0xFFFFFFFF;

    HashIndex() : m_slots(1024) { }

    /// The number with this hash for which \p isIt(number) holds, or none.
    template<typename IsIt>
    quint32 find(std::size_t hash, IsIt isIt) const
    {
        const quint32 tag = tagOf(hash);
        const std::size_t mask = m_slots.size() - 1;
        for (std::size_t place = tag & mask; m_slots[place].number != none;
             place = (place + 1) & mask) {
            if (m_slots[place].tag == tag && isIt(m_slots[place].number))
                return m_slots[place].number;
        }
        return none;
    }

    /// Asks for the memory that find() will look at, so that other work can be done until it is there.
    void prefetch([[maybe_unused]] std::size_t hash) const
    {
#if defined(__GNUC__)
        __builtin_prefetch(&m_slots[tagOf(hash) & (m_slots.size() - 1)]);
#endif
    }

    /// Adds a number that is not there yet.
    void insert(std::size_t hash, quint32 number)
    {
        if ((m_count + 1) * 3 > m_slots.size() * 2)
            grow();
        place(m_slots, {.tag = tagOf(hash), .number = number});
        ++m_count;
    }

    void clear()
    {
        m_slots.assign(m_slots.size(), Slot{});
        m_count = 0;
    }

private:
    struct Slot
    {
        quint32 tag = 0;
        quint32 number = none;
    };

    static quint32 tagOf(std::size_t hash)
    {
        return static_cast<quint32>(hash ^ (hash >> 32));
    }

    static void place(std::vector<Slot> &table, Slot slot)
    {
        const std::size_t mask = table.size() - 1;
        std::size_t place = slot.tag & mask;
        while (table[place].number != none)
            place = (place + 1) & mask;
        table[place] = slot;
    }

    void grow()
    {
        std::vector<Slot> larger(m_slots.size() * 2);
        for (const Slot slot : m_slots) {
            if (slot.number != none)
                place(larger, slot);
        }
        m_slots = std::move(larger);
    }

    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
};

} // namespace boxwatch
