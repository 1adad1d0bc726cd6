// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/httpmessage.h"

namespace boxwatch::sim {

/// An API error with the body of section 4.1 of the Box events reference.
HttpReply apiError(int status, const char *code, const QByteArray &message);

/// 401 with an empty body: the token is missing, unknown or expired.
HttpReply invalidToken();

/// 403 with an empty body: the token is good, the right is missing.
HttpReply insufficientScope();

/// 400 of /oauth2/token.
HttpReply oauthError(const char *error, const char *description);

} // namespace boxwatch::sim
