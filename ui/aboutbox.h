// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QWidget;

namespace boxwatch {

/// What this program is, its version and licence, and that it is not Box's.
void showAbout(QWidget *parent);

/// All keys that do something, as a table.
void showShortcuts(QWidget *parent);

} // namespace boxwatch
