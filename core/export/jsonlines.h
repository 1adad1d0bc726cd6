// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace boxwatch {

/// Appends an event and a line feed. Returns whether it had to be joined into one line.
///
/// Byte for byte, with one exception: JSON that was sent over several lines loses its line breaks,
/// which in JSON stand between tokens only and mean nothing.
bool appendJsonLine(std::string &out, std::string_view raw);

} // namespace boxwatch
