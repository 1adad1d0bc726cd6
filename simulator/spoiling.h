// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/faults.h"

namespace boxwatch::sim {

/// What \p fault makes of the answer \p right to \p request.
///
/// \p base is the address of the server, \p now the simulated time. Faults that change what a
/// well-formed answer says have done so already: for them this is \p right.
HttpReply spoilt(
    const Fault &fault, const HttpReply &right, const HttpRequest &request, const QByteArray &base,
    std::int64_t now);

/// \p time, milliseconds since 1970 UTC, as headers have it.
QByteArray httpDate(std::int64_t time);

} // namespace boxwatch::sim
