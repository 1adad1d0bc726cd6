// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/log.h"

namespace boxwatch {

Q_LOGGING_CATEGORY(logNet, "boxwatch.net", QtWarningMsg)
Q_LOGGING_CATEGORY(logStream, "boxwatch.stream", QtWarningMsg)
Q_LOGGING_CATEGORY(logStore, "boxwatch.store", QtWarningMsg)
Q_LOGGING_CATEGORY(logAuth, "boxwatch.auth", QtWarningMsg)

} // namespace boxwatch
