// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <string_view>

namespace boxwatch {

/// A text from outside as it may be shown: one line, at most \p limit UTF-16 units, control and
/// direction marks replaced by a visible sign. Long or crafted names freeze a view or hide what they are.
QString displayText(std::string_view utf8, qsizetype limit = 512);

} // namespace boxwatch
