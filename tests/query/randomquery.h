// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/query/sampleevents.h"

#include <QRandomGenerator>
#include <QString>

namespace boxwatch {

/// A query as somebody might type it, about events like \p events: often one that some of them pass.
QString randomQuery(QRandomGenerator &random, const std::vector<SampleEvent> &events);

} // namespace boxwatch
