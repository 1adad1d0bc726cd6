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

void finish(Accounts &accounts)
{
    bool done = false;
    accounts.finish([&done] {
        done = true;
        QCoreApplication::exit();
    });
    if (!done)
        QCoreApplication::exec();
}

} // namespace boxwatch
