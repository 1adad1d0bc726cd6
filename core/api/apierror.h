// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/net/httpcall.h"

namespace boxwatch {

/// What \p reply, whose status is not 200, says is wrong: from Box's JSON, from an OAuth error, from
/// WWW-Authenticate, or from the status alone where the body is empty or HTML. The texts are clipped. Who sits between us
/// and Box is told apart where it can be (`captive_portal`), as waiting heals that.
Error apiErrorFrom(const HttpReply &reply);

/// \p text is a Retry-After header: whole seconds or an HTTP date, which counts from \p serverDate if
/// that is valid. Between one second and one hour; none if it makes no sense.
std::optional<std::chrono::milliseconds> parseRetryAfter(
    const QByteArray &text, const QDateTime &serverDate);

/// The `error` of OAuth in \p reply, in its body or its challenge; empty if it is not in OAuth's words.
QString oauthErrorOf(const HttpReply &reply);

} // namespace boxwatch
