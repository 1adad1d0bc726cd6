// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace boxwatch {

/// Has the calling thread step back from now on when another one, such as the window's, wants the same
/// core. For threads that work while a person watches; on a machine that has a core to spare it costs
/// nothing. There is no way back: a program may lower its priority, but not raise it.
///
/// On Linux QThread::setPriority() does nothing for ordinary threads. There each thread has a nice value
/// of its own, whatever POSIX says: see setpriority(2).
void workInBackground();

/// Whether the calling thread has called workInBackground().
bool worksInBackground();

} // namespace boxwatch
