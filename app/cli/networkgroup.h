// SPDX-FileCopyrightText: Boxwatch contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/cli/options.h"
#include "core/base/result.h"

#include <optional>
#include <string>

namespace CLI {
class App;
} // namespace CLI

namespace boxwatch {

/// The options of all commands that talk to Box: through what, and for how long. Lives as long as the
/// parsing, which writes into it.
class NetworkGroup
{
public:
    NetworkGroup() = default;
    NetworkGroup(const NetworkGroup &) = delete;
    NetworkGroup &operator=(const NetworkGroup &) = delete;

    /// May be declared for several commands, of which one is parsed.
    void declare(CLI::App &command);

    /// After the parsing: fills in \p network, and \p password with where that of the proxy is. Usage
    /// for what cannot be, without repeating it.
    Result<void> read(NetworkSettings &network, std::optional<TokenOrigin> &password) const;

private:
    Result<void> readProxy(ProxySettings &proxy, std::optional<TokenOrigin> &password) const;

    std::string m_proxy;
    std::string m_proxyUser;
    std::string m_proxyPasswordFrom;
    int m_timeout = 0; ///< seconds; 0: as usual
};

} // namespace boxwatch
