// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <QString>

namespace boxwatch {

/// Through what the network is reached. A value, free to copy to any thread.
struct ProxySettings
{
    enum class Kind {
        System, ///< what the system says; this very machine is reached directly
        None, ///< directly
        Http, ///< an HTTP proxy: CONNECT for https
        Socks5, ///< names are looked up by the proxy
    };

    Kind kind = Kind::System;

    // Of Http and Socks5. What the system knows about its own proxy is never sent to this one.
    QString host;
    quint16 port = 0;
    QString user; ///< empty: the proxy asks for nothing
    Secret password;

    bool isExplicit() const { return kind == Kind::Http || kind == Kind::Socks5; }

    friend bool operator==(const ProxySettings &, const ProxySettings &) = default;
};

/// Reads `system`, `none`, `http://host:port` or `socks5://host:port`. Usage, without repeating it, for
/// anything else; also for a URL with a user or a password in it, which belong elsewhere.
Result<ProxySettings> parseProxy(const QString &text);

/// What parseProxy() reads, without the user.
QString proxyText(const ProxySettings &proxy);

/// Usage for an explicit proxy without a usable host or port.
Result<void> checkProxy(const ProxySettings &proxy);

} // namespace boxwatch
