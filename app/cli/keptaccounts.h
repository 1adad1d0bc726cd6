// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/accounts.h"
#include "core/auth/keychainsecretstore.h"

#include <QEventLoop>
#include <QSettings>

#include <optional>

namespace boxwatch {

/// The accounts of the keychain of whoever runs the program. Needs a QCoreApplication; main thread.
class KeptAccounts
{
public:
    KeptAccounts();

    Accounts &accounts() { return m_accounts; }
    const KeychainSecretStore &keychain() const { return m_keychain; }

private:
    KeychainSecretStore m_keychain;
    QSettings m_settings;
    Accounts m_accounts;
};

/// Runs the application, which has ended, until Accounts::finish() says that the program may end.
void finish(Accounts &accounts);

/// Runs an event loop until \p start has called what it is given, and gives the answer; nothing if the
/// loop was told to quit before, see SignalWatcher. For commands without a window.
template<typename Answer, typename Start>
std::optional<Answer> awaited(QEventLoop &loop, Start &&start)
{
    auto answer = std::make_shared<std::optional<Answer>>();
    [[maybe_unused]] const auto owner = start([answer, &loop](const Answer &given) {
        *answer = given;
        loop.quit();
    });
    if (!*answer)
        loop.exec();
    return *answer;
}

} // namespace boxwatch
