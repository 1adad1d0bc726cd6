// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/api/boxapi.h"

namespace boxwatch {

/// What Box means when it answers GET /events with 400.
enum class RefusalCause {
    Position, ///< unknown, too old, or of another stream
    EventTypes,
    StartTooOld, ///< created_after lies more than a year back
    StartInFuture, ///< created_after is later than the clock of Box
    Unknown,
};

/// By what \p error says, and if it says nothing by what was \p sent: the only thing that can be wrong
/// is wrong, and types are suspected before the position, since going without them loses nothing.
RefusalCause causeOfRefusal(const Error &error, const EventsQuery &sent);

} // namespace boxwatch
