// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/keychaintoken.h"

#include "core/auth/accountstore.h"
#include "core/auth/keychainsecretstore.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSettings>

#include <optional>

namespace boxwatch {

Result<Secret> readKeychainToken(const QString &account)
{
    KeychainSecretStore keychain(QCoreApplication::applicationName());
    QSettings settings;
    AccountStore accounts(keychain, settings);

    const auto known = accounts.find(account);
    if (!known)
        return Error{
            .kind = Error::Kind::Usage,
            .message =
                QCoreApplication::translate(
                    "TokenReader",
                    "No account \"%1\" is kept. Sign in once in the window and keep the token "
                    "in the keychain.")
                    .arg(account)};

    std::optional<Result<Secret>> answer;
    QEventLoop loop;
    accounts.token(known->id, [&answer, &loop](const Result<Secret> &token) {
        answer = token;
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return *answer;
}

} // namespace boxwatch
