// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtGlobal>

#include <chrono>
#include <cstdint>

namespace boxwatch::sim {

/// What a FaultyProxy does to one connection. The default passes everything on.
struct ConnectionFault
{
    enum class End {
        Open, ///< ends when one of the two ends it
        Refuse, ///< RST at once; nothing reaches the server
        Silence, ///< stays open, and what either side says is lost
        Cut, ///< FIN, in the middle of whatever it is
        Reset, ///< RST
    };

    End end = End::Open;

    /// How many bytes of the server get through before `end`. With 0 a request still reaches the
    /// server before Cut and Reset take the answer away; Silence with 0 swallows the request too.
    qint64 after = 0;

    std::chrono::milliseconds delay{0}; ///< what the server says arrives this much later
    qint64 rate = 0; ///< bytes a second from the server; 0: as fast as they come

    friend bool operator==(const ConnectionFault &, const ConnectionFault &) = default;
};

/// Faults by lot. The seed and the number of a connection decide what happens to it, and nothing
/// else, so that a run can be repeated.
struct FaultMix
{
    std::uint64_t seed = 1;

    // Parts of a thousand connections; the rest pass.
    int refused = 0;
    int silent = 0;
    int cut = 0;
    int reset = 0;
    int delayed = 0;
    int slow = 0;

    qint64 furthest = 1'000'000; ///< the largest `after`; small ones are likelier
    std::chrono::milliseconds longestDelay{2000};
    qint64 slowest = 10'000; ///< the smallest `rate`, the largest being a hundred times that
};

/// What happens to connection number \p index, from 0.
ConnectionFault faultOf(const FaultMix &mix, std::uint64_t index);

} // namespace boxwatch::sim
