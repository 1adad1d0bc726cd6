// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/auth/overduejob.h"

namespace boxwatch {

void leaveOverdueJob(QKeychain::Job * /*job*/)
{
}

} // namespace boxwatch
