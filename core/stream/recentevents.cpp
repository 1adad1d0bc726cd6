// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/stream/recentevents.h"

#include <QByteArrayView>
#include <QHash>

namespace boxwatch {

namespace {

std::size_t hashOf(const Event &event)
{
    const std::string_view text = event.id.empty() ? event.raw : event.id;
    return qHash(
        QByteArrayView(text.data(), static_cast<qsizetype>(text.size())), QHashSeed::globalSeed());
}

} // namespace

qsizetype RecentEvents::add(const EventChunk &chunk)
{
    qsizetype news = 0;
    for (const Event &event : chunk.events()) {
        const std::size_t hash = hashOf(event);
        if (m_known.contains(hash))
            continue;
        ++news;
        m_known.insert(hash);
        if (m_order.size() < limit) {
            m_order.push_back(hash);
            continue;
        }
        m_known.remove(m_order[m_oldest]);
        m_order[m_oldest] = hash;
        m_oldest = (m_oldest + 1) % limit;
    }
    return news;
}

} // namespace boxwatch
