// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace QKeychain {
class Job;
}

namespace boxwatch {

/// What becomes of a job of QtKeychain that has run out of time: nothing. It deletes itself when the
/// keychain answers at last; deleted before, it would be written to all the same.
void leaveOverdueJob(QKeychain::Job *job);

} // namespace boxwatch
