// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/event/event.h"
#include "core/event/streamposition.h"

#include <QByteArray>

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace boxwatch {

/// One answer of GET /events, taken apart: the events in the order received and where to go on.
///
/// Owns the bytes that its events point into; cheap to copy and safe to hand to another thread, since
/// nothing in it changes after it was parsed.
class EventChunk
{
public:
    const std::vector<Event> &events() const { return m_content->events; }
    bool isEmpty() const { return m_content->events.empty(); }

    /// `next_stream_position`, empty if it was missing or null.
    const StreamPosition &next() const { return m_content->next; }

    /// How many entries are not JSON. They are among the events, with `raw` only.
    int unreadable() const { return m_content->unreadable; }

    /// Whether both are copies of one chunk, not only equal.
    bool isSameAs(const EventChunk &other) const { return m_content == other.m_content; }

private:
    friend class ChunkParser;

    struct Content
    {
        QByteArray body;
        std::deque<std::string> unescaped; ///< texts that had escapes; a deque never moves them
        std::vector<Event> events;
        StreamPosition next;
        int unreadable = 0;
    };

    std::shared_ptr<const Content> m_content = std::make_shared<const Content>();
};

} // namespace boxwatch
