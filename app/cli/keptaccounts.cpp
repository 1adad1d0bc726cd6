// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/keptaccounts.h"

#include <QCoreApplication>

namespace boxwatch {

KeptAccounts::KeptAccounts()
    : m_keychain(QCoreApplication::applicationName())
    , m_accounts(m_keychain, m_settings, Accounts::usualLockFolder())
{
}

} // namespace boxwatch
