// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/resume.h"

namespace boxwatch {

std::optional<StoredStream> begunStream(const SessionSummary &session, StreamType type)
{
    for (const StoredStream &stream : session.streams) {
        const bool hasBegun = !stream.state.position.isEmpty() || stream.state.startDate;
        if (stream.type == type && hasBegun)
            return stream;
    }
    return std::nullopt;
}

} // namespace boxwatch
