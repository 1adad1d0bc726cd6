// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string_view>

namespace boxwatch {

/// Reads a date-time as Box writes it (RFC 3339, with `Z`, `+hh:mm` or `+hhmm`, with or without a
/// fraction): milliseconds since 1970 UTC. A text without an offset counts as UTC. Event::noTime for
/// anything else.
std::int64_t parseTimestamp(std::string_view text);

} // namespace boxwatch
