// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/recentevents.h"

#include <QByteArrayView>
#include <QHash>

#include <utility>

namespace boxwatch {

namespace {

std::size_t hashOf(const Event &event)
{
    const std::string_view text = event.id.empty() ? event.raw : event.id;
    return qHash(
        QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QHashSeed::globalSeed());
}

} // namespace

RecentEvents::Slot &RecentEvents::slotFor(std::size_t hash)
{
    std::size_t place = hash % slotCount;
    while (m_slots[place].number != 0 && m_slots[place].hash != hash)
        place = (place + 1) % slotCount;
    return m_slots[place];
}

/// Leaves only what is among the last ones.
void RecentEvents::putOut()
{
    const std::vector<Slot> all = std::exchange(m_slots, std::vector<Slot>(slotCount));
    m_used = 0;
    for (const Slot &slot : all) {
        if (slot.number == 0 || !isRecent(slot))
            continue;
        slotFor(slot.hash) = slot;
        ++m_used;
    }
}

qsizetype RecentEvents::add(const EventChunk &chunk)
{
    m_slots.resize(slotCount);
    qsizetype news = 0;
    for (const Event &event : chunk.events()) {
        const std::size_t hash = hashOf(event);
        Slot &slot = slotFor(hash);
        if (slot.number != 0 && isRecent(slot))
            continue;
        ++news;
        m_used += slot.number == 0 ? 1 : 0;
        slot = {.hash = hash, .number = ++m_count};
        if (m_used > slotCount / 4 * 3)
            putOut();
    }
    return news;
}

} // namespace boxwatch
