// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace boxwatch {

/// Before anything else: files only for their owner, no memory on disk after a crash, no secret in a
/// message of a library, and a full disk or a closed pipe as an error of the call that met it instead
/// of a signal. No library tears down at exit what threads may still use.
void setUpProcess();

} // namespace boxwatch
