// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <algorithm>
#include <vector>

namespace boxwatch {

/// Finds numbers by the hash of what they stand for. Open addressing; the things themselves are kept
/// elsewhere.
///
/// A slot holds 32 bits of the hash as well: whether another thing is the same is asked only where these
/// agree, since to look at it would cost a cache miss. The slots are in the order of these tags, each as
/// near as can be to where its tag would be if they were evenly spread. So a search ends at the first
/// larger one however full the index is, and it grows by a third, not by doubling, in one pass.
class HashIndex
{
public:
    static constexpr quint32 none = 0xFFFFFFFF;

    HashIndex() : m_slots(m_places + room) { }

    /// The number with this hash for which \p isIt(number) holds, or none.
    template<typename IsIt>
    quint32 find(std::size_t hash, IsIt isIt) const
    {
        const quint32 tag = tagOf(hash);
        std::size_t place = placeOf(tag);
        while (m_slots[place].number != none && m_slots[place].tag < tag)
            ++place;
        for (; m_slots[place].number != none && m_slots[place].tag == tag; ++place) {
            if (isIt(m_slots[place].number))
                return m_slots[place].number;
        }
        return none;
    }

    /// Asks for the memory that find() will look at, so that other work can be done until it is there.
    void prefetch([[maybe_unused]] std::size_t hash) const
    {
#if defined(__GNUC__)
        __builtin_prefetch(&m_slots[placeOf(tagOf(hash))]);
#endif
    }

    /// Adds a number that is not there yet.
    void insert(std::size_t hash, quint32 number)
    {
        if ((m_count + 1) * 5 > m_places * 4)
            spread(m_places / 3 * 4);
        const Slot slot{.tag = tagOf(hash), .number = number};
        std::size_t place = placeOf(slot.tag);
        while (m_slots[place].number != none && m_slots[place].tag < slot.tag)
            ++place;
        std::size_t end = place;
        while (m_slots[end].number != none)
            ++end;
        if (end + 1 == m_slots.size())
            m_slots.resize(
                m_slots.size() + room); // the last slot is always free: searches end there
        const auto from = m_slots.begin() + static_cast<std::ptrdiff_t>(place);
        std::move_backward(
            from, m_slots.begin() + static_cast<std::ptrdiff_t>(end),
            m_slots.begin() + static_cast<std::ptrdiff_t>(end + 1));
        *from = slot;
        ++m_count;
    }

    /// Makes room for \p count numbers in all.
    void reserve(std::size_t count)
    {
        if (const std::size_t places = count / 3 * 4; places > m_places)
            spread(places);
    }

    std::size_t size() const
    {
        return m_count;
    }

    void clear()
    {
        m_slots.assign(m_slots.size(), Slot{});
        m_count = 0;
    }

private:
    static constexpr std::size_t room = 64; // behind the last place, for what was pushed there

    struct Slot
    {
        quint32 tag = 0;
        quint32 number = none;
    };

    static quint32 tagOf(std::size_t hash)
    {
        return static_cast<quint32>(hash ^ (hash >> 32));
    }

    std::size_t placeOf(quint32 tag) const
    {
        return static_cast<std::size_t>((quint64{tag} * m_places) >> 32);
    }

    void spread(std::size_t places)
    {
        std::vector<Slot> old(places + room);
        old.swap(m_slots);
        m_places = places;
        std::size_t next = 0;
        for (const Slot slot : old) {
            if (slot.number == none)
                continue;
            next = std::max(next, placeOf(slot.tag));
            if (next + 1 >= m_slots.size())
                m_slots.resize(next + 1 + room);
            m_slots[next] = slot;
            ++next;
        }
    }

    std::size_t m_places = 1024;
    std::vector<Slot> m_slots;
    std::size_t m_count = 0;
};

} // namespace boxwatch
