// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/enterpriseevents.h"
#include "simulator/oddevents.h"
#include "simulator/positions.h"
#include "simulator/processingorder.h"
#include "simulator/renderedevents.h"
#include "simulator/simulatoroptions.h"
#include "simulator/userevents.h"

#include <QByteArray>

#include <cstdint>
#include <limits>
#include <vector>

namespace boxwatch::sim {

/// The five streams: what is visible in which of them, in what order and in what chunks.
///
/// A slot is a place in a stream, from 0. `admin_logs` has one per enterprise event, the user streams
/// one per user event, and `admin_logs_streaming` some more, for what it sends twice. A position is
/// a slot in disguise (Positions). All times are milliseconds since 1970 UTC by the simulated clock.
class Streams
{
public:
    /// \p start is the simulated time at which the backlog is complete and visible everywhere.
    Streams(const SimulatorOptions &options, std::int64_t start);

    const Enterprise &enterprise() const { return m_enterprise; }
    const Positions &positions() const { return m_positions; }
    const EventMaker &makerOf(StreamKind kind) const;

    /// \p count events happen at \p now.
    void insert(std::uint64_t count, std::int64_t now);

    /// The oldest slot that is still kept.
    std::uint64_t oldest(StreamKind kind, std::int64_t now) const;

    /// The oldest event that is still kept: a number for makerOf(kind).
    std::uint64_t oldestEvent(StreamKind kind, std::int64_t now) const;

    /// One more than the newest slot that is visible.
    std::uint64_t head(StreamKind kind, std::int64_t now) const;

    /// Which event stands in \p slot: a number for makerOf(kind).
    std::uint64_t eventAt(StreamKind kind, std::uint64_t slot) const;

    /// Whether \p event, a number for makerOf(kind), stands below slot \p head of the stream.
    bool contains(StreamKind kind, std::uint64_t head, std::uint64_t event) const;

    /// Whether \p event, which stands below the head, is nevertheless not in the stream: withheld, or
    /// not come yet.
    bool isHidden(StreamKind kind, std::uint64_t event, std::int64_t now) const;

    /// How \p event looks: as its maker has it, unless it was made odd.
    void append(TextBuffer &out, StreamKind kind, std::uint64_t event) const;
    bool hasId(StreamKind kind, std::uint64_t event) const;
    void appendId(TextBuffer &out, StreamKind kind, std::uint64_t event) const;

    /// From now on \p event looks as \p fault says.
    void makeOdd(StreamKind kind, std::uint64_t event, const Fault &fault);
    bool isOdd(StreamKind kind, std::uint64_t event) const;

    /// Which events to read.
    struct Selection
    {
        std::vector<bool> types; ///< by number of the type; empty: all
        std::int64_t after = std::numeric_limits<std::int64_t>::min(); ///< created_at, inclusive
        std::int64_t before = std::numeric_limits<std::int64_t>::max(); ///< exclusive
    };

    bool isSelected(StreamKind kind, const Selection &selection, std::uint64_t event) const;

    /// All events, except that `changes` and `sync` have only what is for them.
    Selection selectionOf(StreamKind kind) const;

    struct Chunk
    {
        std::vector<std::uint64_t> events; ///< numbers for makerOf(kind)
        std::uint64_t next = 0; ///< the slot to go on from
        bool hasSkipped = false; ///< there is something hidden before `next`
    };

    /// At most \p limit events from \p slot on. May give fewer, or none, although more are waiting.
    Chunk read(
        StreamKind kind, std::uint64_t slot, std::uint32_t limit, const Selection &selection,
        std::int64_t now) const;

    /// Whether anything in \p selection is visible at \p slot or after it.
    bool hasNews(StreamKind kind, std::uint64_t slot, std::int64_t now) const;

    /// The body of a reply: \p next is `next_stream_position` as JSON, not there if empty.
    /// `chunk_size` is \p surplus more than there are events.
    QByteArray body(
        StreamKind kind, const std::vector<std::uint64_t> &events, const QByteArray &next,
        std::int64_t surplus = 0) const;

private:
    static Timeline timelineOf(const SimulatorOptions &options, std::int64_t start);
    std::int64_t delayOf(StreamKind kind) const;
    const OddEvents &oddOf(StreamKind kind) const;
    std::size_t renderedRun(
        StreamKind kind, const std::vector<std::uint64_t> &events, std::size_t from) const;
    bool hides(StreamKind kind) const;
    std::uint32_t limitOf(StreamKind kind, std::uint64_t slot, std::uint32_t limit) const;
    std::uint64_t repeatsBefore(StreamKind kind, std::uint64_t slot, std::uint64_t oldest) const;

    SimulatorOptions m_options;
    Enterprise m_enterprise;
    Timeline m_timeline;
    EnterpriseEvents m_enterpriseEvents;
    UserEvents m_userEvents;
    ProcessingOrder m_order;
    Positions m_positions;
    RenderedEvents m_rendered; ///< of m_enterpriseEvents
    OddEvents m_oddEnterpriseEvents;
    OddEvents m_oddUserEvents;
};

} // namespace boxwatch::sim
