// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace boxwatch {

/// Lets screen readers read Timeline::valueText(). Once is enough; more does no harm.
void installTimelineAccess();

} // namespace boxwatch
