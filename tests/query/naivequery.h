// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/query/query.h"
#include "tests/query/sampleevents.h"

namespace boxwatch {

/// Whether an event passes a query, by walking the tree over the event's own texts. Slow, and without
/// anything that QueryRun is made of; but not for `raw:`.
bool passesNaively(const QueryNode &node, const SampleEvent &event);

} // namespace boxwatch
