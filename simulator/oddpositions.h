// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/faults.h"
#include "simulator/positions.h"
#include "simulator/simulatoroptions.h"

#include <QHash>

namespace boxwatch::sim {

/// Positions in other forms than those of Positions, and second names for a place.
class OddPositions
{
public:
    /// Both references outlive this.
    OddPositions(const SimulatorOptions &options, const Positions &positions)
        : m_options(options)
        , m_positions(positions)
    {
    }

    /// As it stands in a reply, in the form that SimulatorOptions::positionForm asks for.
    QByteArray json(StreamKind kind, std::uint64_t index);

    /// Another name for the same place: \p number 1 and up. Enterprise: text, user: a number.
    QByteArray other(StreamKind kind, std::uint64_t index, std::uint64_t number);

    /// next_stream_position by \p fault (of Kind::Position), for a client that sent \p sent and stands
    /// at \p index; \p next is where it should go on, \p oldest what is still kept. Empty: no member.
    QByteArray spoilt(
        const Fault &fault, StreamKind kind, const QByteArray &sent, std::uint64_t index,
        std::uint64_t next, std::uint64_t oldest);

    /// Nothing if \p text was never a position of that kind of stream.
    std::optional<Positions::Place> parse(StreamKind kind, const QByteArray &text) const;

private:
    QByteArray inForm(StreamKind kind, std::uint64_t index, SimulatorOptions::PositionForm form);
    QByteArray digits(StreamKind kind, std::uint64_t index) const;

    struct Other
    {
        StreamKind kind;
        std::uint64_t index;
    };

    const SimulatorOptions &m_options;
    const Positions &m_positions;
    QHash<QByteArray, Other> m_others;
    std::uint64_t m_moves = 0;
    bool m_isNumbersTurn = false;
};

} // namespace boxwatch::sim
