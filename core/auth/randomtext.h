// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace boxwatch {

/// 256 bits that nobody can guess, from the operating system's own generator, as 43 characters of
/// base64url.
QByteArray randomText();

} // namespace boxwatch
