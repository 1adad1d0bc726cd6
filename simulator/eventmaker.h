// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/eventtypes.h"
#include "simulator/textbuffer.h"

#include <cstdint>

namespace boxwatch::sim {

/// The events of one family of streams, each a function of its number.
///
/// Nothing is kept per event, and event n has the same bytes whenever and however it is asked for.
/// Events are numbered from 0 and their times never decrease. Not safe for several threads.
class EventMaker
{
public:
    EventMaker() = default;
    EventMaker(const EventMaker &) = delete;
    EventMaker &operator=(const EventMaker &) = delete;
    virtual ~EventMaker() = default;

    virtual const EventTypes &types() const = 0;

    /// Number of the type in types(). Much cheaper than append().
    virtual std::uint32_t typeOf(std::uint64_t index) const = 0;

    /// False for the very few events without event_id.
    virtual bool hasId(std::uint64_t index) const = 0;

    /// event_id without quotation marks; nothing if there is none.
    virtual void appendId(TextBuffer &out, std::uint64_t index) const = 0;

    /// The JSON of the whole event.
    virtual void append(TextBuffer &out, std::uint64_t index) const = 0;

    /// When it happened, in milliseconds since 1970 UTC.
    virtual std::int64_t timeOf(std::uint64_t index) const = 0;

    /// How many events have happened at \p time, that moment included.
    virtual std::uint64_t countUntil(std::int64_t time) const = 0;
};

} // namespace boxwatch::sim
