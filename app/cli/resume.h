// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/store/sessionfile.h"

#include <optional>

namespace boxwatch {

/// The stream of this type in a session, if it was started there before: then it goes on where it
/// stopped.
///
/// The same command in a loop has to go on after a crash, so this is worth more than --from; events
/// between the two would be lost or asked for twice.
std::optional<StoredStream> begunStream(const SessionSummary &session, StreamType type);

} // namespace boxwatch
