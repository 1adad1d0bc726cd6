// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/enterprise.h"
#include "simulator/httpmessage.h"
#include "simulator/tokens.h"

namespace boxwatch::sim {

/// GET /2.0/users/me, with `fields` or without.
HttpReply accountReply(
    const HttpRequest &request, const Enterprise &enterprise, const Tokens::Grant &grant);

} // namespace boxwatch::sim
