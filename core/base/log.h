// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLoggingCategory>

namespace boxwatch {

// Silent by default; QT_LOGGING_RULES="boxwatch.*=true" shows them. Never log a URL's query, a
// header or a body: the channel of a long poll is as good as a password.
Q_DECLARE_LOGGING_CATEGORY(logNet)
Q_DECLARE_LOGGING_CATEGORY(logStream)
Q_DECLARE_LOGGING_CATEGORY(logStore)
Q_DECLARE_LOGGING_CATEGORY(logAuth)

} // namespace boxwatch
