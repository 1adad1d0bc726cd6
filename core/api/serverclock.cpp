// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/api/serverclock.h"

namespace boxwatch {

void ServerClock::learn(const QDateTime &serverDate)
{
    if (!serverDate.isValid())
        return;
    m_offset = QDateTime::currentDateTimeUtc().msecsTo(serverDate);
    m_known = true;
}

QDateTime ServerClock::now() const
{
    return QDateTime::currentDateTimeUtc().addMSecs(m_offset);
}

} // namespace boxwatch
