// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace boxwatch {

/// Appends to \p key bytes that compare as the texts do in natural order: without regard to case and
/// accents, and numbers by their value ("file 2" before "file 10"). Nothing for an empty text. Texts with
/// the same key are equal in that order.
void appendNaturalKey(std::string_view utf8, std::string &key);

} // namespace boxwatch
