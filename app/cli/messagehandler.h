// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace boxwatch {

/// \p text without what looks like a secret: bearer tokens, fields of a sign-in, the channel of a long
/// poll, and keys. Nobody means to log these; this is for messages of libraries that quote what they
/// were given.
QString redacted(const QString &text);

/// From now on all of Qt's messages go through redacted(), to standard error.
void redactMessages();

} // namespace boxwatch
