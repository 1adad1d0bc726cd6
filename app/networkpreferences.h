// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/auth/secretstore.h"
#include "core/net/networksettings.h"

#include <QString>

#include <functional>
#include <memory>

class QObject;
class QSettings;

namespace boxwatch {

/// The network settings of a person from one run to the next. The password of a proxy is in the secret
/// store under the proxy it is for: settings that somebody changed never send it to another one. Main
/// thread.
class NetworkPreferences
{
public:
    /// Both outlive this object.
    NetworkPreferences(SecretStore &secrets, QSettings &settings);

    /// What makes sense of what was kept, the rest as it is by default. Without the password.
    NetworkSettings read() const;

    /// The password of \p proxy; empty if none was kept, Keychain if that cannot be known.
    void readPassword(
        const ProxySettings &proxy, QObject *context,
        std::function<void(const Result<Secret> &)> done);

    /// Keeps everything, and forgets the password of the proxy before. An empty password of a proxy
    /// whose password readPassword() has not told, or not yet, is one that nobody has touched: what is
    /// kept stays. On an error of the secret store all but the password was kept.
    void keep(
        const NetworkSettings &network, QObject *context,
        std::function<void(const Result<void> &)> done);

private:
    SecretStore &m_secrets;
    QSettings &m_settings;
    std::shared_ptr<QString> m_unknown; ///< key of the password that was not told, or empty
};

} // namespace boxwatch
