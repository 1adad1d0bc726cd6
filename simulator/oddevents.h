// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/faults.h"

#include <QHash>

#include <cstdint>
#include <optional>

namespace boxwatch::sim {

/// Events that look otherwise than the enterprise made them, in every answer from then on.
///
/// An event keeps its place, and unless that is the point its event_id, so what a client has to end
/// up with stays known.
class OddEvents
{
public:
    struct Event
    {
        QByteArray json;
        std::optional<QByteArray> id; ///< event_id as text, nothing if there is none
        QByteArray type; ///< event_type, empty if there is none
    };

    bool isEmpty() const { return m_events.isEmpty(); }

    /// What stands in for event \p index, if anything.
    const Event *find(std::uint64_t index) const
    {
        const auto found = m_events.constFind(index);
        return found == m_events.constEnd() ? nullptr : &*found;
    }

    /// From now on event \p index, which is \p right, looks as \p fault (of Kind::Content) says.
    void put(std::uint64_t index, const QByteArray &right, const Fault &fault);

    /// \p right as \p fault makes it.
    static QByteArray made(const QByteArray &right, const Fault &fault);

private:
    QHash<std::uint64_t, Event> m_events;
};

} // namespace boxwatch::sim
