// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QUrl;

namespace boxwatch {

/// Shows a web page in the browser of the system; false if there is no way to. Only for a program that
/// has no window, where Qt has no way of its own. \p page is https, or http to this very machine.
bool openBrowser(const QUrl &page);

} // namespace boxwatch
