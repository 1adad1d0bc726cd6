// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/proxypassword.h"

#include "app/cli/keptaccounts.h"
#include "app/cli/tokenreader.h"
#include "app/networkpreferences.h"

#include <QCoreApplication>

namespace boxwatch {

namespace {

Result<Secret> fromKeychain(const ProxySettings &proxy)
{
    KeychainSecretStore keychain(QCoreApplication::applicationName());
    QSettings settings;
    NetworkPreferences preferences(keychain, settings);
    QObject context;
    QEventLoop loop;
    const auto password = awaited<Result<Secret>>(loop, [&](auto done) {
        preferences.readPassword(proxy, &context, done);
        return nullptr;
    });
    if (!password)
        return Error{.kind = Error::Kind::Cancelled};
    if (*password && (*password)->isEmpty())
        return Error{
            .kind = Error::Kind::Usage,
            .message = QCoreApplication::translate(
                "TokenReader",
                "The keychain holds no password for this user of this proxy. Enter it once in the "
                "network settings of the window.")};
    return *password;
}

} // namespace

Result<void> addProxyPassword(NetworkSettings &network, const std::optional<TokenOrigin> &origin)
{
    if (!origin)
        return {};
    const Result<Secret> password = origin->kind == TokenOrigin::Kind::Keychain
        ? fromKeychain(network.proxy)
        : readSecret(*origin, SecretName::ProxyPassword);
    if (!password)
        return password.error();
    network.proxy.password = *password;
    return {};
}

} // namespace boxwatch
