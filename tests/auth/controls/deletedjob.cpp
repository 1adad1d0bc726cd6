// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/overduejob.h"

#include <qt6keychain/keychain.h>

namespace boxwatch {

// As one would do with any other object that is not needed any more.
void leaveOverdueJob(QKeychain::Job *job)
{
    delete job;
}

} // namespace boxwatch
